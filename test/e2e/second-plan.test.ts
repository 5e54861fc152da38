import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { type TerraformStack } from 'cdktf';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { Compatibility, ContainerDefinition, ContainerSecret, ExecutionRole, TaskDefinition, TaskDefinitionProps } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const APP: ContainerDefinition = { name: 'app', image: 'a:1' };
const ROUTER: ContainerDefinition = { name: 'router', image: 'r:1', firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } } };
const secret = (name: string) => ContainerSecret.fromParameterArn(name, `arn:aws:ssm:us-east-1:123456789012:parameter/example/${name}`);

/** What used to be replaced at every plan, and what could be. */
const CONTAINERS: { readonly [name: string]: ContainerDefinition[] } = {
  router: [ROUTER, { ...APP, logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'datadog' } } }],
  drop: [{ ...APP, linuxParameters: { capabilities: { drop: ['ALL'] } } }],
  workaround: [{ ...APP, linuxParameters: { capabilities: { add: [], drop: ['ALL'] }, initProcessEnabled: true } }],
  none: [{ ...APP, linuxParameters: { capabilities: { add: [], drop: [] } } }],
  ports: [{ ...APP, portMappings: [{ containerPort: 8080, name: 'http', appProtocol: 'http' }, { containerPort: 9090, protocol: 'udp' }, { containerPort: 53, hostPort: 53, protocol: 'udp' }] }],
  health: [{ ...APP, healthCheck: { command: ['CMD-SHELL', 'exit 0'] } }],
  environment: [{ ...APP, environment: { C: '3', A: '1', D: '' }, secrets: [secret('Z'), secret('Y')] }],
};
const MODES = { awsvpc: [Compatibility.FARGATE], host: [Compatibility.EC2], bridge: [Compatibility.EC2] };

function tasks(stack: TerraformStack): void {
  // one role for all: a role of its own for each of them would be most of the test's time
  const executionRole = ExecutionRole.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/execution');
  for (const [networkMode, compatibilities] of Object.entries(MODES)) {
    const common: Partial<TaskDefinitionProps> = { networkMode, compatibilities, cpu: 256, memory: 512, executionRole };
    for (const [name, containers] of Object.entries(CONTAINERS)) {
      new TaskDefinition(stack, `${networkMode}-${name}`, { family: `${networkMode}-${name}`, containers, ...common });
    }
  }
}

/** The same containers as people write them by hand. */
function handWritten(stack: TerraformStack): void {
  const task = (id: string, networkMode: string, containers: object[]) => new EcsTaskDefinition(stack, id, {
    family: `hand-${id}`,
    networkMode,
    containerDefinitions: JSON.stringify(containers.map((container) => ({ memory: 64, ...container }))),
  });
  task('router', 'bridge', [ROUTER, { ...APP, logConfiguration: { logDriver: 'awsfirelens' } }]);
  task('drop', 'bridge', [{ ...APP, linuxParameters: { capabilities: { drop: ['ALL'] } } }]);
  task('host', 'host', [{ ...APP, portMappings: [{ containerPort: 8080 }] }]);
}

describeReal('the second plan, after AWS has completed what it registered', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(stackOf((stack) => {
      tasks(stack);
      handWritten(stack);
    }));
    await workspace.init();
    await workspace.apply();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('is empty for what the library emits; what is written by hand is replaced', async () => {
    expect((await workspace.plan()).changes.sort()).toEqual([
      'delete+create aws_ecs_task_definition.drop',
      'delete+create aws_ecs_task_definition.host',
      'delete+create aws_ecs_task_definition.router',
    ]);
  });
});
