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
  expect((await run(made, 'verify', job)).out).toContain('1 reference, 1 fine');
  for (const [name, text, message] of [
    ['a.json', '{', 'is not JSON: render templates in it first'],
    ['b.json', '[]', 'doesn\'t contain an object'],
    ['c.json', '{"family": "secret-text"}', 'has no containerDefinitions'],
    ['d.yaml', 'a: [secret-text', 'is not YAML'],
  ]) {
    const { err, exitCode } = await run(made, 'verify', fileWith(name, text));
    expect([err.includes(message), err.includes('secret-text'), exitCode]).toEqual([true, false, 2]);
  }
  expect((await run(made, 'verify', 'not-registered')).err).toContain('is not a file here, and no task definition could be read in eu-central-1');
});

test('500 references with 20 ms each take less than 10 s, and no output shows a value', async () => {
  const made = account();
  const secrets: { [name: string]: string } = {};
  for (let i = 0; i < 250; i++) {
    made.parameters.set(`/api/P${i}`, { value: `value-of-parameter-${i}` });
    made.secrets.set(made.secretArn(`s${i}`), { content: { text: JSON.stringify({ KEY: `value-of-secret-${i}` }), binary: false } });
    secrets[`P${i}`] = made.parameterArn(`/api/P${i}`);
    secrets[`S${i}`] = `${made.secretArn(`s${i}`)}:KEY::`;
  }
  made.before = async () => new Promise((resolve) => setTimeout(resolve, 20));
  const junit = fileWith('junit.xml', '');
  const start = Date.now();
  const { out, err, exitCode } = await run(made, 'verify', fileOf(taskDefinition(secrets)), '--json', '--junit', junit);
  const seconds = (Date.now() - start) / 1000;
  expect([exitCode, JSON.parse(out).checked.length]).toEqual([0, 501]);
  expect(seconds).toBeLessThan(10);
  expect(out + err).not.toContain('value-of-');
}, 20_000);

