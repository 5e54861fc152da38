import * as fc from 'fast-check';

export type StoreName = 'parameters' | 'jsonSecret';
export type Kind = 'variable' | 'generated' | 'external' | 'plaintext' | 'expression';

/** An entry of a map as the code says it. */
export interface Entry {
  readonly kind: Kind;
  readonly version: number;
}

/** What an apply calls, by the store that changes. */
const ACTIONS = {
  parameters: ['ssm:PutParameter', 'ssm:PutParameter', 'ssm:DeleteParameter', 'ecs:RegisterTaskDefinition', 'iam:PutRolePolicy'],
  jsonSecret: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:PutSecretValue', 'ecs:RegisterTaskDefinition', 'iam:PutRolePolicy'],
} as const;

/** What goes wrong in an apply, at one call after so many of its kind that pass. */
export interface StepFault {
  readonly action: typeof ACTIONS[StoreName][number];
  readonly after: number;
  /**
   * `refuse`: AWS refuses the call. The others carry it out: `drop` loses the answer, `interrupt` is Ctrl-C before there is one, `kill` takes
   * Terraform away before it has saved anything of this apply.
   */
  readonly how: 'refuse' | 'drop' | 'interrupt' | 'kill';
  /** How one gets rid of what Terraform hasn't heard of. */
  readonly wayOut: 'delete' | 'import';
}

/** Something that happens in the life of a stack. */
export type Step =
  | { readonly do: 'set'; readonly store: StoreName; readonly name: string; readonly kind: Kind; readonly version: number; readonly fault?: StepFault }
  | { readonly do: 'leave'; readonly store: StoreName; readonly name: string; readonly fault?: StepFault }
  | { readonly do: 'rename'; readonly store: StoreName; readonly name: string; readonly to: string; readonly fault?: StepFault }
  | { readonly do: 'remove key'; readonly name: string }
  | { readonly do: 'type'; readonly store: StoreName; readonly name: string }
  | { readonly do: 'rotate'; readonly name: string }
  | { readonly do: 'delete by hand'; readonly store: StoreName; readonly name: string }
  | { readonly do: 'delete the secret by hand' }
  | { readonly do: 'another key'; readonly fault?: StepFault }
  | { readonly do: 'another tier'; readonly fault?: StepFault }
  | { readonly do: 'another path' }
  | { readonly do: 'rename the construct' }
  | { readonly do: 'add by hand'; readonly name: string }
  | { readonly do: 'copy to the other store'; readonly store: StoreName; readonly name: string }
  | { readonly do: 'pin'; readonly pinned: boolean }
  | { readonly do: 'narrow'; readonly narrow: boolean }
  | { readonly do: 'replace'; readonly what: 'seed' | 'version' | 'secret' | 'parameter' | 'task' }
  | { readonly do: 'target'; readonly store: StoreName; readonly name: string; readonly kind: Kind; readonly version: number }
  | { readonly do: 'apply with'; readonly option: '-refresh-only' | '-refresh=false' }
  | { readonly do: 'plan without variables' }
  | { readonly do: 'lag' };

export const NAMES: { readonly [store in StoreName]: readonly string[] } = { parameters: ['PA', 'PB', 'PC'], jsonSecret: ['KA', 'KB', 'KC'] };

const store = fc.constantFrom<StoreName>('parameters', 'jsonSecret');
const kind = fc.constantFrom<Kind>('variable', 'generated', 'external', 'plaintext', 'expression');
const version = fc.integer({ min: 1, max: 3 });
const named = store.chain((s) => fc.record({ store: fc.constant(s), name: fc.constantFrom(...NAMES[s]) }));
const fault = (where: StoreName): fc.Arbitrary<StepFault> => fc.record({
  action: fc.constantFrom<StepFault['action']>(...ACTIONS[where]),
  after: fc.constantFrom(0, 0, 0, 1),
  how: fc.constantFrom<StepFault['how']>('refuse', 'drop', 'interrupt', 'kill'),
  wayOut: fc.constantFrom<StepFault['wayOut']>('delete', 'import'),
});
/** Most of these steps go wrong. */
const faulty = <T extends object>(step: fc.Arbitrary<T>, storeOf: (step: T) => StoreName) => step.chain((s) =>
  fc.option(fault(storeOf(s)), { nil: undefined, freq: 4 }).map((f): T & { fault?: StepFault } => ({ ...s, ...(f && { fault: f }) })));
const storeOf = ({ store: changed }: { readonly store: StoreName }) => changed;
const set = faulty(fc.tuple(named, kind, version).map(([n, k, v]) => ({ do: 'set' as const, ...n, kind: k, version: v })), storeOf);
const leave = faulty(named.map((n) => ({ do: 'leave' as const, ...n })), storeOf);
const rename = faulty(named.chain((n) => fc.constantFrom(...NAMES[n.store]).map((to) => ({ do: 'rename' as const, ...n, to }))), storeOf);
const target = fc.tuple(named, kind, version).map(([n, k, v]): Step => ({ do: 'target', ...n, kind: k, version: v }));
const simple = <T extends Step['do']>(what: T) => named.map((n) => ({ do: what, ...n }) as unknown as Step);

/** Steps as people and AWS take them: most change an entry. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: set },
  { weight: 4, arbitrary: simple('type') },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES.jsonSecret).map((name): Step => ({ do: 'rotate', name })) },
  { weight: 3, arbitrary: leave },
  { weight: 1, arbitrary: rename },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES.jsonSecret).map((name): Step => ({ do: 'remove key', name })) },
  { weight: 2, arbitrary: simple('delete by hand') },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'delete the secret by hand' }) },
  { weight: 1, arbitrary: faulty(fc.constant({ do: 'another key' as const }), () => 'parameters') },
  { weight: 1, arbitrary: faulty(fc.constant({ do: 'another tier' as const }), () => 'parameters') },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'another path' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'rename the construct' }) },
  { weight: 2, arbitrary: fc.constantFrom(...NAMES.jsonSecret).map((name): Step => ({ do: 'add by hand', name })) },
  { weight: 1, arbitrary: simple('copy to the other store') },
  { weight: 2, arbitrary: fc.boolean().map((pinned): Step => ({ do: 'pin', pinned })) },
  { weight: 1, arbitrary: fc.boolean().map((narrow): Step => ({ do: 'narrow', narrow })) },
  { weight: 2, arbitrary: fc.constantFrom('seed', 'version', 'secret', 'parameter', 'task').map((what) => ({ do: 'replace', what }) as Step) },
  { weight: 1, arbitrary: target },
  { weight: 1, arbitrary: fc.constantFrom('-refresh-only', '-refresh=false').map((option) => ({ do: 'apply with', option }) as Step) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'plan without variables' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'lag' }) },
);

/** A life as a test that repeats it. */
export function testOf(life: readonly Step[]): string {
  return `test('a life', () => live([\n${life.map((step) => `  ${textOf(step)},`).join('\n')}\n]));`;
}

/** A step as the code of a test. */
export function textOf(step: Step): string {
  return JSON.stringify(step).replace(/"(\w+)":/g, ' $1: ').replace(/"/g, "'").replace(/\}$/, ' }').replace(/,(?=')/g, ', ');
}
