import { IConstruct } from 'constructs';
import { ISecretSource, SecretBinding } from './secret-source';
import { didYouMean } from '../checks/nearest';
import { ValidationError } from '../checks/validation-error';

/**
 * A part of a source, or a source under other names. What isn't selected isn't readable either.
 */
export class SecretSelection implements ISecretSource {
  /**
   * Everything the source gives, to select from.
   */
  public static of(source: ISecretSource): SecretSelection {
    return new SecretSelection(source, (binding) => binding);
  }

  private constructor(
    private readonly source: ISecretSource,
    private readonly select: (binding: SecretBinding, scope: IConstruct) => SecretBinding,
  ) {}

  /**
   * Only these names.
   *
   * @throws where the source is used, if it doesn't have one of them
   */
  public only(...names: string[]): SecretSelection {
    return this.narrowed(names, (name, chosen) => chosen.has(name));
  }

  /**
   * All but these names.
   *
   * @throws where the source is used, if it doesn't have one of them
   */
  public except(...names: string[]): SecretSelection {
    return this.narrowed(names, (name, chosen) => !chosen.has(name));
  }

  /**
   * The same values under other names, given as `{ FROM: 'TO' }`. Names that aren't mentioned stay as they are. Whether a name will do is for
   * its use to say: an option of a log driver may be called `splunk-token`, an environment variable may not.
   *
   * @throws where the source is used, if it doesn't have one of them
   */
  public renamed(names: { [from: string]: string }): SecretSelection {
    return new SecretSelection(this, (binding, scope) => {
      assertKnown(binding, Object.keys(names), scope);
      const entries = binding.entries.map((entry) => (Object.hasOwn(names, entry.name) ? { ...entry, name: names[entry.name] } : entry));
      return { ...binding, entries };
    });
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    return this.select(this.source.bindSecrets(scope), scope);
  }

  private narrowed(names: string[], keep: (name: string, chosen: Set<string>) => boolean): SecretSelection {
    const chosen = new Set(names);
    return new SecretSelection(this, (binding, scope) => {
      assertKnown(binding, names, scope);
      return { ...binding, entries: binding.entries.filter((entry) => keep(entry.name, chosen)) };
    });
  }
}

function assertKnown(binding: SecretBinding, names: string[], scope: IConstruct): void {
  const known = binding.entries.map((entry) => entry.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ValidationError(`'${unknown}' is not among the source's names${didYouMean(unknown, known) || `: it has ${known.map((k) => `'${k}'`).join(', ') || 'none'}`}`, scope);
  }
}
