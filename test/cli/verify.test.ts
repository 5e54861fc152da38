import { run } from './command';
import { ACCOUNT, FakeAccount, REGION, allowing, failure } from './fake-account';
import { fileWith } from '../temporary-files';
import { SecretValue } from 'cdktf-ecs-secrets';

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;

function taskDefinition(secrets: { [name: string]: string }, rest: object = {}): object {
  return {
    family: 'api',
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/api`,
    containerDefinitions: [{ name: 'app', secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })), ...rest }],
  };
}

function fileOf(definition: object, name = 'taskdef.json'): string {
  return fileWith(name, JSON.stringify(definition));
}

/** An account whose role may read everything of it. */
function account(): FakeAccount {
  const made = new FakeAccount();
  made.roles.set('api', { policies: [allowing({ Action: ['ssm:GetParameters', 'secretsmanager:GetSecretValue'], Resource: '*' })] });
  made.parameters.set('/api/USER', { value: 'value-of-user' });
  made.secrets.set(made.secretArn('api'), { content: { text: JSON.stringify({ KEY: 'value-of-key' }), binary: false } });
  return made;
}

async function codes(made: FakeAccount, definition: object, ...args: string[]): Promise<{ exitCode: number; codes: string[] }> {
  const { out, exitCode } = await run(made, 'verify', fileOf(definition), '--json', ...args);
  return { exitCode, codes: JSON.parse(out).checked.flatMap((one: any) => one.findings.map(({ code }: any) => code)) };
}

test('a task definition whose references are all there', async () => {
  const made = account();
  const { exitCode, out } = await run(made, 'verify', fileOf(taskDefinition({ USER: made.parameterArn('/api/USER'), KEY: `${made.secretArn('api')}:KEY::` })));
  expect(exitCode).toBe(0);
  expect(out).toContain('2 references, 2 fine\n');
});

test('a bare name is a parameter of the same Region', async () => {
  expect(await codes(account(), taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: [] });
});

test('fails with the fix for each finding', async () => {
  const made = account();
  const { exitCode, out } = await run(made, 'verify', fileOf(taskDefinition({ KEY: `${made.secretArn('api')}:KEI::`, AGE: `${made.secretArn('api')}:age` })));
  expect(exitCode).toBe(1);
  expect(out).toContain([
    `api (${fileOf(taskDefinition({ KEY: `${made.secretArn('api')}:KEI::`, AGE: `${made.secretArn('api')}:age` }))}), container app, KEY`,
    '  ✗ secret \'api\' has no key \'KEI\', did you mean \'KEY\'? [missing-key]',
    '    fix: add the key, or correct its name; letter case counts',
  ].join('\n'));
  expect(out).toContain(`    fix: write '${made.secretArn('api')}:age::'`);
  expect(out).toContain('2 references, 0 fine, 2 errors\n');
});

test.each([
  ['a placeholder', SecretValue.PLACEHOLDER, {}, ['placeholder']],
  ['a list', 'a,b', { type: 'StringList' }, ['parameter-type']],
  ['plain text, a warning', 'x', { type: 'String' }, ['parameter-type']],
  ['a key that is gone', 'x', { keyId: KEY }, ['key-missing']],
])('fails for a parameter with %s', async (_, value, rest, expected) => {
  const made = account();
  made.parameters.set('/api/USER', { value, ...rest });
  expect((await codes(made, taskDefinition({ USER: made.parameterArn('/api/USER') }))).codes).toEqual(expected);
});

test('warnings end with 0, and with 1 when strict', async () => {
  const made = account();
  made.parameters.set('/api/USER', { value: 'x', type: 'String' });
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }))).exitCode).toBe(0);
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }), '--strict')).exitCode).toBe(1);
});

test('fails with 2 when nothing is wrong but something could not be read', async () => {
  const made = account();
  made.failing.set('parameters', 'AccessDeniedException');
  expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 2, codes: ['unreadable'] });
  expect(await codes(made, taskDefinition({ USER: '/api/USER' }), '--no-values')).toEqual({ exitCode: 0, codes: [] });
});

test('fails for the one unreadable parameter of a batch only', async () => {
  const made = account();
  const names = Array.from({ length: 10 }, (_, i) => `/api/P${i}`);
  names.forEach((name) => made.parameters.set(name, { value: 'x' }));
  made.before = async (call, [, wanted]) => {
    if (call === 'parameters' && (wanted as string[]).includes('/api/P7')) {
      throw failure('AccessDeniedException');
    }
  };
  const secrets = Object.fromEntries(names.map((name) => [name.slice(5), made.parameterArn(name)]));
  const { out } = await run(made, 'verify', fileOf(taskDefinition(secrets)), '--json');
  expect(JSON.parse(out).checked.filter((one: any) => one.findings.length > 0).map((one: any) => one.name)).toEqual(['P7']);
});

test('fails without an execution role, and with one that ECS may not assume', async () => {
  const made = account();
  expect((await codes(made, { ...taskDefinition({ USER: '/api/USER' }), executionRoleArn: undefined })).codes).toEqual(['no-execution-role']);
  made.roles.set('api', { ...made.roles.get('api')!, trust: JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' } }) });
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }))).codes).toEqual(['trust']);
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }), '--role', `arn:aws:iam::${ACCOUNT}:role/none`)).codes).toEqual(['role-missing']);
});

test('the role is asked by simulation first, by its policies where that is refused', async () => {
  const made = account();
  made.roles.set('api', { policies: [] });
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }))).codes).toEqual(['access-missing']);
  made.failing.delete('simulate');
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }))).codes).toEqual([]);
  expect(made.calls).not.toContain('assume');
});

test('a role is assumed only when asked to', async () => {
  const made = account();
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }), '--assume-role')).codes).toEqual(['role-unchecked']);
  expect(made.calls).toContain('assume');
});

test('a key\'s own policy counts', async () => {
  const made = account();
  made.parameters.set('/api/USER', { value: 'x', keyId: KEY });
  made.keys.set(KEY, {});
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }))).codes).toEqual(['access-missing']);
  made.roles.set('api', { policies: [allowing({ Action: '*', Resource: '*' })] });
  expect((await codes(made, taskDefinition({ USER: '/api/USER' }))).codes).toEqual([]);
  made.keys.set(KEY, { policy: JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` }, Action: 'kms:*', Resource: '*' } }) });
  const { out } = await run(made, 'verify', fileOf(taskDefinition({ USER: '/api/USER' })));
  expect(out).toContain('(the key\'s own policy doesn\'t let the role, or its account, decrypt)');
  expect(out).toContain('fix: let the key\'s policy allow the role or its account');
});

