import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, ListSecretsCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, GetParametersByPathCommand, GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks, proveLeaksAreFound } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { synthesise, synthesiseHcl } from './support/synthesis';
import { Workspace } from './support/terraform';
import { QuickstartStack } from '../../examples/quickstart/main';
import { ContainerSecrets, SecretValue, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const VALUES = {
  DB_USER: 'user-${not}-a-template',
  DB_PASSWORD: 'pass "word" %{ with } \\ everything é\nand a line',
  API_KEY: 'api-key-<&>-value',
};
const VARIABLES = { secrets: VALUES };

interface Change {
  readonly passwordVersion?: number;
  readonly added?: boolean;
}

/** The quickstart as somebody edits it, and a second task beside it that may read one key only. */
function edited(change: Change): any {
  return synthesise((app) => {
    const stack = new TerraformStack(app, 'quickstart');
    new AwsProvider(stack, 'aws', { region: 'ap-northeast-1' });
    const key = new KmsKey(stack, 'Key', { description: 'secrets of the example application', enableKeyRotation: true });
    const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: '/example',
      encryptionKeyArn: key.arn,
      parameters: {
        ...SecretValues.fromVariable(values, ['DB_USER']),
        DB_PASSWORD: SecretValue.fromVariableKey(values, 'DB_PASSWORD', { version: change.passwordVersion }),
        ...(change.added ? { ADDED: SecretValue.generated() } : {}),
      },
      jsonSecret: {
        API_KEY: SecretValue.fromVariableKey(values, 'API_KEY'),
        SESSION_SECRET: SecretValue.generated(),
        SMTP_PASSWORD: SecretValue.external(),
        ...(change.added ? { ADDED_KEY: SecretValue.generated() } : {}),
      },
    });
    new TaskDefinition(stack, 'Task', {
      family: 'example',
      containers: [
        {
          name: 'app',
          image: '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:1.0.0',
          secrets: [secrets.except('SMTP_PASSWORD')],
          environment: { LOG_LEVEL: 'info' },
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/example', 'awslogs-stream-prefix': 'app' } },
        },
        { name: 'mailer', image: 'public.ecr.aws/docker/library/busybox:1.37', essential: false, secrets: [secrets.only('SMTP_PASSWORD')] },
      ],
    });
    new TaskDefinition(stack, 'Other', { family: 'other', containers: [{ name: 'other', image: 'other', secrets: [secrets.only('DB_USER')] }] });
    return stack;
  });
}

const quickstart = () => synthesise((app) => new QuickstartStack(app, 'quickstart'));

