import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { run } from './command';
import { FakeAccount } from './fake-account';
import { ContainerSecrets, SecretValue, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-inventory-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function synthesised(name: string, parameters: string[], renamed: { [from: string]: string } = {}): string {
  const outdir = join(directory, name);
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'shop');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: { X: 'default-never-shown' } });
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/shop',
    parameters: { ...SecretValues.fromVariable(values, parameters), MODE: SecretValue.plaintext('plaintext-never-shown') },
    jsonSecret: SecretValues.generated(['KEY']),
  });
  new TaskDefinition(stack, 'Api', { family: 'api', containers: [{ name: 'app', image: 'x', secrets: [secrets.renamed(renamed)] }] });
  app.synth();
  return outdir;
}

const account = new FakeAccount();

test('a table, Markdown, JSON and a page, without a call and without a value', async () => {
  const path = synthesised('all', ['USER']);
  for (const format of ['table', 'markdown', 'json', 'html']) {
    const { out, exitCode } = await run(account, 'inventory', path, '--format', format);
    expect([exitCode, out.includes('/shop/USER'), out.includes('never-shown')]).toEqual([0, true, false]);
  }
  expect(account.calls).toEqual([]);
  const { out } = await run(account, 'inventory', path);
  expect(out).toContain('shop/api  app        KEY   Secrets Manager  shop, key KEY  aws/secretsmanager  shop/Api/ExecutionRole\n');
});

