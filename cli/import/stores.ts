import { Code, literal } from './literal';
import { ENV_NAME } from '../../src/checks/names';
import { Reference } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { Stored, parseStored } from '../../src/inventory/stored';
import { AwsApi, isMissing, reasonOf } from '../aws/api';
import { CommandError } from '../command-error';
import { objectOf } from '../verify/value-rules';

/** A secret that the code takes over: its keys stay as they are, for `external()` never writes what is stored. */
export interface TakenOver {
  readonly id: string;
  readonly variable: string;
  readonly arn: string;
  readonly props: object;
}

export interface ImportedStores {
  readonly secrets: readonly TakenOver[];
  /** What a container's references become. */
  readonly sourcesOf: (references: readonly Reference[]) => Code[];
}

/**
 * Finds out which of the referenced secrets the code can take over: those of the account and Region whose JSON has the referenced keys.
 * Parameters stay where they are, for taking one over would write it.
 */
export async function importStores(api: AwsApi, references: readonly Reference[], place: AwsPlace): Promise<ImportedStores> {
  const located = new Map(references.map((reference) => [reference.valueFrom, parseStored(reference.valueFrom, place)]));
  const keys = new Map<string, Set<string>>();
  for (const stored of located.values()) {
    const here = stored?.region === place.region && stored.account === place.account;
    if (here && stored.store === 'secretsmanager' && stored.jsonKey !== undefined && isPlain(stored)) {
      keys.set(stored.arn, (keys.get(stored.arn) ?? new Set()).add(stored.jsonKey));
    }
  }
  const taken = new Map<string, TakenOver>();
  for (const [arn, names] of [...keys].sort()) {
    const one = await takenOver(api, arn, [...names].sort(), place.region, new Set([...taken.values()].map(({ id }) => id)));
    if (one) {
      taken.set(arn, one);
    }
  }
  return { secrets: [...taken.values()], sourcesOf: (list) => sources(list, located, taken) };
}

function isPlain({ jsonKey, versionStage, versionId }: Stored): boolean {
  return ENV_NAME.test(jsonKey ?? '') && versionStage === undefined && versionId === undefined;
}

async function takenOver(api: AwsApi, arn: string, keys: string[], region: string, ids: ReadonlySet<string>): Promise<TakenOver | undefined> {
  try {
    const { Name = '', Description, KmsKeyId, Tags = [], OwningService, DeletedDate } = await api.describeSecret(region, arn);
    const { text = '' } = await api.secretValue(region, arn, {});
    const object = objectOf(text);
    // what another service manages is none of ours
    if (OwningService !== undefined || DeletedDate !== undefined || object === undefined || !keys.every((key) => Object.hasOwn(object, key))) {
      return undefined;
    }
    const base = Name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? '').replace(/^(\d)/, 'S$1') || 'Secret';
    const word = base[0].toUpperCase() + base.slice(1);
    const id = ids.has(word) ? `${word}${ids.size + 1}` : word;
    const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    return {
      id,
      variable: `${id[0].toLowerCase()}${id.slice(1)}Secret`,
      arn,
      props: {
        secretName: Name,
        description: Description || undefined,
        encryptionKeyArn: KmsKeyId?.startsWith('arn:') ? KmsKeyId : undefined,
        tags: Tags.length > 0 ? tags : undefined,
        jsonSecret: new Code(`SecretValues.external(${literal(keys)})`),
      },
    };
  } catch (problem) {
    if (isMissing(problem)) {
      return undefined;
    }
    throw new CommandError(`secret ${arn} can't be looked at (${reasonOf(problem)}): allow yourself secretsmanager:DescribeSecret and GetSecretValue`);
  }
}

function sources(references: readonly Reference[], located: ReadonlyMap<string, Stored | undefined>, taken: ReadonlyMap<string, TakenOver>): Code[] {
  const found: Code[] = [];
  const ofSecret = new Map<TakenOver, { [key: string]: string }[]>();
  for (const { name, valueFrom } of references) {
    const stored = located.get(valueFrom);
    const secret = stored && isPlain(stored) ? taken.get(stored.arn) : undefined;
    if (secret && stored?.jsonKey !== undefined) {
      select(ofSecret, secret, stored.jsonKey, name);
    } else {
      found.push(new Code(referenceTo(name, valueFrom, stored)));
    }
  }
  for (const [secret, rounds] of ofSecret) {
    for (const names of rounds) {
      const renamed = Object.fromEntries(Object.entries(names).filter(([key, name]) => key !== name));
      const only = `${secret.variable}.only(${Object.keys(names).map((key) => literal(key)).join(', ')})`;
      found.push(new Code(Object.keys(renamed).length === 0 ? only : `${only}.renamed(${literal(renamed)})`));
    }
  }
  return found;
}

/** One key may be wanted under two names: then the secret is selected from twice. */
function select(ofSecret: Map<TakenOver, { [key: string]: string }[]>, secret: TakenOver, key: string, name: string): void {
  const rounds = ofSecret.get(secret) ?? [];
  ofSecret.set(secret, rounds);
  const free = rounds.find((round) => !(key in round));
  if (free) {
    free[key] = name;
  } else {
    rounds.push({ [key]: name });
  }
}

function referenceTo(name: string, valueFrom: string, stored: Stored | undefined): string {
  // a bare name is a parameter's
  const text = stored?.store === 'ssm' ? stored.arn : valueFrom;
  return `ContainerSecret.fromValueFrom(${literal(name)}, ${literal(text)})`;
}
