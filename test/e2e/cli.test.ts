import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CommandLine } from './support/command-line';
import { DefectiveAccount, createDefects } from './support/defects';
import { Emulator } from './support/emulator';
import { findLeaks, search, searchFolder } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { QuickstartStack } from '../../examples/quickstart/main';
import { stackFromCode } from '../support/stack-from-code';

jest.setTimeout(300_000);

describeReal('ecs-secrets verify, on an account with one of each defect', () => {
  let emulator: Emulator;
  let cli: CommandLine;
  let account: DefectiveAccount;

  beforeAll(async () => {
    emulator = await Emulator.start();
    cli = new CommandLine(emulator);
    account = await createDefects(emulator);
    await emulator.forgetCalls();
    writeFileSync(join(cli.directory, 'taskdef.json'), JSON.stringify(account.taskDefinition));
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
  });

  test('finds exactly those', async () => {
    // WHEN
    const { exitCode, stdout, stderr } = await cli.run('verify', 'taskdef.json', '--json', '--junit', 'report.xml');
    // THEN
    expect(stderr).toBe('');
    const { checked } = JSON.parse(stdout);
    const found = Object.fromEntries(
      checked.filter((one: any) => one.name).map((one: any) => {
        const name = one.field === 'environmentFiles' ? one.valueFrom : one.valueFrom === undefined ? `duplicate ${one.name}` : one.name;
        return [name, one.findings.map(({ code }: any) => code).join() || undefined];
      }),
    );
    expect(found).toEqual(account.expected);
    expect(checked.filter((one: any) => !one.name && one.findings.length > 0)).toEqual([]);
    expect(exitCode).toBe(1);
  });

  test('the same of the registered task definition, in every form, with annotations', async () => {
    // GIVEN: a registered one has no name twice
    const { containerDefinitions: [container], ...task } = account.taskDefinition;
    const registered = { ...task, containerDefinitions: [{ ...container, environment: [], environmentFiles: undefined }] };
    await emulator.admin.ecs.send(new RegisterTaskDefinitionCommand(registered));
    // WHEN
    const { exitCode, stdout } = await cli.run('verify', 'defects', '--github', '--strict');
    // THEN
    expect(exitCode).toBe(1);
    const wrong = Object.entries(account.expected).filter(([name, code]) => code !== undefined && !/^(duplicate|arn:)/.test(name));
    expect(stdout.match(/^::error title=/gm)).toHaveLength(wrong.filter(([name]) => name !== 'PLAIN').length);
    expect(stdout.match(/^::warning title=/gm)).toHaveLength(1);
    expect(stdout.match(/^    fix: /gm)).toHaveLength(wrong.length);
  });

  test('as the role itself, where that is asked for and trusted', async () => {
    const file = join(cli.directory, 'assumable.json');
    const { containerDefinitions: [{ name, secrets }], ...task } = account.taskDefinition;
    const some = secrets.filter((secret) => ['OK_PARAMETER', 'OK_KEY', 'OK_ENCRYPTED', 'NOT_ALLOWED', 'DENIED', 'NO_DECRYPT'].includes(secret.name));
    writeFileSync(file, JSON.stringify({ ...task, executionRoleArn: account.assumableRole, containerDefinitions: [{ name, image: 'x', secrets: some }] }));
    const { stdout } = await cli.run('verify', file, '--assume-role', '--json');
    const found = JSON.parse(stdout).checked.filter((one: any) => one.name && one.findings.length > 0);
    expect(found.map((one: any) => [one.name, one.findings[0].code])).toEqual(['NOT_ALLOWED', 'DENIED', 'NO_DECRYPT'].map((wrong) => [wrong, 'access-missing']));
  });

  test('keys and parameters by name', async () => {
    expect((await cli.run('keys', 'defects/json', '--out', 'names.txt')).exitCode).toBe(0);
    expect(readFileSync(join(cli.directory, 'names.txt'), 'utf8').split('\n').slice(1, 4)).toEqual(['EMPTY', 'LIST', 'NULL']);
    expect((await cli.run('keys', 'defects/json', '--out', 'names.txt', '--check')).exitCode).toBe(0);
    expect((await cli.run('keys', '/defects', '--out', 'names.txt', '--check')).exitCode).toBe(1);
    expect((await cli.run('keys', '/defects')).stdout).toContain('\nOK_PARAMETER\n');
  });

  test('nothing was changed, and no output has a value', async () => {
    const writes = await emulator.calls(({ action }) => !/:(Get|List|Describe|Head|Simulate|Assume)/.test(action));
    // the test's own
    expect(writes.map(({ action }) => action)).toEqual(['ecs:RegisterTaskDefinition']);
    expect(cli.printed.length).toBeGreaterThan(10_000);
    expect(search('what was printed', Buffer.from(cli.printed), account.values)).toEqual([]);
    expect(searchFolder(cli.directory, account.values)).toEqual([]);
    // the control
    writeFileSync(join(cli.directory, 'control.txt'), account.values.OK);
    expect(searchFolder(cli.directory, account.values)).toEqual([{ file: 'control.txt', label: 'OK', form: 'raw' }]);
  });
});

