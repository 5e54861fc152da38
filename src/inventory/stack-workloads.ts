import { addressesIn } from './expression';
import { ApiContainer, ContainerReferences, Workload, referencesOf } from './references';
import { StackFile, StackResource } from './stack-file';
import { parseTemplateJson } from '../terraform/template';

/**
 * Everything in a stack that ECS prepares containers for.
 */
export function workloadsOf(stack: StackFile): Workload[] {
  return [
    ...stack.resources('aws_ecs_task_definition').map((resource) => taskOf(stack, resource)),
    ...stack.resources('aws_batch_job_definition').flatMap((resource) => jobOf(stack, resource)),
  ];
}

/** Containers of a job definition that one role reads for. */
export interface JobPart {
  /** The nodes, where another part has another role. */
  readonly nodes?: string;
  readonly role?: string;
  /** Roles of the applications. */
  readonly taskRoles: readonly unknown[];
  readonly containers: readonly ApiContainer[];
}

/**
 * The containers in the properties of a job definition: its one container, or those of a task or of groups of nodes.
 * Each group of nodes may have a role of its own.
 */
export function jobParts(properties: { readonly container?: any; readonly ecs?: any; readonly node?: any }): JobPart[] {
  const { container, ecs, node } = properties;
  const tasks = (owner: any, nodes?: string): JobPart[] =>
    [owner?.taskProperties ?? []]
      .flat()
      .map((task) => ({
        nodes,
        role: task?.executionRoleArn,
        taskRoles: [task?.taskRoleArn],
        containers: task?.containers ?? [],
      }));
  const alone = (owner: any, nodes?: string): JobPart[] =>
    (owner
      ? [
        {
          nodes,
          role: owner.executionRoleArn,
          taskRoles: [owner.jobRoleArn],
          // it has no name, and there is one for each group of nodes
          containers: [nodes === undefined ? owner : { name: nodes, ...owner }],
        },
      ]
      : []);
  const groups = [node?.nodeRangeProperties ?? []].flat();
  const parts = [
    ...alone(container),
    ...tasks(ecs),
    ...groups.flatMap((group) => [
      ...alone(group?.container, group?.targetNodes),
      ...tasks(group?.ecsProperties, group?.targetNodes),
    ]),
  ];
  const byRole = new Map<string | undefined, JobPart>();
  for (const { nodes, role, taskRoles, containers } of parts) {
    const before = byRole.get(role);
    const both = [before?.nodes, nodes].filter((part) => part !== undefined).join(', ');
    byRole.set(role, {
      nodes: both || undefined,
      role,
      taskRoles: [...before?.taskRoles ?? [], ...taskRoles],
      containers: [...before?.containers ?? [], ...containers],
    });
  }
  return byRole.size < 2 ? [...byRole.values()].map((part) => ({ ...part, nodes: undefined })) : [...byRole.values()];
}

/** The name of a part of a job. */
export function partName(name: string, { nodes }: JobPart): string {
  return nodes === undefined ? name : `${name} (nodes ${nodes})`;
}

function taskOf(stack: StackFile, resource: StackResource): Workload {
  const parsed = parsedArgument(resource, 'container_definitions');
  const containers = Array.isArray(parsed)
    ? parsed.map((container) => containerOf(stack, container))
    : [unreadable(stack, resource.attributes.container_definitions)];
  return {
    kind: 'task definition',
    name: stack.attribute(resource, 'family') ?? resource.address,
    executionRole: stack.attribute(resource, 'execution_role_arn'),
    taskRoles: [stack.attribute(resource, 'task_role_arn')].filter((role) => role !== undefined),
    ...originOf(stack, resource),
    containers,
  };
}

function jobOf(stack: StackFile, resource: StackResource): Workload[] {
  const texts = ['container_properties', 'ecs_properties', 'node_properties'].map((name) => resource.attributes[name]);
  const [container, ecs, node] = ['container_properties', 'ecs_properties', 'node_properties'].map((name) =>
    parsedArgument(resource, name),
  );
  const job = { kind: 'job definition' as const, ...originOf(stack, resource) };
  const name = stack.attribute(resource, 'name') ?? resource.address;
  // in a plan, properties that the job doesn't have are empty
  const unread = texts.find(
    (text, i) => typeof text === 'string' && text.trim() !== '' && typeof [container, ecs, node][i] !== 'object',
  );
  if (unread !== undefined) {
    return [{ ...job, name, executionRole: `\${${resource.address}}`, containers: [unreadable(stack, unread)] }];
  }
  return jobParts({ container, ecs, node }).map((part) => ({
    ...job,
    name: partName(name, part),
    executionRole: typeof part.role === 'string' ? stack.resolve(part.role, resource) : undefined,
    taskRoles: part.taskRoles
      .filter((role) => typeof role === 'string')
      .map((role) => stack.resolve(unencoded(role), resource)),
    containers: part.containers.map((definition) => containerOf(stack, definition)),
  }));
}

/** An expression that stands for a whole string of the JSON is encoded by Terraform. */
function unencoded(text: string): string {
  return text.replace(/^\$\{jsonencode\(tostring\((.*)\)\)\}$/s, '${$1}');
}

function originOf(stack: StackFile, resource: StackResource) {
  return { origin: stack.pathOf(resource), stack: stack.name, region: resource.place.region };
}

function containerOf(stack: StackFile, definition: ApiContainer): ContainerReferences {
  const resolve = (text: string) => stack.resolve(text);
  const { container, references, open, duplicates } = referencesOf(definition);
  return {
    container: resolve(container),
    references: references.map((reference) => ({
      ...reference,
      name: resolve(reference.name),
      valueFrom: resolve(reference.valueFrom),
    })),
    open: open.map((expression) => shortened(stack, expression)),
    duplicates,
  };
}

function unreadable(stack: StackFile, argument: unknown): ContainerReferences {
  return {
    container: '*',
    references: [],
    open: [shortened(stack, typeof argument === 'string' ? argument : '')],
    duplicates: [],
  };
}

/** Data sources that only tell the place: account, Region and partition. */
const PLACES = /^data\.aws_(partition|region|caller_identity)\./;

/** For a reader, what a list depends on says more than the whole expression. */
export function shortened(stack: StackFile, expression: string): string {
  const found = new Set<string>();
  const queue = addressesIn(expression);
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const local = stack.localText(address);
    // a local that is defined by itself isn't possible, two that share a third are
    queue.push(...(local === undefined || found.has(local) ? [] : addressesIn(local)));
    found.add(local ?? address);
  }
  return (
    [...found].filter((address) => /^[a-z0-9_.]+\.[\w-]+$/i.test(address) && !PLACES.test(address)).join(', ') ||
    'an expression'
  );
}

function parsedArgument(resource: StackResource, name: string): any {
  const value = resource.attributes[name];
  return typeof value === 'string' ? parseTemplateJson(value) : undefined;
}
