import { costOfThousandStarts } from '../../src/inventory/cost';
import { Inventory } from '../../src/inventory/inventory';
import { visible } from '../../src/inventory/plain-text';

/**
 * The inventory for a terminal.
 */
export function inventoryTable({ entries, workloads, taskRoleReads, cost }: Inventory): string {
  const rows = entries.map((entry) => [
    entry.workload,
    entry.container,
    entry.name,
    entry.store,
    [entry.stored, entry.jsonKey === undefined ? '' : `key ${entry.jsonKey}`, entry.version ?? '']
      .filter((part) => part !== '')
      .join(', '),
    entry.encryptionKey,
    entry.role,
    entry.alsoReadBy.join(', '),
  ]);
  const head = ['workload', 'container', 'name', 'store', 'stored as', 'encrypted by', 'read by role', 'also read by'];
  const reads = taskRoleReads.map((read) => [
    read.role,
    read.workloads.join(', '),
    read.store,
    read.stored,
    read.encryptionKey,
    read.alsoInjectedInto.join(', '),
  ]);
  const calls = workloads.map(({ id, callsPerStart: { getSecretValue, getParameters, getObject } }) => [
    id,
    String(getSecretValue),
    String(getParameters),
    String(getObject),
    costOfThousandStarts(getSecretValue).toFixed(4),
  ]);
  const sums = [
    ...cost.lines.map(({ what, count, each, total }) => [what, String(count), each.toFixed(2), total.toFixed(2)]),
    ['sum', '', '', cost.perMonth.toFixed(2)],
  ];
  return (
    [
      columns([head, ...rows]),
      ...(reads.length === 0
        ? []
        : [
          columns([
            ['read by task role', 'of workloads', 'store', 'stored as', 'encrypted by', 'also given to'],
            ...reads,
          ]),
        ]),
      columns([
        ['calls per task start', 'GetSecretValue', 'GetParameters', 'GetObject', 'USD per 1,000 starts'],
        ...calls,
      ]),
      `${columns([['cost per month', 'count', 'USD each', 'USD'], ...sums])}\nprices of ${cost.pricesOf}, ` +
        'without calls',
    ].join('\n\n') + '\n'
  );
}

/** Rows in columns as wide as they need to be; a column without content is left out. */
export function columns(given: readonly (readonly string[])[]): string {
  const rows = given.map((cells) => cells.map(visible));
  const used = rows[0].map((_, i) => i).filter((i) => rows.length === 1 || rows.slice(1).some((row) => row[i] !== ''));
  const widths = used.map((i) => Math.max(...rows.map((row) => [...row[i]].length)));
  const line = (cells: readonly string[]) => used.map((i, at) => cells[i].padEnd(widths[at])).join('  ').trimEnd();
  return [line(rows[0]), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n');
}
