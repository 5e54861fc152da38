import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { run } from './command';
import { FakeAccount, failure } from './fake-account';
import { JOB, JOB_OF_SEVERAL, TASK } from './import-definitions';
import { fileWith } from '../temporary-files';

const account = new FakeAccount();
const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-line-'));
const task = fileWith('task.json', JSON.stringify(TASK));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('help', () => {
  test('of the program names every command and the exit codes', async () => {
    const { out, err, exitCode } = await run(account, '--help');
    expect([exitCode, err]).toEqual([0, '']);
    for (const text of ['verify', 'inventory', 'keys', 'import', 'Exit codes:', 'ecs-secrets help COMMAND']) {
      expect(out).toContain(text);
    }
    expect((await run(account, '-h')).out).toBe(out);
  });

  test.each(['verify', 'inventory', 'keys', 'import'])('of %s has examples, and what it takes', async (command) => {
    const { out, exitCode } = await run(account, command, '--help');
    expect(exitCode).toBe(0);
    expect(out.match(new RegExp(`^  .*ecs-secrets ${command}`, 'gm'))!.length).toBeGreaterThanOrEqual(2);
    expect(out.includes('Permissions')).toBe(command !== 'inventory');
    expect((await run(account, 'help', command)).out).toBe(out);
    // narrower than most terminals
    expect(out.split('\n').filter((line) => line.length > 125)).toEqual([]);
  });

  test('no example has an option that the command doesn\'t take', async () => {
    for (const command of ['verify', 'inventory', 'keys', 'import']) {
      const { out } = await run(account, command, '--help');
      const [options, examples] = out.split('Examples:');
      const used = [...examples.matchAll(/ecs-secrets \w+[^\n&>]*/g)].flatMap(([line]) => line.match(/--[a-z-]+/g) ?? []);
      expect(used.filter((option) => !options.includes(option))).toEqual([]);
    }
  });

  test('is what somebody gets who says nothing', async () => {
    expect(await run(account)).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining('Usage: ecs-secrets') });
  });
});

test.each<[string, string[], string]>([
  ['an unknown option', ['verify', '--jsn'], 'error: unknown option \'--jsn\'\n(Did you mean --json?)'],
  ['an unknown command', ['verfy'], 'error: unknown command \'verfy\'\n(Did you mean verify?)'],
  ['a missing argument', ['keys'], 'error: missing required argument \'what\''],
  ['one argument too many', ['keys', 'a', 'b'], 'error: too many arguments for \'keys\''],
  ['a format that isn\'t there', ['inventory', '--format', 'pdf'], 'Allowed choices are table, markdown, json, html.'],
  ['a number that is none', ['verify', '--concurrency', '0'], 'give a whole number from 1 to 100.'],
  ['a folder that can\'t be written to', ['import', task, '--out', '/nowhere/stack.ts'], 'file \'/nowhere/stack.ts\' can\'t be written (ENOENT): give a path in a folder'],
  ['a report that can\'t be written', ['verify', task, '--junit', directory], `file '${directory}' can't be written (EISDIR)`],
  ['a folder without an app', ['verify', directory], 'there is neither manifest.json nor cdk.tf.json in'],
  ['a manifest that is none', ['inventory', fileWith('manifest.json', '{"stacks":'), '--diff', task], 'is not JSON'],
  ['a plan that is none', ['verify', fileWith('plan.json', '{"planned_values":{"root_module":{"resources":[null]}}}')], 'isn\'t a file as Terraform or cdktf writes it (TypeError): create it again'],
  ['an inventory that is none', ['inventory', fileWith('inventory.json', '{"entries":5,"cost":{}}')], 'is not an inventory as this version writes it: create it again'],
  ['secrets that are not list', ['verify', fileWith('map.json', '{"containerDefinitions":[{"secrets":{"A":"never-shown"}}]}')], 'containerDefinitions[0].secrets must be a list, got an object'],
])('fails with 2 and a sentence for %s', async (_, words, message) => {
  const { exitCode, out, err } = await run(account, ...words);
  expect([exitCode, err]).toEqual([2, expect.stringContaining(message)]);
  expect(out + err).not.toMatch(/never-shown|\n {4}at |unexpected happened/);
});

test.each<[string, Error, string]>([
  ['credentials', failure('CredentialsProviderError', 'Could not load credentials from any providers'), 'CredentialsProviderError)'],
  ['permission', failure('AccessDenied', 'not authorized'), 'AccessDenied)'],
  ['a connection', Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
])('fails with 2 and a sentence without %s', async (_, problem, message) => {
  const closed = new FakeAccount();
  closed.before = async () => Promise.reject(problem);
  for (const words of [['verify', task], ['keys', 'x'], ['import', task]]) {
    const { exitCode, out, err } = await run(closed, ...words);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(`ecs-secrets: the AWS account can't be found out (${message}`);
    expect(err).toContain('log in, or give --profile');
  }
});

test('a defect of the command itself shows nothing that was read', async () => {
  const broken = new FakeAccount();
  broken.secrets.set(broken.secretArn('x'), { content: undefined as any });
  const { exitCode, err } = await run(broken, 'keys', 'x');
  expect([exitCode, err]).toEqual([2, 'ecs-secrets: something unexpected happened (TypeError): run the command with ECS_SECRETS_DEBUG=1 to see where, and report it\n']);
});

function paths(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [at, ...inner.flatMap(([key, one]) => paths(one, [...at, Array.isArray(value) ? Number(key) : key]))];
}

function replaced(value: any, [key, ...rest]: (string | number)[], by: unknown): any {
  if (key === undefined) {
    return by;
  }
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(value[key], rest, by);
  return copy;
}

test('whatever stands wherever in a definition, the answer is a report or a sentence', async () => {
  const places = [TASK, JOB, JOB_OF_SEVERAL].flatMap((definition) => paths(definition).slice(1).map((path) => [definition, path] as const));
  // each place as null, in the order of the places, besides what chance brings
  const nulls = places.map((place): [typeof place, unknown] => [place, null]);
  const junk = fc.constantFrom<unknown>(null, 5, 'x', '', true, [], {}, [null], ['x'], [{}], { x: 1 }, [[]]);
  await fc.assert(fc.asyncProperty(fc.constantFrom(...places), junk, async ([definition, path], value) => {
    const file = fileWith('junk.json', JSON.stringify(replaced(definition, path, value)));
    for (const command of ['verify', 'import']) {
      const { exitCode, err } = await run(account, command, file);
      expect([0, 1, 2]).toContain(exitCode);
      expect(err).not.toContain('unexpected happened');
    }
  }), { numRuns: 400 + nulls.length, examples: nulls });
}, 60_000);
