import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { Code, literal } from './literal';
import type { ImportedReference } from './references';
import { isMapName } from '../../src/checks/names';
import { AwsPlace } from '../../src/inventory/stack-file';
import { VERSIONS_KEY } from '../../src/stores/versions-key';
import { AwsApi, reasonOf } from '../aws/api';
import { KeyDirectory } from '../verify/key-directory';
import { objectOf } from '../verify/value-rules';

/** A secret that the code takes over: its keys stay as they are, for `external()` never writes what is stored. */
export interface TakenOver {
  readonly id: string;
  readonly variable: string;
  readonly arn: string;
  readonly keys: readonly string[];
  readonly props: object;
}

/** A secret that stays somebody else's. */
export interface LeftAlone {
  readonly name: string;
  readonly reason: string;
}

export interface ImportedStores {
  readonly taken: readonly TakenOver[];
  readonly left: readonly LeftAlone[];
}

/**
 * Finds out which of the referenced secrets the code can take over without changing what a container gets. Parameters
 * stay where they are, for taking one over would write it.
 */
export async function importStores(
  api: AwsApi,
  keys: KeyDirectory,
  references: readonly ImportedReference[],
  place: AwsPlace,
): Promise<ImportedStores> {
  const bySecret = new Map<string, ImportedReference[]>();
  for (const one of references) {
    const { facts, stored } = one;
    if (stored?.store === 'secretsmanager' && facts?.arn !== undefined && facts.exists) {
      bySecret.set(facts.arn, [...bySecret.get(facts.arn) ?? [], one]);
    }
  }
  const taken: TakenOver[] = [];
  const left: LeftAlone[] = [];
  for (const [arn, uses] of [...bySecret].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [{ stored }] = uses;
    const reason = reasonOfUse(uses, place);
    const found = reason ?? await takenOver(api, keys, arn, uses, place.region, new Set(taken.map(({ id }) => id)));
    if (typeof found === 'string') {
      left.push({ name: stored!.name, reason: found });
    } else {
      taken.push(found);
    }
  }
  return { taken, left };
}

function reasonOfUse(uses: readonly ImportedReference[], place: AwsPlace): string | undefined {
  const [{ stored }] = uses;
  const short = uses.find(({ facts, written }) => !written.startsWith(facts!.arn!));
  if (short) {
    return `'${short.reference.name}' refers to it without its full ARN, and that text would change`;
  }
  if (stored!.region !== place.region || stored!.account !== place.account) {
    return 'it belongs to another account or Region';
  }
  if (uses.some(({ stored: one }) => one!.versionStage !== undefined || one!.versionId !== undefined)) {
    return 'a reference names a version of it, and taking it over would write a new version';
  }
  const whole = uses.find(
    ({ reference, stored: one }) => reference.field !== 'repositoryCredentials' && one!.jsonKey === undefined,
  );
  if (whole) {
    return `'${whole.reference.name}' gets the whole secret, and its text would change`;
  }
  const odd = uses.find(({ stored: one }) => one!.jsonKey !== undefined && !isMapName(one!.jsonKey));
  return odd && `key '${odd.stored!.jsonKey}' can't be a name in the map`;
}

/** @returns why it can't be taken over, as a text */
async function takenOver(
  api: AwsApi,
  directory: KeyDirectory,
  arn: string,
  uses: readonly ImportedReference[],
  region: string,
  ids: ReadonlySet<string>,
): Promise<TakenOver | string> {
  const described = await api.describeSecret(region, arn);
  const { Name = '', Description, Tags = [], KmsKeyId, ReplicationStatus = [] } = described;
  const owner = described.DeletedDate === undefined ? ownerOf(described) : 'it is being deleted';
  if (owner !== undefined) {
    return owner;
  }
  const content = await api
    .secretValue(region, arn, {})
    .catch((problem: unknown) => `you may not read its keys (${reasonOf(problem)})`);
  if (typeof content === 'string') {
    return content;
  }
  const object = content.binary ? undefined : objectOf(content.text ?? '');
  if (object === undefined) {
    return 'it holds no JSON object';
  }
  const wanted = uses.flatMap(({ reference, stored }) =>
    reference.field === 'repositoryCredentials' ? ['username', 'password'] : [stored!.jsonKey!],
  );
  const missing = wanted.find((key) => !Object.hasOwn(object, key));
  if (missing !== undefined) {
    return `it has no key '${missing}'`;
  }
  const keys = Object.keys(object).filter((key) => key !== VERSIONS_KEY && isMapName(key)).sort();
  const id = idOf(Name, ids);
  const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  const key = await directory.find(region, KmsKeyId);
  const replicas = ReplicationStatus.map(({ Region, KmsKeyId: replicaKey }) => ({
    region: Region,
    encryptionKeyArn: replicaKey?.includes(':key/') ? replicaKey : undefined,
  }));
  return {
    id,
    variable: `${id[0].toLowerCase()}${id.slice(1)}Secret`,
    arn,
    keys,
    props: {
      secretName: Name,
      description: Description || undefined,
      encryptionKeyArn: key.awsManaged ? undefined : key.arn,
      replicaRegions: replicas.length > 0 ? replicas : undefined,
      tags: Tags.length > 0 ? tags : undefined,
      jsonSecret: new Code(`SecretValues.external(${literal(keys)})`),
    },
  };
}

function ownerOf({
  OwningService,
  RotationEnabled,
  PrimaryRegion,
  ARN = '',
  Name = '',
  Tags = [],
}: DescribeSecretCommandOutput): string | undefined {
  // nobody else can have an exclamation mark in a secret's name
  const service = OwningService ?? /^(.+?)!/.exec(Name)?.[1];
  if (service !== undefined) {
    return `${service} manages it`;
  }
  if (RotationEnabled) {
    return 'it is rotated; the docs of DatabaseSecret and SecretRotation say how to take that over';
  }
  if (PrimaryRegion !== undefined && PrimaryRegion !== ARN.split(':')[3]) {
    return `it is a replica of one in ${PrimaryRegion}`;
  }
  if (Tags.some(({ Key = '' }) => Key.startsWith('aws:'))) {
    return 'its tags say that AWS CloudFormation, or another service, manages it';
  }
  return undefined;
}

function idOf(name: string, ids: ReadonlySet<string>): string {
  const base =
    name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? '').replace(/^(\d)/, 'S$1') ||
    'Secret';
  const word = base[0].toUpperCase() + base.slice(1);
  let id = word;
  for (let i = 2; ids.has(id); i++) {
    id = `${word}${i}`;
  }
  return id;
}
