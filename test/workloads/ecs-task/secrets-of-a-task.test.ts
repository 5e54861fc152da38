import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { Compatibility, ContainerDefinition, ContainerSecrets, ExecutionRole, SecretValue, SecretValues, TaskDefinition, TaskDefinitionProps } from '../../../src';
import { newStack, only, parseTemplate, synth } from '../../support/synth';

function secretsIn(stack: TerraformStack): ContainerSecrets {
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  return new ContainerSecrets(stack, 'Secrets', {
    path: '/example',
    parameters: SecretValues.fromVariable(values, ['DB_USER', 'DB_PASSWORD']),
    jsonSecret: { TOKEN: SecretValue.generated({ version: 2 }), TYPED: SecretValue.external() },
  });
}

function taskOf(containers: (secrets: ContainerSecrets) => ContainerDefinition[], props: Partial<TaskDefinitionProps> = {}) {
  const stack = newStack();
  const task = new TaskDefinition(stack, 'Task', { family: 'example', containers: containers(secretsIn(stack)), ...props });
  return { stack, task, definition: () => only(synth(stack).resource.aws_ecs_task_definition) };
}

test('secrets stand under their names, sorted, beside everything else', () => {
  // WHEN
  const { definition } = taskOf((secrets) => [
    { name: 'side', image: 'example:2', essential: false, secrets: [secrets.only('TYPED')] },
    {
      name: 'app',
      image: 'example:1',
      secrets: [secrets.except('TYPED')],
      environment: { Z: '1', A: '2' },
      cpu: 128,
      memory: 256,
      command: ['serve'],
      entryPoint: ['/bin/app'],
      portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    },
  ]);

  // THEN
  const [app, side] = parseTemplate(definition().container_definitions);
  expect(app).toMatchObject({
    name: 'app',
    image: 'example:1',
    cpu: 128,
    memory: 256,
    command: ['serve'],
    entryPoint: ['/bin/app'],
    portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    environment: [{ name: 'A', value: '2' }, { name: 'Z', value: '1' }],
  });
  expect(app.secrets).toEqual([
    { name: 'DB_PASSWORD', valueFrom: expect.stringMatching(/^\$\{aws_ssm_parameter\.\w+\["DB_PASSWORD"\]\.arn\}$/) },
    { name: 'DB_USER', valueFrom: expect.stringMatching(/^\$\{aws_ssm_parameter\.\w+\["DB_USER"\]\.arn\}$/) },
    { name: 'TOKEN', valueFrom: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}:TOKEN::$/) },
  ]);
  expect(side).toEqual({ name: 'side', image: 'example:2', essential: false, secrets: [{ name: 'TYPED', valueFrom: expect.stringContaining(':TYPED::') }] });
});

test('Fargate by default, sizes as text', () => {
  expect(taskOf(() => [{ name: 'a', image: 'i' }]).definition()).toMatchObject({
    family: 'example', cpu: '256', memory: '512', network_mode: 'awsvpc', requires_compatibilities: ['FARGATE'], lifecycle: { create_before_destroy: true },
  });
  const ec2 = taskOf(() => [{ name: 'a', image: 'i' }], { compatibilities: [Compatibility.EC2, Compatibility.EXTERNAL], memory: 300 }).definition();
  expect(ec2).toMatchObject({ memory: '300', requires_compatibilities: ['EC2', 'EXTERNAL'] });
  expect(ec2).not.toHaveProperty('cpu');
  expect(ec2).not.toHaveProperty('network_mode');
});

