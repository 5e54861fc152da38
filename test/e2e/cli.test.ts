import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { DescribeJobDefinitionsCommand, RegisterJobDefinitionCommand } from '@aws-sdk/client-batch';
import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CommandLine, type Ended, type RunOptions } from './support/command-line';
import { DefectiveAccount, createDefects } from './support/defects';
import { Emulator } from './support/emulator';
import { HandMade, createByHand } from './support/hand-made';
import { findLeaks, search, searchFolder } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { QuickstartStack } from '../../examples/quickstart/main';
import { stackFromCode } from '../support/stack-from-code';

jest.setTimeout(300_000);

let emulator: Emulator;
let cli: CommandLine;
/** One folder, so that Terraform installs its provider once. */
let workspace: Workspace;

describeReal('ecs-secrets', () => {
  beforeAll(async () => {
    emulator = await Emulator.start();
    cli = new CommandLine(emulator);
    workspace = new Workspace(emulator);
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
    workspace?.remove();
  });

  describe('verify, on an account with one of each defect', verifyDefects);
  describe('as a process', asProcess);
  describe('verify, around an apply of the quickstart', aroundApply);
  describe('import', imports);
});

/** Reference → codes, as the table of defects has them. */
function foundIn({ stdout }: Ended): { [reference: string]: string | undefined } {
  return Object.fromEntries(JSON.parse(stdout).checked.filter((one: any) => one.name).map((one: any) => {
    const name = one.field === 'environmentFiles' ? one.valueFrom : one.valueFrom === undefined ? `duplicate ${one.name}` : one.name;
    return [name, one.findings.map(({ code }: any) => code).join() || undefined];
  }));
}

