/** The page's own code: plain JavaScript, which makes elements from text and never from markup. */
export const PAGE_SCRIPT = String.raw`
'use strict';
(() => {
const data = JSON.parse(document.getElementById('data').textContent);
const byId = (id) => document.getElementById(id);
const html = (name, text, className) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};
const fill = (table, head, rows, classes) => {
  const top = html('tr');
  head.forEach((text) => top.append(html('th', text)));
  table.append(html('thead'), html('tbody'));
  table.tHead.append(top);
  return rows.map((cells) => {
    const row = html('tr');
    cells.forEach((text, i) => row.append(html('td', text, classes[i])));
    table.tBodies[0].append(row);
    return row;
  });
};

const entries = data.entries;
const rows = fill(byId('entries'), ['Workload', 'Container', 'Name', 'Store', 'Stored as', 'JSON key', 'Version', 'Encrypted by', 'Read by role', 'Also read by'],
  entries.map((e) => [e.workload, e.container, e.name, e.store, e.stored, e.jsonKey || '', e.version || '', e.encryptionKey, e.role, e.alsoReadBy.join(', ')]),
  ['', '', 'code', '', 'code', 'code', '', '', '', '']);
fill(byId('calls'), ['Workload', 'GetSecretValue', 'GetParameters', 'GetObject'],
  data.workloads.map((w) => [w.id, w.callsPerStart.getSecretValue, w.callsPerStart.getParameters, w.callsPerStart.getObject]), ['', 'number', 'number', 'number']);
fill(byId('cost'), ['', 'Count', 'USD each', 'USD'],
  [...data.cost.lines.map((l) => [l.what, l.count, l.each.toFixed(2), l.total.toFixed(2)]), ['Sum', '', '', data.cost.perMonth.toFixed(2)]], ['', 'number', 'number', 'number']);
byId('prices').textContent = 'Without calls. Prices of ' + data.cost.pricesOf + '.';
byId('sum').textContent = entries.length + ' references, ' + data.workloads.length + ' workloads, ' + data.cost.perMonth.toFixed(2) + ' USD per month';

// the graph: a column per kind, nodes in order of appearance, an edge per step
const COLUMNS = ['Name', 'Store', 'Key', 'Role', 'Workload'];
const WIDTH = 250, GAP = 70, HEIGHT = 22, STEP = 30, TOP = 28;
const columns = COLUMNS.map(() => new Map());
const edges = new Map();
const nodeAt = (column, label) => {
  if (!columns[column].has(label)) columns[column].set(label, { column, label, row: columns[column].size, entries: new Set() });
  return columns[column].get(label);
};
entries.forEach((e, i) => {
  const path = [nodeAt(0, e.name), nodeAt(1, (e.store === 'Secrets Manager' ? 'secret ' : '') + e.stored), nodeAt(2, e.encryptionKey || 'none'), nodeAt(3, e.role), nodeAt(4, e.workload)];
  path.forEach((node, at) => {
    node.entries.add(i);
    if (at > 0) {
      const id = at + ' ' + path[at - 1].row + ' ' + node.row;
      if (!edges.has(id)) edges.set(id, { from: path[at - 1], to: node, entries: new Set() });
      edges.get(id).entries.add(i);
    }
  });
});
const svg = byId('graph');
const shape = (name, attributes, parent) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  parent.append(element);
  return element;
};
const tallest = Math.max(1, ...columns.map((nodes) => nodes.size));
const height = TOP + tallest * STEP + 8;
const left = (column) => 1 + column * (WIDTH + GAP);
const top = (node) => TOP + (node.row + 0.5) * tallest / columns[node.column].size * STEP - HEIGHT / 2;
svg.setAttribute('width', left(4) + WIDTH + 1);
svg.setAttribute('height', height);
COLUMNS.forEach((label, i) => shape('text', { x: left(i), y: 14, class: 'head' }, svg).append(label));
for (const edge of edges.values()) {
  const x = left(edge.from.column) + WIDTH, y = top(edge.from) + HEIGHT / 2, u = left(edge.to.column), v = top(edge.to) + HEIGHT / 2, bend = GAP / 2;
  edge.element = shape('path', { d: 'M' + x + ',' + y + ' C' + (x + bend) + ',' + y + ' ' + (u - bend) + ',' + v + ' ' + u + ',' + v }, svg);
}
const nodes = columns.flatMap((column) => [...column.values()]);
for (const node of nodes) {
  node.element = shape('g', { class: 'node' }, svg);
  shape('rect', { x: left(node.column), y: top(node), width: WIDTH, height: HEIGHT, rx: 4 }, node.element);
  const text = node.label.length > 33 ? '…' + node.label.slice(-32) : node.label;
  shape('text', { x: left(node.column) + 8, y: top(node) + 15 }, node.element).append(text);
  shape('title', {}, node.element).append(node.label);
  node.element.addEventListener('mouseenter', () => mark(node.entries));
  node.element.addEventListener('mouseleave', () => mark());
  node.element.addEventListener('click', () => { byId('search').value = node.column === 1 ? node.label.split(' ').pop() : node.label; search(); });
}
const shares = (a, b) => [...a].some((i) => b.has(i));
const mark = (chosen) => [...nodes, ...edges.values()].forEach((part) => part.element.classList.toggle('on', chosen !== undefined && shares(part.entries, chosen)));

// every word must occur somewhere in the row
const search = () => {
  const words = byId('search').value.toLowerCase().split(/\s+/).filter((word) => word);
  const found = new Set();
  rows.forEach((row, i) => {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) found.add(i);
  });
  byId('none').hidden = found.size > 0;
  [...nodes, ...edges.values()].forEach((part) => part.element.classList.toggle('off', !shares(part.entries, found)));
};
byId('search').addEventListener('input', search);
// a link can carry a search: inventory.html#smtp
const linked = () => { if (location.hash) byId('search').value = decodeURIComponent(location.hash.slice(1)); search(); };
addEventListener('hashchange', linked);
linked();
})();
`;
