import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from './command';
import { ACCOUNT, FakeAccount, allowing } from './fake-account';
import { colourOf } from '../../cli/output/colour';
import { markdownCell, markdownCode, visible, visibleJson } from '../../src/inventory/plain-text';

const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-gate-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: object | string): string {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}

function account(): FakeAccount {
  const made = new FakeAccount();
  made.roles.set('api', { policies: [allowing({ Action: '*', Resource: '*' })] });
  made.parameters.set('/api/USER', { value: 'value-never-shown' });
  made.parameters.set('/api/PLAIN', { value: 'value-never-shown', type: 'String' });
  return made;
}

const task = (secrets: { [name: string]: string }, rest: object = {}) => ({
  family: 'api',
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/api`,
  containerDefinitions: [{ name: 'app', secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })) }],
  ...rest,
});

describe('a gate', () => {
  const good = file('services/a/taskdef.json', task({ USER: '/api/USER' }));
  const bad = file('services/b/deep/taskdef.json', task({ NONE: '/api/NONE' }));

  test('takes several files, and patterns', async () => {
    expect((await run(account(), 'verify', good, bad)).out).toContain('2 sources\n');
    const { exitCode, out } = await run(account(), 'verify', join(directory, 'services/**/taskdef.json'), '--json');
    expect([exitCode, JSON.parse(out).checked.filter(({ name }: any) => name).map(({ name }: any) => name)]).toEqual([1, ['USER', 'NONE']]);
    expect((await run(account(), 'verify', join(directory, 'services/*/taskdef.json'))).exitCode).toBe(0);
    expect((await run(account(), 'verify', join(directory, 'x*.json'))).err).toContain('no file matches');
  });

  test('fails with 2 where there was nothing to check', async () => {
    for (const path of [file('none.json', task({})), file('open.json', task({ X: '${var.x}' }))]) {
      const { exitCode, out } = await run(account(), 'verify', path);
      expect([exitCode, out.includes('[nothing-checked]')]).toEqual([2, true]);
    }
  });

  test('reads the task definition that ecspresso.yml names, in its Region', async () => {
    file('ecspresso/taskdef.json', task({ USER: '/api/USER' }));
    const configuration = file('ecspresso/ecspresso.yml', 'region: eu-central-1\ncluster: c\nservice: s\ntask_definition: taskdef.json\n');
    expect((await run(account(), 'verify', configuration)).out).toContain('1 reference, 1 fine');
    file('ecspresso/template.json', '{"family": "{{ must_env `X` }}"}');
    const template = file('ecspresso/other.yml', 'cluster: c\ntask_definition: template.json\n');
    expect((await run(account(), 'verify', template)).err).toContain('has templates in it: render it with');
    const jsonnet = file('ecspresso/third.yml', 'cluster: c\ntask_definition: taskdef.jsonnet\n');
    expect((await run(account(), 'verify', jsonnet)).err).toContain('is Jsonnet: render it with');
  });

  test('names the line of a file in annotations and in SARIF', async () => {
    const sarif = join(directory, 'out.sarif');
    const { out } = await run(account(), 'verify', bad, '--github', '--sarif', sarif);
    const line = readFileSync(bad, 'utf8').split('\n').findIndex((text) => text.includes('/api/NONE')) + 1;
    expect(out).toContain(`::error file=${bad},line=${line},title=missing`);
    const [{ tool, results: [result] }] = JSON.parse(readFileSync(sarif, 'utf8')).runs;
    expect(tool.driver).toMatchObject({ name: 'ecs-secrets', version: '1.2.3', rules: [{ id: 'missing' }] });
    expect(result).toMatchObject({ ruleId: 'missing', level: 'error' });
    expect(result.locations[0].physicalLocation.region.startLine).toBe(line);
  });

  test('prints the report first where a file can\'t be written, and fails with 2', async () => {
    const { exitCode, out, err } = await run(account(), 'verify', good, '--junit', directory);
    expect([exitCode, out.includes('1 reference, 1 fine')]).toEqual([2, true]);
    expect(err).toContain('can\'t be written (EISDIR)');
  });

  test('has a version, and knows its commands', async () => {
    expect(await run(account(), '--version')).toMatchObject({ exitCode: 0, out: '1.2.3\n' });
    expect(await run(account(), 'help', 'verfy')).toMatchObject({ exitCode: 2, err: expect.stringContaining('there is no command \'verfy\'') });
    expect((await run(account(), 'verify', good, '--endpoint-url', 'localhost')).err).toContain('give an address that begins with https://');
  });
});

describe('a baseline', () => {
  const plain = file('plain.json', task({ PLAIN: '/api/PLAIN' }));
  const accepting = (entry: object) => file('baseline.json', { accepted: [{ code: 'parameter-type', reason: 'no secret', expires: '2999-12-31', ...entry }] });

  test('accepts what it names, until its day', async () => {
    expect((await run(account(), 'verify', plain, '--strict')).exitCode).toBe(1);
    const { exitCode, out } = await run(account(), 'verify', plain, '--strict', '--baseline', accepting({ name: 'PLAIN' }));
    expect(exitCode).toBe(0);
    expect(out).toContain('why: accepted until 2999-12-31: no secret');
    const expired = await run(account(), 'verify', plain, '--strict', '--baseline', accepting({ expires: '2020-01-01' }));
    expect([expired.exitCode, expired.out.includes('(accepted until 2020-01-01 only: no secret)')]).toEqual([1, true]);
  });

  test('warns of what it accepts and isn\'t found', async () => {
    const { out } = await run(account(), 'verify', plain, '--baseline', accepting({ name: 'OTHER' }));
    expect(out).toContain('the baseline accepts \'parameter-type\' of \'OTHER\', which wasn\'t found [baseline-unused]');
  });

  test.each<[string, object, string]>([
    ['without a list', {}, 'has no list \'accepted\''],
    ['without a reason', { accepted: [{ code: 'x', expires: '2027-01-01' }] }, 'entry 1: field \'reason\' is missing'],
    ['with a day that is none', { accepted: [{ code: 'x', reason: 'y', expires: 'soon' }] }, 'expires is \'soon\''],
    ['with an unknown field', { accepted: [{ code: 'x', reason: 'y', expires: '2027-01-01', cod: 'x' }] }, 'field \'cod\' is unknown'],
  ])('fails %s', async (_, content, message) => {
    const { exitCode, err } = await run(account(), 'verify', plain, '--baseline', file('wrong.json', content));
    expect([exitCode, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('names from a file', () => {
  const hostile = '::stop-commands::x\u001b[2J\n::error::\u202e\uffff\u2028';

  test('don\'t reach the terminal, the workflow log or a report raw', async () => {
    const path = file('hostile.json', task({ [hostile]: hostile }, { family: hostile }));
    const junit = join(directory, 'hostile.xml');
    const { out } = await run(account(), 'verify', path, '--github', '--junit', junit);
    const json = (await run(account(), 'verify', path, '--json')).out;
    for (const text of [out, json, readFileSync(junit, 'utf8')]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\uffff]/);
    }
    expect(out.split('\n').filter((line) => /^\s*::/.test(line) && !/^::(error|warning|notice) /.test(line))).toEqual([]);
    // nothing is lost either
    expect(JSON.parse(json).checked[1].name).toBe(hostile);
  });

  test('are shown escaped', () => {
    expect(visible('a\nb\u001b[2J')).toBe('a\\nb\\u001b[2J');
    expect(visible('::x')).toBe('\\u003a:x');
    expect(visible('##[group]x ##vso[x]')).toBe('#\\u0023[group]x #\\u0023vso[x]');
    expect(visible('\ud800x\ud83d\ude00')).toBe('\\ud800x\ud83d\ude00');
    expect(markdownCell('a|b`c`<i> @team\n')).toBe('a\\|b\\`c\\`\\<i\\> &#64;team\\\\n');
    expect(markdownCode('a|`b`')).toBe('`` a\\|`b` ``');
    expect(JSON.parse(visibleJson({ a: hostile }))).toEqual({ a: hostile });
  });
});

test('an answer that isn\'t JSON is never quoted', async () => {
  const broken = account();
  broken.before = async (call) => {
    if (call === 'parameters') {
      throw Object.assign(new SyntaxError('Unexpected token h in JSON: "canary-never-shown"'), { $metadata: { httpStatusCode: 200 } });
    }
    if (call === 'describeParameters') {
      throw Object.assign(new Error('canary-never-shown'), { name: 'canary-never-shown' });
    }
  };
  const { out, err, exitCode } = await run(broken, 'verify', file('canary.json', task({ USER: '/api/USER' })));
  expect([exitCode, out.includes('(SyntaxError, HTTP 200)')]).toEqual([2, true]);
  expect(out + err).not.toContain('canary-never-shown');
});

test.each([
  [{}, true, true], [{}, false, false], [{ NO_COLOR: '1' }, true, false], [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true], [{ FORCE_COLOR: '0' }, true, false], [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
])('colours with %j on a terminal: %s → %s', (environment, isTerminal, expected) => {
  expect(colourOf(environment, isTerminal)).toBe(expected);
});

describe('inventory and keys as gates', () => {
  const stack = (parameters: string[], count: number | undefined) => ({
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: {
      aws_ssm_parameter: Object.fromEntries(parameters.map((name) => [name, { name: `/api/${name}`, type: 'SecureString' }])),
      aws_secretsmanager_secret: { extra: { name: 'extra-${count.index}', count } },
      aws_kms_replica_key: { replica: { count } },
    },
  });

  test('--check without --diff is refused; a changed cost is a difference', async () => {
    const [old, now] = [file('old/cdk.tf.json', stack(['A'], 1)), file('now/cdk.tf.json', stack(['A'], 3))];
    expect(await run(account(), 'inventory', now, '--check')).toMatchObject({ exitCode: 2, err: expect.stringContaining('give it with --diff') });
    expect(await run(account(), 'inventory', now, '--diff', old, '--check')).toMatchObject({ exitCode: 1, out: expect.stringContaining('1.40 → 4.20 USD') });
  });

  test('of a plan, and of what is none', async () => {
    const plan = join(__dirname, '../fixtures/plans/quickstart-first.json');
    const { out } = await run(account(), 'inventory', plan, '--format', 'json');
    expect(JSON.parse(out).entries.map(({ name }: any) => name)).toEqual(['API_KEY', 'DB_PASSWORD', 'DB_USER', 'SESSION_SECRET', 'SMTP_PASSWORD']);
    expect((await run(account(), 'inventory', file('x.json', task({})))).err).toContain('is not an app, plan or inventory');
    const slightly = file('slightly.json', { ...JSON.parse(out), cost: { perMonth: 'much', lines: [], sources: [], pricesOf: 'x' } });
    expect(await run(account(), 'inventory', slightly)).toMatchObject({ exitCode: 2, err: expect.stringContaining('is not an inventory as this version writes it') });
  });

  test('names are compared, not bytes', async () => {
    const made = account();
    const names = file('names.txt', '# mine\r\nUSER\r\n\r\nPLAIN\r\n');
    expect((await run(made, 'keys', '/api', '--out', names, '--check')).exitCode).toBe(0);
    const json = file('names.json', '["USER","PLAIN"]');
    expect((await run(made, 'keys', '/api', '--out', json, '--check')).exitCode).toBe(0);
    expect(await run(made, 'keys', '/api', '--out', file('names.txt', 'USER\n'), '--check')).toMatchObject({ exitCode: 1, err: expect.stringContaining('(+PLAIN)') });
  });
});
