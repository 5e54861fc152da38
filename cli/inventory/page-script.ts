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
const rowOf = (cells, classes) => {
  const row = html('tr');
  cells.forEach((text, i) => {
    const cell = html('td', text, classes[i]);
    if (String(text).length > 40) cell.title = text;
    row.append(cell);
  });
  return row;
};
const fill = (table, head, rows, classes) => {
  const top = html('tr');
  head.forEach((text, i) => top.append(html('th', text, classes[i] === 'number' ? 'number' : '')));
  table.append(html('thead'), html('tbody'));
  table.tHead.append(top);
  table.tBodies[0].append(...rows.map((cells) => rowOf(cells, classes)));
};

const storedOf = (e) => e.stored + (e.jsonKey ? ', key ' + e.jsonKey : '') + (e.version ? ', ' + e.version : '');
const entries = data.entries.map((e) => {
  const cells = [e.workload, e.container, e.name, e.store, storedOf(e), e.encryptionKey, e.role, e.alsoReadBy.join(', ')];
  return { ...e, cells, text: cells.join('\n').toLowerCase() };
});
const CLASSES = ['', '', 'code', '', 'code', '', '', ''];
fill(byId('entries'), ['Workload', 'Container', 'Name', 'Store', 'Stored as', 'Encrypted by', 'Read by role', 'Also read by'], [], CLASSES);
fill(byId('calls'), ['Workload', 'GetSecretValue', 'GetParameters', 'GetObject'],
  data.workloads.map((w) => [w.id, w.callsPerStart.getSecretValue, w.callsPerStart.getParameters, w.callsPerStart.getObject]), ['', 'number', 'number', 'number']);
fill(byId('cost'), ['', 'Count', 'USD each', 'USD'],
  [...data.cost.lines.map((l) => [l.what, l.count, l.each.toFixed(2), l.total.toFixed(2)]), ['Sum', '', '', data.cost.perMonth.toFixed(2)]], ['', 'number', 'number', 'number']);
byId('prices').textContent = 'Without calls. Prices of ' + data.cost.pricesOf + '.';
byId('sum').textContent = entries.length + ' references, ' + data.workloads.length + ' workloads, ' + data.cost.perMonth.toFixed(2) + ' USD per month';
data.workloads.forEach((w) => byId('workload').append(new Option(w.id, w.id)));

// a browser takes long for thousands of rows, and nobody reads them
const MOST_ROWS = 300;
const table = (found, all) => {
  const shown = all ? found : found.slice(0, MOST_ROWS);
  byId('entries').tBodies[0].replaceChildren(...shown.map((e) => rowOf(e.cells, CLASSES)));
  byId('none').hidden = found.length > 0;
  byId('rest').hidden = shown.length === found.length;
  byId('rest').textContent = 'Show ' + (found.length - shown.length) + ' more';
  byId('rest').onclick = () => table(found, true);
};

