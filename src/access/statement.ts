import { compare } from '../terraform/hcl';
import { PlainText } from '../terraform/json-text';

/**
 * A thing that a statement names: its ARN, and the name that sorts it and that it is sized by.
 */
export interface Resource {
  readonly arn: string;
  /** The same in every run: the ARN, a stored name, or the reference that Terraform resolves. */
  readonly label: string;
  /** Upper bound of the ARN's length in characters. */
  readonly length: number;
}

/**
 * Actions on resources, where a condition may list the same kind of thing.
 */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly Resource[];
  /** Single-valued conditions. */
  readonly conditions?: { readonly [key: string]: string };
  /** A condition key that takes the list of `contexts`. */
  readonly contextKey?: string;
  readonly contexts?: readonly Resource[];
}

/**
 * Grants with the same actions become one, those with conditions only where the conditions and the resource are the same. Sorted.
 */
export function mergeGrants(grants: readonly Grant[]): Grant[] {
  const merged = new Map<string, Grant>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.actions, grant.conditions, grant.contextKey, grant.contextKey && grant.resources.map((r) => r.label)]);
    const same = merged.get(key);
    merged.set(key, {
      ...grant,
      resources: grant.contextKey ? grant.resources : union(same?.resources, grant.resources),
      contexts: grant.contexts && union(same?.contexts, grant.contexts),
    });
  }
  return [...merged.values()]
    .map((grant) => ({ ...grant, resources: sorted(grant.resources), contexts: grant.contexts && sorted(grant.contexts) }))
    .sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/**
 * The statement as the policy document has it. One-element lists stay lists: documents then differ only in what changed.
 */
export function toStatement(grant: Grant): object {
  const equal = Object.entries(grant.conditions ?? {}).map(([key, value]) => [key, new PlainText(value)]);
  const listed = grant.contextKey ? [[grant.contextKey, grant.contexts!.map(({ arn }) => new PlainText(arn))]] : [];
  return {
    Effect: 'Allow',
    Action: grant.actions,
    Resource: grant.resources.map(({ arn }) => new PlainText(arn)),
    Condition: equal.length + listed.length > 0 ? { StringEquals: Object.fromEntries([...equal, ...listed]) } : undefined,
  };
}

/**
 * Upper bound of the statement's length in a policy, where white space isn't counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function lengthOf(grant: Grant): number {
  const listed = (resources: readonly Resource[]) => resources.reduce((sum, { length }) => sum + length + 3, 0);
  const frame = '{"Action":[],"Condition":{"StringEquals":{}},"Effect":"Allow","Resource":[]},'.length;
  const actions = grant.actions.reduce((sum, action) => sum + action.length + 3, 0);
  const conditions = Object.keys(grant.conditions ?? {}).reduce((sum, key) => sum + key.length + 64, 0);
  return frame + actions + conditions + listed(grant.resources) + (grant.contextKey?.length ?? 0) + 8 + listed(grant.contexts ?? []);
}

/** What decides whether two policies are the same; ARNs that are only known at plan count by name. */
export function fingerprint(grants: readonly Grant[]): string {
  const label = ({ label: text }: Resource) => text;
  return JSON.stringify(grants.map((g) => [g.actions, g.resources.map(label), Object.keys(g.conditions ?? {}), g.contexts?.map(label)]));
}

function union(a: readonly Resource[] | undefined, b: readonly Resource[]): readonly Resource[] {
  return a === undefined ? b : [...new Map([...a, ...b].map((resource) => [resource.label, resource])).values()];
}

function sorted(resources: readonly Resource[]): Resource[] {
  return [...resources].sort((a, b) => compare(a.label, b.label));
}

function sortKey(grant: Grant): string {
  return JSON.stringify([grant.actions, grant.resources[0]?.label, grant.contexts?.[0]?.label]);
}
