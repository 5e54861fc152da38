import { Use } from './access-requirement';
import { Grant } from './statement';
import { SecretRead, SecretStore } from '../references/secret-source';
import { compare } from '../terraform/hcl';
import { isUnresolved } from '../terraform/tokens';

/** Paths that lie two or more levels above a parameter. */
export function ancestorsOf({ store, storedName, arn }: SecretRead): string[] {
  const name = storedName ?? (isUnresolved(arn) ? '' : arn.split(':parameter/')[1] ?? '');
  const levels = name.replace(/^\//, '').split('/');
  return store === SecretStore.PARAMETER_STORE
    ? levels.slice(0, -2).map((_, i) => levels.slice(0, i + 1).join('/'))
    : [];
}

export function linesOf(grant: Grant): string[] {
  const actions = `${grant.denied ? 'deny ' : ''}${grant.actions.join(', ')}`;
  const targets = grant.resourceList ? [grant.resourceList.label] : grant.resources.map(({ label }) => label);
  const contexts = grant.contextList
    ? [grant.contextList.label]
    : (grant.contexts?.map(({ label }) => label) ?? [undefined]);
  return targets.flatMap((target) =>
    contexts.map((context) => `${actions} on ${target}${context === undefined ? '' : ` for ${context}`}`),
  );
}

export function usersOf(uses: readonly Use[]): string {
  const purposes = new Map<string, Set<string>>();
  for (const { container, purpose } of uses) {
    const name = container === undefined ? 'granted in code' : `container '${container}'`;
    purposes.set(name, (purposes.get(name) ?? new Set()).add(purpose ?? ''));
  }
  return [...purposes]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, of]) => `${name} (${[...of].sort(compare).join(', ')})`)
    .join(', ');
}
