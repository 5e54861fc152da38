import { Cost, costOf } from './cost';
import { ReferenceField, Workload } from './references';
import { namedRole } from './roles';
import { StackFile } from './stack-file';
import { workloadsOf } from './stack-workloads';
import { Stored, parseStored } from './stored';
import { StoredThing, storedThings } from './stored-things';
import { RoleUse, TaskRoleRead, taskRoleReads } from './task-role-reads';

/** Shown where the names are only known when Terraform plans. */
export const OPEN_NAMES = '(names known at plan)';

/**
 * One value that a container gets: its name there, and where it comes from. Never the value.
 */
export interface InventoryEntry {
  /** `STACK/NAME`. */
  readonly workload: string;
  readonly container: string;
  readonly field: ReferenceField;
  /** Environment variable or log option. */
  readonly name: string;
  readonly store: string;
  /** Name in the store. */
  readonly stored: string;
  readonly jsonKey?: string;
  /** Stage or id of the version, where it isn't the current one. */
  readonly version?: string;
  /** The key that encrypts it. */
  readonly encryptionKey: string;
  /** The role that reads it. */
  readonly role: string;
  /** Other containers that get the same value, as `WORKLOAD/CONTAINER`. */
  readonly alsoReadBy: readonly string[];
}

/**
 * What preparing one task costs in calls.
 */
export interface WorkloadCalls {
  /** One per distinct reference: each JSON key is a call of its own. */
  readonly getSecretValue: number;
  /** One per ten parameters. */
  readonly getParameters: number;
  /** One per environment file. */
  readonly getObject: number;
}

export interface InventoryWorkload {
  readonly id: string;
  readonly kind: Workload['kind'];
  readonly name: string;
  readonly stack?: string;
  readonly origin: string;
  readonly role: string;
  readonly containers: readonly string[];
  readonly callsPerStart: WorkloadCalls;
}

export interface Inventory {
  readonly workloads: readonly InventoryWorkload[];
  readonly entries: readonly InventoryEntry[];
  /** What applications may read by themselves, apart from what ECS gives to their containers. */
  readonly taskRoleReads: readonly TaskRoleRead[];
  readonly cost: Cost;
}

/**
 * What every container of some stacks gets, and what its application may read by itself, in canonical order.
 */
export function inventoryOf(stacks: readonly StackFile[]): Inventory {
  const all = storedThings(stacks);
  const things = new Map(all.map((thing) => [thing.arn, thing]));
  const parts = stacks.flatMap((stack) =>
    workloadsOf(stack).map((workload) => partOf(stack, workload, things, stacks)),
  );
  const readers = new Map<string, Set<string>>();
  for (const entry of parts.flatMap((part) => part.entries)) {
    readers.set(identityOf(entry), (readers.get(identityOf(entry)) ?? new Set()).add(readerOf(entry)));
  }
  const entries = parts.flatMap((part) => part.entries).map(({ arn, ...entry }): InventoryEntry => {
    const others = [...readers.get(identityOf({ arn, ...entry }))!];
    return {
      ...entry,
      alsoReadBy: entry.store === UNKNOWN ? [] : others.filter((reader) => reader !== readerOf(entry)).sort(),
    };
  });
  return {
    workloads: parts.map((part) => part.workload).sort((a, b) => compare(a.id, b.id)),
    entries: entries.sort((a, b) => compare(sortKey(a), sortKey(b))),
    taskRoleReads: taskRoleReads(
      stacks,
      parts.flatMap((part) => part.taskRoles),
      things,
      parts
        .flatMap((part) => part.entries)
        .map((entry) => ({ arn: entry.arn, store: entry.store, container: readerOf(entry) })),
    ),
    cost: costOf(all, stacks),
  };
}

const UNKNOWN = 'known at plan';
/** Shown for a text that ECS can't read. */
const INVALID = 'no reference';
const STORES = { ssm: 'Parameter Store', secretsmanager: 'Secrets Manager', s3: 'S3' } as const;

