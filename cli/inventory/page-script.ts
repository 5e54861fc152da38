import { PAGE_GRAPH } from './page-graph';

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
  const counted = (count, one, many) => count + ' ' + (count === 1 ? one : many);
  const rowOf = (cells, head, classes) => {
    const row = html('tr');
    cells.forEach((text, i) => {
      const cell = html('td', text, classes[i]);
      // on a phone each row is a card, and says what its lines are
      cell.dataset.label = head[i];
      if (String(text).length > 40) cell.title = text;
      row.append(cell);
    });
    return row;
  };
  const headOf = (table, head, classes) => {
    const top = html('tr');
    const cells = head.map((text, i) => {
      const cell = html(text ? 'th' : 'td', text, classes[i] === 'number' ? 'number' : '');
      if (text) cell.scope = 'col';
      top.append(cell);
      return cell;
    });
    table.append(html('thead'), html('tbody'));
    table.tHead.append(top);
    return cells;
  };
  const fill = (table, head, rows, classes) => {
    headOf(table, head, classes);
    table.tBodies[0].append(...rows.map((cells) => rowOf(cells, head, classes)));
  };

  const storedOf = (e) => e.stored + (e.jsonKey ? ', key ' + e.jsonKey : '') + (e.version ? ', ' + e.version : '');
  const entries = data.entries.map((e) => {
    const cells = [
      e.workload,
      e.container,
      e.name,
      e.store,
      storedOf(e),
      e.encryptionKey,
      e.role,
      e.alsoReadBy.join(', '),
    ];
    return { ...e, cells, text: cells.join('\n').toLowerCase() };
  });
  const HEAD = [
    'Workload',
    'Container',
    'Name',
    'Store',
    'Stored as',
    'Encrypted by',
    'Read by role',
    'Also read by',
  ];
  const CLASSES = ['', '', 'code', '', 'code', '', '', ''];
  byId('applications').hidden = data.taskRoleReads.length === 0;
  fill(
    byId('reads'),
    ['Task role', 'Workloads', 'Store', 'Stored as', 'Encrypted by', 'Also given to'],
    data.taskRoleReads.map((r) => [
      r.role,
      r.workloads.join(', '),
      r.store,
      r.stored,
      r.encryptionKey,
      r.alsoInjectedInto.join(', '),
    ]),
    ['', '', '', 'code', '', ''],
  );
  fill(
    byId('calls'),
    ['Workload', 'GetSecretValue', 'GetParameters', 'GetObject'],
    data.workloads.map((w) => [
      w.id,
      w.callsPerStart.getSecretValue,
      w.callsPerStart.getParameters,
      w.callsPerStart.getObject,
    ]),
    ['', 'number', 'number', 'number'],
  );
  fill(
    byId('cost'),
    ['What', 'Count', 'USD each', 'USD'],
    [
      ...data.cost.lines.map((l) => [l.what, l.count, l.each.toFixed(2), l.total.toFixed(2)]),
      ['Sum', '', '', data.cost.perMonth.toFixed(2)],
    ],
    ['', 'number', 'number', 'number'],
  );
  byId('prices').textContent = 'Without calls. Prices of ' + data.cost.pricesOf + '.';
  byId('sum').textContent =
    counted(entries.length, 'reference', 'references') +
    ', ' +
    counted(data.workloads.length, 'workload', 'workloads') +
    ', ' +
    data.cost.perMonth.toFixed(2) +
    ' USD per month';
  data.workloads.forEach((w) => byId('workload').append(new Option(w.id, w.id)));

  // a column's name is a button that sorts by it, up and then down
  let order = { column: -1, down: false };
  const sorted = (list) =>
    order.column < 0
      ? list
      : [...list].sort((a, b) => {
          const [x, y] = [a.cells[order.column], b.cells[order.column]];
          return (x < y ? -1 : x > y ? 1 : 0) * (order.down ? -1 : 1);
        });
  const heads = headOf(byId('entries'), HEAD, CLASSES);
  heads.forEach((cell, column) => {
    const button = html('button', cell.textContent);
    button.type = 'button';
    button.addEventListener('click', () => {
      order = { column, down: order.column === column && !order.down };
      heads.forEach((other, i) =>
        i === column
          ? other.setAttribute('aria-sort', order.down ? 'descending' : 'ascending')
          : other.removeAttribute('aria-sort'),
      );
      show();
    });
    cell.replaceChildren(button);
  });

  // a browser takes long for thousands of rows, and nobody reads them
  const MOST_ROWS = 300;
  const table = (found, all) => {
    const shown = all ? found : found.slice(0, MOST_ROWS);
    byId('entries').tBodies[0].replaceChildren(...shown.map((e) => rowOf(e.cells, HEAD, CLASSES)));
    byId('none').hidden = found.length > 0;
    byId('rest').hidden = shown.length === found.length;
    byId('rest').textContent = 'Show ' + (found.length - shown.length) + ' more';
    byId('rest').onclick = () => table(found, true);
  };

  ${PAGE_GRAPH}

  // every word must occur somewhere in the row; a node that is chosen leaves what passes through it
  let found = entries;
  let chosen;
  let release = () => {};
  const show = () => {
    const rows = chosen ? chosen.entries : found;
    byId('found').textContent =
      (rows.length === entries.length ? '' : rows.length + ' of ' + entries.length) +
      (chosen ? ' through ' + chosen.label : '');
    byId('clear').hidden = !chosen;
    table(sorted(rows), false);
  };
  const search = () => {
    const words = byId('search')
      .value.toLowerCase()
      .split(/\s+/)
      .filter((word) => word);
    const workload = byId('workload').value;
    found = entries.filter(
      (e) => (!workload || e.workload === workload) && words.every((word) => e.text.includes(word)),
    );
    chosen = undefined;
    release = draw(byId('graph'), found, (choice) => {
      chosen = choice;
      show();
    });
    show();
  };
  byId('search').addEventListener('input', search);
  byId('workload').addEventListener('change', search);
  byId('clear').addEventListener('click', () => release());
  addEventListener('keydown', (event) => event.key === 'Escape' && release());
  // a link can carry a search: inventory.html#smtp; what isn't encoded is taken as it is
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const linked = () => {
    if (location.hash) byId('search').value = decoded(location.hash.slice(1));
    search();
  };
  addEventListener('hashchange', linked);
  linked();
})();
`;