test('the task waits for the role\'s policies, never for a secret\'s version', () => {
  const { definition } = taskOf((secrets) => [{ name: 'a', image: 'i', secrets: [secrets] }]);
  expect(definition().depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
  expect(JSON.stringify(definition())).not.toContain('aws_secretsmanager_secret_version');
});

test('a service gets triggers for what Terraform writes, and what to wait for', () => {
  const { task, stack } = taskOf((secrets) => [{ name: 'app', image: 'i', secrets: [secrets] }]);
  expect(task.redeployTriggers).toEqual({ 'app/DB_PASSWORD': '1', 'app/DB_USER': '1', 'app/TOKEN': '2' });
  expect(task.serviceDependencies.map((d) => (d as any).terraformResourceType).sort()).toEqual(['aws_iam_role_policy', 'aws_secretsmanager_secret_version']);
  expect(() => synth(stack)).not.toThrow();
});

test('one role for two tasks: both wait for what either needs', () => {
  const stack = newStack();
  const secrets = secretsIn(stack);
  const executionRole = new ExecutionRole(stack, 'Role', { roleName: 'fixed', path: '/x/', permissionsBoundary: 'arn:aws:iam::123456789012:policy/b' });
  new TaskDefinition(stack, 'One', { family: 'one', executionRole, containers: [{ name: 'a', image: 'i', secrets: [secrets.only('DB_USER')] }] });
  new TaskDefinition(stack, 'Two', { family: 'two', executionRole, containers: [{ name: 'a', image: 'i', secrets: [secrets.only('TOKEN')] }] });
  const { resource } = synth(stack);
  expect(only(resource.aws_iam_role)).toMatchObject({ name: 'fixed', path: '/x/', permissions_boundary: 'arn:aws:iam::123456789012:policy/b' });
  const actions = parseTemplate(only(resource.aws_iam_role_policy).policy).Statement.map((s: any) => s.Action[0]);
  expect(actions).toEqual(['secretsmanager:GetSecretValue', 'ssm:GetParameters']);
  Object.values<any>(resource.aws_ecs_task_definition).forEach((task) => expect(task.depends_on).toHaveLength(1));
});

test('pull and log rights follow from image and log group', () => {
  const stack = newStack();
  const repository = new EcrRepository(stack, 'Repository', { name: 'x' });
  new TaskDefinition(stack, 'Task', {
    family: 'f',
    containers: [
      { name: 'a', image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:0', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/a' } } },
      { name: 'b', image: `${repository.repositoryUrl}:1`, logConfiguration: { logDriver: 'json-file' } },
    ],
  });
  const { resource } = synth(stack);
  const statements = parseTemplate(only(resource.aws_iam_role_policy).policy).Statement;
  const resourcesOf = (action: string) => statements.filter((s: any) => s.Action.includes(action)).flatMap((s: any) => s.Resource);
  expect(resourcesOf('ecr:BatchGetImage')).toEqual([expect.stringContaining('regexall('), expect.stringMatching(/^arn:\$\{.*\}:ecr:eu-west-1:123456789012:repository\/team\/app$/)]);
  expect(resourcesOf('ecr:GetAuthorizationToken')).toEqual(['*']);
  expect(resourcesOf('logs:PutLogEvents')).toEqual([expect.stringMatching(/:log-group:\/ecs\/a:\*$/)]);
  const [a] = parseTemplate(only(resource.aws_ecs_task_definition).container_definitions);
  expect(a.logConfiguration.options['awslogs-region']).toContain('data.aws_region');
});

test('the escape hatch', () => {
  const { task, definition } = taskOf(() => [{ name: 'a', image: 'i' }]);
  task.resource.addOverride('ipc_mode', 'task');
  expect(definition().ipc_mode).toBe('task');
});

describe('refused', () => {
  test('fails for a name in environment and in secrets', () => {
    expect(() => taskOf((s) => [{ name: 'api', image: 'i', secrets: [s], environment: { DB_PASSWORD: 'x' } }])).toThrow(
      'container \'api\': \'DB_PASSWORD\' is both in environment and in secrets: remove one of them (Stack/Task)',
    );
  });

  test('fails for a name in secrets twice', () => {
    expect(() => taskOf((s) => [{ name: 'api', image: 'i', secrets: [s, s.only('TOKEN')] }])).toThrow(
      /container 'api': 'TOKEN' is in secrets twice.*except\('TOKEN'\).*\(Stack\/Task\)/,
    );
    expect(() => taskOf((s) => [{ name: 'api', image: 'i', secrets: [s, s.only('TOKEN').renamed({ TOKEN: 'OTHER' })] }])).not.toThrow();
  });

  test('fails without containers', () => {
    expect(() => taskOf(() => [])).toThrow('the task definition has no containers: give it at least one (Stack/Task)');
  });
});
