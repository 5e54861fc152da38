import { BatchClient, DescribeJobDefinitionsCommand, type JobDefinition } from '@aws-sdk/client-batch';
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetBucketPolicyCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DescribeParametersCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  SSMClient,
  type ParameterMetadata,
  type ParameterStringFilter,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadConfig } from '@smithy/core/config';
import { NODE_MAX_ATTEMPT_CONFIG_OPTIONS, NODE_RETRY_MODE_CONFIG_OPTIONS } from '@smithy/core/retry';
import { AwsApi, SimulationRequest, Version, errorName } from './api';
import { RoleCalls } from './role-calls';
import { CommandError } from '../command-error';

export interface SdkOptions {
  /** Where account-wide services are asked. */
  readonly region: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Where all services are asked, in place of AWS's own addresses. */
  readonly endpoint?: string;
  /** Seconds to wait for a connection, and for an answer. */
  readonly timeout?: number;
}

/** Tries of a call that is throttled or gets no answer, where nothing else is configured. */
const ATTEMPTS = 6;
const TIMEOUT_SECONDS = 10;

interface Closable {
  destroy(): void;
}

/**
 * The calls as the AWS SDK makes them, with its usual credentials and its own retries.
 */
export class SdkApi implements AwsApi {
  private readonly clients = new Map<unknown, Map<string, Closable>>();
  private readonly roles: RoleCalls;

  public constructor(private readonly options: SdkOptions) {
    this.roles = new RoleCalls(() => this.client(IAMClient, options.region));
  }

  public async identity() {
    const { Account = '', Arn = '' } = await this.client(STSClient, this.options.region).send(
      new GetCallerIdentityCommand({}),
    );
    return { account: Account, partition: Arn.split(':')[1] ?? 'aws' };
  }

  public async parameters(region: string, names: readonly string[]) {
    const { Parameters = [] } = await this.client(SSMClient, region).send(
      new GetParametersCommand({ Names: [...names], WithDecryption: true }),
    );
    return Parameters;
  }

  public async describeParameters(region: string, names: readonly string[]) {
    return this.parameterMetadata(region, { Key: 'Name', Option: 'Equals', Values: [...names] });
  }

  public async parameterNames(region: string, path: string) {
    const found = await this.parameterMetadata(region, { Key: 'Path', Option: 'OneLevel', Values: [path] });
    return found.map(({ Name = '' }) => Name);
  }

  public async describeSecret(region: string, id: string) {
    return this.client(SecretsManagerClient, region).send(new DescribeSecretCommand({ SecretId: id }));
  }

  public async secretValue(region: string, id: string, { stage, id: version }: Version) {
    const command = new GetSecretValueCommand({ SecretId: id, VersionStage: stage, VersionId: version });
    const { SecretString, SecretBinary } = await this.client(SecretsManagerClient, region).send(command);
    return { text: SecretString, binary: SecretBinary !== undefined };
  }

  public async secretPolicy(region: string, id: string) {
    return (await this.client(SecretsManagerClient, region).send(new GetResourcePolicyCommand({ SecretId: id })))
      .ResourcePolicy;
  }

