import type { Parameter, ParameterMetadata } from '@aws-sdk/client-ssm';
import { Finding, error, unchecked } from './findings';
import { KeyDirectory, KeyFacts } from './key-directory';
import { kindFindings } from './parameter-rules';
import { ReadOptions, StoredFacts } from './stored-facts';
import { parameterValueFindings } from './value-rules';
import { Stored } from '../../src/inventory/stored';
import { AwsApi, isDenied, reasonOf } from '../aws/api';

/** Names per call of GetParameters, and of DescribeParameters. */
const READ_BATCH = 10;
const DESCRIBE_BATCH = 50;

/**
 * Looks at parameters of one Region: whether they exist, of what kind they are, whether their keys work, and the form
 * of their values.
 */
export async function checkParameters(
  api: AwsApi,
  keys: KeyDirectory,
  region: string,
  stored: readonly Stored[],
  options: ReadOptions,
): Promise<Map<string, StoredFacts>> {
  const unique = [...new Map(stored.map((one) => [one.arn, one])).values()];
  const described = await describe(api, region, unique.filter((one) => one.account === options.account));
  const found = new Map<string, StoredFacts>();
  const readable: Stored[] = [];
  await Promise.all(unique.map(async (one) => {
    const metadata = described.metadata.get(one.arn);
    const key = metadata?.Type === 'SecureString' ? await keys.find(region, metadata.KeyId) : undefined;
    const findings = [...metadata ? kindFindings(one, metadata, options.things.get(one.arn)) : [], ...problemOf(key)];
    const keyArn = key?.awsManaged ? undefined : key?.arn;
    const keyUnknown = metadata === undefined ? undescribed(one, described.problem, options) : key?.unknown;
    found.set(one.arn, {
      arn: one.arn,
      exists: metadata === undefined ? undefined : true,
      keyArn,
      keyUnknown,
      findings,
    });
    if (options.values && !findings.some(({ severity }) => severity === 'error')) {
      readable.push(one);
    }
  }));
  if (!options.values) {
    unique.forEach((one) => found.set(one.arn, withoutValue(one, found.get(one.arn)!, described.problem)));
    return found;
  }
  await Promise.all(
    inBatches(readable, READ_BATCH).map(async (batch) =>
      read(api, region, batch, options.account, (one, answer) => {
        found.set(one.arn, merged(one, found.get(one.arn)!, answer, options));
      }),
    ),
  );
  return found;
}

interface Described {
  readonly metadata: ReadonlyMap<string, ParameterMetadata>;
  readonly problem?: unknown;
}

async function describe(api: AwsApi, region: string, stored: readonly Stored[]): Promise<Described> {
  const metadata = new Map<string, ParameterMetadata>();
  try {
    await Promise.all(inBatches(stored, DESCRIBE_BATCH).map(async (batch) => {
      const byName = new Map(batch.map((one) => [one.name.replace(/^\//, ''), one]));
      // of a name without levels the ARN doesn't tell whether it has a slash in front
      const names = batch.flatMap(({ name }) => (name.includes('/') ? [name] : [name, `/${name}`]));
      for (const part of inBatches(names, DESCRIBE_BATCH)) {
        for (const found of await api.describeParameters(region, part)) {
          const one = byName.get((found.Name ?? '').replace(/^\//, ''));
          if (one) {
            metadata.set(one.arn, found);
          }
        }
      }
    }));
    return { metadata };
  } catch (problem) {
    return { metadata, problem };
  }
}

type Answer = Parameter | 'missing' | { readonly problem: unknown };

/** One unreadable parameter makes the whole call fail: then each half is tried alone. */
async function read(
  api: AwsApi,
  region: string,
  batch: readonly Stored[],
  account: string,
  answer: (one: Stored, found: Answer) => void,
): Promise<void> {
  try {
    const parameters = await api.parameters(region, batch.map((one) => (one.account === account ? one.name : one.arn)));
    const byArn = new Map(parameters.map((parameter) => [parameter.ARN, parameter]));
    batch.forEach((one) => answer(one, byArn.get(one.arn) ?? 'missing'));
  } catch (problem) {
    if (batch.length === 1) {
      answer(batch[0], { problem });
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await Promise.all(
      [batch.slice(0, middle), batch.slice(middle)].map(async (half) => read(api, region, half, account, answer)),
    );
  }
}

function merged(one: Stored, facts: StoredFacts, answer: Answer, options: ReadOptions): StoredFacts {
  if (answer === 'missing') {
    return { ...facts, exists: false, findings: [missing(one)] };
  }
  if ('problem' in answer) {
    const fix = isDenied(answer.problem)
      ? 'allow yourself ssm:GetParameters on it, and kms:Decrypt on its key, or verify with --no-values'
      : 'try again';
    return {
      ...facts,
      findings: [
        ...facts.findings,
        unchecked('unreadable', `parameter '${one.name}' can't be read (${reasonOf(answer.problem)})`, fix),
      ],
    };
  }
  // the read shows that the key works
  const findings = facts.findings.filter(({ code }) => code !== 'key-unchecked');
  const kind = facts.exists ? [] : kindFindings(one, { Type: answer.Type }, options.things.get(one.arn));
  // what isn't encrypted has no key
  const keyUnknown = answer.Type === 'SecureString' || answer.Type === undefined ? facts.keyUnknown : undefined;
  return {
    ...facts,
    exists: true,
    keyUnknown,
    findings: [...findings, ...kind, ...parameterValueFindings(one, answer.Value)],
  };
}

function withoutValue(one: Stored, facts: StoredFacts, problem: unknown): StoredFacts {
  if (facts.exists) {
    return facts;
  }
  if (problem === undefined) {
    return { ...facts, exists: false, findings: [missing(one)] };
  }
  return {
    ...facts,
    findings: [
      unchecked(
        'unreadable',
        `parameter '${one.name}' can't be looked up (${reasonOf(problem)})`,
        'allow yourself ssm:DescribeParameters',
      ),
    ],
  };
}

/** Without the description it isn't known which key encrypts a parameter: its value doesn't tell. */
function undescribed(one: Stored, problem: unknown, { account }: ReadOptions): Finding {
  if (one.account !== account) {
    return unchecked(
      'key-unchecked',
      `it can't be looked up in account ${one.account} which key encrypts parameter '${one.name}'`,
      'verify with its credentials, or with --assume-role',
    );
  }
  const reason = problem === undefined ? 'it isn\'t described' : reasonOf(problem);
  const fix = isDenied(problem) ? 'allow yourself ssm:DescribeParameters' : 'try again';
  const message = `it can't be looked up which key encrypts parameter '${one.name}' (${reason})`;
  return unchecked('key-unchecked', message, fix);
}

function inBatches<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

function missing({ name, region, account }: Stored): Finding {
  return error(
    'missing',
    `parameter '${name}' doesn't exist in ${region} of account ${account}`,
    'create it, or correct the name',
  );
}

function problemOf(key: KeyFacts | undefined): Finding[] {
  return key?.finding === undefined ? [] : [key.finding];
}
