import { spawn } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { inventoryPage } from '../../cli/inventory/page';
import { Inventory } from '../../src/inventory/inventory';
import { runs, testsThatNeed } from '../support/programs';

const BROWSERS = [process.env.CHROMIUM ?? 'chromium', 'chromium-browser', 'google-chrome'];
const browser = BROWSERS.find((name) => runs(name, '--version'));
const { describe: describeInBrowser } = testsThatNeed('Chromium (apt-get install chromium, or name one in CHROMIUM)', browser !== undefined);

const entry = { container: 'app', field: 'secrets' as const, store: 'Parameter Store', encryptionKey: 'shop/Key', role: 'shop/Role', alsoReadBy: [] };
const inventory: Inventory = {
  workloads: [{ id: 'shop/api', kind: 'task definition', name: 'api', origin: 'shop/Api', role: 'shop/Role', containers: ['app'], callsPerStart: { getSecretValue: 1, getParameters: 1, getObject: 0 } }],
  entries: [
    { ...entry, workload: 'shop/api', name: 'DB_USER', stored: '/shop/DB_USER' },
    { ...entry, workload: 'shop/api', name: 'DB_PASSWORD', stored: '/shop/DB_PASSWORD' },
    { ...entry, workload: 'shop/worker', name: '<b>SMTP</b>', stored: 'shop', store: 'Secrets Manager', jsonKey: 'SMTP' },
  ],
  taskRoleReads: [{ role: 'shop/AppRole', workloads: ['shop/api'], store: 'Secrets Manager', stored: 'signing', encryptionKey: 'shop/Key', alsoInjectedInto: [] }],
  cost: { currency: 'USD', perMonth: 0.4, lines: [{ what: 'secrets', count: 1, each: 0.4, total: 0.4 }], pricesOf: '2026-11-22', sources: [] },
};

/** Twenty services with 300 names each, half of them in one secret. */
const large: Inventory = {
  ...inventory,
  workloads: Array.from({ length: 20 }, (_, s) => ({ ...inventory.workloads[0], id: `shop/service-${s}` })),
  entries: Array.from({ length: 6000 }, (_, i) => {
    const workload = `shop/service-${Math.floor(i / 300)}`;
    const place = i % 2 === 0 ? { store: 'Parameter Store', stored: `/${workload}/NAME_${i}` } : { store: 'Secrets Manager', stored: workload, jsonKey: `NAME_${i}` };
    return { ...entry, ...place, workload, name: `NAME_${i}`, role: `${workload}/Role` };
  }),
};

