import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeJobDefinitionsCommand } from '@aws-sdk/client-batch';
import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand, type RegisterTaskDefinitionCommandInput, type TaskDefinition as RegisteredTask } from '@aws-sdk/client-ecs';
import { GetRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, HeadObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { TerraformOutput, type App, type TerraformStack } from 'cdktf';
import { cfnLint, pascalCase } from './support/cfn-lint';
import type { Clients } from './support/clients';
import { resolveJob, resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { EcsAndBatchStack } from '../../examples/ecs-and-batch/main';
import { EverywhereASecretGoesStack } from '../../examples/everywhere-a-secret-goes/main';
import { JsonSecretReferencesStack } from '../../examples/json-secret-references/main';
import { botocoreErrors } from '../support/botocore';
import { BatchJobDefinition, ContainerSecret, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

interface Reference {
  readonly suffix: string;
  readonly injects?: string;
}

interface VersionOfSecret {
  readonly id: string;
  readonly stage: string;
  readonly value: { readonly [key: string]: string };
}

const fixture = (name: string) => readFileSync(join(__dirname, '../fixtures', name), 'utf8');
const { secret: HAMADA_INFO, references } = JSON.parse(fixture('value-from.json')) as {
  secret: { name: string; versions: VersionOfSecret[] };
  references: Reference[];
};

/** Parameters of others, by environment variable; the last one belongs to no workload. */
const PARAMETERS = {
  DB_USER: { name: '/www.example.com/rds/user_name', value: 'user-${not}-a-template' },
  DB_PASSWORD: { name: '/www.example.com/rds/password', value: 'pass "word" %{ with } \\ everything é' },
  MACKEREL_APIKEY: { name: '/mackerel.io/orgs/example/api-key/mackerel-container-agent', value: 'mackerel-key-<&>' },
  NOBODY: { name: '/www.example.com/rds/admin_password', value: 'admin-password-value' },
};

const SECRETS = {
  DB_PASSWORD: 'everywhere-${password}',
  DD_API_KEY: 'datadog-"key"-value',
  SPLUNK_TOKEN: 'splunk-token-value',
  TLS_KEY: '-----BEGIN KEY-----\nline é\n-----END KEY-----\n',
  REGISTRY_USERNAME: 'registry-user',
  REGISTRY_PASSWORD: 'registry-pass-%{word}',
};
const VARIABLES = { secrets: SECRETS };
const FILE = { DB_PASSWORD: 'password-of-the-file', LOG_LEVEL: 'level-of-the-file', FILE_TOKEN: 'token of the=file' };

/** A stack as Terraform takes it, with an output per task and job definition: what the library emits for it. */
function emitting(make: (app: App) => TerraformStack): any {
  return synthesise((app) => {
    const stack = make(app);
    for (const construct of stack.node.findAll()) {
      if (construct instanceof TaskDefinition) {
        new TerraformOutput(stack, `task-${construct.node.id}`, { value: construct.toJson() });
      } else if (construct instanceof BatchJobDefinition) {
        new TerraformOutput(stack, `job-${construct.node.id}`, { value: construct.resource.containerPropertiesInput });
      }
    }
    return stack;
  });
}

/** A configuration of which each stack is a module: one run of Terraform instead of one per stack. */
function modulesOf(workspace: Workspace, stacks: { readonly [name: string]: any }, region: string): object {
  const module: { [name: string]: object } = {};
  const output: { [name: string]: object } = {};
  for (const [name, { provider, terraform: { backend, ...terraform }, variable, ...stack }] of Object.entries(stacks)) {
    provider.aws[0].region = region;
    mkdirSync(join(workspace.directory, name));
    writeFileSync(join(workspace.directory, name, 'cdk.tf.json'), JSON.stringify({ ...stack, provider, terraform, variable }));
    module[name] = { source: `./${name}`, ...(variable ? { secrets: '${var.secrets}' } : {}) };
    Object.keys(stack.output).forEach((id) => (output[`${name}-${id}`] = { value: `\${module.${name}.${id}}` }));
  }
  return { module, output, variable: { secrets: { type: 'map(string)', ephemeral: true } } };
}

describeReal('examples with containers', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  /** Each reference of the table by its environment variable, with the emulator's version ids. */
  const table: { [name: string]: { valueFrom: string; injects: string } } = {};

  async function registered(family: string): Promise<RegisteredTask> {
    return (await emulator.admin.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }))).taskDefinition!;
  }

  /** Registers the JSON as `aws ecs register-task-definition --cli-input-json` does, beside what Terraform has registered. */
  async function expectSameAgain(family: string, json: string) {
    const first = await registered(family);
    const input = JSON.parse(json) as RegisterTaskDefinitionCommandInput;
    const second = (await emulator.admin.ecs.send(new RegisterTaskDefinitionCommand(input))).taskDefinition!;
    const { taskDefinitionArn, revision, registeredAt } = second;
    expect([first.revision, revision]).toEqual([1, 2]);
    // Terraform's provider spells this default out
    const volumes = first.volumes!.map(({ configuredAtLaunch, ...volume }) => (configuredAtLaunch ? { ...volume, configuredAtLaunch } : volume));
    expect(second).toEqual({ ...first, volumes, taskDefinitionArn, revision, registeredAt });
    expect((await resolveTask(emulator, `${family}:2`)).containers).toEqual((await resolveTask(emulator, `${family}:1`)).containers);
  }

  const roleOf = async (family: string) => emulator.clientsFor(await emulator.assumeAsEcs((await registered(family)).executionRoleArn!));
  const job = async () => (await emulator.admin.batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: 'my-app-nightly' }))).jobDefinitions![0];
  const roleOfJob = async () => emulator.clientsFor(await emulator.assumeAsEcs((await job()).containerProperties!.executionRoleArn!));

  const parameter = (name: string) => async ({ ssm }: Clients) => ssm.send(new GetParametersCommand({ Names: [name], WithDecryption: true }));
  const secret = (SecretId: string) => async ({ secretsManager }: Clients) => secretsManager.send(new GetSecretValueCommand({ SecretId }));
  const object = (Key: string) => async ({ s3 }: Clients) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: await bucket(), Key }));
    return Body!.transformToString();
  };
  const bucket = async () => (await emulator.admin.s3.send(new ListBucketsCommand({}))).Buckets![0].Name!;
  const refused = { name: expect.stringContaining('AccessDenied') };

  beforeAll(async () => {
    // GIVEN what others own
    emulator = await Emulator.start();
    const { s3, secretsManager, ssm } = emulator.admin;
    const [before, now] = HAMADA_INFO.versions;
    const created = await secretsManager.send(new CreateSecretCommand({ Name: HAMADA_INFO.name, SecretString: JSON.stringify(before.value) }));
    const put = await secretsManager.send(new PutSecretValueCommand({ SecretId: created.ARN, SecretString: JSON.stringify(now.value) }));
    const existing = { arn: created.ARN!, previousVersionId: created.VersionId!, currentVersionId: put.VersionId! };
    references.filter(({ injects }) => injects).forEach(({ suffix, injects }, i) => {
      const own = suffix.replace(before.id, existing.previousVersionId).replace(now.id, existing.currentVersionId);
      table[`REFERENCE_${i}`] = { valueFrom: existing.arn + own, injects: injects! };
    });
    await secretsManager.send(new CreateSecretCommand({ Name: 'everywhere-else', SecretString: 'secret-of-nobody' }));
    for (const { name, value } of Object.values(PARAMETERS)) await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString' }));

    // WHEN
    workspace = new Workspace(emulator);
    const stacks = {
      references: emitting((app) => {
        const stack = new JsonSecretReferencesStack(app, 'references', existing);
        const secrets = Object.entries(table).map(([name, { valueFrom }]) => ContainerSecret.fromValueFrom(name, valueFrom));
        new TaskDefinition(stack, 'Table', { family: 'table', containers: [{ name: 'app', image: 'busybox', secrets }] });
        return stack;
      }),
      batch: emitting((app) => new EcsAndBatchStack(app, 'batch')),
      everywhere: emitting((app) => new EverywhereASecretGoesStack(app, 'everywhere')),
    };
    workspace.write(modulesOf(workspace, stacks, emulator.region));
    await workspace.init();
    await workspace.apply({ plan: await workspace.plan({ variables: VARIABLES }), variables: VARIABLES });
    const Body = Object.entries(FILE).map(([name, value]) => `${name}=${value}\n`).join('');
    for (const Key of ['app.env', 'other.env']) await s3.send(new PutObjectCommand({ Bucket: await bucket(), Key, Body }));
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the second plan is empty', async () => {
    const plan = await workspace.plan({ variables: VARIABLES });
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
  });

  test('no value stands in state, plans, outputs or configuration', async () => {
    const versions = Object.fromEntries(HAMADA_INFO.versions.map(({ stage, value }) => [stage, JSON.stringify(value)]));
    const parameters = Object.fromEntries(Object.entries(PARAMETERS).map(([name, { value }]) => [name, value]));
    expect(await findLeaks(workspace, { ...versions, twitter: 'hamako9999', ...parameters, ...SECRETS, ...FILE })).toEqual([]);
  });

  describe('one JSON secret, many references', () => {
    test('each injects what it should', async () => {
      const { containers, calls } = await resolveTask(emulator, 'table');
      expect(Object.keys(table)).toHaveLength(9);
      expect(containers.app.environment).toEqual(Object.fromEntries(Object.entries(table).map(([name, { injects }]) => [name, injects])));
      expect(calls).toEqual(Object.keys(table).map(() => ({ action: 'secretsmanager:GetSecretValue', names: [table.REFERENCE_0.valueFrom] })));
    });

    test('the example gets both versions under its names', async () => {
      const { containers } = await resolveTask(emulator, 'json-secret-references');
      const [before, now] = HAMADA_INFO.versions.map(({ value }) => JSON.stringify(value));
      expect(containers.app.environment).toEqual({
        INFO: now, AGE: '20', GENDER: 'man', TWITTER: 'hamako9999', INFO_CURRENT: now, INFO_BEFORE: before, AGE_BEFORE: '18', INFO_20: now, INFO_18: before,
      });
      expect(containers['other-spellings'].environment).toEqual({ AGE: '20', GENDER: 'man' });
    });
  });

  describe('parameters for ECS and AWS Batch', () => {
    const valuesOf = (...names: (keyof typeof PARAMETERS)[]) => Object.fromEntries(names.map((name) => [name, PARAMETERS[name].value]));

    test.each(['my-app', 'my-app-family'])('each container of %s gets its values, under its names', async (family) => {
      const { containers, calls } = await resolveTask(emulator, family);
      expect(containers['my-app'].environment).toEqual({ POSTGRES_HOST: 'abc123.def456.us-east-1.rds.amazonaws.com', ...valuesOf('DB_USER', 'DB_PASSWORD') });
      expect(containers['mackerel-container-agent'].environment).toEqual({
        MACKEREL_CONTAINER_PLATFORM: 'ecs', MACKEREL_ROLES: 'my-app-staging:backend', ...valuesOf('MACKEREL_APIKEY'),
      });
      expect(calls).toEqual([{ action: 'ssm:GetParameters', names: expect.any(Array) }]);
    });

    test('the job gets its values', async () => {
      const { containers } = await resolveJob(emulator, (await job()).jobDefinitionArn!);
      const environment = { POSTGRES_HOST: 'abc123.def456.us-east-1.rds.amazonaws.com', ...valuesOf('DB_USER', 'DB_PASSWORD', 'MACKEREL_APIKEY') };
      expect(containers.default.environment).toEqual(environment);
    });

    test('the file loses nothing on its way', async () => {
      const { executionRoleArn, containerDefinitions: [app, agent], placementConstraints, volumes, ...rest } = JSON.parse(fixture('ecspresso-taskdef.json'));
      const { secretOptions, ...logConfiguration } = app.logConfiguration;
      expect([placementConstraints, volumes, secretOptions]).toEqual([[], [], []]);
      const family = await registered('my-app-family');
      // AWS answers in an order of its own
      const byName = (named: { name?: string }[] = []) => [...named].sort((a, b) => (a.name! < b.name! ? -1 : 1));
      const containers = family.containerDefinitions!.map((container) => {
        return { ...container, environment: byName(container.environment), secrets: byName(container.secrets) };
      });
      expect({ ...family, containerDefinitions: containers }).toMatchObject({ ...rest, containerDefinitions: [agent, { ...app, logConfiguration }] });
      expect(family.executionRoleArn).not.toBe(executionRoleArn);
    });

    test('what ecspresso gets registers the same once more', async () => {
      await expectSameAgain('my-app', await workspace.rawOutput('batch-ecs-task-def'));
    });
  });

  describe('everywhere a secret goes', () => {
    test('each of them arrives with the execution role alone, and nothing else', async () => {
      const { containers } = await resolveTask(emulator, 'everywhere');
      const registryCredentials = { username: SECRETS.REGISTRY_USERNAME, password: SECRETS.REGISTRY_PASSWORD };
      const datadog = {
        Name: 'datadog', Host: 'http-intake.logs.datadoghq.com', TLS: 'on', dd_service: 'app', provider: 'ecs', apikey: SECRETS.DD_API_KEY,
      };
      expect(containers).toEqual({
        'app': {
          environment: { DB_PASSWORD: SECRETS.DB_PASSWORD, FILE_TOKEN: FILE.FILE_TOKEN, LOG_LEVEL: 'info', TLS_KEY_FILE: '/run/secrets/TLS_KEY' },
          logOptions: datadog,
          registryCredentials,
        },
        'app-secret-files': { environment: { TLS_KEY: SECRETS.TLS_KEY }, logOptions: datadog },
        'worker': { environment: {}, logOptions: { 'splunk-url': 'https://splunk.example.com:8088', 'splunk-token': SECRETS.SPLUNK_TOKEN }, registryCredentials },
        'log-router': { environment: {}, logOptions: { 'awslogs-group': '/ecs/everywhere', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'router' } },
      });
    });

    test('the command that is registered writes the file', async () => {
      // GIVEN
      const writer = (await registered('everywhere')).containerDefinitions!.find(({ name }) => name === 'app-secret-files')!;
      const { environment } = (await resolveTask(emulator, 'everywhere')).containers['app-secret-files'];
      const directory = mkdtempSync(join(tmpdir(), 'e2e-secret-files-'));

      // WHEN
      const [command] = writer.command!.map((script) => script.replace('/run/secrets', directory).replace('1000:1000', `${process.getuid!()}:${process.getgid!()}`));
      const [shell, ...options] = writer.entryPoint!;
      const { status, stderr } = spawnSync(shell, [...options, command], { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' });

      // THEN
      expect([status, stderr]).toEqual([0, '']);
      expect(readFileSync(join(directory, 'TLS_KEY'), 'utf8')).toBe(SECRETS.TLS_KEY);
      rmSync(directory, { recursive: true });
    });

    test('the environment file is under the customer key', async () => {
      const head = await emulator.admin.s3.send(new HeadObjectCommand({ Bucket: await bucket(), Key: 'app.env' }));
      expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: expect.stringContaining(':key/'), BucketKeyEnabled: true });
    });

    test.each([
      ['PARAMETER_ARN', 'fetching secret data from SSM Parameter Store'],
      ['SecretARN', 'unable to retrieve secret'],
      ['aws:s3:arn', 'unable to download env file with key app.env'],
    ])('fails to start without the Decrypt statement for %s', async (context, message) => {
      // GIVEN
      const RoleName = (await registered('everywhere')).executionRoleArn!.split('/').pop()!;
      const { iam } = emulator.admin;
      const [PolicyName] = (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames!;
      const policy = decodeURIComponent((await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument!);
      const { Statement, ...rest } = JSON.parse(policy) as { Statement: object[] };
      const kept = Statement.filter((statement) => !JSON.stringify(statement).includes(`kms:EncryptionContext:${context}`));
      expect(kept).toHaveLength(Statement.length - 1);

      // WHEN
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify({ ...rest, Statement: kept }) }));

      // THEN
      await expect(resolveTask(emulator, 'everywhere')).rejects.toThrow(message);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy }));
      await resolveTask(emulator, 'everywhere');
    });
  });

  test.each<[string, string, (role: Clients) => Promise<unknown>]>([
    ['my-app', 'a parameter that nobody uses', parameter(PARAMETERS.NOBODY.name)],
    ['my-app', 'the other task\'s parameter', parameter('/everywhere/DD_API_KEY')],
    ['my-app', 'a secret', secret('everywhere-registry')],
    ['my-app', 'an object', object('app.env')],
    ['my-app-family', 'a parameter that nobody uses', parameter(PARAMETERS.NOBODY.name)],
    ['job', 'a parameter that nobody uses', parameter(PARAMETERS.NOBODY.name)],
    ['job', 'the other task\'s parameter', parameter('/everywhere/DB_PASSWORD')],
    ['job', 'a secret', secret('hamadaInfo')],
    ['everywhere', 'the other task\'s parameter', parameter(PARAMETERS.DB_PASSWORD.name)],
    ['everywhere', 'another secret', secret('everywhere-else')],
    ['everywhere', 'another object', object('other.env')],
    ['json-secret-references', 'another secret', secret('everywhere-else')],
  ])('the role of %s is refused %s', async (workload, _, send) => {
    await expect(send(workload === 'job' ? await roleOfJob() : await roleOf(workload))).rejects.toMatchObject(refused);
  });

  test('a role of each kind reads what it uses', async () => {
    await parameter(PARAMETERS.DB_PASSWORD.name)(await roleOfJob());
    await parameter('/everywhere/DB_PASSWORD')(await roleOf('everywhere'));
    await secret('everywhere-registry')(await roleOf('everywhere'));
    await object('app.env')(await roleOf('everywhere'));
  });

  describe('what is emitted', () => {
    const tasks: { [family: string]: any } = {};
    let containerProperties: any;

    beforeAll(async () => {
      for (const [name, value] of Object.entries(await workspace.output() as { [name: string]: string })) {
        const definition = /-(task|job)-/.test(name) ? JSON.parse(value) : undefined;
        if (name.includes('-task-')) tasks[definition.family] = definition;
        else if (name.includes('-job-')) containerProperties = definition;
      }
      expect(Object.keys(tasks).sort()).toEqual(['everywhere', 'json-secret-references', 'my-app', 'my-app-family', 'table']);
    });

    test('is what botocore takes, which would see a wrong field', () => {
      Object.values(tasks).forEach((task) => expect(botocoreErrors('ecs', 'RegisterTaskDefinition', task)).toBe(''));
      expect(botocoreErrors('batch', 'RegisterJobDefinition', { jobDefinitionName: 'job', type: 'container', containerProperties })).toBe('');
      expect(botocoreErrors('ecs', 'RegisterTaskDefinition', { ...tasks.table, secretz: [] })).toContain('secretz');
    });

    test('is what cfn-lint takes, which would see a wrong field', () => {
      const Type = 'AWS::ECS::TaskDefinition';
      const resources = Object.entries(tasks).map(([family, task]) => [family.replace(/-/g, ''), { Type, Properties: pascalCase(task) }]);
      const Properties = { Type: 'container', PlatformCapabilities: ['FARGATE'], ContainerProperties: pascalCase(containerProperties) };
      const found = cfnLint({
        ...Object.fromEntries(resources),
        Job: { Type: 'AWS::Batch::JobDefinition', Properties },
        Wrong: { Type, Properties: { ContainerDefinitions: [{ Name: 'app', Image: 'busybox', Secretz: [] }] } },
      });
      expect(found).toEqual([expect.stringMatching(/^Wrong: E3002 .*'Secretz'/)]);
    });

    test.each(['everywhere', 'my-app-family'])('of %s registers the same once more', async (family) => {
      await expectSameAgain(family, JSON.stringify(tasks[family]));
    });
  });
});