type LocatedEntry = Omit<InventoryEntry, 'alsoReadBy'> & { readonly arn: string };

function partOf(
  stack: StackFile,
  workload: Workload,
  things: ReadonlyMap<string, StoredThing>,
  stacks: readonly StackFile[],
): { workload: InventoryWorkload; entries: LocatedEntry[]; taskRoles: RoleUse[] } {
  const id = `${stack.name}/${workload.name}`;
  const role = workload.executionRole === undefined ? '' : namedRole(stack, workload.executionRole, stacks).shown;
  const reader = { partition: '${partition}', account: '${account}', region: workload.region ?? '${region}' };
  const read: Stored[] = [];
  const entries = workload.containers.flatMap(({ container, references, open }): LocatedEntry[] => [
    ...references.map(({ field, name, valueFrom }) => {
      const stored = parseStored(valueFrom, reader);
      if (stored) {
        read.push(stored);
      }
      const { jsonKey, versionStage, versionId } = stored ?? {};
      const { store, arn } = stored
        ? { store: STORES[stored.store], arn: stored.arn }
        : { store: valueFrom.includes('${') ? UNKNOWN : INVALID, arn: valueFrom };
      const encryptionKey = keyOf(stored, things);
      const version = versionStage ?? versionId;
      return {
        workload: id,
        container,
        field,
        name,
        store,
        arn,
        stored: stored?.name ?? valueFrom,
        jsonKey,
        version,
        encryptionKey,
        role,
      };
    }),
    ...open.map((expression): LocatedEntry => ({
      workload: id,
      container,
      field: 'secrets',
      name: OPEN_NAMES,
      store: UNKNOWN,
      arn: expression,
      stored: expression,
      encryptionKey: UNKNOWN,
      role,
    })),
  ]);
  const containers = workload.containers.map(({ container }) => container).sort();
  const { kind, name, origin } = workload;
  const taskRoles = (workload.taskRoles ?? []).map((arn) => ({ workload: id, role: namedRole(stack, arn, stacks) }));
  return {
    workload: { id, kind, name, stack: stack.name, origin, role, containers, callsPerStart: callsOf(read) },
    entries,
    taskRoles,
  };
}

function keyOf(stored: Stored | undefined, things: ReadonlyMap<string, StoredThing>): string {
  if (stored === undefined) {
    return UNKNOWN;
  }
  return things.get(stored.arn)?.encryptionKey ?? (stored.store === 's3' ? '' : 'not in this app');
}

/**
 * @see https://github.com/aws/amazon-ecs-agent/tree/master/agent/taskresource
 */
export function callsOf(stored: readonly Stored[]): WorkloadCalls {
  const distinct = [
    ...new Map(stored.map((s) => [JSON.stringify([s.arn, s.jsonKey, s.versionStage, s.versionId]), s])).values(),
  ];
  const count = (store: Stored['store']) => distinct.filter((s) => s.store === store).length;
  const regions = new Set(distinct.filter((s) => s.store === 'ssm').map((s) => s.region));
  const batches = [...regions].map((region) =>
    Math.ceil(distinct.filter((s) => s.store === 'ssm' && s.region === region).length / 10),
  );
  return {
    getSecretValue: count('secretsmanager'),
    getParameters: batches.reduce((sum, n) => sum + n, 0),
    getObject: count('s3'),
  };
}

function identityOf(entry: { readonly arn: string; readonly jsonKey?: string; readonly version?: string }): string {
  return JSON.stringify([entry.arn, entry.jsonKey, entry.version]);
}

function readerOf(entry: { readonly workload: string; readonly container: string }): string {
  return `${entry.workload}/${entry.container}`;
}

function sortKey(entry: InventoryEntry): string {
  return [entry.workload, entry.container, entry.field === 'secrets' ? '' : entry.field, entry.name, entry.stored].join(
    '\u0000',
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