describeInBrowser('the page in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-page-'));
  const file = join(directory, 'inventory.html');
  const requests: string[] = [];
  // what Chromium itself asks for, whatever page is open
  const isOwn = (url = '') => /^(http:\/\/)?[\w.-]+\.(google|googleapis|gstatic|gvt1)\.com[:/]/.test(url);
  const proxy = createServer((request, response) => {
    requests.push(...(isOwn(request.url) ? [] : [`${request.method} ${request.url}`]));
    response.writeHead(502).end();
  }).on('connect', (request, socket) => {
    requests.push(...(isOwn(request.url) ? [] : [`CONNECT ${request.url}`]));
    socket.destroy();
  });

  beforeAll(async () => {
    writeFileSync(file, inventoryPage(inventory));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    proxy.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** What the browser prints after the page's script ran; everything that wants the network goes to the proxy. */
  async function browse(url: string, ...options: string[]): Promise<string> {
    const child = spawn(browser!, [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--hide-scrollbars',
      `--user-data-dir=${join(directory, 'profile')}`, `--proxy-server=http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, '--proxy-bypass-list=<-loopback>',
      '--window-size=1440,1000', '--virtual-time-budget=2000', ...options, url,
    ], { stdio: ['ignore', 'pipe', 'ignore'] });
    let printed = '';
    child.stdout.on('data', (data: Buffer) => (printed += data));
    await new Promise((resolve) => child.once('close', resolve));
    return printed;
  }

  async function opened(url: string): Promise<string> {
    return browse(url, '--dump-dom');
  }

  /** The page with somebody at it. */
  async function used(page: string, doing: string): Promise<string> {
    const path = join(directory, 'used.html');
    writeFileSync(path, page.replace('</body>', () => `<script>${doing}</script></body>`));
    return opened(`file://${path}`);
  }

  const rowsOf = (dom: string) => dom.slice(dom.indexOf('id="entries"'), dom.indexOf('id="none"')).match(/<tr><td.*?<\/tr>/gs) ?? [];
  const nodesOf = (dom: string) => dom.slice(dom.indexOf('<svg'), dom.indexOf('</svg>')).match(/<g class="node[ "]/g) ?? [];
  const choose = (label: string, doing = 'node.dispatchEvent(new MouseEvent("click"));') => `{
    const node = [...document.querySelectorAll(".node")].find((one) => one.querySelector("title").textContent.includes(${JSON.stringify(label)}));
    ${doing}
  }`;

  test('the table and the graph are drawn, names are text, and nothing is requested', async () => {
    const dom = await opened(`file://${file}`);
    expect(rowsOf(dom)).toHaveLength(3);
    expect(dom).toContain('&lt;b&gt;SMTP&lt;/b&gt;');
    // names, stores, role, workloads; a key stands on what it encrypts, so that it joins nothing
    expect(nodesOf(dom)).toHaveLength(3 + 3 + 1 + 2);
    expect(dom.match(/class="edge"/g)).toHaveLength(3 + 3 + 2);
    expect(dom).toContain('Parameter Store · key shop/Key');
    expect(dom).toContain('3 references, 1 workload, 0.40 USD per month');
    expect(requests).toEqual([]);
    // the control: the proxy sees what a page requests
    writeFileSync(join(directory, 'control.html'), '<img src="http://page.test/image">');
    await opened(`file://${join(directory, 'control.html')}`);
    expect(requests).toEqual(['GET http://page.test/image']);
  }, 60_000);

  test('a search that is typed, or that a link carries, leaves what matches in table and graph', async () => {
    const typed = await used(inventoryPage(inventory), 'const s = document.getElementById("search"); s.value = "db_pass shop/api"; s.dispatchEvent(new Event("input"));');
    const linked = await opened(`file://${file}#db_pass%20shop/api`);
    for (const dom of [typed, linked]) {
      expect(rowsOf(dom)).toEqual([expect.stringContaining('>DB_PASSWORD</td>')]);
      expect(nodesOf(dom)).toHaveLength(4);
      expect(dom).toContain('1 of 3');
    }
    const chosen = await used(inventoryPage(inventory), 'const w = document.getElementById("workload"); w.value = "shop/api"; w.dispatchEvent(new Event("change"));');
    expect(rowsOf(chosen)).toHaveLength(2);
  }, 60_000);

  test('fails to find what isn\'t there, and says so', async () => {
    expect(await opened(`file://${file}#nothing-like-it`)).toMatch(/<p id="none">Nothing matches/);
  }, 60_000);

  test('twenty services with 300 names each: a graph of places, the first rows, and all of them on demand', async () => {
    const dom = await used(inventoryPage(large), '');
    expect(rowsOf(dom)).toHaveLength(300);
    expect(dom).toContain('Show 5700 more');
    // two places per service, with 150 names each; a role and a workload per service
    expect(nodesOf(dom)).toHaveLength(40 + 40 + 20 + 20);
    expect(dom.match(/>150 names</g)).toHaveLength(40);
    expect(rowsOf(await used(inventoryPage(large), 'document.getElementById("rest").click();'))).toHaveLength(6000);
    const one = await used(inventoryPage(large), 'const s = document.getElementById("search"); s.value = "name_59"; s.dispatchEvent(new Event("input"));');
    // NAME_59, 590 to 599 and 5900 to 5999
    expect(rowsOf(one)).toHaveLength(1 + 10 + 100);
  }, 120_000);

  test('a node that is chosen, with the mouse or the keyboard, keeps its ways and filters the table', async () => {
    const key = (name: string) => `node.dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }));`;
    for (const doing of [undefined, key('Enter'), key(' ')]) {
      const dom = await used(inventoryPage(inventory), choose('/shop/DB_PASSWORD', doing));
      expect(rowsOf(dom)).toEqual([expect.stringContaining('>DB_PASSWORD</td>')]);
      expect(dom).toContain('1 of 3 through /shop/DB_PASSWORD');
      expect(dom.match(/aria-pressed="true"/g)).toHaveLength(1);
      // name, store, role, workload, and the steps between them
      expect(dom.match(/<g class="node [a-z]+ on"/g)).toHaveLength(4);
      expect(dom.match(/class="edge on"/g)).toHaveLength(3);
    }
    const released = await used(inventoryPage(inventory), `${choose('/shop/DB_PASSWORD')} dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));`);
    expect([rowsOf(released).length, released.includes('aria-pressed="true"')]).toEqual([3, false]);
  }, 120_000);

  test('columns are sorted by their names, which are buttons', async () => {
    const click = 'document.querySelectorAll("#entries th button")[2].click();';
    const namesOf = (dom: string) => rowsOf(dom).map((row) => row.match(/data-label="Name">(.*?)</)![1]);
    expect(namesOf(await used(inventoryPage(inventory), click))).toEqual(['&lt;b&gt;SMTP&lt;/b&gt;', 'DB_PASSWORD', 'DB_USER']);
    const down = await used(inventoryPage(inventory), click + click);
    expect(namesOf(down)).toEqual(['DB_USER', 'DB_PASSWORD', '&lt;b&gt;SMTP&lt;/b&gt;']);
    expect(down).toContain('aria-sort="descending"');
    expect(down.match(/<th(?![^>]*scope="col")[ >]/g)).toBeNull();
  }, 60_000);

  test('a link that isn\'t encoded searches for what it says', async () => {
    expect(await opened(`file://${file}#100%`)).toMatch(/<p id="none">Nothing matches/);
  }, 60_000);

  test('on a phone each row is a card, and nothing is wider than the screen', async () => {
    const frame = join(directory, 'phone.html');
    const measure = `onload = () => {
      const page = document.querySelector("iframe").contentDocument;
      const row = page.querySelector("#entries tbody tr");
      const wide = [...page.querySelectorAll("header *, td")].filter((one) => one.getBoundingClientRect().right > 391).length;
      document.title = [getComputedStyle(row).display, page.documentElement.scrollWidth, wide].join(" ");
    };`;
    writeFileSync(frame, `<iframe src="inventory.html" width="390" height="844" style="border: 0"></iframe><script>${measure}</script>`);
    expect(await browse(`file://${frame}`, '--dump-dom', '--allow-file-access-from-files')).toContain('<title>block 390 0</title>');
  }, 60_000);

  test.each([['3 entries', inventory], ['300 entries', { ...large, entries: large.entries.slice(0, 300) }], ['6,000 entries', large]])(
    'axe finds nothing with %s, in light and dark', async (_, one) => {
      const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
      const look = 'axe.run().then(({ violations }) => { document.title = "axe: " + JSON.stringify(violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 90)])); });';
      const path = join(directory, 'axe.html');
      writeFileSync(path, inventoryPage(one).replace('</body>', () => `<script>${axe}</script><script>${look}</script></body>`));
      for (const scheme of ['light', 'dark']) {
        const options = scheme === 'dark' ? ['--blink-settings=preferredColorScheme=0'] : [];
        const dom = await browse(`file://${path}`, '--dump-dom', '--virtual-time-budget=60000', ...options);
        expect(dom.match(/<title>(.*?)<\/title>/)![1]).toBe('axe: []');
      }
    }, 180_000);

  test('a picture of it isn\'t empty', async () => {
    const picture = join(directory, 'page.png');
    await browse(`file://${file}`, `--screenshot=${picture}`);
    const blank = join(directory, 'blank.png');
    writeFileSync(join(directory, 'blank.html'), '<!doctype html>');
    await browse(`file://${join(directory, 'blank.html')}`, `--screenshot=${blank}`);
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    expect(readFileSync(picture).length).toBeGreaterThan(4 * readFileSync(blank).length);
  }, 60_000);
});
