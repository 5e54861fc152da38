import { IConstruct } from 'constructs';
import { ISecretSource, SecretBinding, SecretList } from './secret-source';
import { didYouMean } from '../checks/nearest';
import { ValidationError } from '../checks/validation-error';
import { Hcl, hcl, valueOf } from '../terraform/hcl';

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
   * @throws where the source is used, if it doesn't have one of them; of names that are only known at plan, the plan
   * tells
   */
  public only(...names: string[]): SecretSelection {
    return this.narrowed(names, true);
  }

  /**
   * All but these names.
   *
   * @throws where the source is used, if it doesn't have one of them; of names that are only known at plan, the plan
   * tells
   */
  public except(...names: string[]): SecretSelection {
    return this.narrowed(names, false);
  }

  /**
   * The same values under other names, given as `{ FROM: 'TO' }`. Names that aren't mentioned stay as they are. Whether
   * a name will do is for its use to say.
   *
   * @throws where the source is used, if it doesn't have one of them; of names that are only known at plan, the plan
   * tells
   */
  public renamed(names: { [from: string]: string }): SecretSelection {
    return new SecretSelection(this, (binding, scope) => {
      const expected = expectedNames(binding, Object.keys(names), scope);
      const to = (name: string) => (Object.hasOwn(names, name) ? names[name] : name);
      return {
        ...binding,
        entries: binding.entries.map((entry) => ({ ...entry, name: to(entry.name) })),
        lists: mapLists(binding, `renamed ${JSON.stringify(names)}`, (entries) =>
          hcl`[for e in ${entries} : merge(e, { name = lookup(${valueOf(names)}, e.name, e.name) })]`),
        expectedNames: expected?.map(to),
      };
    });
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    return this.select(this.source.bindSecrets(scope), scope);
  }

  private narrowed(names: string[], kept: boolean): SecretSelection {
    const chosen = new Set(names);
    return new SecretSelection(this, (binding, scope) => {
      const expected = expectedNames(binding, names, scope);
      const condition = hcl`contains(${valueOf([...chosen].sort())}, e.name) == ${String(kept)}`;
      return {
        ...binding,
        entries: binding.entries.filter((entry) => chosen.has(entry.name) === kept),
        lists: mapLists(
          binding,
          `${kept ? 'only' : 'except'} ${[...chosen].sort().join()}`,
          (entries) => hcl`[for e in ${entries} : e if ${condition}]`,
        ),
        expectedNames: kept ? expected : binding.expectedNames?.filter((name) => !chosen.has(name)),
      };
    });
  }
}

function mapLists(binding: SecretBinding, label: string, map: (entries: string) => Hcl): SecretList[] | undefined {
  return binding.lists?.map((list) => ({
    ...list,
    label: `${list.label} ${label}`,
    entries: map(list.entries).toString(),
  }));
}

/**
 * The names have to be the source's. Where it has names that are only known at plan, the others must turn out to be
 * among them.
 */
function expectedNames(binding: SecretBinding, names: string[], scope: IConstruct): string[] | undefined {
  const known = binding.entries.map((entry) => entry.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (binding.lists?.length) {
    return [...new Set([...(binding.expectedNames ?? []), ...unknown])];
  }
  if (unknown.length > 0) {
    const has = `: it has ${known.map((k) => `'${k}'`).join(', ') || 'none'}`;
    throw new ValidationError(
      `'${unknown[0]}' is not among the source's names${didYouMean(unknown[0], known) || has}`,
      scope,
    );
  }
  return binding.expectedNames;
}
