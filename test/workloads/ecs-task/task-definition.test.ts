import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { Checks, ContainerSecret, TaskDefinition, TaskDefinitionProps } from '../../../src';
import { CONTAINER_DEFINITION } from '../../../src/workloads/containers/container-shape';
import { TASK_DEFINITION } from '../../../src/workloads/ecs-task/task-definition-shape';
import { annotationsOf } from '../../support/annotations';
import { botocoreErrors, testsThatNeedBotocore } from '../../support/botocore';
import { newStack, only, parseTemplate, synthScope } from '../../support/synth';
import { FULL_TASK } from '../full-task';
import { PARAMETER, containersOf, taskOf } from '../tasks';

const { test: testWithBotocore } = testsThatNeedBotocore();

const IMAGE = 'public.ecr.aws/docker/library/busybox:1.37';
const APP = { name: 'app', image: IMAGE };

function backwards<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}

function full() {
  return only(synthScope((stack) => new TaskDefinition(stack, 'Task', FULL_TASK)).resource.aws_ecs_task_definition);
}

describe('every field', () => {
  test('of a container is emitted', () => {
    // WHEN
    const [app, envoy] = parseTemplate(full().container_definitions);
    // THEN
    const fields = Object.keys(CONTAINER_DEFINITION.fields).filter((field) => field !== 'links');
    expect(Object.keys({ ...app, ...envoy })).toEqual(expect.arrayContaining(fields));
  });

  test('of a task has its argument', () => {
    // WHEN
    const task = full();
    // THEN
    expect(task).toMatchObject({
      cpu: '1024',
      enable_fault_injection: true,
      ephemeral_storage: { size_in_gib: 50 },
      family: 'api',
      ipc_mode: 'none',
      memory: '2048',
      network_mode: 'awsvpc',
      pid_mode: 'task',
      placement_constraints: [
        { expression: 'attribute:ecs.instance-type =~ t3.*', type: 'memberOf' },
        { expression: 'attribute:ecs.os-type == linux', type: 'memberOf' },
      ],
      proxy_configuration: { container_name: 'envoy', properties: { AppPorts: '8080', IgnoredUID: '1337' }, type: 'APPMESH' },
      requires_compatibilities: ['EC2'],
      runtime_platform: { cpu_architecture: 'ARM64', operating_system_family: 'LINUX' },
      tags: { app: 'a', team: 'b' },
      task_role_arn: 'arn:aws:iam::123456789012:role/api',
    });
    expect(task.volume.map((volume: any) => volume.name)).toEqual(['docker', 'ebs', 'efs', 'fsx', 'logs', 'scratch']);
    expect(task.volume[1]).toEqual({ configure_at_launch: true, name: 'ebs' });
    expect(task.volume[4]).toEqual({ host_path: '/var/log', name: 'logs' });
    expect(task.volume[3].fsx_windows_file_server_volume_configuration.root_directory).toBe('\\data');
  });

  testWithBotocore('passes the validation of the AWS SDK', () => {
    // WHEN
    const containerDefinitions = parseTemplate(full().container_definitions);
    // THEN
    expect(botocoreErrors('ecs', 'RegisterTaskDefinition', { family: 'api', containerDefinitions })).toBe('');
  });

  test('has a place in the type: the shape and the API agree on names', () => {
    expect(Object.keys(TASK_DEFINITION.fields)).toHaveLength(17);
  });
});

