/**
 * The graph of the page: a column per step of a value's way, a node per thing, an edge per step. A key is written on
 * what it encrypts: as a node of its own it would join all stores with all roles, and no way could be followed through
 * it.
 */
export const PAGE_GRAPH = String.raw`
const COLUMNS = ['Name', 'Stored in', 'Read by role', 'Workload'];
const MOST_NAMES = 80;
const WIDTH = 250,
  GAP = 70,
  HEIGHT = 34,
  STEP = 42,
  TOP = 30;
const STORES = { 'Parameter Store': 'parameter', 'Secrets Manager': 'secret', S3: 'object' };

const placeOf = (e) =>
  e.store === 'Parameter Store' && e.stored.includes('/')
    ? e.stored.slice(0, e.stored.lastIndexOf('/')) + '/*'
    : e.stored;
// many names of one place are one node
const pathOf = (e, single) => {
  const place = single ? e.stored : placeOf(e);
  const name = single ? { id: e.name, label: e.name } : { id: e.workload + ' ' + e.store + place, label: '' };
  const key = e.encryptionKey ? 'key ' + e.encryptionKey : '';
  return [
    { ...name, kind: 'name', small: '' },
    {
      id: e.store + ' ' + place + ' ' + key,
      label: place,
      kind: STORES[e.store] || 'open',
      small: key || e.store,
      said: [e.store, key].filter(Boolean).join(' · '),
    },
    { id: e.role, label: e.role || 'no role', kind: 'role', small: '' },
    { id: e.workload, label: e.workload, kind: 'workload', small: '' },
  ];
};
const shape = (name, attributes, parent) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  parent.append(element);
  return element;
};
// stores differ in shape, too: not everybody sees the colours
const outline = (kind, x, y) => {
  const r = x + WIDTH,
    b = y + HEIGHT,
    m = y + HEIGHT / 2;
  if (kind === 'secret')
    return (
      'M' +
      (x + 10) +
      ',' +
      y +
      ' H' +
      (r - 10) +
      ' L' +
      r +
      ',' +
      m +
      ' L' +
      (r - 10) +
      ',' +
      b +
      ' H' +
      (x + 10) +
      ' L' +
      x +
      ',' +
      m +
      ' Z'
    );
  if (kind === 'object')
    return 'M' + x + ',' + y + ' H' + (r - 10) + ' L' + r + ',' + (y + 10) + ' V' + b + ' H' + x + ' Z';
  const c = kind === 'parameter' ? HEIGHT / 2 : 4;
  return (
    'M' +
    (x + c) +
    ',' +
    y +
    ' H' +
    (r - c) +
    ' A' +
    c +
    ',' +
    c +
    ' 0 0 1 ' +
    r +
    ',' +
    (y + c) +
    ' V' +
    (b - c) +
    ' A' +
    c +
    ',' +
    c +
    ' 0 0 1 ' +
    (r - c) +
    ',' +
    b +
    ' H' +
    (x + c) +
    ' A' +
    c +
    ',' +
    c +
    ' 0 0 1 ' +
    x +
    ',' +
    (b - c) +
    ' V' +
    (y + c) +
    ' A' +
    c +
    ',' +
    c +
    ' 0 0 1 ' +
    (x + c) +
    ',' +
    y +
    ' Z'
  );
};
const shortened = (text, length) => (text.length > length ? '…' + text.slice(1 - length) : text);

const model = (found) => {
  const single = found.length <= MOST_NAMES;
  const columns = COLUMNS.map(() => new Map());
  const edges = new Map();
  found.forEach((e, i) => {
    let from;
    pathOf(e, single).forEach((step, column) => {
      if (!columns[column].has(step.id))
        columns[column].set(step.id, { ...step, column, entries: new Set(), names: new Set(), before: [] });
      const node = columns[column].get(step.id);
      node.entries.add(i);
      node.names.add(e.name);
      if (from) {
        if (!edges.has(from)) edges.set(from, new Map());
        if (!edges.get(from).has(node)) {
          edges.get(from).set(node, { from, to: node, entries: new Set() });
          node.before.push(from);
        }
        edges.get(from).get(node).entries.add(i);
      }
      from = node;
    });
  });
  const nodes = columns.map((column) => [...column.values()]);
  // a node stands where those before it stand on average, so that few edges cross
  nodes.forEach((column, at) => {
    if (at > 0) {
      column.forEach(
        (node) =>
          (node.above =
            node.before.reduce((sum, other) => sum + other.row / nodes[at - 1].length, 0) / node.before.length),
      );
      column.sort((a, b) => a.above - b.above);
    }
    column.forEach((node, row) => (node.row = row));
  });
  return { single, nodes, edges: [...edges.values()].flatMap((to) => [...to.values()]) };
};

const draw = (svg, found, onChoice) => {
  const { single, nodes, edges } = model(found);
  const tallest = Math.max(1, ...nodes.map((column) => column.length));
  const left = (column) => 2 + column * (WIDTH + GAP);
  const top = (node) => TOP + (((node.row + 0.5) * tallest) / nodes[node.column].length) * STEP - HEIGHT / 2;
  svg.replaceChildren();
  svg.setAttribute('width', left(COLUMNS.length - 1) + WIDTH + 2);
  svg.setAttribute('height', TOP + tallest * STEP + 8);
  COLUMNS.forEach((label, i) => shape('text', { x: left(i), y: 14, class: 'head' }, svg).append(label));
  for (const edge of edges) {
    const x = left(edge.from.column) + WIDTH,
      y = top(edge.from) + HEIGHT / 2,
      u = left(edge.to.column),
      v = top(edge.to) + HEIGHT / 2,
      bend = GAP / 2;
    const d = 'M' + x + ',' + y + ' C' + (x + bend) + ',' + y + ' ' + (u - bend) + ',' + v + ' ' + u + ',' + v;
    edge.element = shape('path', { d, class: 'edge' }, svg);
  }
  const all = nodes.flat();
  const parts = [...all, ...edges];
  let kept;
  const mark = (node) => {
    const chosen = node || kept;
    svg.classList.toggle('chosen', Boolean(chosen));
    parts.forEach((part) =>
      part.element.classList.toggle('on', Boolean(chosen) && [...part.entries].some((i) => chosen.entries.has(i))),
    );
  };
  const keep = (node) => {
    kept = kept === node ? undefined : node;
    all.forEach((other) => other.element.setAttribute('aria-pressed', String(other === kept)));
    mark();
    onChoice(kept && { label: kept.shown, entries: found.filter((_, i) => kept.entries.has(i)) });
  };
  for (const node of all) {
    const names = [...node.names];
    node.shown = node.label || names.length + (names.length === 1 ? ' name' : ' names');
    const more =
      node.column === 0 && !single ? ': ' + names.slice(0, 40).join(', ') + (names.length > 40 ? ', …' : '') : '';
    const said = node.shown + (node.said ? ', ' + node.said : '') + ', ' + COLUMNS[node.column];
    node.element = shape(
      'g',
      { class: 'node ' + node.kind, tabindex: '0', role: 'button', 'aria-pressed': 'false' },
      svg,
    );
    // the name that screen readers say
    shape('title', {}, node.element).append(said + more);
    shape('path', { d: outline(node.kind, left(node.column), top(node)) }, node.element);
    shape('text', { x: left(node.column) + 14, y: top(node) + (node.small ? 14 : 21) }, node.element).append(
      shortened(node.shown, 30),
    );
    if (node.small)
      shape('text', { x: left(node.column) + 14, y: top(node) + 27, class: 'small-text' }, node.element).append(
        shortened(node.small, 38),
      );
    node.element.addEventListener('mouseenter', () => mark(node));
    node.element.addEventListener('mouseleave', () => mark());
    node.element.addEventListener('focus', () => mark(node));
    node.element.addEventListener('blur', () => mark());
    node.element.addEventListener('click', () => keep(node));
    node.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        keep(node);
      }
    });
  }
  return () => kept && keep(kept);
};
`;