test('a task definition in YAML, a job definition, and what they are not', async () => {
  const made = account();
  const yaml = fileWith('taskdef.yaml', `family: api\nexecutionRoleArn: arn:aws:iam::${ACCOUNT}:role/api\ncontainerDefinitions:\n  - name: app\n    secrets: [{ name: USER, valueFrom: /api/NONE }]\n`);
  expect((await run(made, 'verify', yaml)).out).toContain('parameter \'/api/NONE\' doesn\'t exist in eu-central-1 of account 123456789012 [missing]');
  const job = fileOf({ jobDefinitionName: 'job', containerProperties: { executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/api`, secrets: [{ name: 'USER', valueFrom: '/api/USER' }] } }, 'job.json');
  expect((await run(made, 'verify', job)).out).toContain('1 references, 1 fine');
  for (const [name, text, message] of [
    ['a.json', '{', 'is no JSON: render templates in it first'],
    ['b.json', '[]', 'holds no object'],
    ['c.json', '{"family": "secret-text"}', 'has no containerDefinitions'],
    ['d.yaml', 'a: [secret-text', 'is no YAML'],
  ]) {
    const { err, exitCode } = await run(made, 'verify', fileWith(name, text));
    expect([err.includes(message), err.includes('secret-text'), exitCode]).toEqual([true, false, 2]);
  }
  expect((await run(made, 'verify', 'not-registered')).err).toContain('is no file here, and no task definition could be read in eu-central-1');
});

test('500 references with 20 ms each and throttling take less than 10 s, and no output shows a value', async () => {
  // GIVEN an account that takes 250 calls per second
  const made = account();
  const secrets: { [name: string]: string } = {};
  for (let i = 0; i < 250; i++) {
    made.parameters.set(`/api/P${i}`, { value: `value-of-parameter-${i}` });
    made.secrets.set(made.secretArn(`s${i}`), { content: { text: JSON.stringify({ KEY: `value-of-secret-${i}` }), binary: false } });
    secrets[`P${i}`] = made.parameterArn(`/api/P${i}`);
    secrets[`S${i}`] = `${made.secretArn(`s${i}`)}:KEY::`;
  }
  let recent: number[] = [];
  let throttled = 0;
  made.before = async () => {
    const now = Date.now();
    recent = [...recent.filter((time) => now - time < 1000), now];
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (recent.length > 250) {
      throttled++;
      throw failure('ThrottlingException', 'Rate exceeded');
    }
  };
  // WHEN
  const junit = fileWith('junit.xml', '');
  const start = Date.now();
  const { out, err, exitCode } = await run(made, 'verify', fileOf(taskDefinition(secrets)), '--json', '--junit', junit);
  const seconds = (Date.now() - start) / 1000;
  // THEN
  expect([exitCode, throttled > 0, JSON.parse(out).checked.length]).toEqual([0, true, 501]);
  expect(seconds).toBeLessThan(10);
  expect(out + err).not.toContain('value-of-');
}, 20_000);
