import { IResolvable } from 'cdktf';
import { compare } from '../terraform/hcl';
import { PlainText } from '../terraform/json-text';

/** A thing that a statement names: its ARN, and the name by which it is sorted and its length estimated. */
export interface Resource {
  readonly arn: string;
  /** The same in every run: the ARN, a stored name, or the reference that Terraform resolves. */
  readonly label: string;
  /** Upper bound of the ARN's length in characters. */
  readonly length: number;
}

/**
 * ARNs that only Terraform knows, as one expression for the whole list.
 */
export interface ResourceList {
  readonly arns: IResolvable;
  /** The same in every run. */
  readonly label: string;
}

/**
 * Actions on resources, where a condition may list the same kind of thing.
 */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly Resource[];
  /** Instead of `resources`. Its length is unknown, so it gets a policy of its own. */
  readonly resourceList?: ResourceList;
  /** Whether the actions are denied, which wins over every other statement. */
  readonly denied?: boolean;
  /** Single-valued conditions. */
  readonly conditions?: { readonly [key: string]: string };
  /** A condition key that takes the list of `contexts`. */
  readonly contextKey?: string;
  readonly contexts?: readonly Resource[];
  /** The same for a list that only Terraform knows. */
  readonly contextList?: ResourceList;
  /** Whether `contexts` are patterns. */
  readonly contextPatterns?: boolean;
}

const keys = new WeakMap<Grant, string>();

/**
 * What grants have in common that become one statement. With conditions, that includes the resource.
 */
export function mergeKey(grant: Grant): string {
  if (
    grant.conditions === undefined &&
    grant.contextKey === undefined &&
    grant.resourceList === undefined &&
    !grant.denied
  ) {
    return grant.actions.join();
  }
  let key = keys.get(grant);
  if (key === undefined) {
    const { actions, denied, resourceList, contextKey, contextPatterns, contextList } = grant;
    const own =
      contextKey === undefined
        ? []
        : [contextKey, contextPatterns, contextList?.label, grant.resources.map(({ label }) => label)];
    key = JSON.stringify([actions, denied, resourceList?.label, Object.keys(grant.conditions ?? {}), ...own]);
    keys.set(grant, key);
  }
  return key;
}

/**
 * Grants with the same actions become one, those with conditions only where the conditions and the resource are the
 * same. Sorted.
 */
export function mergeGrants(grants: readonly Grant[]): Grant[] {
  const merged = new Map<string, { grant: Grant; resources: Map<string, Resource>; contexts: Map<string, Resource> }>();
  for (const grant of grants) {
    const key = mergeKey(grant);
    const same = merged.get(key) ?? { grant, resources: new Map(), contexts: new Map() };
    grant.resources.forEach((resource) => same.resources.set(resource.label, resource));
    grant.contexts?.forEach((context) => same.contexts.set(context.label, context));
    merged.set(key, same);
  }
  return [...merged.values()]
    .map(({ grant, resources, contexts }) => ({
      ...grant,
      resources: sorted(resources),
      contexts: grant.contexts && sorted(contexts),
    }))
    .sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/**
 * The statement as the policy document has it. One-element lists stay lists: documents then differ only in what
 * changed.
 */
export function toStatement(grant: Grant): object {
  const texts = (resources: readonly Resource[]) => resources.map(({ arn }) => new PlainText(arn));
  const equal = Object.entries(grant.conditions ?? {}).map(([key, value]) => [key, new PlainText(value)]);
  const listed =
    grant.contextKey === undefined ? [] : [[grant.contextKey, grant.contextList?.arns ?? texts(grant.contexts ?? [])]];
  const condition = {
    StringEquals: objectOf(grant.contextPatterns ? equal : [...equal, ...listed]),
    StringLike: objectOf(grant.contextPatterns ? listed : []),
  };
  return {
    Effect: grant.denied ? 'Deny' : 'Allow',
    Action: grant.actions,
    Resource: grant.resourceList?.arns ?? texts(grant.resources),
    Condition: equal.length + listed.length > 0 ? condition : undefined,
  };
}

/**
 * Upper bound of the statement's length in a policy without what it lists, where white space isn't counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function frameLength(grant: Grant): number {
  const frame = '{"Action":[],"Condition":{"StringEquals":{},"StringLike":{}},"Effect":"Allow","Resource":[]},'.length;
  const actions = grant.actions.reduce((sum, action) => sum + action.length + 3, 0);
  const conditions = Object.keys(grant.conditions ?? {}).reduce((sum, key) => sum + key.length + 64, 0);
  return (
    frame +
    actions +
    conditions +
    (grant.contextKey === undefined ? 0 : grant.contextKey.length + 8 + listLength(grant.resources))
  );
}

/** Upper bound of the length of what the statement lists. */
export function entriesLength(grant: Grant): number {
  return listLength(grant.contextKey === undefined ? grant.resources : grant.contexts ?? []);
}

/** Two policies with the same fingerprint are the same. ARNs that are only known at plan are compared by name. */
export function fingerprint(grants: readonly Grant[]): string {
  const label = ({ label: text }: Resource) => text;
  return JSON.stringify(grants.map((g) => [
    g.actions,
    g.resources.map(label),
    Object.keys(g.conditions ?? {}),
    g.contexts?.map(label),
    ...(g.denied ? ['denied'] : []),
    ...(g.contextPatterns ? ['patterns'] : []),
    ...[g.resourceList, g.contextList].flatMap((list) => (list ? [list.label] : [])),
  ]));
}

function listLength(resources: readonly Resource[]): number {
  return resources.reduce((sum, { length }) => sum + length + 3, 0);
}

function sorted(resources: Map<string, Resource>): Resource[] {
  return [...resources.values()].sort((a, b) => compare(a.label, b.label));
}

function objectOf(entries: (string | object)[][]): object | undefined {
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function sortKey(grant: Grant): string {
  return JSON.stringify([grant.actions, grant.resources[0]?.label, grant.contexts?.[0]?.label, grant.denied]);
}