describeReal('the quickstart', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  /** All that may not leak, also what AWS generated and people typed. */
  const known: { [label: string]: string } = { ...VALUES };

  const storedJson = async () => {
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }));
    return JSON.parse(SecretString!);
  };
  const storedParameters = async (): Promise<{ [name: string]: string }> => {
    const { Parameters = [] } = await emulator.admin.ssm.send(new GetParametersByPathCommand({ Path: '/example', WithDecryption: true }));
    return Object.fromEntries(Parameters.map(({ Name, Value }) => [Name!.split('/').pop()!, Value!]));
  };
  const revisions = async () => (await emulator.admin.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'example' }))).taskDefinitionArns;
  const roleOf = async (name: string) => {
    const { Roles = [] } = await emulator.admin.iam.send(new ListRolesCommand({}));
    const { Arn } = Roles.find(({ RoleName }) => RoleName!.startsWith(`quickstart-${name}-`))!;
    return emulator.clientsFor(await emulator.assumeAsEcs(Arn!));
  };
  const applied = async (change: Change) => {
    workspace.write(edited(change));
    const lines = await workspace.apply({ variables: VARIABLES });
    const plan = await workspace.plan({ variables: VARIABLES });
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
    return lines;
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'ap-northeast-1' });
    workspace = new Workspace(emulator);
    workspace.write(quickstart());
    await workspace.init();
    await workspace.validate();
    const plan = await workspace.plan({ variables: VARIABLES });
    await workspace.apply({ plan, variables: VARIABLES });
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the second plan is empty', async () => {
    const plan = await workspace.plan({ variables: VARIABLES });
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
  });

  test('what cdktf synth --hcl writes plans nothing else', async () => {
    workspace.writeHcl(synthesiseHcl((app) => new QuickstartStack(app, 'quickstart')));
    const plan = await workspace.plan({ variables: VARIABLES });
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
    workspace.write(quickstart());
  });

  test('each container gets its values, under its names, with the execution role alone', async () => {
    const { containers } = await resolveTask(emulator, 'example');
    expect(containers.app.environment).toEqual({ ...VALUES, LOG_LEVEL: 'info', SESSION_SECRET: expect.stringMatching(/^[\x20-\x7e]{32}$/) });
    expect(containers.mailer.environment).toEqual({ SMTP_PASSWORD: SecretValue.PLACEHOLDER });
    known.SESSION_SECRET = containers.app.environment.SESSION_SECRET;
  });

  test('no value stands in state, backup, plans, output or configuration, and the search would find one', async () => {
    expect(proveLeaksAreFound().length).toBeGreaterThan(8);
    expect(await findLeaks(workspace, known)).toEqual([]);
  });

  test('what people do in the console', async () => {
    const json = await storedJson();
    known.TYPED = 'typed-by-people';
    known.UNKNOWN = 'unknown-to-terraform';
    known.CONSOLE = 'edited-in-the-console';
    await emulator.admin.secretsManager.send(
      new PutSecretValueCommand({
        SecretId: 'example',
        SecretString: JSON.stringify({ ...json, SMTP_PASSWORD: known.TYPED, HAND_MADE: known.UNKNOWN, API_KEY: known.CONSOLE }),
      }),
    );
    await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/example/DB_USER', Value: known.CONSOLE, Overwrite: true }));
    const plan = await workspace.plan({ variables: VARIABLES });
    expect(plan.changes).toEqual([]);
  });

  test('adding names leaves every other value as it was', async () => {
    const before = { json: await storedJson(), parameters: await storedParameters() };
    await applied({ added: true });
    expect(await storedJson()).toEqual({ ...before.json, ADDED_KEY: expect.any(String) });
    expect(await storedParameters()).toEqual({ ...before.parameters, ADDED: expect.any(String) });
    expect((await resolveTask(emulator, 'example')).containers.app.environment).toMatchObject({ ADDED: expect.any(String), ADDED_KEY: expect.any(String) });
  });

  test('a changed value is written, the task definition stays the same revision', async () => {
    const before = { json: await storedJson(), parameters: await storedParameters(), revisions: await revisions() };
    VALUES.DB_PASSWORD = known.NEW_PASSWORD = 'another-password-${x}';
    workspace.write(edited({ added: true, passwordVersion: 2 }));
    const plan = await workspace.plan({ variables: VARIABLES });
    expect(plan.changes).toEqual([expect.stringMatching(/^update aws_ssm_parameter\.\w+\["DB_PASSWORD"\]$/)]);
    await workspace.apply({ plan, variables: VARIABLES });
    expect(await revisions()).toEqual(before.revisions);
    expect(await storedJson()).toEqual(before.json);
    expect(await storedParameters()).toEqual({ ...before.parameters, DB_PASSWORD: VALUES.DB_PASSWORD });
    expect((await resolveTask(emulator, 'example')).containers.app.environment.DB_PASSWORD).toBe(VALUES.DB_PASSWORD);
  });

  test('removing names converges in one apply; the parameter goes last', async () => {
    const before = { json: await storedJson(), parameters: await storedParameters() };
    await emulator.forgetCalls();
    await applied({ passwordVersion: 2 });
    const { ADDED, ...parameters } = before.parameters;
    expect(ADDED).toBeDefined();
    expect(await storedParameters()).toEqual(parameters);
    // a key stays stored, tasks of the old revision could still start
    expect(await storedJson()).toEqual(before.json);
    const calls = await emulator.calls();
    const order = (action: string, resource = '') => calls.find((call) => call.action === action && call.resources.join().includes(resource))!.seq;
    expect(order('ecs:RegisterTaskDefinition')).toBeLessThan(order('ecs:DeregisterTaskDefinition'));
    expect(order('ecs:DeregisterTaskDefinition')).toBeLessThan(order('ssm:DeleteParameter', '/example/ADDED'));
    expect(order('iam:PutRolePolicy')).toBeLessThan(order('ecs:RegisterTaskDefinition'));
    expect(order('ecs:DeregisterTaskDefinition')).toBeLessThan(order('iam:DeleteRolePolicy'));
    const { containers } = await resolveTask(emulator, 'example');
    expect(Object.keys(containers.app.environment).sort()).toEqual(['API_KEY', 'DB_PASSWORD', 'DB_USER', 'LOG_LEVEL', 'SESSION_SECRET']);
  });

  test.each<[string, (role: Awaited<ReturnType<typeof roleOf>>) => Promise<unknown>]>([
    ['the other container\'s parameter', (role) => role.ssm.send(new GetParametersCommand({ Names: ['/example/DB_PASSWORD'], WithDecryption: true }))],
    ['the secret that it doesn\'t use', (role) => role.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }))],
    ['the path', (role) => role.ssm.send(new GetParametersByPathCommand({ Path: '/example' }))],
    ['writing', (role) => role.ssm.send(new PutParameterCommand({ Name: '/example/DB_USER', Value: 'x', Overwrite: true }))],
  ])('the other task\'s role is refused: %s', async (_, send) => {
    await expect(send(await roleOf('Other-ExecutionRole'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('the task\'s own role is refused what no container uses', async () => {
    await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/elsewhere', Value: 'x', Type: 'SecureString' }));
    const role = await roleOf('Task-ExecutionRole');
    await role.ssm.send(new GetParametersCommand({ Names: ['/example/DB_USER'], WithDecryption: true }));
    await expect(role.ssm.send(new GetParametersCommand({ Names: ['/elsewhere'] }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(role.ssm.send(new GetParametersByPathCommand({ Path: '/example' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(role.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: '{}' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('a value that the variable lacks stops the plan with its name', async () => {
    const { DB_USER, ...rest } = VALUES;
    expect(DB_USER).toBeDefined();
    await expect(workspace.plan({ variables: { secrets: rest } })).rejects.toThrow(
      /parameter \/example\/DB_USER has no value: variable 'secrets' gives none or an empty one: pass it, for example with --var-file=FILE\.tfvars\.json/,
    );
  });

  test('nothing that happened since has left a value behind', async () => {
    known.ADDED_KEY = (await storedJson()).ADDED_KEY;
    expect(await findLeaks(workspace, known)).toEqual([]);
  });

  test('destroy needs no values and leaves nothing', async () => {
    await workspace.destroy();
    const { ssm, secretsManager, iam, ecs } = emulator.admin;
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
    expect(Parameters.map(({ Name }) => Name)).toEqual(['/elsewhere']);
    // a secret can be restored for 30 days
    expect((await secretsManager.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    expect((await ecs.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns).toEqual([]);
  });
});