describe('order', () => {
  test('is by name where the API has none, and as given where it has one', () => {
    // WHEN
    const [app, envoy] = parseTemplate(full().container_definitions);
    // THEN
    expect(envoy.name).toBe('envoy');
    expect(app.secrets.map((secret: any) => secret.name)).toEqual(['DB_PASSWORD', 'DB_USER']);
    expect(app.environment.map((variable: any) => variable.name)).toEqual(['A', 'B']);
    expect(app.ulimits.map((limit: any) => limit.name)).toEqual(['nofile', 'nproc']);
    expect(app.portMappings.map((port: any) => port.containerPort)).toEqual([8080, 9090, undefined]);
    expect(app.linuxParameters.devices[0].permissions).toEqual(['read', 'write']);
    expect(app.restartPolicy.ignoredExitCodes).toEqual([0, 2]);
    expect(app.mountPoints.map((mount: any) => mount.containerPath)).toEqual(['/data', '/tmp', '/var/lib/data'].sort());
    expect(app.environmentFiles.map((file: any) => file.value)).toEqual(['arn:aws:s3:::config/z.env', 'arn:aws:s3:::config/a.env']);
    expect(app.dnsServers).toEqual(['10.0.0.2', '10.0.0.1']);
    expect(app.entryPoint).toEqual(['/app', '-z', '-a']);
  });

  test('does not depend on the order of the props', () => {
    // GIVEN
    const reversed: TaskDefinitionProps = {
      ...FULL_TASK,
      containers: [...FULL_TASK.containers].reverse().map(backwards),
      volumes: [...FULL_TASK.volumes!].reverse(),
    };
    // WHEN
    const task = only(synthScope((stack) => new TaskDefinition(stack, 'Task', reversed)).resource.aws_ecs_task_definition);
    // THEN
    expect(task).toEqual(full());
  });

  test('of a list with a token stays as given', () => {
    // WHEN
    let mounts: any[] = [];
    const json = synthScope((stack) => {
      const path = new TerraformVariable(stack, 'path', { type: 'string' }).stringValue;
      mounts = [{ sourceVolume: 'data', containerPath: path }, { sourceVolume: 'data', containerPath: '/a' }];
      new TaskDefinition(stack, 'Task', { family: 'api', volumes: [{ name: 'data' }], containers: [{ ...APP, mountPoints: mounts }] });
    });
    // THEN
    const [app] = parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions);
    expect(app.mountPoints[1].containerPath).toBe('/a');
  });
});

describe('empty', () => {
  test('lists and maps are left out', () => {
    expect(containersOf({ containers: [{ ...APP, secrets: [], environment: {}, portMappings: [], dockerLabels: {} }] })).toEqual([APP]);
  });

  test('strings and false stay', () => {
    const other = { ...APP, name: 'other' };
    const [app] = containersOf({ containers: [{ ...APP, essential: false, environment: { EMPTY: '' } }, other] });
    expect(app).toMatchObject({ essential: false, environment: [{ name: 'EMPTY', value: '' }] });
  });
});

describe('tokens', () => {
  test('stand for strings, numbers and lists', () => {
    // WHEN
    const json = synthScope((stack) => {
      const command = new TerraformVariable(stack, 'command', { type: 'list(string)' });
      const port = new TerraformVariable(stack, 'port', { type: 'number' });
      new TaskDefinition(stack, 'Task', {
        family: 'api',
        containers: [{ ...APP, command: command.listValue, portMappings: [{ containerPort: port.numberValue }] }],
        ephemeralStorage: { sizeInGiB: Token.asNumber(port.numberValue) },
      });
    });
    // THEN
    const task = only(json.resource.aws_ecs_task_definition);
    expect(task.container_definitions).toContain('"command":${jsonencode(var.command)}');
    expect(task.container_definitions).toContain('"containerPort":${var.port}');
    expect(task.ephemeral_storage.size_in_gib).toBe('${var.port}');
  });
});

describe('values that ECS doesn\'t know', () => {
  test.each<[string, Partial<TaskDefinitionProps>, string]>([
    ['a protocol', { containers: [{ ...APP, portMappings: [{ protocol: 'tpc' }] }] }, 'container \'app\': portMappings[0].protocol is \'tpc\', did you mean \'tcp\'? (Stack/Task)'],
    ['a condition', { containers: [{ ...APP, dependsOn: [{ containerName: 'b', condition: 'SUCESS' }] }, { ...APP, name: 'b' }] }, 'container \'app\': dependsOn[0].condition is \'SUCESS\', did you mean \'SUCCESS\'?'],
    ['an interval', { containers: [{ ...APP, healthCheck: { command: ['CMD', 'true'], interval: 301 } }] }, 'container \'app\': healthCheck.interval is 301: it can be 5 to 300'],
    ['a network mode', { networkMode: 'aws-vpc', containers: [APP] }, 'networkMode is \'aws-vpc\', did you mean \'awsvpc\'?'],
    ['a size', { ephemeralStorage: { sizeInGiB: 20 }, containers: [APP] }, 'ephemeralStorage.sizeInGiB is 20: it can be 21 to 200'],
  ])('fails for %s', (_, props, message) => {
    expect(() => taskOf({ containers: [APP], ...props })).toThrow(message);
  });

  test('fails for an environment variable that is not a string', () => {
    const environment = { PORT: 80 } as unknown as { [name: string]: string };
    expect(() => taskOf({ containers: [{ ...APP, environment }] })).toThrow('container \'app\': value of \'PORT\' in environment must be a text, got a number: put it between quotes');
  });
});

