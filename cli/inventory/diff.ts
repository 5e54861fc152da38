import { Inventory, InventoryEntry, InventoryWorkload } from '../../src/inventory/inventory';
import { markdownCell, markdownCode, visible } from '../../src/inventory/plain-text';
import { TaskRoleRead } from '../../src/inventory/task-role-reads';

/** Whatever of an entry can change while its name stays. */
const FIELDS = ['store', 'stored', 'jsonKey', 'version', 'encryptionKey', 'role', 'alsoReadBy'] as const;
const FIELD_NAMES: { readonly [field in (typeof FIELDS)[number]]: string } = {
  store: 'store',
  stored: 'stored',
  jsonKey: 'JSON key',
  version: 'version',
  encryptionKey: 'encrypted by',
  role: 'read by role',
  alsoReadBy: 'also read by',
};

export interface ChangedEntry {
  readonly entry: InventoryEntry;
  readonly changes: readonly { readonly field: string; readonly before: string; readonly after: string }[];
}

/** Calls of a task start that are more or fewer than before; 0 where the workload isn't there. */
export interface ChangedCalls {
  readonly workload: string;
  readonly before: string;
  readonly after: string;
}

/** What applications may read by themselves and couldn't before, and the other way round. */
export interface ChangedReads {
  readonly added: readonly TaskRoleRead[];
  readonly removed: readonly TaskRoleRead[];
}

export interface InventoryDiff {
  readonly added: readonly InventoryEntry[];
  readonly removed: readonly InventoryEntry[];
  readonly changed: readonly ChangedEntry[];
  readonly taskRoleReads: ChangedReads;
  readonly calls: readonly ChangedCalls[];
  readonly costPerMonth: { readonly before: number; readonly after: number };
}

/**
 * What a change of an app does to its secrets: names and places only.
 */
export function diffOf(before: Inventory, after: Inventory): InventoryDiff {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  const changed = [...now].flatMap(([id, entry]) => {
    const previous = old.get(id);
    const changes = previous === undefined ? [] : FIELDS
      .map((field) => ({ field: FIELD_NAMES[field], before: textOf(previous[field]), after: textOf(entry[field]) }))
      .filter((change) => change.before !== change.after);
    return changes.length === 0 ? [] : [{ entry, changes }];
  });
  return {
    added: [...now].filter(([id]) => !old.has(id)).map(([, entry]) => entry),
    removed: [...old].filter(([id]) => !now.has(id)).map(([, entry]) => entry),
    changed,
    taskRoleReads: { added: readsBeyond(after, before), removed: readsBeyond(before, after) },
    calls: changedCalls(before.workloads, after.workloads),
    costPerMonth: { before: before.cost.perMonth, after: after.cost.perMonth },
  };
}

export function isEmpty({
  added,
  removed,
  changed,
  taskRoleReads: reads,
  calls,
  costPerMonth: { before, after },
}: InventoryDiff): boolean {
  const changes = [added, removed, changed, reads.added, reads.removed, calls];
  return changes.every((list) => list.length === 0) && before === after;
}

/**
 * The difference as Markdown, for a comment on a pull request.
 */
export function diffMarkdown(diff: InventoryDiff): string {
  if (isEmpty(diff)) {
    return 'Secrets: no change.\n';
  }
  const line = (mark: string, { workload, container, name }: InventoryEntry, what: string) =>
    `| ${mark} | ${markdownCell(workload)} | ${markdownCell(container)} | ${markdownCode(name)} | ` +
    `${markdownCell(what)} |`;
  return [
    `Secrets: ${diff.added.length} added, ${diff.removed.length} removed, ${diff.changed.length} changed.`,
    '',
    '| | workload | container | name | |',
    '| --- | --- | --- | --- | --- |',
    ...diff.added.map((entry) => line('➕', entry, placeOf(entry))),
    ...diff.removed.map((entry) => line('➖', entry, placeOf(entry))),
    ...diff.changed.map(({ entry, changes }) => line('✏️', entry, changes.map(changeOf).join(', '))),
    ...readLines(
      diff,
      (mark, { role, store, stored }) => [
        '',
        `${mark} Task role ${markdownCode(role)} reads ${store} ${markdownCode(stored)}.`,
      ],
      '➕',
      '➖',
    ),
    ...diff.calls.flatMap(({ workload, before, after }) => [
      '',
      `Calls per task start of ${markdownCode(workload)}: ${before} → ${after}.`,
    ]),
    ...costLines(diff).flatMap((text) => ['', `C${text.slice(1)}.`]),
    '',
  ].join('\n');
}

