import { Code, literal } from './literal';
import type { ImportedReference } from './references';
import type { ImportedStores, TakenOver } from './stores';
import { ReferenceField } from '../../src/inventory/references';
import { Stored } from '../../src/inventory/stored';

/**
 * What the references of a definition become, by container and place.
 */
export class ImportedSources {
  private readonly taken: ReadonlyMap<string, TakenOver>;

  public constructor(private readonly references: readonly ImportedReference[], stores: ImportedStores) {
    this.taken = new Map(stores.taken.map((secret) => [secret.arn, secret]));
  }

  /** Of `secrets` or `secretOptions`; undefined where there are none. */
  public list(container: string, field: 'secrets' | 'secretOptions'): Code[] | undefined {
    const found: Code[] = [];
    const ofSecret = new Map<TakenOver, { [key: string]: string }[]>();
    for (const one of this.of(container, field)) {
      const secret = this.taken.get(one.facts?.arn ?? '');
      if (secret && one.stored?.jsonKey !== undefined) {
        select(ofSecret, secret, one.stored.jsonKey, one.reference.name);
      } else {
        found.push(referenceTo(one));
      }
    }
    const selections = [...ofSecret].flatMap(([secret, rounds]) => rounds.map((names) => selection(secret, names)));
    return found.length + selections.length === 0 ? undefined : [...selections, ...found];
  }

  public environmentFiles(container: string): Code[] | undefined {
    const files = this.of(container, 'environmentFiles').map(
      ({ reference, facts }) =>
        new Code(
          `EnvironmentFile.fromObjectArn(${literal(reference.valueFrom)}` +
            `${optionsOf({ encryptionKeyArn: facts?.keyArn })})`,
        ),
    );
    return files.length === 0 ? undefined : files;
  }

  public repositoryCredentials(container: string): Code | undefined {
    const [one] = this.of(container, 'repositoryCredentials');
    if (one === undefined) {
      return undefined;
    }
    const { written, facts } = one;
    const secret = this.taken.get(facts?.arn ?? '');
    if (secret) {
      return new Code(`RepositoryCredentials.fromJsonSecret(${secret.variable})`);
    }
    const options = optionsOf({ encryptionKeyArn: facts?.keyArn });
    return facts?.arn === written
      ? new Code(`RepositoryCredentials.fromSecretArn(${literal(written)}${options})`)
      : new Code(
        `RepositoryCredentials.fromCredentialsParameter(this, ${literal(`Registry-${container}`)}, ` +
            `${literal(written)}${options})`,
      );
  }

  private of(name: string, wanted: ReferenceField): ImportedReference[] {
    return this.references.filter(({ container, reference }) => container === name && reference.field === wanted);
  }
}

/** One key may be wanted under two names: then the secret is selected from twice. */
function select(
  ofSecret: Map<TakenOver, { [key: string]: string }[]>,
  secret: TakenOver,
  key: string,
  name: string,
): void {
  const rounds = ofSecret.get(secret) ?? [];
  ofSecret.set(secret, rounds);
  const free = rounds.find((round) => !Object.hasOwn(round, key));
  if (free) {
    free[key] = name;
  } else {
    rounds.push({ [key]: name });
  }
}

function selection({ variable, keys }: TakenOver, names: { readonly [key: string]: string }): Code {
  const selected = Object.keys(names);
  const renamed = Object.fromEntries(Object.entries(names).filter(([key, name]) => key !== name));
  const base = keys.every((key) => selected.includes(key))
    ? variable
    : `${variable}.only(${selected.map((key) => literal(key)).join(', ')})`;
  return new Code(Object.keys(renamed).length === 0 ? base : `${base}.renamed(${literal(renamed)})`);
}

function referenceTo({ reference: { name }, written, stored, finding, facts }: ImportedReference): Code {
  const encryptionKeyArn = facts?.keyArn;
  // what can't be read is written as it is: synth refuses it, with the fix; names and partial ARNs are to stay
  if (finding !== undefined || stored === undefined || stored.store === 's3' || textOf(stored, facts) !== written) {
    return new Code(
      `ContainerSecret.fromValueFrom(${literal(name)}, ${literal(written)}${optionsOf({ encryptionKeyArn })})`,
    );
  }
  if (stored.store === 'ssm') {
    return new Code(
      `ContainerSecret.fromParameterArn(${literal(name)}, ${literal(stored.arn)}${optionsOf({ encryptionKeyArn })})`,
    );
  }
  const { jsonKey, versionStage, versionId } = stored;
  return new Code(
    `ContainerSecret.fromSecretArn(${literal(name)}, ` +
      `${literal(facts?.arn ?? stored.arn)}${optionsOf({ jsonKey, versionStage, versionId, encryptionKeyArn })})`,
  );
}

/** What the library makes of full ARNs. */
function textOf(stored: Stored, facts: ImportedReference['facts']): string | undefined {
  const { store, arn, jsonKey, versionStage, versionId } = stored;
  if (store === 'ssm') {
    return arn;
  }
  const parts = [jsonKey, versionStage, versionId];
  const isWhole = parts.every((part) => part === undefined);
  return isWhole ? facts?.arn : [facts?.arn, ...parts.map((part) => part ?? '')].join(':');
}

function optionsOf(options: { readonly [name: string]: string | undefined }): string {
  return Object.values(options).every((value) => value === undefined) ? '' : `, ${literal(options)}`;
}