test('the page can\'t be broken out of, and may not use the network', async () => {
  const path = synthesised('page', ['USER']);
  const file = join(path, 'stacks/shop/cdk.tf.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"family": "api"', '"family": "</script><script>alert(1)</script>"'));
  const { out } = await run(account, 'inventory', path, '--format', 'html');
  expect(out).not.toContain('<script>alert');
  expect(out).toContain('default-src \'none\'');
  expect(out).not.toMatch(/(src|href|url)\s*[=(]\s*["']?(https?:)?\/\//);
});

test('what changed, in names', async () => {
  const [old, now] = [synthesised('old', ['USER', 'GONE']), synthesised('new', ['USER', 'ADDED'], { KEY: 'API_KEY' })];
  const { out, exitCode } = await run(account, 'inventory', now, '--diff', old);
  expect(exitCode).toBe(0);
  expect(out).toBe([
    '+ shop/api/app ADDED: Parameter Store /shop/ADDED',
    '+ shop/api/app API_KEY: Secrets Manager shop, key KEY',
    '- shop/api/app GONE: Parameter Store /shop/GONE',
    '- shop/api/app KEY: Secrets Manager shop, key KEY',
    '',
  ].join('\n'));
  expect((await run(account, 'inventory', now, '--diff', old, '--check')).exitCode).toBe(1);
  expect((await run(account, 'inventory', now, '--diff', now, '--check')).out).toBe('no change\n');
});

test('what changed since an inventory in JSON, for a pull request', async () => {
  const file = join(directory, 'before.json');
  await run(account, 'inventory', synthesised('before', ['USER']), '--format', 'json', '--out', file);
  const moved = JSON.parse(readFileSync(file, 'utf8'));
  moved.entries.find((entry: any) => entry.name === 'USER').stored = '/elsewhere/USER';
  moved.cost.perMonth = 0;
  writeFileSync(file, JSON.stringify(moved));
  const { out } = await run(account, 'inventory', join(directory, 'before'), '--diff', file, '--format', 'markdown');
  expect(out).toContain('Secrets: 0 added, 0 removed, 1 changed.');
  expect(out).toContain('| ✏️ | shop/api | app | `USER` | stored /elsewhere/USER → /shop/USER |');
  expect(out).toContain('Cost per month: 0.00 → 0.40 USD, without calls.');
});

test('what an application may read by itself now, and couldn\'t before', async () => {
  const file = join(directory, 'reads.json');
  await run(account, 'inventory', synthesised('reads', ['USER']), '--format', 'json', '--out', file);
  const after = JSON.parse(readFileSync(file, 'utf8'));
  after.taskRoleReads = [{ role: 'app', workloads: ['shop/api'], store: 'Secrets Manager', stored: 'shop', encryptionKey: 'k', alsoInjectedInto: [] }];
  writeFileSync(file, JSON.stringify(after));
  const path = join(directory, 'reads');
  expect((await run(account, 'inventory', file, '--diff', path)).out).toBe('+ task role app: Secrets Manager shop\n');
  expect((await run(account, 'inventory', path, '--diff', file, '--format', 'markdown')).out).toContain('\n➖ Task role `app` reads Secrets Manager `shop`.\n');
  expect((await run(account, 'inventory', file, '--diff', path, '--check')).exitCode).toBe(1);
});

test('fails for what isn\'t there, and for a difference as a page', async () => {
  expect((await run(account, 'inventory', join(directory, 'none'))).err).toMatch(/^ecs-secrets: there is no '.*none': run cdktf synth first/);
  expect((await run(account, 'inventory', join(directory, 'all'), '--diff', join(directory, 'all'), '--format', 'html')).err).toContain('a difference has no HTML page');
});

describe('keys', () => {
  const names = join(directory, 'names.txt');
  const filled = new FakeAccount();
  filled.parameters.set('/shop/B', { value: 'value-never-shown' });
  filled.parameters.set('/shop/A', { value: 'value-never-shown' });
  filled.parameters.set('/shop/deeper/C', { value: 'value-never-shown' });
  filled.secrets.set(filled.secretArn('shop'), { content: { text: '{"Z":"value-never-shown","a.b":"x","a:b":"x","Y":1,"_versions":{"Z":2}}', binary: false } });
  filled.secrets.set(filled.secretArn('text'), { content: { text: 'value-never-shown', binary: false } });

  test('of a path and of a secret, sorted, for fromNamesFile', async () => {
    expect((await run(filled, 'keys', '/shop/')).out).toBe('# written by ecs-secrets keys /shop/\nA\nB\n');
    const { out, err } = await run(filled, 'keys', 'shop');
    expect(out).toBe('# written by ecs-secrets keys shop\nY\nZ\na.b\n');
    expect(err).toContain('\'a:b\' is left out: a names file can\'t list it');
    await run(filled, 'keys', filled.secretArn('shop'), '--out', names);
    expect(Object.keys(SecretValues.fromNamesFile(names))).toEqual(['Y', 'Z', 'a.b']);
    await run(filled, 'keys', 'shop', '--out', `${names}.json`);
    expect(Object.keys(SecretValues.fromNamesFile(`${names}.json`))).toEqual(['Y', 'Z', 'a.b']);
  });

  test('the exit code tells whether the file differs', async () => {
    await run(filled, 'keys', 'shop', '--out', names);
    expect((await run(filled, 'keys', 'shop', '--out', names, '--check')).exitCode).toBe(0);
    writeFileSync(names, 'Y\n');
    const { exitCode, err } = await run(filled, 'keys', 'shop', '--out', names, '--check');
    expect([exitCode, readFileSync(names, 'utf8')]).toEqual([1, 'Y\n']);
    expect(err).toContain('differs from what is stored (+Z, +a.b): run ecs-secrets keys shop --out');
  });

  test.each([
    ['a secret that isn\'t there', 'none', 'secret \'none\' can\'t be read (ResourceNotFound): correct the name, or --region'],
    ['a secret without JSON', 'text', 'secret \'text\' holds no JSON object, so it has no keys'],
    ['an empty path', '/none', 'path \'/none\' has no parameters in eu-central-1'],
  ])('fails for %s', async (_, what, message) => {
    const { err, out, exitCode } = await run(filled, 'keys', what);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(out + err).not.toContain('never-shown');
  });

  test('fails for --check without a file', async () => {
    expect((await run(filled, 'keys', 'shop', '--check')).err).toBe('ecs-secrets: --check compares with a file: give it with --out\n');
  });
});
