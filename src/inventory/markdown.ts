import { costOfThousandStarts } from './cost';
import { Inventory, InventoryEntry, InventoryWorkload } from './inventory';
import { markdownCell, markdownCode, mermaidLabel } from './plain-text';

/** Mermaid draws nothing useful beyond this many edges, and GitHub refuses the graph. */
const MOST_EDGES = 200;

/**
 * The inventory for people: a table per workload, what it costs, and a graph that GitHub draws.
 */
export function toMarkdown(inventory: Inventory): string {
  const parts = [
    '# Secrets',
    ...inventory.workloads.flatMap((workload) => workloadPart(workload, entriesOf(inventory, workload))),
    ...taskRolePart(inventory),
    ...costPart(inventory),
  ];
  const graph = toMermaid(inventory);
  const drawn = graph === undefined ? [] : ['## Graph', `\`\`\`mermaid\n${graph}\n\`\`\``];
  return `${[...parts, ...drawn].join('\n\n')}\n`;
}

/**
 * `variable → store → key → role → workload`; undefined where there is nothing to draw, or too much.
 */
export function toMermaid({ entries }: Inventory): string | undefined {
  const ids = new Map<string, string>();
  const nodes: string[] = [];
  const node = (kind: string, label: string) => {
    const key = `${kind} ${label}`;
    if (!ids.has(key)) {
      ids.set(key, `n${ids.size + 1}`);
      nodes.push(`  ${ids.get(key)}["${mermaidLabel(label)}"]`);
    }
    return ids.get(key)!;
  };
  const edges = new Set<string>();
  for (const entry of entries) {
    const path = [
      node('name', entry.name),
      node('store', `${entry.store}: ${entry.stored}`),
      ...(entry.encryptionKey === '' ? [] : [node('key', `key ${entry.encryptionKey}`)]),
      node('role', `role ${entry.role}`),
      node('workload', entry.workload),
    ];
    path.slice(1).forEach((to, i) => edges.add(`  ${path[i]} --> ${to}`));
  }
  return edges.size === 0 || edges.size > MOST_EDGES ? undefined : ['graph LR', ...nodes, ...edges].join('\n');
}

function workloadPart(workload: InventoryWorkload, entries: InventoryEntry[]): string[] {
  const { getSecretValue, getParameters, getObject } = workload.callsPerStart;
  const calls = [[getSecretValue, 'GetSecretValue'], [getParameters, 'GetParameters'], [getObject, 'GetObject']]
    .filter(([count]) => count !== 0)
    .map(([count, name]) => `${count} × ${name}`);
  const cost = getSecretValue > 0 ? ` (${costOfThousandStarts(getSecretValue)} USD per 1,000 starts)` : '';
  const rows = entries.map((entry) => [
    markdownCell(entry.container),
    markdownCode(entry.name),
    entry.store,
    markdownCode(entry.stored),
    entry.jsonKey === undefined ? '' : markdownCode(entry.jsonKey),
    markdownCell(entry.version ?? ''),
    markdownCell(entry.encryptionKey),
    markdownCell(entry.alsoReadBy.join(', ')),
  ]);
  return [
    `## ${markdownCell(workload.id)}`,
    `${workload.kind} ${markdownCode(workload.name)}, read by role ${markdownCode(workload.role)}. Each ` +
      `task start: ${calls.join(', ') || 'no calls'}${cost}.`,
    rows.length === 0
      ? 'No secrets.'
      : table(['container', 'name', 'store', 'stored as', 'JSON key', 'version', 'encrypted by', 'also read by'], rows),
  ];
}

function taskRolePart({ taskRoleReads }: Inventory): string[] {
  const rows = taskRoleReads.map((read) => [
    markdownCode(read.role),
    markdownCell(read.workloads.join(', ')),
    read.store,
    markdownCode(read.stored),
    markdownCell(read.encryptionKey),
    markdownCell(read.alsoInjectedInto.join(', ')),
  ]);
  const head = ['task role', 'workloads', 'store', 'stored as', 'encrypted by', 'also given to'];
  return rows.length === 0
    ? []
    : [
      '## Read by applications',
      'What applications may read by themselves, with their task roles.',
      table(head, rows),
    ];
}

function costPart({ cost }: Inventory): string[] {
  const rows = cost.lines.map(({ what, count, each, total }) => [
    what,
    String(count),
    each.toFixed(2),
    total.toFixed(2),
  ]);
  const table4 = table(
    ['per month', 'count', 'USD each', 'USD'],
    [...rows, ['**sum**', '', '', `**${cost.perMonth.toFixed(2)}**`]],
  );
  return [
    '## Cost',
    table4,
    `Without calls; prices of ${cost.pricesOf}: ${cost.sources.map((url) => `<${url}>`).join(', ')}.`,
  ];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function entriesOf(inventory: Inventory, workload: InventoryWorkload): InventoryEntry[] {
  return inventory.entries.filter((entry) => entry.workload === workload.id);
}
