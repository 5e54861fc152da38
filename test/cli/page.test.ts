import { spawn, spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { inventoryPage } from '../../cli/inventory/page';
import { Inventory } from '../../src/inventory/inventory';

const BROWSERS = [process.env.CHROMIUM ?? 'chromium', 'chromium-browser', 'google-chrome'];
const browser = BROWSERS.find((name) => spawnSync(name, ['--version']).status === 0);
if (browser === undefined) {
  process.stderr.write(`page: skipped, there is no ${BROWSERS.join(', ')}: install Chromium, or name one in CHROMIUM\n`);
}

const entry = { container: 'app', field: 'secrets' as const, store: 'Parameter Store', encryptionKey: 'shop/Key', role: 'shop/Role', alsoReadBy: [] };
const inventory: Inventory = {
  workloads: [{ id: 'shop/api', kind: 'task definition', name: 'api', origin: 'shop/Api', role: 'shop/Role', containers: ['app'], callsPerStart: { getSecretValue: 1, getParameters: 1, getObject: 0 } }],
  entries: [
    { ...entry, workload: 'shop/api', name: 'DB_USER', stored: '/shop/DB_USER' },
    { ...entry, workload: 'shop/api', name: 'DB_PASSWORD', stored: '/shop/DB_PASSWORD' },
    { ...entry, workload: 'shop/worker', name: '<b>SMTP</b>', stored: 'shop', store: 'Secrets Manager', jsonKey: 'SMTP' },
  ],
  cost: { currency: 'USD', perMonth: 0.4, lines: [{ what: 'secrets', count: 1, each: 0.4, total: 0.4 }], pricesOf: '2026-11-22', sources: [] },
};

(browser === undefined ? describe.skip : describe)('the page in a browser', () => {
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

  /** The page's elements after its script ran; everything that wants the network goes to the proxy. */
  async function opened(url: string): Promise<string> {
    const child = spawn(browser!, [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
      `--user-data-dir=${join(directory, 'profile')}`, `--proxy-server=http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, '--proxy-bypass-list=<-loopback>',
      '--virtual-time-budget=2000', '--dump-dom', url,
    ], { stdio: ['ignore', 'pipe', 'ignore'] });
    let dom = '';
    child.stdout.on('data', (data: Buffer) => (dom += data));
    await new Promise((resolve) => child.once('close', resolve));
    return dom;
  }

  test('the table and the graph are drawn, names are text, and nothing is requested', async () => {
    const dom = await opened(`file://${file}`);
    const table = dom.slice(dom.indexOf('id="entries"'), dom.indexOf('</table>'));
    expect(table.match(/<tr>/g)).toHaveLength(4);
    expect(table).toContain('&lt;b&gt;SMTP&lt;/b&gt;');
    const graph = dom.slice(dom.indexOf('<svg'), dom.indexOf('</svg>'));
    // names, stores, key, role, workloads
    expect(graph.match(/<g class="node"/g)).toHaveLength(3 + 3 + 1 + 1 + 2);
    expect(graph.match(/<path /g)).toHaveLength(3 + 3 + 1 + 2);
    expect(dom).toContain('3 references, 1 workloads, 0.40 USD per month');
    expect(requests).toEqual([]);
    // the control: the proxy sees what a page requests
    writeFileSync(join(directory, 'control.html'), '<img src="http://page.test/image">');
    await opened(`file://${join(directory, 'control.html')}`);
    expect(requests).toEqual(['GET http://page.test/image']);
  }, 60_000);

  test('a search hides rows and fades what doesn\'t belong to the rest', async () => {
    const dom = await opened(`file://${file}#db_pass%20shop/api`);
    const rows = dom.match(/<tr( hidden="")?><td.*?<\/tr>/g)!.slice(0, 3);
    expect(rows.map((row) => row.includes('hidden=""'))).toEqual([true, false, true]);
    expect(dom.match(/class="node off"/g)).toHaveLength(2 + 2 + 1);
  }, 60_000);

  test('fails to find what isn\'t there, and says so', async () => {
    expect(await opened(`file://${file}#nothing-like-it`)).toMatch(/<p id="none">Nothing matches/);
  }, 60_000);
});