describeReal('ecs-secrets verify, around an apply of the quickstart', () => {
  const values = { DB_USER: 'a-user-never-shown', DB_PASSWORD: 'a-password-never-shown', API_KEY: 'a-key-never-shown' };
  const variables = { secrets: values };
  let emulator: Emulator;
  let cli: CommandLine;
  let workspace: Workspace;

  const severities = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await cli.run('verify', ...args, '--json');
    expect(stderr).toBe('');
    const found = JSON.parse(stdout).checked.flatMap((one: any) => one.findings.map(({ severity, code }: any) => `${one.name ?? one.workload} ${severity} ${code}`));
    return { exitCode, found };
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'ap-northeast-1' });
    cli = new CommandLine(emulator);
    workspace = new Workspace(emulator);
    workspace.write(synthesise((app) => new QuickstartStack(app, 'quickstart')));
    await workspace.init();
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
    workspace?.remove();
  });

  test('before: everything is still to be made', async () => {
    const { exitCode, found } = await severities(workspace.directory);
    expect(exitCode).toBe(0);
    expect(found.sort()).toEqual(['API_KEY', 'DB_PASSWORD', 'DB_USER', 'SESSION_SECRET', 'SMTP_PASSWORD'].map((name) => `${name} later missing`));
    const plan = await workspace.plan({ variables });
    writeFileSync(join(cli.directory, 'plan.json'), plan.text);
    expect(await severities('plan.json')).toEqual({ exitCode: 0, found: expect.arrayContaining(['example later known-after-apply']) });
    await workspace.apply({ plan, variables });
  });

  test('fails after, until somebody types the password: the app, its plan and the registered task definition agree', async () => {
    const plan = await workspace.plan({ variables });
    writeFileSync(join(cli.directory, 'plan.json'), plan.text);
    for (const what of [workspace.directory, 'plan.json', 'example', 'example:1']) {
      expect([what, await severities(what)]).toEqual([what, { exitCode: 1, found: ['SMTP_PASSWORD error placeholder'] }]);
    }
    const text = JSON.stringify({ API_KEY: 'typed-never-shown', SESSION_SECRET: 'typed-never-shown', SMTP_PASSWORD: 'typed-never-shown' });
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: text }));
    for (const what of [workspace.directory, 'plan.json', 'example']) {
      expect([what, await severities(what)]).toEqual([what, { exitCode: 0, found: [] }]);
    }
  });

  test('the inventory of what was applied', async () => {
    const { stdout } = await cli.run('inventory', workspace.directory, '--format', 'json');
    expect(JSON.parse(stdout).entries.map(({ name }: any) => name)).toEqual(['API_KEY', 'DB_PASSWORD', 'DB_USER', 'SESSION_SECRET', 'SMTP_PASSWORD']);
  });

  test('no output has a value, and nothing was written beside the app', async () => {
    const known = { ...values, TYPED: 'typed-never-shown' };
    expect(search('what was printed', Buffer.from(cli.printed), known)).toEqual([]);
    expect(await findLeaks(workspace, known)).toEqual([]);
  });
});

describeReal('ecs-secrets import', () => {
  const values = { USER: 'a-user-never-shown', PASSWORD: 'a-password-never-shown', OTHER: 'another-never-shown' };
  let emulator: Emulator;
  let cli: CommandLine;
  let workspace: Workspace;

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

  test('the printed code imports what is there, and writes no stored value', async () => {
    // GIVEN what somebody made by hand
    const { secretsManager, ecs, iam } = emulator.admin;
    const { ARN } = await secretsManager.send(new CreateSecretCommand({ Name: 'app/db', Description: 'by hand', SecretString: JSON.stringify(values) }));
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }] };
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'by-hand', AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await ecs.send(new RegisterTaskDefinitionCommand({
      family: 'by-hand',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: Role!.Arn,
      containerDefinitions: [{ name: 'app', image: 'app:1', secrets: [{ name: 'USER', valueFrom: `${ARN}:USER::` }, { name: 'DB_PASSWORD', valueFrom: `${ARN}:PASSWORD::` }] }],
    }));
    // WHEN
    const { stdout, exitCode } = await cli.run('import', 'by-hand');
    expect(exitCode).toBe(0);
    workspace.write(synthesise((app) => stackFromCode(stdout, app)));
    await workspace.init();
    const plan = await workspace.plan();
    await workspace.apply({ plan });
    // THEN
    expect(plan.changes.filter((change) => change.includes('delete'))).toEqual([]);
    // what Terraform alone knows of a secret, an import can't find out
    const { before, after } = plan.json.resource_changes!.find(({ type }) => type === 'aws_secretsmanager_secret')!.change as { [side: string]: any };
    expect(Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]))).toEqual(['force_overwrite_replica_secret', 'recovery_window_in_days']);
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: 'app/db' }));
    expect(JSON.parse(SecretString!)).toEqual(values);
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'by-hand' }));
    // the code says the same as what was registered, so no revision takes its place
    expect(taskDefinition!.revision).toBe(1);
    expect((await workspace.plan()).changes).toEqual([]);
    expect(search('what was printed', Buffer.from(cli.printed), values)).toEqual([]);
  });
});