describe('references that can\'t work', () => {
  const container = (definition: object) => ({ ...taskDefinition({}), containerDefinitions: [{ name: 'app', ...definition }] });
  const secret = (valueFrom: string) => container({ secrets: [{ name: 'X', valueFrom }] });

  test.each<[string, object]>([
    ['a version behind a name', secret('/api/USER:3')],
    ['a label behind a name', secret('/api/USER:prod')],
    ['a prefix', secret('ssm:/api/USER')],
    ['a dynamic reference of CloudFormation', secret('{{resolve:ssm:/api/USER}}')],
    ['another one', secret('{{ssm:/api/USER}}')],
    ['a blank', secret('a b')],
    ['a line break at the end', secret('/api/USER\n')],
    ['an address of S3 for an environment file', container({ environmentFiles: [{ type: 's3', value: 's3://bucket/app.env' }] })],
    ['an address of the web for an environment file', container({ environmentFiles: [{ type: 's3', value: 'https://bucket.s3.amazonaws.com/app.env' }] })],
    ['another ending of an environment file', container({ environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::bucket/app.txt' }] })],
    ['a name with a key for a registry', container({ repositoryCredentials: { credentialsParameter: 'registry:x' } })],
    ['a parameter for a registry', container({ repositoryCredentials: { credentialsParameter: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/registry` } })],
  ])('fails for %s', async (_, definition) => {
    expect(await codes(account(), definition)).toEqual({ exitCode: 1, codes: ['invalid-reference'] });
  });

  test('only what Terraform has still to fill in is left to it', async () => {
    expect((await codes(account(), secret('${aws_ssm_parameter.user.arn}'))).codes).toEqual(['known-after-apply', 'nothing-checked']);
  });
});

test.each<[string, unknown, string[], number]>([
  ['a number of 1e21', 1e21, ['number-notation'], 1],
  ['a small number', 0.00001, ['number-notation'], 1],
  ['a number with a fraction', 0.5, ['number-notation'], 0],
  ['a line break at the end', 'x\n', ['white-space'], 0],
  ['a blank at the end', 'x ', ['white-space'], 0],
  ['a key in PEM, which ends with a line break', '-----BEGIN-----\nx\n-----END-----\n', [], 0],
])('a JSON key with %s', async (_, value, expected, exitCode) => {
  const made = account();
  made.secrets.set(made.secretArn('api'), { content: { text: JSON.stringify({ KEY: value }), binary: false } });
  expect(await codes(made, taskDefinition({ KEY: `${made.secretArn('api')}:KEY::` }))).toEqual({ exitCode, codes: expected });
});

test('a parameter that ends with a line break, and a list, are warnings', async () => {
  const made = account();
  made.parameters.set('/api/USER', { value: 'x\n' });
  expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: ['white-space'] });
  made.parameters.set('/api/USER', { value: 'a,b', type: 'StringList' });
  expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: ['parameter-type'] });
});

describe('objects in S3', () => {
  const file = { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::bucket/app.env' }] };
  const made = (text: string, policy?: string) => {
    const one = account();
    one.roles.set('api', { policies: [allowing({ Action: 's3:*', Resource: '*' })] });
    one.objects.set('bucket/app.env', { text, policy });
    one.objects.set('bucket/fluent.conf', { text: '' });
    return one;
  };

  test.each([
    ['as it should be', '# comment\nA=b\r\nB=c=d\n\n', []],
    ['with quotes', 'A="value-never-shown"\n', ['line-quotes']],
    ['with blanks', 'A= value-never-shown\n', ['line-blanks']],
    ['with export', 'export A=value-never-shown\n', ['line-name']],
    ['with a comment behind a value', 'A=value-never-shown # why\n', ['line-comment']],
    ['with a line that says nothing', 'value-never-shown\nA=b\n', ['line-ignored']],
    ['with nothing', '# nothing\n', ['empty']],
    ['with a line that is too long', `A=${'x'.repeat(70_000)}\n`, ['line-too-long']],
  ])('the lines of an environment file %s', async (_, text, expected) => {
    const path = fileOf(taskDefinition({}, file));
    const { out } = await run(made(text), 'verify', path, '--json');
    expect(JSON.parse(out).checked.flatMap((one: any) => one.findings.map(({ code }: any) => code))).toEqual(expected);
    expect(out).not.toContain('never-shown');
  });

  test('fails for a policy of the bucket that denies, and for a configuration of the log router that isn\'t there', async () => {
    const policy = JSON.stringify({ Statement: { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' } });
    expect((await codes(made('A=b', policy), taskDefinition({}, file))).codes).toEqual(['access-denied']);
    const router = (key: string) => taskDefinition({}, { firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 's3', 'config-file-value': `arn:aws:s3:::bucket/${key}` } } });
    expect((await codes(made('A=b'), router('fluent.conf'))).codes).toEqual([]);
    expect((await codes(made('A=b'), router('none.conf'))).codes).toEqual(['missing']);
  });
});

describe('what the caller may not look up is said', () => {
  test.each<[string, string, string[]]>([
    ['parameters', 'describeParameters', ['key-unchecked']],
    ['the role\'s trust', 'role', ['trust-unclear', 'role-unchecked']],
  ])('%s', async (_, call, expected) => {
    const made = account();
    made.failing.set(call, 'AccessDeniedException');
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 2, codes: expected });
  });

  test('a plain parameter has no key', async () => {
    const made = account();
    made.parameters.set('/api/USER', { value: 'x', type: 'String' });
    made.failing.set('describeParameters', 'AccessDeniedException');
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: ['parameter-type'] });
  });

  test('secrets, keys by their alias, and policies', async () => {
    const made = account();
    const definition = taskDefinition({ KEY: `${made.secretArn('api')}:KEY::` });
    made.failing.set('describeSecret', 'AccessDeniedException');
    expect(await codes(made, definition)).toEqual({ exitCode: 2, codes: ['secret-unchecked'] });
    made.failing.delete('describeSecret');
    made.failing.set('secretPolicy', 'AccessDeniedException');
    expect(await codes(made, definition)).toEqual({ exitCode: 2, codes: ['access-unclear'] });
    made.failing.delete('secretPolicy');
    made.secrets.set(made.secretArn('api'), { content: { text: '{"KEY":"x"}', binary: false }, keyId: 'alias/own' });
    made.failing.set('describeKey', 'AccessDeniedException');
    expect(await codes(made, definition)).toEqual({ exitCode: 2, codes: ['key-unchecked'] });
  });

  test('a role of another account', async () => {
    const definition = { ...taskDefinition({ USER: '/api/USER' }), executionRoleArn: 'arn:aws:iam::210987654321:role/api' };
    expect(await codes(account(), definition)).toEqual({ exitCode: 2, codes: ['role-unchecked'] });
  });
});

describe('IAM\'s simulation', () => {
  const denying = (condition: object) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: condition } });

  function simulating(answer: FakeAccount['simulated']): FakeAccount {
    const made = account();
    made.failing.delete('simulate');
    made.simulated = answer;
    return made;
  }

  test('a deny of the secret\'s own policy counts, and one in doubt makes it unclear', async () => {
    const made = simulating({});
    const arn = made.secretArn('api');
    const definition = taskDefinition({ KEY: `${arn}:KEY::` });
    const content = { text: '{"KEY":"x"}', binary: false };
    made.secrets.set(arn, { content, policy: denying({ ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/other' } }) });
    expect(await codes(made, definition)).toEqual({ exitCode: 1, codes: ['access-denied'] });
    made.secrets.set(arn, { content, policy: denying({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }) });
    expect(await codes(made, definition)).toEqual({ exitCode: 2, codes: ['access-unclear'] });
  });

  test('an answer that misses values says nothing: the policies are read', async () => {
    const made = simulating({ decision: 'explicitDeny', missing: ['aws:SourceVpce'] });
    const allowed = (Condition: object) => allowing({ Action: '*', Resource: '*', Condition } as any);
    made.roles.set('api', { policies: [allowed({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })] });
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 2, codes: ['access-unclear'] });
    made.roles.set('api', { policies: [allowed({ StringEquals: { 'aws:PrincipalTag/team': 'shop' } })], tags: { team: 'shop' } });
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: [] });
    made.failing.set('rolePolicies', 'AccessDenied');
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 2, codes: ['access-unclear'] });
  });

  test('the organisation is asked for where something depends on it', async () => {
    const member = (id: string) => ({ policies: [allowing({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } } as any)] });
    const made = account();
    made.organization = 'o-1234567890';
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: [] });
    expect(made.calls).not.toContain('organization');
    made.roles.set('api', member('o-1234567890'));
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: [] });
    made.roles.set('api', member('o-0000000000'));
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 1, codes: ['access-missing'] });
    // an account in no organisation, and a caller that may not ask
    made.organization = undefined;
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 1, codes: ['access-missing'] });
    made.failing.set('organization', 'AccessDeniedException');
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 2, codes: ['access-unclear'] });
  });

  test('and given to the simulation, which names it as missing', async () => {
    const made = simulating({ decision: 'implicitDeny', missing: ['aws:PrincipalOrgID'] });
    made.organization = 'o-1234567890';
    made.failing.set('rolePolicies', 'AccessDenied');
    const asked: string[] = [];
    made.before = async (call, [request]) => {
      if (call === 'simulate') {
        const { context } = request as { context: { [key: string]: string } };
        asked.push(context['aws:PrincipalOrgID']);
        made.simulated = context['aws:PrincipalOrgID'] ? { decision: 'allowed' } : { decision: 'implicitDeny', missing: ['aws:PrincipalOrgID'] };
      }
    };
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: [] });
    expect(asked).toEqual([undefined, 'o-1234567890']);
  });

  test('tags of a parameter are asked for where something depends on them', async () => {
    const made = account();
    made.roles.set('api', { policies: [allowing({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } } as any)] });
    made.parameters.set('/api/USER', { value: 'x', tags: { team: 'shop' } });
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 0, codes: [] });
    made.parameters.set('/api/USER', { value: 'x', tags: {} });
    expect(await codes(made, taskDefinition({ USER: '/api/USER' }))).toEqual({ exitCode: 1, codes: ['access-missing'] });
  });
});

test('each group of nodes of a job is checked with its own role', async () => {
  const made = account();
  made.roles.set('other', { policies: [] });
  const node = (targetNodes: string, role: string) => ({ targetNodes, container: { image: 'x', executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, secrets: [{ name: 'USER', valueFrom: '/api/USER' }] } });
  const job = { jobDefinitionName: 'job', nodeProperties: { mainNode: 0, numNodes: 3, nodeRangeProperties: [node('0', 'api'), node('1:', 'other')] } };
  const { out } = await run(made, 'verify', fileOf(job, 'job.json'), '--json');
  const references = JSON.parse(out).checked.filter((one: any) => one.name);
  const found = references.map((one: any) => [one.workload, one.findings.map(({ code }: any) => code).join()]);
  expect(found).toEqual([['job (nodes 0)', ''], ['job (nodes 1:)', 'access-missing']]);
  expect(references.map(({ container }: any) => container)).toEqual(['0', '1:']);
});