describe('parts of a task', () => {
  test('refer to each other', () => {
    const [, b] = containersOf({
      volumes: [{ name: 'data' }],
      containers: [APP, { ...APP, name: 'b', dependsOn: [{ containerName: 'app', condition: 'START' }], mountPoints: [{ sourceVolume: 'data', containerPath: '/d' }] }],
    });
    expect(b.dependsOn).toEqual([{ containerName: 'app', condition: 'START' }]);
  });

  test('fails for a container that the task doesn\'t have', () => {
    expect(() => taskOf({ containers: [{ ...APP, dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] }, { ...APP, name: 'migrations' }] }))
      .toThrow('container \'app\' refers to container \'migrate\', which the task doesn\'t have: it has \'app\', \'migrations\' (Stack/Task)');
  });

  test('fails for a volume that the task doesn\'t have', () => {
    expect(() => taskOf({ volumes: [{ name: 'data' }], containers: [{ ...APP, mountPoints: [{ sourceVolume: 'date', containerPath: '/d' }] }] }))
      .toThrow('container \'app\' mounts volume \'date\', which the task doesn\'t have, did you mean \'data\'? (Stack/Task)');
  });

  test('fails for a volume of two kinds', () => {
    expect(() => taskOf({ volumes: [{ name: 'data', host: { sourcePath: '/d' }, configuredAtLaunch: true }], containers: [APP] }))
      .toThrow('volume \'data\' has host and configuredAtLaunch: a volume is of one kind, leave the others out (Stack/Task)');
  });
});

describe('names of secrets', () => {
  const dotted = (stack: TerraformStack) => new TaskDefinition(stack, 'Task', {
    family: 'api',
    containers: [{
      ...APP,
      environment: { 'discovery.type': 'single-node' },
      secrets: ['DB_USER', 'db-user', 'spring.datasource.password'].map((name) => ContainerSecret.fromParameterArn(name, PARAMETER)),
    }],
  });

  test('that a shell can\'t read are one warning for the container', () => {
    const stack = new TerraformStack(Testing.app(), 'Stack');
    dotted(stack);
    expect(annotationsOf(stack).filter((message) => message.includes('a shell'))).toEqual([
      'container \'app\': a shell can\'t read \'discovery.type\', \'db-user\', \'spring.datasource.password\': acknowledge it if the application reads such names '
      + 'itself, or give them other names with renamed()',
    ]);
  });

  test('that somebody acknowledged are left out of it', () => {
    const stack = new TerraformStack(Testing.app(), 'Stack');
    Checks.of(dotted(stack)).acknowledge('env-name-pattern', 'Spring reads them', { names: ['discovery.type', 'spring.datasource.password'] });
    expect(annotationsOf(stack).filter((message) => message.includes('a shell'))).toEqual([expect.stringContaining('can\'t read \'db-user\': acknowledge it')]);
    Checks.of(stack).acknowledge('env-name-pattern', 'all of them');
  });

  test('fails for a name that no environment variable can have', () => {
    expect(() => taskOf({ containers: [{ ...APP, secrets: [ContainerSecret.fromParameterArn('A=B', PARAMETER)] }] }))
      .toThrow('container \'app\': \'A=B\' is not a valid environment variable name: leave \'=\' and zero bytes out (Stack/Task)');
  });
});

describe('a volume of S3 Files', () => {
  const fileSystemArn = 'arn:aws:s3files:eu-central-1:123456789012:file-system/fs-12345678';
  const props = {
    family: 'api',
    taskRoleArn: 'arn:aws:iam::123456789012:role/api',
    containers: [APP],
    volumes: [{ name: 'scratch' }, { name: 'files', s3filesVolumeConfiguration: { fileSystemArn, rootDirectory: '/data' } }],
  };
  const majorVersion = (stack: TerraformStack) =>
    Number(new TaskDefinition(stack, 'Other', { family: 'x', containers: [APP] }).resource.terraformGeneratorMetadata!.providerVersion!.split('.')[0]);

  test('stands beside the others with AWS provider 6, and fails with 5', () => {
    // GIVEN
    const stack = newStack();
    const create = () => new TaskDefinition(stack, 'Task', props);
    // WHEN
    if (majorVersion(stack) < 6) {
      // THEN
      expect(create).toThrow(/^'s3filesVolumeConfiguration' takes AWS provider 6, got 5\.\d+\.\d+: use @cdktf\/provider-aws 21 \(Stack\/Task\)$/);
      return;
    }
    create();
    // THEN
    const tasks = Object.values<any>(JSON.parse(Testing.synth(stack)).resource.aws_ecs_task_definition);
    expect(tasks.find(({ family }) => family === 'api').volume).toEqual([{ name: 'scratch' }, { name: 'files', s3files_volume_configuration: { file_system_arn: fileSystemArn, root_directory: '/data' } }]);
  });
});
