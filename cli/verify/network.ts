import type { RouteTable, SecurityGroup, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import { Checked, Finding, error, unchecked } from './findings';
import { Workload } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { parseStored } from '../../src/inventory/stored';
import { AwsApi, isDenied, isMissing, reasonOf } from '../aws/api';

export interface NetworkOptions {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** Whether tasks get a public address. */
  readonly assignPublicIp: boolean;
  readonly region: string;
}

interface Network {
  readonly endpoints: readonly VpcEndpoint[];
  readonly tables: readonly RouteTable[];
  /** Groups of the endpoints, by id. */
  readonly groups: ReadonlyMap<string, SecurityGroup>;
}

/** What the agent calls for the references, sorted. */
export function servicesOf(workloads: readonly Workload[], place: AwsPlace): string[] {
  const references = workloads.flatMap(({ containers }) => containers.flatMap((container) => container.references));
  const kinds = references.map(({ field, valueFrom }) =>
    field === 'environmentFiles'
      ? 's3'
      : field === 'repositoryCredentials'
        ? 'secretsmanager'
        : (parseStored(valueFrom, place)?.store ?? 'ssm'),
  );
  return [...new Set(kinds)].sort();
}

/**
 * Whether tasks in the given subnets reach the services that hold their secrets: through an endpoint of the VPC, or
 * through the internet.
 *
 * @param services like `ssm`
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
export async function checkNetwork(
  api: AwsApi,
  services: readonly string[],
  options: NetworkOptions,
): Promise<Checked[]> {
  try {
    const subnets = await api.subnets(options.region, options.subnets);
    const networks = new Map<string, Network>();
    for (const vpc of new Set(subnets.map(({ VpcId = '' }) => VpcId))) {
      networks.set(vpc, await networkOf(api, options.region, vpc));
    }
    return subnets.map((subnet) => ({
      workload: subnet.SubnetId ?? '',
      origin: subnet.VpcId ?? '',
      findings: services.flatMap((service) =>
        pathFindings(service, subnet, networks.get(subnet.VpcId ?? '')!, options),
      ),
    }));
  } catch (problem) {
    const fix = isDenied(problem)
      ? 'allow yourself ec2:DescribeSubnets, DescribeRouteTables, DescribeVpcEndpoints and DescribeSecurityGroups'
      : isMissing(problem)
        ? 'correct --subnets'
        : 'try again';
    const finding = unchecked('network-unchecked', `the network can't be examined (${reasonOf(problem)})`, fix);
    return [{ workload: 'network', origin: options.subnets.join(', '), findings: [finding] }];
  }
}

async function networkOf(api: AwsApi, region: string, vpc: string): Promise<Network> {
  const [endpoints, tables] = await Promise.all([api.vpcEndpoints(region, vpc), api.routeTables(region, vpc)]);
  const ids = [...new Set(endpoints.flatMap(({ Groups = [] }) => Groups.map(({ GroupId = '' }) => GroupId)))];
  const groups = ids.length === 0 ? [] : await api.securityGroups(region, ids);
  return { endpoints, tables, groups: new Map(groups.map((group) => [group.GroupId ?? '', group])) };
}

function pathFindings(service: string, subnet: Subnet, network: Network, options: NetworkOptions): Finding[] {
  const id = subnet.SubnetId;
  const table = network.tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id))
    ?? network.tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main));
  const candidates = network.endpoints.filter(
    ({ ServiceName, State }) => ServiceName?.endsWith(`.${service}`) && State?.toLowerCase() === 'available',
  );
  const gateway = candidates.some(
    ({ VpcEndpointType, RouteTableIds = [] }) =>
      VpcEndpointType === 'Gateway' && RouteTableIds.includes(table?.RouteTableId ?? ''),
  );
  const endpoint = candidates.find(
    ({ VpcEndpointType, PrivateDnsEnabled }) => VpcEndpointType === 'Interface' && PrivateDnsEnabled,
  );
  if (gateway) {
    return [];
  }
  if (endpoint) {
    const groups = (endpoint.Groups ?? [])
      .map(({ GroupId = '' }) => network.groups.get(GroupId))
      .filter((group) => group !== undefined);
    return groups.length === 0 || groups.some((group) => lets(group, subnet, options.securityGroups))
      ? []
      : [
        error(
          'endpoint-closed',
          `endpoint ${endpoint.VpcEndpointId} for ${service} doesn't accept HTTPS from subnet ${id}`,
          "let its security group allow port 443 from the tasks' security group",
        ),
      ];
  }
  return routeFindings(service, id ?? '', table, options.assignPublicIp);
}

function routeFindings(
  service: string,
  subnet: string,
  table: RouteTable | undefined,
  assignPublicIp: boolean,
): Finding[] {
  const route = table?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  const fix = `add an interface endpoint for ${service} with private DNS, or a route to a NAT gateway`;
  const target =
    route?.NatGatewayId ??
    route?.GatewayId ??
    route?.TransitGatewayId ??
    route?.NetworkInterfaceId ??
    route?.VpcPeeringConnectionId;
  if (route === undefined || target === undefined) {
    return [
      error(
        'no-route',
        `tasks in subnet ${subnet} don't reach ${service}: there is no endpoint for it in the VPC, and no ` +
          'way to the internet',
        fix,
      ),
    ];
  }
  if (route.State === 'blackhole') {
    return [
      error(
        'no-route',
        `tasks in subnet ${subnet} don't reach ${service}: their route to the internet leads to ${target}, ` +
          'which is gone',
        fix,
      ),
    ];
  }
  if (target.startsWith('igw-') && !assignPublicIp) {
    return [
      error(
        'no-public-ip',
        `tasks in subnet ${subnet} don't reach ${service}: an internet gateway serves public addresses only`,
        `give the tasks a public address and add --assign-public-ip, or ${fix}`,
      ),
    ];
  }
  return /^(nat|igw)-/.test(target)
    ? []
    : [
      unchecked(
        'route-unclear',
        `whether tasks in subnet ${subnet} reach ${service} depends on what is behind ${target}`,
        `look at it, or ${fix}`,
      ),
    ];
}

function lets({ IpPermissions = [] }: SecurityGroup, { CidrBlock = '' }: Subnet, groups: readonly string[]): boolean {
  return IpPermissions.some(
    ({ IpProtocol, FromPort = 0, ToPort = 65535, IpRanges = [], UserIdGroupPairs = [] }) =>
      (IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= 443 && ToPort >= 443)) &&
      (IpRanges.some(({ CidrIp = '' }) => contains(CidrIp, CidrBlock)) ||
        UserIdGroupPairs.some(({ GroupId = '' }) => groups.includes(GroupId))),
  );
}

function contains(outer: string, inner: string): boolean {
  const [outerStart, outerBits] = rangeOf(outer);
  const [innerStart, innerBits] = rangeOf(inner);
  const size = 2 ** (32 - outerBits);
  return outerBits <= innerBits && Math.floor(outerStart / size) === Math.floor(innerStart / size);
}

function rangeOf(cidr: string): [start: number, bits: number] {
  const [address, bits = '32'] = cidr.split('/');
  return [address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0), Number(bits)];
}
