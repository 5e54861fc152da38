import { FakeAccount, PLACE, REGION, failure } from './fake-account';
import type { AwsApi } from '../../cli/aws/api';
import { checkNetwork, servicesOf } from '../../cli/verify/network';

const SUBNET = { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' };
const table = (route: object) => ({ RouteTableId: 'rtb-1', Associations: [{ Main: true }], Routes: [{ DestinationCidrBlock: '0.0.0.0/0', State: 'active' as const, ...route }] });
const endpoint = (rest: object = {}) => ({
  VpcEndpointId: 'vpce-1',
  ServiceName: `com.amazonaws.${REGION}.ssm`,
  State: 'Available' as const,
  VpcEndpointType: 'Interface' as const,
  PrivateDnsEnabled: true,
  Groups: [{ GroupId: 'sg-1' }],
  ...rest,
});
const group = (rest: object) => ({ GroupId: 'sg-1', IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...rest }] });

async function codes(answers: Partial<AwsApi>, options: { assignPublicIp?: boolean; securityGroups?: string[] } = {}, service = 'ssm'): Promise<string[]> {
  const api = Object.assign(Object.create(new FakeAccount().api), { subnets: async () => [SUBNET], ...answers }) as AwsApi;
  const checked = await checkNetwork(api, [service], { subnets: ['subnet-1'], securityGroups: [], assignPublicIp: false, region: REGION, ...options });
  return checked.flatMap(({ findings }) => findings.map(({ code }) => code));
}

test.each<[string, Partial<AwsApi>, object, string[]]>([
  ['fails without any way out', {}, {}, ['no-route']],
  ['a NAT gateway', { routeTables: async () => [table({ NatGatewayId: 'nat-1' })] }, {}, []],
  ['fails where the NAT gateway is gone', { routeTables: async () => [table({ NatGatewayId: 'nat-1', State: 'blackhole' })] }, {}, ['no-route']],
  ['fails behind an internet gateway without a public address', { routeTables: async () => [table({ GatewayId: 'igw-1' })] }, {}, ['no-public-ip']],
  ['an internet gateway with a public address', { routeTables: async () => [table({ GatewayId: 'igw-1' })] }, { assignPublicIp: true }, []],
  ['a transit gateway may lead anywhere', { routeTables: async () => [table({ TransitGatewayId: 'tgw-1' })] }, {}, ['route-unclear']],
  ['an endpoint that lets the subnet in', { vpcEndpoints: async () => [endpoint()], securityGroups: async () => [group({ IpRanges: [{ CidrIp: '10.0.0.0/16' }] })] }, {}, []],
  ['an endpoint that lets the group in', { vpcEndpoints: async () => [endpoint()], securityGroups: async () => [group({ UserIdGroupPairs: [{ GroupId: 'sg-2' }] })] }, { securityGroups: ['sg-2'] }, []],
  ['fails where the endpoint is closed', { vpcEndpoints: async () => [endpoint()], securityGroups: async () => [group({ IpRanges: [{ CidrIp: '10.1.0.0/16' }] })] }, {}, ['endpoint-closed']],
  ['fails where the endpoint has no private DNS', { vpcEndpoints: async () => [endpoint({ PrivateDnsEnabled: false })] }, {}, ['no-route']],
  ['fails where the endpoint is another service\'s', { vpcEndpoints: async () => [endpoint({ ServiceName: 'com.amazonaws.r.ssmmessages' })] }, {}, ['no-route']],
  ['can\'t be told without the permission', { subnets: async () => Promise.reject(failure('UnauthorizedOperation')) }, {}, ['network-unchecked']],
])('%s', async (_, answers, options, expected) => {
  expect(await codes(answers, options)).toEqual(expected);
});

test('a gateway endpoint serves the route tables that it is in', async () => {
  const gateway = { ServiceName: `com.amazonaws.${REGION}.s3`, State: 'Available' as const, VpcEndpointType: 'Gateway' as const, RouteTableIds: ['rtb-1'] };
  const routeTables = async () => [{ RouteTableId: 'rtb-1', Associations: [{ SubnetId: 'subnet-1' }], Routes: [] }];
  expect(await codes({ routeTables, vpcEndpoints: async () => [gateway] }, {}, 's3')).toEqual([]);
  expect(await codes({ routeTables, vpcEndpoints: async () => [{ ...gateway, RouteTableIds: ['rtb-2'] }] }, {}, 's3')).toEqual(['no-route']);
});

test('the stores that the references need, whatever their names', () => {
  const account = new FakeAccount();
  const services = (field: 'secrets' | 'repositoryCredentials' | 'environmentFiles', valueFrom: string) =>
    servicesOf([{ kind: 'task definition', name: 'api', origin: 'api', containers: [{ container: 'app', references: [{ field, name: 'X', valueFrom }], open: [], duplicates: [] }] }], PLACE);
  expect(services('secrets', account.parameterArn('/app/secret'))).toEqual(['ssm']);
  expect(services('secrets', '/app/secret')).toEqual(['ssm']);
  expect(services('secrets', `${account.secretArn('ssm')}:KEY::`)).toEqual(['secretsmanager']);
  expect(services('secrets', '${aws_secretsmanager_secret.X.arn}:KEY::')).toEqual(['secretsmanager']);
  expect(services('secrets', '${aws_ssm_parameter.X["A"].arn}')).toEqual(['ssm']);
  expect(services('repositoryCredentials', 'registry')).toEqual(['secretsmanager']);
  expect(services('environmentFiles', 'arn:aws:s3:::config/app.env')).toEqual(['s3']);
});