  public async describeKey(region: string, id: string) {
    return (await this.client(KMSClient, region).send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata!;
  }

  public async keyPolicy(region: string, id: string) {
    return (await this.client(KMSClient, region).send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })))
      .Policy;
  }

  public async decryptGrantees(region: string, id: string) {
    const grantees: string[] = [];
    let marker: string | undefined;
    do {
      const page = await this.client(KMSClient, region).send(new ListGrantsCommand({ KeyId: id, Marker: marker }));
      const decrypting = (page.Grants ?? []).filter(
        ({ Operations, Constraints }) => Operations?.includes('Decrypt') && !Constraints,
      );
      grantees.push(...decrypting.map(({ GranteePrincipal = '' }) => GranteePrincipal));
      marker = page.Truncated ? page.NextMarker : undefined;
    } while (marker !== undefined);
    return grantees;
  }

  public async role(name: string) {
    return this.roles.role(name);
  }

  public async rolePolicies(name: string) {
    return this.roles.policies(name);
  }

  public async managedPolicy(arn: string) {
    return this.roles.managedPolicy(arn);
  }

  public async simulate(request: SimulationRequest) {
    return this.roles.simulate(request);
  }

  public async taskDefinition(region: string, id: string) {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: id, include: ['TAGS'] });
    const { taskDefinition, tags } = await this.client(ECSClient, region).send(command);
    return { ...taskDefinition, tags };
  }

  public async jobDefinition(region: string, id: string): Promise<JobDefinition> {
    const [, name, revision] = id.match(/^([^:]+)(?::(\d+))?$/) ?? [];
    const query =
      name === undefined || revision !== undefined
        ? { jobDefinitions: [id] }
        : { jobDefinitionName: name, status: 'ACTIVE' };
    const { jobDefinitions = [] } = await this.client(BatchClient, region).send(
      new DescribeJobDefinitionsCommand(query),
    );
    const [newest] = jobDefinitions.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
    if (newest === undefined) {
      throw new CommandError(
        `there is no job definition '${id}' in ${region}: give NAME or NAME:REVISION of one that is registered`,
      );
    }
    return newest;
  }

  public async headObject(region: string, bucket: string, key: string) {
    const { SSEKMSKeyId } = await this.client(S3Client, region).send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    );
    return { keyId: SSEKMSKeyId };
  }

  public async bucketPolicy(region: string, bucket: string) {
    try {
      return (await this.client(S3Client, region).send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy;
    } catch (problem) {
      if (errorName(problem) === 'NoSuchBucketPolicy') {
        return undefined;
      }
      throw problem;
    }
  }

  public async objectText(region: string, bucket: string, key: string) {
    const { Body } = await this.client(S3Client, region).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString('utf-8') ?? '';
  }

  public async parameterTags(region: string, name: string) {
    const command = new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name });
    const { TagList = [] } = await this.client(SSMClient, region).send(command);
    return Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  public async keyTags(region: string, id: string) {
    const { Tags = [] } = await this.client(KMSClient, region).send(new ListResourceTagsCommand({ KeyId: id }));
    return Object.fromEntries(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
  }

  public async organization() {
    try {
      const client = this.client(OrganizationsClient, this.options.region);
      return (await client.send(new DescribeOrganizationCommand({}))).Organization?.Id;
    } catch (problem) {
      if (errorName(problem) === 'AWSOrganizationsNotInUseException') {
        return undefined;
      }
      throw problem;
    }
  }

  public async subnets(region: string, ids: readonly string[]) {
    return (
      (await this.client(EC2Client, region).send(new DescribeSubnetsCommand({ SubnetIds: [...ids] }))).Subnets ?? []
    );
  }

  public async routeTables(region: string, vpc: string) {
    const command = new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] });
    return (await this.client(EC2Client, region).send(command)).RouteTables ?? [];
  }

  public async vpcEndpoints(region: string, vpc: string) {
    const command = new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] });
    return (await this.client(EC2Client, region).send(command)).VpcEndpoints ?? [];
  }

  public async securityGroups(region: string, ids: readonly string[]) {
    return (
      (await this.client(EC2Client, region).send(new DescribeSecurityGroupsCommand({ GroupIds: [...ids] })))
        .SecurityGroups ?? []
    );
  }

  public async assume(role: string): Promise<AwsApi> {
    const command = new AssumeRoleCommand({
      RoleArn: role,
      RoleSessionName: 'ecs-secrets-verify',
      DurationSeconds: 900,
    });
    const { Credentials } = await this.client(STSClient, this.options.region).send(command);
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken,
    } = Credentials ?? {};
    return new SdkApi({ ...this.options, credentials: { accessKeyId, secretAccessKey, sessionToken } });
  }

  private async parameterMetadata(region: string, filter: ParameterStringFilter): Promise<ParameterMetadata[]> {
    const found: ParameterMetadata[] = [];
    let token: string | undefined;
    do {
      const command = new DescribeParametersCommand({ ParameterFilters: [filter], MaxResults: 50, NextToken: token });
      const page = await this.client(SSMClient, region).send(command);
      found.push(...page.Parameters ?? []);
      token = page.NextToken;
    } while (token);
    return found;
  }

  private client<T extends Closable>(type: new (config: object) => T, region: string): T {
    const clients = this.clients.get(type) ?? new Map<string, Closable>();
    this.clients.set(type, clients);
    // bucket host names don't resolve where AWS_ENDPOINT_URL is a local address
    const { credentials, endpoint, timeout = TIMEOUT_SECONDS } = this.options;
    const client =
      clients.get(region) ??
      new type({
        region,
        credentials,
        endpoint,
        forcePathStyle: (endpoint ?? process.env.AWS_ENDPOINT_URL) !== undefined,
        // what the environment or the profile says counts
        maxAttempts: loadConfig({ ...NODE_MAX_ATTEMPT_CONFIG_OPTIONS, default: ATTEMPTS }),
        retryMode: loadConfig({ ...NODE_RETRY_MODE_CONFIG_OPTIONS, default: 'adaptive' }),
        requestHandler: {
          connectionTimeout: timeout * 1000,
          requestTimeout: timeout * 1000,
          throwOnRequestTimeout: true,
        },
      });
    clients.set(region, client);
    return client as T;
  }
}