/**
 * The difference for a terminal.
 */
export function diffText(diff: InventoryDiff): string {
  if (isEmpty(diff)) {
    return 'no change\n';
  }
  const name = (entry: InventoryEntry) => `${entry.workload}/${entry.container} ${entry.name}`;
  return [
    ...diff.added.map((entry) => `+ ${name(entry)}: ${placeOf(entry)}`),
    ...diff.removed.map((entry) => `- ${name(entry)}: ${placeOf(entry)}`),
    ...diff.changed.map(({ entry, changes }) => `~ ${name(entry)}: ${changes.map(changeOf).join(', ')}`),
    ...readLines(diff, (mark, { role, store, stored }) => [`${mark} task role ${role}: ${store} ${stored}`], '+', '-'),
    ...diff.calls.map(({ workload, before, after }) => `calls per task start of ${workload}: ${before} → ${after}`),
    ...costLines(diff),
    '',
  ].map(visible).join('\n');
}

function readLines(
  { taskRoleReads: { added, removed } }: InventoryDiff,
  line: (mark: string, read: TaskRoleRead) => string[],
  plus: string,
  minus: string,
): string[] {
  return [...added.flatMap((read) => line(plus, read)), ...removed.flatMap((read) => line(minus, read))];
}

function readsBeyond(inventory: Inventory, other: Inventory): TaskRoleRead[] {
  const identity = ({ role, store, stored, workloads }: TaskRoleRead) =>
    JSON.stringify([role, store, stored, workloads]);
  const known = new Set(other.taskRoleReads.map(identity));
  return inventory.taskRoleReads.filter((read) => !known.has(identity(read)));
}

function costLines({ costPerMonth: { before, after } }: InventoryDiff): string[] {
  return before === after ? [] : [`cost per month: ${before.toFixed(2)} → ${after.toFixed(2)} USD, without calls`];
}

function changedCalls(before: readonly InventoryWorkload[], after: readonly InventoryWorkload[]): ChangedCalls[] {
  const [old, now] = [before, after].map(
    (workloads) => new Map(workloads.map((workload) => [workload.id, callsOf(workload)])),
  );
  return [...new Set([...old.keys(), ...now.keys()])].sort()
    .map((workload) => ({ workload, before: old.get(workload) ?? 'none', after: now.get(workload) ?? 'none' }))
    .filter((calls) => calls.before !== calls.after);
}

function callsOf({ callsPerStart: { getSecretValue, getParameters, getObject } }: InventoryWorkload): string {
  const counts = [
    [getSecretValue, 'GetSecretValue'],
    [getParameters, 'GetParameters'],
    [getObject, 'GetObject'],
  ] as const;
  return counts.filter(([count]) => count > 0).map(([count, call]) => `${count} × ${call}`).join(', ') || 'none';
}

function textOf(value: string | readonly string[] | undefined): string {
  return [value ?? []].flat().join(', ');
}

function placeOf({ store, stored, jsonKey }: InventoryEntry): string {
  return `${store} ${stored}${jsonKey === undefined ? '' : `, key ${jsonKey}`}`;
}

function changeOf({ field, before, after }: ChangedEntry['changes'][number]): string {
  return `${field} ${before || 'none'} → ${after || 'none'}`;
}

function byIdentity({ entries }: Inventory): Map<string, InventoryEntry> {
  const identity = ({ workload, container, field, name, stored }: InventoryEntry) =>
    [workload, container, field, name, field === 'environmentFiles' ? stored : ''].join('\u0000');
  return new Map(entries.map((entry) => [identity(entry), entry]));
}
