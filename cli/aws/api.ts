import type { JobDefinition } from '@aws-sdk/client-batch';
import type { RouteTable, SecurityGroup, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Role } from '@aws-sdk/client-iam';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { Parameter, ParameterMetadata } from '@aws-sdk/client-ssm';

/** Who calls. */
export interface Identity {
  readonly account: string;
  readonly partition: string;
}

export interface Version {
  readonly stage?: string;
  readonly id?: string;
}

/** The value of a secret's version. It never leaves the function that looks at it. */
export interface SecretContent {
  readonly text?: string;
  readonly binary: boolean;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: string;
}

export interface SimulationRequest {
  readonly role: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly context: { readonly [key: string]: string };
}

/**
 * The calls that the commands make, in one place so that tests can answer them. None of them changes anything.
 */
export interface AwsApi {
  identity(): Promise<Identity>;
  /** With the values, decrypted; what isn't there is not in the answer. */
  parameters(region: string, names: readonly string[]): Promise<Parameter[]>;
  describeParameters(region: string, names: readonly string[]): Promise<ParameterMetadata[]>;
  parameterNames(region: string, path: string): Promise<string[]>;
  describeSecret(region: string, id: string): Promise<DescribeSecretCommandOutput>;
  secretValue(region: string, id: string, version: Version): Promise<SecretContent>;
  secretPolicy(region: string, id: string): Promise<string | undefined>;
  describeKey(region: string, id: string): Promise<KeyMetadata>;
  keyPolicy(region: string, id: string): Promise<string | undefined>;
  /** Principals that a grant allows to decrypt with the key. */
  decryptGrantees(region: string, id: string): Promise<string[]>;
  role(name: string): Promise<Role>;
  rolePolicies(name: string): Promise<NamedPolicy[]>;
  managedPolicy(arn: string): Promise<NamedPolicy>;
  /** `allowed`, `explicitDeny` or `implicitDeny`, by resource. */
  simulate(request: SimulationRequest): Promise<{ readonly [resource: string]: string }>;
  taskDefinition(region: string, id: string): Promise<TaskDefinition & { readonly tags?: Tag[] }>;
  jobDefinition(region: string, id: string): Promise<JobDefinition>;
  /** The object's encryption key, where it has one of its own. */
  headObject(region: string, bucket: string, key: string): Promise<{ readonly keyId?: string }>;
  subnets(region: string, ids: readonly string[]): Promise<Subnet[]>;
  routeTables(region: string, vpc: string): Promise<RouteTable[]>;
  vpcEndpoints(region: string, vpc: string): Promise<VpcEndpoint[]>;
  securityGroups(region: string, ids: readonly string[]): Promise<SecurityGroup[]>;
  /** The same account as somebody else. */
  assume(role: string): Promise<AwsApi>;
}

/** The name of an error as AWS gives it, whatever protocol it came by. */
export function errorName(error: unknown): string {
  const { name, Code, code } = (error ?? {}) as { readonly name?: string; readonly Code?: string; readonly code?: string };
  return String(Code ?? (name === undefined || /^(Aggregate)?Error$/.test(name) ? code ?? name : name) ?? 'Error').replace(/Exception$/, '');
}

/** Whether the caller may not do what it tried. */
export function isDenied(error: unknown): boolean {
  return /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden|403)/.test(errorName(error));
}

/** Whether what was asked for isn't there. */
export function isMissing(error: unknown): boolean {
  return /^(ResourceNotFound|ParameterNotFound|NoSuchEntity|NoSuchKey|NoSuchBucket|NotFound|InvalidSubnetID)/.test(errorName(error));
}

/** One line that says what happened, without what was sent. */
export function reasonOf(error: unknown): string {
  return `${errorName(error)}: ${(error as Error).message ?? error}`.replace(/\s+/g, ' ').slice(0, 300);
}
