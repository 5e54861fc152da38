import { BatchClient, DescribeJobDefinitionsCommand, RegisterJobDefinitionCommand } from '@aws-sdk/client-batch';
import {
  CreateClusterCommand, CreateServiceCommand, DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand, UpdateServiceCommand,
  type ContainerDefinition, type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, GetRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateSecretCommand, DeleteSecretCommand, GetSecretValueCommand, ListSecretsCommand, PutResourcePolicyCommand, PutSecretValueCommand,
  RestoreSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, GetParameterCommand, GetParametersCommand, PutParameterCommand, type ParameterTier } from '@aws-sdk/client-ssm';
import { Emulator } from '../support/emulator';
import { describeReal } from '../support/prerequisites';

jest.setTimeout(300_000);

/** Every behaviour of README.md's table that is a patch of its own. */
describeReal('the emulator answers as AWS does', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await Emulator.start();
  });

  afterAll(async () => emulator?.stop());

  describe('RegisterTaskDefinition', () => {
    let families = 0;
    const ROUTER: ContainerDefinition = { name: 'router', image: 'r', firelensConfiguration: { type: 'fluentbit' } };
    const ROUTED: ContainerDefinition = { name: 'app', image: 'a', logConfiguration: { logDriver: 'awsfirelens' } };
    const register = async (containerDefinitions: ContainerDefinition[], task: Partial<RegisterTaskDefinitionCommandInput> = {}) => {
      const family = `family-${families += 1}`;
      const withMemory = containerDefinitions.map((container) => ({ memory: 64, ...container }));
      await emulator.admin.ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions: withMemory, ...task }));
      return (await emulator.admin.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }))).taskDefinition!;
    };
    const registered = async (container: Partial<ContainerDefinition>, task?: Partial<RegisterTaskDefinitionCommandInput>) =>
      (await register([{ name: 'c', image: 'i', ...container }], task)).containerDefinitions![0];

    test('a log router gets user 0, and keeps a root with a group', async () => {
      expect((await register([ROUTER, ROUTED])).containerDefinitions![0]).toMatchObject({ user: '0' });
      expect((await register([{ ...ROUTER, user: '0:0' }, ROUTED])).containerDefinitions![0]).toMatchObject({ user: '0:0' });
    });

    test('capabilities get both lists, or none', async () => {
      const capabilities = async (given: object) => (await registered({ linuxParameters: { capabilities: given } })).linuxParameters;
      expect(await capabilities({ drop: ['ALL'] })).toEqual({ capabilities: { add: [], drop: ['ALL'] } });
      expect(await capabilities({ add: ['SYS_PTRACE'] })).toEqual({ capabilities: { add: ['SYS_PTRACE'], drop: [] } });
      expect(await capabilities({ add: [], drop: [] })).toEqual({});
    });

    test.each([
      ['host', 8080],
      ['awsvpc', 8080],
      ['bridge', 0],
      [undefined, 0],
    ] as const)('in network mode %s a port without hostPort gets %i', async (networkMode, hostPort) => {
      const { portMappings } = await registered({ portMappings: [{ containerPort: 8080 }] }, { networkMode });
      expect(portMappings).toEqual([{ containerPort: 8080, hostPort, protocol: 'tcp' }]);
    });

    test('a health check gets its defaults, lists their emptiness, and environment an order of its own', async () => {
      const { healthCheck, environment, systemControls } = await registered({
        healthCheck: { command: ['CMD', 'true'] },
        environment: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }],
      });
      expect(healthCheck).toEqual({ command: ['CMD', 'true'], interval: 30, retries: 3, timeout: 5 });
      expect(systemControls).toEqual([]);
      expect(environment!.map(({ name }) => name)).toEqual(['B', 'A']);
    });

    const awslogs = (options: { [name: string]: string }): ContainerDefinition => ({ name: 'c', image: 'i', logConfiguration: { logDriver: 'awslogs', options } });
    const S3 = { ...ROUTER, firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::b/k' } } } as const;

    test.each<[string, string, ContainerDefinition[], Partial<RegisterTaskDefinitionCommandInput>]>([
      ['a router with another user', "'UID' has to be '0'", [{ ...ROUTER, user: 'root' }, ROUTED], {}],
      ['a router that nobody uses', 'at least one container has to be configured with the awsfirelens log driver', [ROUTER, { name: 'app', image: 'a' }], {}],
      ['awsfirelens without a router', 'a firelens configuration object must be configured', [ROUTED], {}],
      ['awslogs-create-group: "false"', "should only be set to 'true', else omit option", [awslogs({ 'awslogs-group': 'g', 'awslogs-create-group': 'false' })], {}],
      ['awslogs without a group', "'awslogs-group' should not be null or empty", [awslogs({ 'awslogs-region': 'us-east-1' })], {}],
      ['secrets without an execution role', "must also specify a value for 'executionRoleArn'", [{ name: 'c', image: 'i', secrets: [{ name: 'A', valueFrom: '/a' }] }], {}],
      ['two containers of one name', 'must be unique', [{ name: 'c', image: 'i' }, { name: 'c', image: 'j' }], {}],
      ['a router configured from S3 on Fargate', 'Invalid arn syntax', [S3, ROUTED], { requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' }],
    ])('refuses %s', async (_, message, containers, task) => {
      await expect(register(containers, task)).rejects.toMatchObject({ name: 'ClientException', message: expect.stringContaining(message) });
    });

    test('the network mode is bridge, and awsvpc for a task that runs on Fargate only', async () => {
      expect((await register([{ name: 'c', image: 'i' }])).networkMode).toBe('bridge');
      expect((await register([{ name: 'c', image: 'i' }], { requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' })).networkMode).toBe('awsvpc');
      expect((await register([{ name: 'c', image: 'i' }], { networkMode: 'host', requiresCompatibilities: ['EC2'] })).networkMode).toBe('host');
    });

    test('takes a router configured from S3 on EC2', async () => {
      expect((await register([S3, ROUTED])).revision).toBe(1);
    });
  });

  describe('services', () => {
    test('new ones are rebalanced unless they say otherwise or cannot be, and keep what they have', async () => {
      const { ecs } = emulator.admin;
      await ecs.send(new CreateClusterCommand({ clusterName: 'zones' }));
      await ecs.send(new RegisterTaskDefinitionCommand({ family: 'zones', containerDefinitions: [{ name: 'c', image: 'i', memory: 64 }] }));
      const created = async (serviceName: string, more: object = {}) =>
        (await ecs.send(new CreateServiceCommand({ cluster: 'zones', serviceName, taskDefinition: 'zones', desiredCount: 1, ...more }))).service!.availabilityZoneRebalancing;
      expect(await created('plain')).toBe('ENABLED');
      expect(await created('off', { availabilityZoneRebalancing: 'DISABLED' })).toBe('DISABLED');
      expect(await created('full', { deploymentConfiguration: { maximumPercent: 100 } })).toBe('DISABLED');
      const { service } = await ecs.send(new UpdateServiceCommand({ cluster: 'zones', service: 'plain', desiredCount: 2 }));
      expect(service!.availabilityZoneRebalancing).toBe('ENABLED');
    });
  });

  describe('IAM', () => {
    const trust = (principal: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }] });
    const role = async (RoleName: string) => {
      const command = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) });
      return (await emulator.admin.iam.send(command)).Role!.Arn!;
    };
    const reader = (AWS: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*', Principal: { AWS } }] });

    test("an inline policy's name is the role's own, and another policy of that name replaces it", async () => {
      const { iam } = emulator.admin;
      const document = (Action: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
      for (const RoleName of ['one', 'two']) {
        await role(RoleName);
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: document('ssm:GetParameters') }));
      }
      await iam.send(new PutRolePolicyCommand({ RoleName: 'one', PolicyName: 'read', PolicyDocument: document('s3:GetObject') }));
      expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'one' }))).PolicyNames).toEqual(['read']);
      const actionOf = async (RoleName: string) =>
        JSON.parse(decodeURIComponent((await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'read' }))).PolicyDocument!)).Statement[0].Action;
      expect([await actionOf('one'), await actionOf('two')]).toEqual(['s3:GetObject', 'ssm:GetParameters']);
    });

    test('a role made a moment ago is refused as a principal, once', async () => {
      const { iam, kms, secretsManager } = emulator.admin;
      await secretsManager.send(new CreateSecretCommand({ Name: 'shared', SecretString: 'x' }));
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      await role('assumed');
      const share = async (arn: string) => secretsManager.send(new PutResourcePolicyCommand({ SecretId: 'shared', ResourcePolicy: reader(arn) }));
      const cases: [string, (arn: string) => Promise<unknown>][] = [
        ['MalformedPolicyDocumentException', share],
        ['MalformedPolicyDocumentException', async (arn) => kms.send(new PutKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId, PolicyName: 'default', Policy: reader(arn) }))],
        ['MalformedPolicyDocument', async (arn) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'assumed', PolicyDocument: trust({ AWS: arn }) }))],
      ];
      for (const [i, [name, send]] of cases.entries()) {
        const arn = await role(`new-${i}`);
        await expect(send(arn)).rejects.toMatchObject({ name: expect.stringContaining(name) });
        await send(arn);
      }
      const arn = await role('older');
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await share(arn);
    });
  });

  describe('Secrets Manager', () => {
    test('a partial ARN finds its secret, unless the name itself ends like the random suffix', async () => {
      const { secretsManager } = emulator.admin;
      const arnOf = async (Name: string) => (await secretsManager.send(new CreateSecretCommand({ Name, SecretString: Name }))).ARN!;
      const partial = (arn: string) => arn.replace(/-.{6}$/, '');
      const read = async (SecretId: string) => (await secretsManager.send(new GetSecretValueCommand({ SecretId }))).SecretString;
      const [plain, ambiguous] = [await arnOf('partial'), await arnOf('partial-abc123')];
      expect([await read(partial(plain)), await read(ambiguous)]).toEqual(['partial', 'partial-abc123']);
      await expect(read(partial(ambiguous))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    test('a scheduled deletion keeps the name', async () => {
      const { secretsManager } = emulator.admin;
      const create = async () => secretsManager.send(new CreateSecretCommand({ Name: 'deleted', SecretString: 'x' }));
      await create();
      await secretsManager.send(new DeleteSecretCommand({ SecretId: 'deleted', RecoveryWindowInDays: 7 }));
      await expect(create()).rejects.toMatchObject({ name: 'InvalidRequestException', message: expect.stringContaining('already scheduled for deletion') });
      await secretsManager.send(new RestoreSecretCommand({ SecretId: 'deleted' }));
      await secretsManager.send(new DeleteSecretCommand({ SecretId: 'deleted', ForceDeleteWithoutRecovery: true }));
      await create();
    });

    test('a managed master password is a secret of RDS, which everybody may read and nobody else change', async () => {
      const { secretsManager } = emulator.admin;
      const form = { Action: 'CreateDBInstance', DBInstanceIdentifier: 'db', Engine: 'postgres', DBInstanceClass: 'db.t3.micro', AllocatedStorage: '20', MasterUsername: 'root', ManageMasterUserPassword: 'true' };
      const Authorization = `AWS4-HMAC-SHA256 Credential=${emulator.adminCredentials.accessKeyId}/20260101/us-east-1/rds/aws4_request, SignedHeaders=host, Signature=0`;
      const answer = await (await fetch(emulator.endpoint, { method: 'POST', headers: { Authorization }, body: new URLSearchParams(form) })).text();
      const arn = /<SecretArn>(.*?)<\/SecretArn>/.exec(answer)![1];
      expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:\d{12}:secret:rds!db-[0-9a-f-]{36}-\w{6}$/);
      const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: arn }));
      expect(Object.keys(JSON.parse(SecretString!)).sort()).toEqual(['password', 'username']);
      const { SecretList } = await secretsManager.send(new ListSecretsCommand({ Filters: [{ Key: 'owning-service', Values: ['rds'] }] }));
      expect(SecretList).toMatchObject([{ ARN: arn, OwningService: 'rds' }]);
      await expect(secretsManager.send(new PutSecretValueCommand({ SecretId: arn, SecretString: '{}' }))).rejects.toThrow('managed by rds');
      await expect(secretsManager.send(new DeleteSecretCommand({ SecretId: arn }))).rejects.toThrow('managed by rds');
    });
  });

  describe('Parameter Store', () => {
    test('a parameter that became a String has no key any more', async () => {
      const { ssm } = emulator.admin;
      await ssm.send(new PutParameterCommand({ Name: '/kind/A', Type: 'SecureString', Value: 'x', KeyId: 'alias/own' }));
      await ssm.send(new PutParameterCommand({ Name: '/kind/A', Type: 'String', Value: 'x', Overwrite: true }));
      const filter = { Key: 'Name', Values: ['/kind/A'] };
      const [{ Type, KeyId }] = (await ssm.send(new DescribeParametersCommand({ ParameterFilters: [filter] }))).Parameters!;
      expect([Type, KeyId]).toEqual(['String', undefined]);
    });

    const put = async (Name: string, length: number, Tier?: ParameterTier) =>
      emulator.admin.ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: 'x'.repeat(length), Overwrite: true, Tier }));

    test('refuses empty and large values, and the way back to the standard tier', async () => {
      await expect(put('/tier/EMPTY', 0)).rejects.toThrow('length greater than or equal to 1');
      await put('/tier/STANDARD', 4096);
      await expect(put('/tier/LARGE', 4097)).rejects.toThrow('maximum parameter value of 4096 characters');
      await put('/tier/ADVANCED', 4097, 'Advanced');
      await put('/tier/ADVANCED', 10);
      await expect(put('/tier/ADVANCED', 10, 'Standard')).rejects.toThrow("can't downgrade");
      await expect(put('/tier/ADVANCED', 8193, 'Advanced')).rejects.toThrow('8192');
      const { Parameters } = await emulator.admin.ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/tier/'] }] }));
      expect(Parameters!.map(({ Name, Tier }) => [Name, Tier]).sort()).toEqual([['/tier/ADVANCED', 'Advanced'], ['/tier/STANDARD', 'Standard']]);
    });
  });

  describe('AWS Batch', () => {
    test('a job definition keeps its containers and its priority', async () => {
      const { endpoint, region, adminCredentials: credentials } = emulator;
      const batch = new BatchClient({ endpoint, region, credentials });
      const ecsProperties = { taskProperties: [{ containers: [{ name: 'a', image: 'i' }, { name: 'b', image: 'j' }] }] };
      await batch.send(new RegisterJobDefinitionCommand({ jobDefinitionName: 'job', type: 'container', ecsProperties, schedulingPriority: 7 }));
      const { jobDefinitions } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: 'job' }));
      expect(jobDefinitions).toMatchObject([{ ecsProperties, schedulingPriority: 7 }]);
      batch.destroy();
    });
  });

  describe('throttling', () => {
    afterEach(async () => emulator.limitRates({}));

    test('calls over the rate are refused, those of another action are not, and the rate recovers', async () => {
      const { ssm, secretsManager } = emulator.admin;
      await emulator.limitRates({ 'ssm:GetParameter*': 1, 'ssm:DescribeParameters': 1, 'secretsmanager:GetSecretValue': 1 });
      const calls: (() => Promise<unknown>)[] = [
        async () => ssm.send(new DescribeParametersCommand({})),
        async () => ssm.send(new GetParametersCommand({ Names: ['/none'] })),
        async () => secretsManager.send(new GetSecretValueCommand({ SecretId: 'none' })).catch((error: Error) => {
          if (error.name !== 'ResourceNotFoundException') throw error;
        }),
      ];
      for (const call of calls) {
        for (let i = 0; i < 3; i++) await call();
        await expect(call()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
      }
      // the three that read parameters have one rate
      await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({ name: 'ThrottlingException' });
      await new Promise((resolve) => setTimeout(resolve, 1100));
      for (const call of calls) await call();
    });
  });
});
