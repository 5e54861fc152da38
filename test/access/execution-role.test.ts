import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { BatchJobDefinition, ContainerSecrets, DiscoveredParameters, ExecutionRole, ParameterMap, SecretValues, TaskDefinition, VariableSecrets } from '../../src';
import { allows } from '../support/iam';
import { DeployedStack, WORLDS } from '../support/world';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';

describe('the execution role', () => {
  test('is the tasks\' of this account and Region alone, in every partition', () => {
    for (const world of WORLDS) {
      // GIVEN
      const stack = new TerraformStack(Testing.app(), 'stack');
      new ExecutionRole(stack, 'Role');

      // WHEN
      const deployed = new DeployedStack(stack, world);
      const [role] = Object.values<any>(deployed.json.resource.aws_iam_role);

      // THEN
      expect(JSON.parse(deployed.evaluate(role.assume_role_policy)).Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:${world.partition}:ecs:${world.region}:${world.account}:*` },
            StringEquals: { 'aws:SourceAccount': world.account },
          },
        },
      ]);
    }
  });

  test('is the tasks\' of each Region that they run in', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const [tokyo, eu] = ['ap-northeast-1', 'eu-west-1'].map((region) => new AwsProvider(stack, region, { alias: region, region }));
    const executionRole = new ExecutionRole(stack, 'Role');
    const containers = [{ name: 'api', image: 'nginx' }];
    [tokyo, eu, tokyo].forEach((provider, i) => new TaskDefinition(stack, `Task${i}`, { family: 'api', executionRole, containers, provider }));
    new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'job', executionRole, containerProperties: { image: 'nginx', resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }] } });

    // THEN
    const { data } = synth(stack);
    const idOf = (alias?: string) => Object.keys(data.aws_region).find((id) => data.aws_region[id].provider === (alias && `aws.${alias}`));
    const regions = [idOf(), idOf('ap-northeast-1'), idOf('eu-west-1')].map((id) => `:ecs:\${data.aws_region.${id}.id}:`);
    const arns: string[] = trustOf(stack).Condition.ArnLike['aws:SourceArn'];
    expect(arns.map((arn) => arn.slice(arn.indexOf(':ecs:'), arn.indexOf('.id}:') + 5)).sort()).toEqual(regions.sort());
    expect(trustOf(stack).Condition.StringEquals['aws:SourceAccount']).toMatch(/^\$\{data\.aws_caller_identity\.EcsSecretsEnvironment_Account_\w+\.account_id\}$/);
  });

  test('is not the tasks\' of its own Region where none runs there', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const provider = new AwsProvider(stack, 'Tokyo', { alias: 'tokyo', region: 'ap-northeast-1' });
    new TaskDefinition(stack, 'Task', { family: 'api', executionRole: new ExecutionRole(stack, 'Role'), containers: [{ name: 'api', image: 'nginx' }], provider });

    // THEN
    const [id] = Object.entries<any>(synth(stack).data.aws_region).find(([, region]) => region.provider === 'aws.tokyo')!;
    expect(trustOf(stack).Condition.ArnLike['aws:SourceArn']).toContain(`:ecs:\${data.aws_region.${id}.id}:`);
  });

  test.each([['eu-west-1', ['${own}', 'eu-west-1']], ['eu-central-1', '${own}'], [undefined, '${own}']])(
    'is the tasks\' of another stack in %s as well', (region, expected) => {
      // GIVEN
      const app = Testing.app();
      const [shared, user, third] = ['shared', 'user', 'third'].map((id) => new TerraformStack(app, id));
      [shared, third].forEach((stack) => new AwsProvider(stack, 'aws', { region: 'eu-central-1' }));
      new AwsProvider(user, 'aws', { region });
      const executionRole = new ExecutionRole(shared, 'Role');
      const containers = [{ name: 'api', image: 'nginx' }];
      [user, third].forEach((stack) => new TaskDefinition(stack, 'Task', { family: 'api', executionRole, containers }));

      // THEN
      const regionOf = (arn: string) => arn.replace(/^.*:ecs:(.*):\$\{data\.aws_caller_identity.*$/, '$1').replace(/\$\{data\.aws_region\.\w+\.id\}/, '${own}');
      expect([trustOf(shared).Condition.ArnLike['aws:SourceArn']].flat().map(regionOf)).toEqual([expected].flat());
    });

  test('has a name that Terraform makes unique, and no policy while nothing is granted', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    new ExecutionRole(stack, 'Role');

    // WHEN
    const { resource } = synth(stack);

    // THEN
    expect(Object.values<any>(resource.aws_iam_role)[0]).toMatchObject({ name_prefix: 'stack-Role-' });
    expect(Object.keys(resource)).toEqual(['aws_iam_role']);
  });

  test('passes its props on, to managed policies too', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const provider = new AwsProvider(stack, 'Other', { alias: 'other' });
    const role = new ExecutionRole(stack, 'Role', {
      roleName: 'api', path: '/ecs/', permissionsBoundary: BOUNDARY, description: 'reads', tags: { team: 'a' }, provider,
    });
    role.grantRead(new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(names(90)) }));

    // WHEN
    const { resource } = synth(stack);

    // THEN
    const [iamRole, iamPolicy, inline, attachment] = ['aws_iam_role', 'aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_role_policy_attachment']
      .map((type) => Object.values<any>(resource[type])[0]);
    expect(iamRole).toMatchObject({ name: 'api', path: '/ecs/', permissions_boundary: BOUNDARY, description: 'reads', tags: { team: 'a' }, provider: 'aws.other' });
    expect(iamPolicy).toMatchObject({ path: '/ecs/', tags: { team: 'a' }, provider: 'aws.other', lifecycle: { create_before_destroy: true } });
    expect(inline).toMatchObject({ provider: 'aws.other', lifecycle: { create_before_destroy: true } });
    expect(attachment).toMatchObject({ provider: 'aws.other', lifecycle: { create_before_destroy: true } });
  });

  test('names a policy after its construct and its content, so that another one can be attached before it goes', () => {
    const nameFor = (count: number) => {
      const stack = new TerraformStack(Testing.app(), 'stack');
      new ExecutionRole(stack, 'Role').grantRead(new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(names(count)) }));
      return Object.values<any>(synth(stack).resource.aws_iam_role_policy)[0].name_prefix;
    };
    expect(nameFor(1)).toMatch(/^stack-Role-[0-9a-f]{12}-$/);
    expect(nameFor(1)).toBe(nameFor(1));
    expect(nameFor(2)).not.toBe(nameFor(1));
  });

  test('of two tasks that share it allows what both need, and both wait for all policies', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const executionRole = new ExecutionRole(stack, 'Role');
    const secrets = new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(names(80)) });
    const first = task(stack, 'First', executionRole, secrets.only('NAME_0'));
    task(stack, 'Second', executionRole, secrets.except('NAME_0', 'NAME_1'));

    // WHEN
    const deployed = new DeployedStack(stack, WORLDS[0]);

    // THEN
    const reads = (name: string) => allows(deployed.policiesOf('Role'), { action: 'ssm:GetParameters', resource: deployed.parameterArn(`/app/${name}`) });
    expect([reads('NAME_0'), reads('NAME_1'), reads('NAME_79')]).toEqual([true, false, true]);
    const { aws_iam_role_policy: inline, aws_iam_role_policy_attachment: attachments, aws_ecs_task_definition: tasks } = deployed.json.resource;
    const policies = [...Object.keys(inline).map((id) => `aws_iam_role_policy.${id}`), ...Object.keys(attachments).map((id) => `aws_iam_role_policy_attachment.${id}`)];
    Object.values<any>(tasks).forEach(({ depends_on: dependsOn }) => expect(dependsOn.sort()).toEqual(policies.sort()));
    expect(first.serviceDependencies).toHaveLength(policies.length);
  });
});

describe('explainAccess', () => {
  test('names the environment variables of the containers that need a statement', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/k1';
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: '/app', parameters: SecretValues.external(['USER']), jsonSecret: SecretValues.external(['PASSWORD', 'TOKEN']), encryptionKeyArn: key,
    });
    const image = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/api:1';
    const { executionRole } = new TaskDefinition(stack, 'Task', {
      family: 'api',
      containers: [
        { name: 'api', image, secrets: [secrets], logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g', 'awslogs-region': 'eu-central-1' } } },
        { name: 'worker', image, secrets: [secrets.only('TOKEN', 'USER').renamed({ USER: 'DB_USER' })] },
      ],
    });

    // THEN
    expect(executionRole.explainAccess()).toEqual([
      'ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer on arn:${data.aws_partition.EcsSecretsEnvironment_Partition_DFA98E67.partition}' +
      ":ecr:eu-central-1:111122223333:repository/api: container 'api' (image), container 'worker' (image)",
      "ecr:GetAuthorizationToken on *: container 'api' (image), container 'worker' (image)",
      `kms:Decrypt on ${key} for secretsmanager app: container 'api' (PASSWORD, TOKEN), container 'worker' (TOKEN)`,
      `kms:Decrypt on ${key} for ssm /app/USER: container 'api' (USER), container 'worker' (DB_USER)`,
      expect.stringMatching(/^logs:CreateLogStream, logs:PutLogEvents on arn:.*:log-group:g:\*: container 'api' \(logs\)$/),
      "secretsmanager:GetSecretValue on secretsmanager app: container 'api' (PASSWORD, TOKEN), container 'worker' (TOKEN)",
      "ssm:GetParameters on ssm /app/USER: container 'api' (USER), container 'worker' (DB_USER)",
    ]);
  });

  test('names what was granted without a container, and nothing that nobody uses', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = new ExecutionRole(stack, 'Role');
    const secrets = new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(['A', 'B']) });

    // WHEN
    role.grantRead(secrets.only('A'));
    role.grantLogs('arn:aws:logs:eu-central-1:111122223333:log-group:g');

    // THEN
    expect(role.explainAccess()).toEqual([
      'logs:CreateLogStream, logs:PutLogEvents on arn:aws:logs:eu-central-1:111122223333:log-group:g:*: granted in code (logs)',
      'ssm:GetParameters on ssm /app/A: granted in code (A)',
    ]);
  });

  test('has nothing to say of stores that no container uses', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
    const encryptionKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';
    new ContainerSecrets(stack, 'Own', { path: '/app', parameters: SecretValues.external(['A']), jsonSecret: SecretValues.generated(['B']), encryptionKeyArn });
    new VariableSecrets(stack, 'Planned', { path: '/planned', parameters: values });
    new DiscoveredParameters(stack, 'Found', { path: '/found' });

    // WHEN
    const { executionRole } = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'api', image: 'nginx' }] });

    // THEN
    expect(executionRole.explainAccess()).toEqual([]);
    expect(Object.keys(JSON.parse(Testing.synth(stack)).resource).filter((type) => type.startsWith('aws_iam'))).toEqual(['aws_iam_role']);
  });

  test('says what a path wildcard stands for', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = new ExecutionRole(stack, 'Role', { pathWildcard: true, managedPolicyQuota: 1 });
    role.grantRead(new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(names(300)) }));

    // THEN
    expect(role.explainAccess()).toEqual([
      expect.stringMatching(/^deny ssm:GetParameters on .*:parameter\/app\/\*\/\*: granted in code \(NAME_0, /),
      expect.stringMatching(/^ssm:GetParameters on .*:parameter\/app\/\*: granted in code \(NAME_0, /),
    ]);
  });
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `NAME_${i}`);
}

function task(stack: TerraformStack, id: string, executionRole: ExecutionRole, ...secrets: ReturnType<ParameterMap['only']>[]): TaskDefinition {
  return new TaskDefinition(stack, id, { family: id, executionRole, containers: [{ name: 'api', image: 'nginx', secrets }] });
}

function trustOf(stack: TerraformStack): any {
  const [role] = Object.values<any>(synth(stack).resource.aws_iam_role);
  return JSON.parse(role.assume_role_policy).Statement[0];
}

function synth(stack: TerraformStack): any {
  return JSON.parse(Testing.synth(stack));
}