// the graph: a column per kind, an edge per step; many names of one place are one node
const COLUMNS = ['Name', 'Store', 'Key', 'Role', 'Workload'];
const MOST_NAMES = 80;
const WIDTH = 228, GAP = 50, HEIGHT = 22, STEP = 28, TOP = 28;
const placeOf = (e) => e.store === 'Parameter Store' && e.stored.includes('/') ? e.stored.slice(0, e.stored.lastIndexOf('/')) + '/*' : e.stored;
const pathOf = (e, single) => {
  const store = (e.store === 'Secrets Manager' ? 'secret ' : '') + (single ? e.stored : placeOf(e));
  const name = single ? [e.name, e.name] : [e.workload + ' ' + store, ''];
  return [name, [store, store], [e.encryptionKey || 'none', e.encryptionKey || 'none'], [e.role, e.role], [e.workload, e.workload]];
};
const shape = (name, attributes, parent) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  parent.append(element);
  return element;
};
const shares = (a, b) => [...a].some((i) => b.has(i));
const graph = (found) => {
  const single = found.length <= MOST_NAMES;
  const columns = COLUMNS.map(() => new Map());
  const edges = new Map();
  found.forEach((e, i) => {
    const path = pathOf(e, single).map(([id, label], column) => {
      if (!columns[column].has(id)) columns[column].set(id, { column, label, entries: new Set(), names: new Set() });
      return columns[column].get(id);
    });
    path.forEach((node, at) => {
      node.entries.add(i);
      node.names.add(e.name);
      if (at > 0) {
        const from = path[at - 1];
        if (!edges.has(from)) edges.set(from, new Map());
        if (!edges.get(from).has(node)) edges.get(from).set(node, { from, to: node, entries: new Set() });
        edges.get(from).get(node).entries.add(i);
      }
    });
  });
  const flat = [...edges.values()].flatMap((to) => [...to.values()]);
  const nodes = columns.map((column) => [...column.values()]);
  // a node stands where those before it stand on average, so that few edges cross
  nodes[0].forEach((node, row) => (node.row = row));
  nodes.slice(1).forEach((column) => {
    column.forEach((node) => {
      const before = flat.filter((edge) => edge.to === node).map((edge) => edge.from.row / nodes[edge.from.column].length);
      node.above = before.reduce((sum, row) => sum + row, 0) / before.length;
    });
    column.sort((a, b) => a.above - b.above).forEach((node, row) => (node.row = row));
  });
  const svg = byId('graph');
  svg.replaceChildren();
  const tallest = Math.max(1, ...nodes.map((column) => column.length));
  const left = (column) => 1 + column * (WIDTH + GAP);
  const top = (node) => TOP + (node.row + 0.5) * tallest / nodes[node.column].length * STEP - HEIGHT / 2;
  svg.setAttribute('width', left(4) + WIDTH + 1);
  svg.setAttribute('height', TOP + tallest * STEP + 8);
  COLUMNS.forEach((label, i) => shape('text', { x: left(i), y: 14, class: 'head' }, svg).append(label));
  for (const edge of flat) {
    const x = left(edge.from.column) + WIDTH, y = top(edge.from) + HEIGHT / 2, u = left(edge.to.column), v = top(edge.to) + HEIGHT / 2, bend = GAP / 2;
    edge.element = shape('path', { d: 'M' + x + ',' + y + ' C' + (x + bend) + ',' + y + ' ' + (u - bend) + ',' + v + ' ' + u + ',' + v }, svg);
  }
  const parts = [...nodes.flat(), ...flat];
  const mark = (chosen) => parts.forEach((part) => part.element.classList.toggle('on', chosen !== undefined && shares(part.entries, chosen)));
  for (const node of nodes.flat()) {
    const label = node.label || node.names.size + (node.names.size === 1 ? ' name' : ' names');
    node.element = shape('g', { class: 'node' }, svg);
    shape('rect', { x: left(node.column), y: top(node), width: WIDTH, height: HEIGHT, rx: 4 }, node.element);
    shape('text', { x: left(node.column) + 8, y: top(node) + 15 }, node.element).append(label.length > 30 ? '…' + label.slice(-29) : label);
    const names = [...node.names];
    shape('title', {}, node.element).append(label + (node.column === 0 && !single ? ': ' + names.slice(0, 40).join(', ') + (names.length > 40 ? ', …' : '') : ''));
    node.element.addEventListener('mouseenter', () => mark(node.entries));
    node.element.addEventListener('mouseleave', () => mark());
    node.element.addEventListener('click', () => {
      if (!node.label) return;
      byId('search').value = node.label.replace(/^secret /, '').replace(/\*$/, '');
      search();
    });
  }
};

// every word must occur somewhere in the row
const search = () => {
  const words = byId('search').value.toLowerCase().split(/\s+/).filter((word) => word);
  const workload = byId('workload').value;
  const found = entries.filter((e) => (!workload || e.workload === workload) && words.every((word) => e.text.includes(word)));
  byId('found').textContent = found.length === entries.length ? '' : found.length + ' of ' + entries.length;
  table(found, false);
  graph(found);
};
byId('search').addEventListener('input', search);
byId('workload').addEventListener('change', search);
// a link can carry a search: inventory.html#smtp
const linked = () => { if (location.hash) byId('search').value = decodeURIComponent(location.hash.slice(1)); search(); };
addEventListener('hashchange', linked);
linked();
})();
`;
