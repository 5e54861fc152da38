import { Inventory, InventoryEntry } from '../../src/inventory/inventory';

/** Whatever of an entry can change while its name stays. */
const FIELDS = ['store', 'stored', 'jsonKey', 'version', 'encryptionKey', 'role'] as const;

export interface ChangedEntry {
  readonly entry: InventoryEntry;
  readonly changes: readonly { readonly field: (typeof FIELDS)[number]; readonly before: string; readonly after: string }[];
}

export interface InventoryDiff {
  readonly added: readonly InventoryEntry[];
  readonly removed: readonly InventoryEntry[];
  readonly changed: readonly ChangedEntry[];
  readonly costPerMonth: { readonly before: number; readonly after: number };
}

/**
 * What a change of an app does to its secrets: names and places only.
 */
export function diffOf(before: Inventory, after: Inventory): InventoryDiff {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  const changed = [...now].flatMap(([id, entry]) => {
    const previous = old.get(id);
    const changes = previous === undefined
      ? []
      : FIELDS.filter((field) => previous[field] !== entry[field]).map((field) => ({ field, before: previous[field] ?? '', after: entry[field] ?? '' }));
    return changes.length === 0 ? [] : [{ entry, changes }];
  });
  return {
    added: [...now].filter(([id]) => !old.has(id)).map(([, entry]) => entry),
    removed: [...old].filter(([id]) => !now.has(id)).map(([, entry]) => entry),
    changed,
    costPerMonth: { before: before.cost.perMonth, after: after.cost.perMonth },
  };
}

export function isEmpty({ added, removed, changed }: InventoryDiff): boolean {
  return added.length + removed.length + changed.length === 0;
}

/**
 * The difference as Markdown, for a comment on a pull request.
 */
export function diffMarkdown(diff: InventoryDiff): string {
  if (isEmpty(diff)) {
    return 'Secrets: no change.\n';
  }
  const line = (mark: string, entry: InventoryEntry, what: string) => `| ${mark} | ${entry.workload} | ${entry.container} | \`${entry.name}\` | ${what} |`;
  const { before, after } = diff.costPerMonth;
  return [
    `Secrets: ${diff.added.length} added, ${diff.removed.length} removed, ${diff.changed.length} changed.`,
    '',
    '| | workload | container | name | |',
    '| --- | --- | --- | --- | --- |',
    ...diff.added.map((entry) => line('➕', entry, placeOf(entry))),
    ...diff.removed.map((entry) => line('➖', entry, placeOf(entry))),
    ...diff.changed.map(({ entry, changes }) => line('✏️', entry, changes.map(changeOf).join(', '))),
    ...(before === after ? [] : ['', `Cost per month: ${before.toFixed(2)} → ${after.toFixed(2)} USD, without calls.`]),
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
  const { before, after } = diff.costPerMonth;
  return [
    ...diff.added.map((entry) => `+ ${name(entry)}: ${placeOf(entry)}`),
    ...diff.removed.map((entry) => `- ${name(entry)}: ${placeOf(entry)}`),
    ...diff.changed.map(({ entry, changes }) => `~ ${name(entry)}: ${changes.map(changeOf).join(', ')}`),
    ...(before === after ? [] : [`cost per month: ${before.toFixed(2)} → ${after.toFixed(2)} USD, without calls`]),
    '',
  ].join('\n');
}

function placeOf({ store, stored, jsonKey }: InventoryEntry): string {
  return `${store} ${stored}${jsonKey === undefined ? '' : `, key ${jsonKey}`}`;
}

function changeOf({ field, before, after }: ChangedEntry['changes'][number]): string {
  return `${field} ${before || 'none'} → ${after || 'none'}`;
}

function byIdentity({ entries }: Inventory): Map<string, InventoryEntry> {
  return new Map(entries.map((entry) => [[entry.workload, entry.container, entry.field, entry.name, entry.field === 'environmentFiles' ? entry.stored : ''].join('\u0000'), entry]));
}