function verifyDefects(): void {
  let account: DefectiveAccount;

  beforeAll(async () => {
    account = await createDefects(emulator);
    await emulator.forgetCalls();
    writeFileSync(cli.path('taskdef.json'), JSON.stringify(account.taskDefinition));
  });

  test('finds exactly those, asking IAM to simulate', async () => {
    // WHEN
    const ended = await cli.run(['verify', 'taskdef.json', '--json', '--junit', 'report.xml']);
    // THEN
    expect(ended.stderr).toBe('');
    expect(foundIn(ended)).toEqual(account.expected);
    expect(JSON.parse(ended.stdout).checked.filter((one: any) => !one.name && one.findings.length > 0)).toEqual([]);
    expect(ended.exitCode).toBe(1);
    const calls = await emulator.calls(({ action }) => action.startsWith('iam:'));
    // one to see who may assume the role
    expect([...new Set(calls.map(({ action }) => action))]).toEqual(expect.arrayContaining(['iam:GetRole', 'iam:SimulatePrincipalPolicy']));
  });

  test('the same by the policies, with no permission but those that --help names', async () => {
    // GIVEN a caller that may not simulate
    const { stdout: help } = await cli.call(['verify', '--help']);
    const named = help.slice(help.indexOf('Permissions')).replace(/\s+/g, ' ').match(/\b[a-z0-9]+:[A-Z]\w+|[A-Z]\w+(?=,| or| and|\.)/g)!;
    let service = '';
    const actions = named.map((name) => {
      service = name.includes(':') ? name.split(':')[0] : service;
      return name.includes(':') ? name : `${service}:${name}`;
    });
    expect(actions).toEqual(expect.arrayContaining(['kms:ListGrants', 'iam:GetPolicyVersion', 's3:GetObject']));
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${emulator.account}:root` } }] };
    const { Role } = await emulator.admin.iam.send(new CreateRoleCommand({ RoleName: 'auditor', AssumeRolePolicyDocument: JSON.stringify(trust) }));
    const allowed = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions.filter((action) => !/Simulate|Permissions/.test(action)), Resource: '*' }] };
    await emulator.admin.iam.send(new PutRolePolicyCommand({ RoleName: 'auditor', PolicyName: 'audit', PolicyDocument: JSON.stringify(allowed) }));
    const credentials = await emulator.assumeAsAdmin(Role!.Arn!);
    // WHEN
    const ended = await cli.call(['verify', cli.path('taskdef.json'), '--json'], { credentials });
    // THEN
    expect(foundIn(ended)).toEqual(account.expected);
    const refused = await emulator.calls((call) => !call.allowed);
    expect([...new Set(refused.map(({ action }) => action))]).toEqual(['iam:SimulatePrincipalPolicy']);
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('the same in the partition of %s', async (region) => {
    const there = emulator.in(region);
    const defects = await createDefects(there);
    writeFileSync(cli.path(`${region}.json`), JSON.stringify(defects.taskDefinition));
    expect(defects.role).toMatch(/^arn:aws-(cn|us-gov):/);
    expect(foundIn(await cli.call(['verify', cli.path(`${region}.json`), '--json'], { region }))).toEqual(defects.expected);
  });

  test('the same of the registered task definition, in every form, with annotations', async () => {
    // GIVEN: a registered one has no name twice
    const { containerDefinitions: [container], ...task } = account.taskDefinition;
    const registered = { ...task, containerDefinitions: [{ ...container, environment: [], environmentFiles: undefined }] };
    await emulator.admin.ecs.send(new RegisterTaskDefinitionCommand(registered));
    // WHEN
    const { exitCode, stdout } = await cli.call(['verify', 'defects', '--github', '--strict']);
    // THEN
    expect(exitCode).toBe(1);
    const wrong = Object.entries(account.expected).filter(([name, code]) => code !== undefined && !/^(duplicate|arn:)/.test(name));
    const warnings = wrong.filter(([name]) => name === 'PLAIN' || name === 'STRING_LIST');
    expect(stdout.match(/^::error title=/gm)).toHaveLength(wrong.length - warnings.length);
    expect(stdout.match(/^::warning title=/gm)).toHaveLength(warnings.length);
    expect(stdout.match(/^    fix: /gm)).toHaveLength(wrong.length);
  });

  test('as the role itself, where that is asked for and trusted', async () => {
    const file = cli.path('assumable.json');
    const { containerDefinitions: [{ name, secrets }], ...task } = account.taskDefinition;
    const some = secrets.filter((secret) => ['OK_PARAMETER', 'OK_KEY', 'OK_ENCRYPTED', 'NOT_ALLOWED', 'DENIED', 'NO_DECRYPT'].includes(secret.name));
    writeFileSync(file, JSON.stringify({ ...task, executionRoleArn: account.assumableRole, containerDefinitions: [{ name, image: 'x', secrets: some }] }));
    const { stdout } = await cli.call(['verify', file, '--assume-role', '--json']);
    const found = JSON.parse(stdout).checked.filter((one: any) => one.name && one.findings.length > 0);
    expect(found.map((one: any) => [one.name, one.findings[0].code])).toEqual(['NOT_ALLOWED', 'DENIED', 'NO_DECRYPT'].map((wrong) => [wrong, 'access-missing']));
  });

  test('keys and parameters by name', async () => {
    const names = cli.path('names.txt');
    expect((await cli.call(['keys', 'defects/json', '--out', names])).exitCode).toBe(0);
    expect(readFileSync(names, 'utf8').split('\n').slice(1, 4)).toEqual(['EMPTY', 'LIST', 'NULL']);
    expect((await cli.call(['keys', 'defects/json', '--out', names, '--check'])).exitCode).toBe(0);
    expect((await cli.call(['keys', '/defects', '--out', names, '--check'])).exitCode).toBe(1);
    expect((await cli.run(['keys', '/defects'])).stdout).toContain('\nOK_PARAMETER\n');
  });

  test('nothing was changed, and no output has a value', async () => {
    const writes = await emulator.calls(({ action, accessKeyId }) => accessKeyId === emulator.adminCredentials.accessKeyId && !/:(Get|List|Describe|Head|Simulate|Assume)/.test(action));
    // the test's own: other partitions' defects, the caller that may not simulate
    expect([...new Set(writes.map(({ action }) => action))].filter((action) => !/:(Create|Put|Attach|Disable|ScheduleKeyDeletion|DeleteSecret)/.test(action))).toEqual(['ecs:RegisterTaskDefinition']);
    expect(cli.printed.length).toBeGreaterThan(10_000);
    expect(search('what was printed', Buffer.from(cli.printed), account.values)).toEqual([]);
    expect(searchFolder(cli.directory, account.values)).toEqual([]);
    // the control
    writeFileSync(cli.path('control.txt'), account.values.OK);
    expect(searchFolder(cli.directory, account.values)).toEqual([{ file: 'control.txt', label: 'OK', form: 'raw' }]);
  });
}

function asProcess(): void {
  const ended = async (words: string[], environment: NodeJS.ProcessEnv = {}) => {
    const result = await cli.run(words, { environment });
    expect(result.stdout + result.stderr).not.toMatch(/\n {4}at |unexpected happened/);
    return result;
  };

  test('--help loads nothing of the SDK', async () => {
    const started = process.hrtime.bigint();
    const { exitCode, stdout } = await ended(['--help'], { AWS_ENDPOINT_URL: undefined, AWS_REGION: undefined });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Usage: ecs-secrets')]);
    // a fifth of a second where nothing else runs
    expect(seconds).toBeLessThan(5);
  });

  test('Ctrl-C leaves no line of counted calls', async () => {
    await emulator.arm({ action: 'ssm:GetParameters', effect: 'silence', times: 0 });
    const { stdout, exitCode } = await cli.run(['verify', 'taskdef.json'], { wrapper: ['python3', '-c', ON_A_TERMINAL] });
    await emulator.disarm();
    expect(exitCode).toBe(130);
    // what is left on the line after the last return to its beginning; the terminal echoes what is pressed
    expect(stdout).toMatch(/calls \d+\/\d+/);
    expect(stdout.split(/[\r\n]/).pop()).toBe('');
    expect(stdout.split('\r').slice(-2)[0].trim()).toBe('');
  });

  test('a full disk: the report comes first, then 2 and a sentence', async () => {
    const file = await ended(['verify', 'taskdef.json', '--junit', '/dev/full']);
    expect(file).toMatchObject({ exitCode: 2, stdout: expect.stringMatching(/ references?, /), stderr: expect.stringMatching(/^ecs-secrets: file '\/dev\/full' can't be written \(ENOSPC\)/) });
    const output = await cli.run(['verify', 'taskdef.json'], { wrapper: ['sh', '-c', '"$@" > /dev/full', 'sh'] });
    expect(output).toEqual({ exitCode: 2, stdout: '', stderr: 'ecs-secrets: the output can\'t be written (ENOSPC): make room, or write elsewhere\n' });
  });

  test('what the SDK or Node.js warns of is not shown', async () => {
    const preloaded = cli.path('warns.cjs');
    writeFileSync(preloaded, 'setImmediate(() => { process.emitWarning("of Node.js"); console.warn("of the SDK"); });');
    const environment = { NODE_OPTIONS: `--require ${preloaded}` };
    const { stderr } = await ended(['verify', 'taskdef.json'], environment);
    expect(stderr).toBe('');
    // the control
    const { stderr: shown } = spawnSync(process.execPath, ['-e', ''], { encoding: 'utf8', env: { ...process.env, ...environment } });
    expect(shown).toMatch(/of Node\.js[^]*of the SDK|of the SDK[^]*of Node\.js/);
  });

  test('fails with 2 and a sentence without Region, credentials, network', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expect(await ended(['verify', 'taskdef.json'], { AWS_REGION: undefined })).toEqual({ exitCode: 2, stdout: '', stderr: 'ecs-secrets: no AWS Region is set: give --region, or set AWS_REGION\n' });
    expect(await ended(['verify', 'taskdef.json'], none)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^ecs-secrets: the AWS account can't be found out \(CredentialsProviderError\): log in, or give --profile\n$/) });
    expect(await ended(['keys', 'x'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^ecs-secrets: the AWS account can't be found out \(ECONNREFUSED/) });
    expect(await ended(['keys', 'x', '--profile', 'none'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('the AWS account can\'t be found out (CredentialsProviderError') });
    expect(await ended(['verify', '--jsn'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('unknown option \'--jsn\'') });
  });
}

/** What somebody sees on a terminal who presses Ctrl-C as soon as the calls are counted. */
const ON_A_TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen, pressed = b"", False
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
    if not pressed and b"calls " in seen:
        os.write(terminal, b"\\x03")
        pressed = True
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function aroundApply(): void {
  const region = 'ap-northeast-1';
  const values = { DB_USER: 'a-user-never-shown', DB_PASSWORD: 'a-password-never-shown', API_KEY: 'a-key-never-shown' };
  const variables = { secrets: values };

  const severities = async (what: string, options: RunOptions = {}) => {
    const { stdout, stderr, exitCode } = await cli.call(['verify', what, '--json'], { region, ...options });
    expect(stderr).toBe('');
    const found = JSON.parse(stdout).checked.flatMap((one: any) => one.findings.map(({ severity, code }: any) => `${one.name ?? one.workload} ${severity} ${code}`));
    return { exitCode, found };
  };

  beforeAll(async () => {
    workspace.write(synthesise((app) => new QuickstartStack(app, 'quickstart')));
    await workspace.init();
  });

  test('before: everything is still to be made', async () => {
    const { exitCode, found } = await severities(workspace.directory);
    expect(exitCode).toBe(0);
    expect(found.sort()).toEqual(['API_KEY', 'DB_PASSWORD', 'DB_USER', 'SESSION_SECRET', 'SMTP_PASSWORD'].map((name) => `${name} later missing`));
    const plan = await workspace.plan({ variables });
    writeFileSync(cli.path('plan.json'), await plan.show());
    const planned = await severities(cli.path('plan.json'));
    expect([planned.exitCode, planned.found.sort()]).toEqual([0, found.sort()]);
    await workspace.apply({ plan, variables });
  });

  test('fails after, until somebody types the password: the app, its plan and the registered task definition agree', async () => {
    const plan = await workspace.plan({ variables });
    writeFileSync(cli.path('plan.json'), await plan.show());
    for (const what of [workspace.directory, cli.path('plan.json'), 'example', 'example:1']) {
      expect([what, await severities(what)]).toEqual([what, { exitCode: 1, found: ['SMTP_PASSWORD error placeholder'] }]);
    }
    const text = JSON.stringify({ API_KEY: 'typed-never-shown', SESSION_SECRET: 'typed-never-shown', SMTP_PASSWORD: 'typed-never-shown' });
    await emulator.in(region).admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: text }));
    for (const what of [workspace.directory, cli.path('plan.json'), 'example']) {
      expect([what, await severities(what)]).toEqual([what, { exitCode: 0, found: [] }]);
    }
  });

  test('the inventory of what was applied', async () => {
    const { stdout } = await cli.run(['inventory', workspace.directory, '--format', 'json']);
    expect(JSON.parse(stdout).entries.map(({ name }: any) => name)).toEqual(['API_KEY', 'DB_PASSWORD', 'DB_USER', 'SESSION_SECRET', 'SMTP_PASSWORD']);
  });

  test('no output has a value, and nothing was written beside the app', async () => {
    const known = { ...values, TYPED: 'typed-never-shown' };
    expect(search('what was printed', Buffer.from(cli.printed), known)).toEqual([]);
    expect(await findLeaks(workspace, known)).toEqual([]);
  });
}

function imports(): void {
  let made: HandMade;

  beforeAll(async () => {
    made = await createByHand(emulator);
    const { ecs, batch } = emulator.admin;
    await ecs.send(new RegisterTaskDefinitionCommand(made.task));
    await batch.send(new RegisterJobDefinitionCommand(made.job));
    workspace.forget();
  });

  test('the printed code imports what is there, and changes no stored value', async () => {
    const { secretsManager, ecs, batch } = emulator.admin;
    // WHEN
    const [task, job] = [await cli.run(['import', 'by-hand']), await cli.run(['import', 'by-hand-job', '--batch'])];
    expect([task.exitCode, task.stderr, job.exitCode, job.stderr]).toEqual([0, '', 0, '']);
    workspace.write(merged(synthesise((app) => stackFromCode(task.stdout, app)), synthesise((app) => stackFromCode(job.stdout, app))));
    await workspace.init();
    const plan = await workspace.plan();
    // THEN
    const { resource_changes: planned } = await plan.json();
    const imported = planned!.filter(({ change }) => 'importing' in change);
    expect(imported.map(({ type }) => type).sort()).toEqual(['aws_batch_job_definition', 'aws_ecs_task_definition', 'aws_secretsmanager_secret', 'aws_secretsmanager_secret']);
    expect(plan.changes.filter((change) => change.includes('delete'))).toEqual([]);
    // what Terraform alone knows of a thing, an import can't find out
    const differences = imported.flatMap(({ type, change }) => {
      const { before, after } = change as { [side: string]: any };
      return Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name])).map((name) => `${type} ${name}`);
    });
    expect([...new Set(differences)].sort()).toEqual([
      'aws_ecs_task_definition skip_destroy',
      'aws_secretsmanager_secret force_overwrite_replica_secret',
      'aws_secretsmanager_secret recovery_window_in_days',
    ]);
    await workspace.apply({ plan });
    for (const [SecretId, content] of Object.entries(made.secrets)) {
      const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
      expect(JSON.parse(SecretString!)).toEqual(content);
    }
    // the code says the same as what was registered, so no revision takes its place
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'by-hand' }));
    const { jobDefinitions } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: 'by-hand-job', status: 'ACTIVE' }));
    expect([taskDefinition!.revision, jobDefinitions!.map(({ revision }) => revision)]).toEqual([1, [1]]);
    expect((await workspace.plan()).changes).toEqual([]);
    expect(search('what was printed', Buffer.from(cli.printed), made.values)).toEqual([]);
    expect(await findLeaks(workspace, made.values)).toEqual([]);
  });
}

/** Two stacks as one. */
function merged(a: any, b: any): any {
  if (Array.isArray(a) && Array.isArray(b)) {
    return [...a, ...b.filter((one) => !a.some((other) => JSON.stringify(other) === JSON.stringify(one)))];
  }
  if (typeof a !== 'object' || typeof b !== 'object') {
    return b ?? a;
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(keys.map((key) => [key, key in a && key in b ? merged(a[key], b[key]) : a[key] ?? b[key]]));
}
