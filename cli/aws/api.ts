import { constants } from 'os';
import type { JobDefinition } from '@aws-sdk/client-batch';
import type { RouteTable, SecurityGroup, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Role } from '@aws-sdk/client-iam';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { Parameter, ParameterMetadata } from '@aws-sdk/client-ssm';

export interface Tags {
  readonly [key: string]: string;
}

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

export interface SimulationAnswer {
  /** `allowed`, `explicitDeny` or `implicitDeny`. */
  readonly decision: string;
  /** Keys that conditions ask for and the request didn't have. */
  readonly missing: readonly string[];
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
  /** By resource. */
  simulate(request: SimulationRequest): Promise<{ readonly [resource: string]: SimulationAnswer }>;
  taskDefinition(region: string, id: string): Promise<TaskDefinition & { readonly tags?: Tag[] }>;
  jobDefinition(region: string, id: string): Promise<JobDefinition>;
  /** Undefined where the bucket has none. */
  bucketPolicy(region: string, bucket: string): Promise<string | undefined>;
  /** What is in an object, as text. It never leaves the function that looks at it. */
  objectText(region: string, bucket: string, key: string): Promise<string>;
  parameterTags(region: string, name: string): Promise<Tags>;
  keyTags(region: string, id: string): Promise<Tags>;
  /** Id of the organisation that the caller's account is in; undefined where it is in none. */
  organization(): Promise<string | undefined>;
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
  const { name, Code, code } = (error ?? {}) as {
    readonly name?: string;
    readonly Code?: string;
    readonly code?: string;
  };
  return className(Code ?? (name === undefined || /^(Aggregate)?Error$/.test(name) ? code ?? name : name));
}

/** How the names of errors end, in AWS and in its SDK. */
const KINDS = [
  'Exception',
  'Error',
  'Fault',
  'Failure',
  'Denied',
  'Exceeded',
  'Found',
  'NotExist',
  'Throttling',
  'Unavailable',
  'Operation',
  'Signature',
  'Token',
  'Credentials',
  'Request',
  'SlowDown',
  'Timeout',
  'Forbidden',
];
const CLASS = new RegExp(`^([A-Z][A-Za-z0-9]*)?(${KINDS.join('|')})$|^(NoSuch|Invalid)[A-Z][A-Za-z.]+$|^[345]\\d\\d$`);

/**
 * A name that an answer gave may be anything, even what was stored: what doesn't look like the class of an error isn't
 * shown.
 */
export function className(name: unknown): string {
  const text = String(name ?? 'Error').slice(0, 80);
  return CLASS.test(text) || Object.hasOwn(constants.errno, text) ? text.replace(/Exception$/, '') : 'Error';
}

/** Whether the caller may not do what it tried. */
export function isDenied(error: unknown): boolean {
  return (
    /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden|403)/.test(errorName(error)) || isUnnamed(error, 403)
  );
}

/** Whether what was asked for isn't there. */
export function isMissing(error: unknown): boolean {
  return (
    /^(ResourceNotFound|ParameterNotFound|NoSuchEntity|NoSuchKey|NoSuchBucket|NotFound|InvalidSubnetID)/.test(
      errorName(error),
    ) || isUnnamed(error, 404)
  );
}

/** An answer without a body, as HEAD gets it, has nothing but a status. */
function isUnnamed(error: unknown, status: number): boolean {
  const { $metadata: metadata } = (error ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return metadata?.httpStatusCode === status && /^(Unknown)?(Error)?$/.test(errorName(error));
}

/**
 * What kind of error it is. Its own text is never shown: where an answer can't be parsed, the text quotes it, and a
 * secret with it.
 */
export function reasonOf(error: unknown): string {
  const { $metadata: metadata } = (error ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: number } };
  const name = errorName(error);
  return metadata?.httpStatusCode === undefined || /^\d+$/.test(name)
    ? name
    : `${name}, HTTP ${metadata.httpStatusCode}`;
}
