import { SecretBinding, SecretRead, SecretStore } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { compare, hcl } from '../terraform/hcl';
import { PlainText } from '../terraform/json-text';
import { isUnresolved } from '../terraform/tokens';

/** Characters of an event pattern. */
const PATTERN_LIMIT = 2048;
const FRAME = 400;
/** Longest ARN prefix in use, up to the name. */
const PREFIX = 'arn:aws-us-gov:secretsmanager:ap-southeast-1:123456789012:secret:'.length;

/** An event pattern as a JSON value, and what names its rule. */
export interface ChangePattern {
  readonly id: string;
  readonly pattern: object;
}

/** A stored thing as an event pattern matches it. */
interface Watched {
  /** An ARN, or a matcher like `{ prefix }`, or an expression for a list of ARNs. */
  readonly match: unknown;
  /** The same in every run. */
  readonly label: string;
  readonly length: number;
}

export interface ChangePatternOptions {
  /** Whether changes of secrets are taken from CloudTrail. */
  readonly cloudTrail: boolean;
  /** Gives a token's text in the Terraform configuration. */
  readonly stable: (text: string) => string;
  readonly environment: AwsEnvironment;
}

/**
 * Event patterns for changes of exactly what the bindings read, as many as their size needs. Events name what changed
 * by its ARN.
 */
export function changePatterns(bindings: readonly SecretBinding[], options: ChangePatternOptions): ChangePattern[] {
  const reads = bindings.flatMap(({ entries, lists = [] }) => [
    ...entries.map(({ read }) => read),
    ...lists.flatMap(({ read }) => read ?? []),
  ]);
  const of = (store: SecretStore) =>
    unique(reads.filter((read) => read.store === store).map((read) => watched(read, options)));
  const secrets = options.cloudTrail ? cloudTrailPattern : labelPattern;
  return [
    ...packed('Secrets', of(SecretStore.SECRETS_MANAGER), secrets, options.cloudTrail ? 2 : 1),
    ...packed(
      'Parameters',
      unique([...of(SecretStore.PARAMETER_STORE), ...paths(bindings, options)]),
      parameterPattern,
      1,
    ),
    ...openLists(bindings),
  ];
}

/**
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html
 */
function labelPattern(resources: unknown): object {
  return {
    'source': ['aws.secretsmanager'],
    'detail-type': ['Secret Label Updated'],
    resources,
    'detail': { labelUpdated: ['AWSCURRENT'] },
  };
}

/**
 * Rotation isn't a call: its entry names the secret elsewhere.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
function cloudTrailPattern(resources: unknown): object {
  return {
    'source': ['aws.secretsmanager'],
    'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    'detail': {
      eventSource: ['secretsmanager.amazonaws.com'],
      eventName: ['PutSecretValue', 'RotationSucceeded', 'UpdateSecret', 'UpdateSecretVersionStage'],
      $or: [{ responseElements: { arn: resources } }, { additionalEventData: { SecretId: resources } }],
    },
  };
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html */
function parameterPattern(resources: unknown): object {
  return {
    'source': ['aws.ssm'],
    'detail-type': ['Parameter Store Change'],
    resources,
    'detail': { operation: ['Update'] },
  };
}

function watched(read: SecretRead, { stable }: ChangePatternOptions): Watched {
  const name = read.storedName ?? read.arn;
  const length = isUnresolved(read.arn)
    ? PREFIX + (isUnresolved(name) ? 256 : name.length) + '-AbCdEf'.length
    : read.arn.length;
  return { match: new PlainText(read.arn), label: stable(name), length };
}

/** Whatever stands below a path, where names are only known at plan. */
function paths(bindings: readonly SecretBinding[], { stable, environment }: ChangePatternOptions): Watched[] {
  const lists = bindings
    .flatMap((binding) => binding.lists ?? [])
    .filter((list) => list.read === undefined && list.parameterPath !== undefined);
  return lists.map(({ parameterPath }) => {
    const { partition, region, account } = environment;
    const prefix = new PlainText(`arn:${partition}:ssm:${region}:${account}:parameter${parameterPath!}/`);
    return {
      match: { prefix },
      label: stable(parameterPath!),
      length: PREFIX + parameterPath!.length + '{"prefix":}'.length,
    };
  });
}

/** Lists of parameters without a common path: their ARNs can't be counted before the plan. */
function openLists(bindings: readonly SecretBinding[]): ChangePattern[] {
  const lists = bindings
    .flatMap((binding) => binding.lists ?? [])
    .filter((list) => list.read === undefined && list.parameterPath === undefined);
  return lists.map(({ entries }, i) => ({
    id: `List${i + 1}`,
    pattern: parameterPattern(hcl`distinct([for e in ${entries} : e.arn])`),
  }));
}

function unique(things: Watched[]): Watched[] {
  return [...new Map(things.map((thing) => [thing.label, thing])).values()].sort((a, b) => compare(a.label, b.label));
}

function packed(
  id: string,
  things: Watched[],
  pattern: (resources: unknown) => object,
  times: number,
): ChangePattern[] {
  const groups: Watched[][] = [];
  let room = 0;
  for (const thing of things) {
    const needed = times * (thing.length + 3);
    if (groups.length === 0 || needed > room) {
      groups.push([]);
      room = PATTERN_LIMIT - FRAME;
    }
    groups[groups.length - 1].push(thing);
    room -= needed;
  }
  return groups.map((group, i) => ({
    id: i === 0 ? id : `${id}${i + 1}`,
    pattern: pattern(group.map(({ match }) => match)),
  }));
}
