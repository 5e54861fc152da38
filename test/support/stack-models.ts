import * as fc from 'fast-check';

/** A customer key: none, one by its ARN, or one of the stack. */
type Key = 'none' | 'imported' | 'imported2' | 'created';

export interface SourceModel {
  readonly kind: 'parameters' | 'json' | 'parameterArn' | 'parameterName' | 'secretArn' | 'secretName' | 'replica' | 'reference';
  readonly key: Key;
  readonly names: string[];
  /** Names whose values are not secrets. */
  readonly plain: string[];
}

/** How a container uses a source: whether at all, which names, and whether the first of them gets another name. */
export interface UseModel {
  readonly by: 'nobody' | 'all' | 'only' | 'except';
  readonly names: string[];
  readonly renamed: boolean;
}

export interface ContainerModel {
  readonly uses: UseModel[];
  readonly ecr: boolean;
  readonly logs: 'none' | 'group' | 'created group';
  /** Where the credential specification is. */
  readonly spec: 'none' | 'parameter' | 'object' | 'domainless';
}

/** A task has two containers. */
export interface TaskModel {
  readonly containers: [ContainerModel, ContainerModel];
  /** Whether it runs in the Region of the other provider. */
  readonly elsewhere: boolean;
  /** Whether it has the role that tasks share, or one of its own. */
  readonly shares: boolean;
  /** Whether a log router has its configuration in S3. */
  readonly router: boolean;
}

/** A container has as many uses as there are sources. */
export interface StackModel {
  readonly sources: SourceModel[];
  readonly tasks: TaskModel[];
}

export const NAMES = ['A', 'B', 'C'];

const source: fc.Arbitrary<SourceModel> = fc.record({
  kind: fc.constantFrom('parameters', 'parameters', 'json', 'json', 'parameterArn', 'parameterName', 'secretArn', 'secretName', 'replica', 'reference'),
  key: fc.constantFrom<Key[]>('none', 'imported', 'imported2', 'created'),
  names: fc.subarray(NAMES, { minLength: 1 }),
  plain: fc.subarray(NAMES),
});

const container = (sources: number): fc.Arbitrary<ContainerModel> => fc.record({
  uses: fc.array(
    fc.record({ by: fc.constantFrom<UseModel['by'][]>('nobody', 'all', 'only', 'except'), names: fc.subarray(NAMES), renamed: fc.boolean() }),
    { minLength: sources, maxLength: sources },
  ),
  ecr: fc.boolean(),
  logs: fc.constantFrom('none', 'group', 'created group'),
  spec: fc.constantFrom('none', 'none', 'parameter', 'object', 'domainless'),
});

const taskModel = (sources: number): fc.Arbitrary<TaskModel> => fc.record({
  containers: fc.tuple(container(sources), container(sources)), elsewhere: fc.boolean(), shares: fc.boolean(), router: fc.boolean(),
});

export const stackModels: fc.Arbitrary<StackModel> = fc.array(source, { minLength: 1, maxLength: 4 }).chain((sources) =>
  fc.record({
    sources: fc.constant(sources),
    tasks: fc.array(taskModel(sources.length), { minLength: 2, maxLength: 2 }),
  }));

/** The names that a container gets from a source. */
export function chosen({ kind, names }: SourceModel, use: UseModel): string[] {
  const all = ['parameters', 'json', 'replica'].includes(kind) ? names : names.slice(0, 1);
  switch (use.by) {
    case 'nobody': return [];
    case 'all': return all;
    case 'only': return all.filter((name) => use.names.includes(name));
    case 'except': return all.filter((name) => !use.names.includes(name));
  }
}
