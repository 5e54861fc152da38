import { ON_EC2, ROLE, SECRET, Scenario, WINDOWS, actionsOf, containerOf, decided, done, refused, task, warned } from './scenario';
import {
  Compatibility, ContainerImage, ContainerSecret, ContainerSecrets, EnvironmentFile, RepositoryCredentials, SecretValue, TaskDefinition,
  TaskRoleAccess,
} from '../../src';
import { only, parseTemplate } from '../support/synth';

const CDK = 'AWS CDK';
const AGENT = 'ECS agent';
const BUCKET = 'arn:aws:s3:::config';
const LOGS = { logDriver: 'awslogs', options: { 'awslogs-group': 'api' } };
const file = (definition: object) => JSON.stringify({ family: 'api', containerDefinitions: [{ name: 'app', image: 'example:1', memory: 512, ...definition }] });
const volume = { name: 'data', configuredAtLaunch: true };

/** What peers guarantee of a task definition and its containers. */
export const TASK_SCENARIOS: readonly Scenario[] = [
  { peer: CDK, what: 'a task without an essential container', answer: refused('no container is essential', (stack) => task(stack, { essential: false })) },
  {
    peer: CDK,
    what: 'neither the task nor its container has memory, on container instances',
    answer: refused('memory', (stack) => task(stack, {}, { compatibilities: [Compatibility.EC2] })),
  },
  { peer: CDK, what: 'memory below the reservation', answer: refused('memoryReservation', (stack) => task(stack, { memory: 128, memoryReservation: 256 })) },
  { peer: CDK, what: 'a container with more CPU units than its task', answer: refused('512', (stack) => task(stack, { cpu: 512 })) },
  { peer: CDK, what: 'a container with more memory than its task', answer: refused('1024', (stack) => task(stack, { memory: 1024 })) },
  {
    peer: CDK,
    what: 'a health check whose timeout is longer than its interval',
    answer: refused('timeout', (stack) => task(stack, { healthCheck: { command: ['CMD', 'true'], interval: 5, timeout: 10 } })),
  },
  {
    peer: CDK,
    what: 'a health check whose command says neither CMD nor CMD-SHELL',
    answer: refused('CMD-SHELL', (stack) => task(stack, { healthCheck: { command: ['curl -f http://localhost/'] } })),
  },
  {
    peer: CDK,
    what: 'more than 50 ignored exit codes of a restart policy',
    answer: refused('50', (stack) => task(stack, { restartPolicy: { enabled: true, ignoredExitCodes: Array.from({ length: 51 }, (_, i) => i) } })),
  },
  {
    peer: CDK,
    what: 'a restart policy that looks back for less than a minute',
    answer: refused('60 to 1800', (stack) => task(stack, { restartPolicy: { enabled: true, restartAttemptPeriod: 59 } })),
  },
  {
    peer: CDK,
    what: 'a buffer for logs that are written in blocking mode',
    answer: refused('max-buffer-size',
      (stack) => task(stack, { logConfiguration: { ...LOGS, options: { ...LOGS.options, 'mode': 'blocking', 'max-buffer-size': '25m' } } })),
  },
  {
    peer: CDK,
    what: 'Splunk without a token',
    answer: refused('splunk-token',
      (stack) => task(stack, { logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'https://splunk.example.com' } } })),
  },
  {
    peer: CDK,
    what: 'awslogs without a log group (CDK creates an unnamed one)',
    answer: refused('awslogs-group', (stack) => task(stack, { logConfiguration: { logDriver: 'awslogs' } })),
  },
  { peer: CDK, what: 'a host port that differs from the container port, with awsvpc', answer: refused('hostPort', (stack) => task(stack, { portMappings: [{ containerPort: 80, hostPort: 8080 }] })) },
  {
    peer: CDK,
    what: 'a host port that differs from the container port, on the host\'s network',
    answer: refused('hostPort', (stack) => task(stack, { portMappings: [{ containerPort: 80, hostPort: 8080 }] }, { ...ON_EC2, networkMode: 'host' })),
  },
  {
    peer: CDK,
    what: 'a port and a range of ports in one mapping',
    answer: refused('containerPortRange', (stack) => task(stack, { portMappings: [{ containerPort: 80, containerPortRange: '80-90' }] })),
  },
  { peer: CDK, what: 'a range of ports whose end is before its start', answer: refused('90-80', (stack) => task(stack, { portMappings: [{ containerPortRange: '90-80' }] })) },
  { peer: CDK, what: 'a port with an application protocol and no name', answer: refused('name', (stack) => task(stack, { portMappings: [{ containerPort: 80, appProtocol: 'http' }] })) },
  {
    peer: CDK,
    what: 'two ports of a container with one name',
    answer: refused('\'http\'', (stack) => task(stack, { portMappings: [{ containerPort: 80, name: 'http' }, { containerPort: 81, name: 'http' }] })),
  },
  {
    peer: CDK,
    what: 'ports of two containers with one name',
    answer: refused('\'http\'', (stack) => task(stack, {}, {
      containers: ['a', 'b'].map((name, i) => ({ name, image: 'example:1', portMappings: [{ containerPort: 80 + i, name: 'http' }] })),
    })),
  },
  {
    peer: CDK,
    what: 'links with awsvpc',
    answer: refused('links', (stack) => task(stack, {}, {
      containers: [{ name: 'app', image: 'example:1', links: ['db'] }, { name: 'db', image: 'example:1' }],
    })),
  },
  { peer: CDK, what: 'processes of the host on Fargate', answer: refused('pidMode', (stack) => task(stack, {}, { pidMode: 'host' })) },
  { peer: CDK, what: 'shared memory on Fargate', answer: refused('ipcMode', (stack) => task(stack, {}, { ipcMode: 'task' })) },
  {
    peer: CDK,
    what: 'placement constraints on Fargate',
    answer: refused('placementConstraints', (stack) => task(stack, {}, { placementConstraints: [{ expression: 'attribute:ecs.os-type == linux' }] })),
  },
  { peer: CDK, what: 'bridge or host network on Fargate', answer: refused('\'bridge\'', (stack) => task(stack, {}, { networkMode: 'bridge' })) },
  {
    peer: CDK,
    what: 'awsvpc on your own machines (ECS Anywhere)',
    answer: refused('awsvpc', (stack) => task(stack, {}, { compatibilities: [Compatibility.EXTERNAL], memory: 512, networkMode: 'awsvpc' })),
  },
  { peer: CDK, what: 'a proxy without awsvpc', answer: refused('proxyConfiguration', (stack) => task(stack, {}, { ...ON_EC2, proxyConfiguration: { containerName: 'app' } })) },
  { peer: CDK, what: 'fault injection on a bridge', answer: refused('enableFaultInjection', (stack) => task(stack, {}, { ...ON_EC2, enableFaultInjection: true })) },
  {
    peer: CDK,
    what: 'two volumes configured at launch',
    answer: refused('launch', (stack) => task(stack,
      { mountPoints: [{ sourceVolume: 'data', containerPath: '/a' }, { sourceVolume: 'more', containerPath: '/b' }] },
      { volumes: [volume, { ...volume, name: 'more' }] })),
  },
  { peer: CDK, what: 'a volume configured at launch that nobody mounts', answer: refused('\'data\'', (stack) => task(stack, {}, { volumes: [volume] })) },
  {
    peer: CDK,
    what: 'ephemeral storage on Managed Instances',
    answer: refused('ephemeralStorage',
      (stack) => task(stack, {}, { compatibilities: [Compatibility.MANAGED_INSTANCES], memory: 512, ephemeralStorage: { sizeInGiB: 30 } })),
  },
  {
    peer: CDK,
    what: 'Windows on Managed Instances',
    answer: refused('WINDOWS',
      (stack) => task(stack, {}, { ...WINDOWS, compatibilities: [Compatibility.MANAGED_INSTANCES] })),
  },
  {
    peer: CDK,
    what: 'a bridge on Managed Instances',
    answer: refused('bridge',
      (stack) => task(stack, {}, { compatibilities: [Compatibility.MANAGED_INSTANCES], memory: 512, networkMode: 'bridge' })),
  },
  {
    peer: CDK,
    what: 'Managed Instances get awsvpc by default',
    answer: done('works the same',
      (stack) => task(stack, {}, { compatibilities: [Compatibility.MANAGED_INSTANCES], memory: 512 }),
      ({ resource }) => only(resource.aws_ecs_task_definition).network_mode, 'awsvpc'),
  },
  {
    peer: CDK,
    what: 'two credential specifications',
    answer: refused('credential',
      (stack) => task(stack, { credentialSpecs: ['credentialspec:arn:aws:s3:::a/b', 'credentialspec:arn:aws:s3:::a/c'] }, ON_EC2)),
  },
  {
    peer: CDK,
    what: 'a credential specification without its prefix (CDK adds it)',
    answer: refused('credentialspec:',
      (stack) => task(stack, { credentialSpecs: ['arn:aws:s3:::a/b'] }, ON_EC2)),
  },
  { peer: CDK, what: 'a read-only root on Windows', answer: refused('readonlyRootFilesystem', (stack) => task(stack, { readonlyRootFilesystem: true }, WINDOWS)) },
  {
    peer: 'terraform-aws-modules',
    what: 'fields that Windows ignores (the module drops them)',
    answer: warned('has no effect on', (stack) => task(stack, { user: 'ContainerUser' }, WINDOWS)),
  },
  {
    peer: CDK,
    what: 'a router\'s configuration in S3 is read with the execution role',
    answer: done('the same: the object and the bucket\'s location',
      (stack) => task(stack, {}, {
        ...ON_EC2,
        containers: [
          { name: 'app', image: 'example:1', logConfiguration: { logDriver: 'awsfirelens' } },
          { name: 'router', image: 'example:1', firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 's3', 'config-file-value': `${BUCKET}/router.conf` } } },
        ],
      }), (synthesised) => actionsOf(synthesised), ['s3:GetBucketLocation', 's3:GetObject']),
  },
  {
    peer: 'ECS API',
    what: 'a router\'s configuration in S3 on Fargate',
    answer: refused('config-file-type', (stack) => task(stack, {}, {
      containers: [
        { name: 'app', image: 'example:1', logConfiguration: { logDriver: 'awsfirelens' } },
        { name: 'router', image: 'example:1', firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 's3', 'config-file-value': `${BUCKET}/router.conf` } } },
      ],
    })),
  },
  {
    peer: CDK,
    what: 'FireLens without a router (CDK adds one)',
    answer: refused('router',
      (stack) => task(stack, { logConfiguration: { logDriver: 'awsfirelens' } })),
  },
  {
    peer: 'cloudposse',
    what: 'the router runs as user 0',
    answer: done('works the same, because ECS stores it so', (stack) => task(stack, {}, {
      containers: [
        { name: 'app', image: 'example:1', logConfiguration: { logDriver: 'awsfirelens' } },
        { name: 'router', image: 'example:1', firelensConfiguration: { type: 'fluentbit' } },
      ],
    }), ({ resource }) => parseTemplate(only(resource.aws_ecs_task_definition).container_definitions)[1].user, '0'),
  },
  {
    peer: AGENT,
    what: 'a credential specification in Parameter Store is read with the execution role',
    answer: done('works the same',
      (stack) => task(stack, { credentialSpecs: ['credentialspec:arn:aws:ssm:eu-central-1:123456789012:parameter/spec'] }, ON_EC2),
      (synthesised) => actionsOf(synthesised), ['ssm:GetParameters']),
  },
  {
    peer: AGENT,
    what: 'a credential specification in S3 is read with the execution role',
    answer: done('works the same',
      (stack) => task(stack, { credentialSpecs: ['credentialspec:arn:aws:s3:::specs/app'] }, ON_EC2),
      (synthesised) => actionsOf(synthesised), ['s3:GetBucketLocation', 's3:GetObject']),
  },
  {
    peer: AGENT,
    what: 'an environment file whose key leaves its folder',
    answer: refused('..', (stack) => task(stack, { environmentFiles: [EnvironmentFile.fromObjectArn(`${BUCKET}/../app.env`)] })),
  },
  {
    peer: 'cloudposse',
    what: 'an environment file in an old bucket with an underscore',
    answer: done('is accepted',
      (stack) => task(stack, { environmentFiles: [EnvironmentFile.fromObjectArn('arn:aws:s3:::old_bucket/app.env')] }),
      (synthesised) => containerOf(synthesised).environmentFiles, [{ type: 's3', value: 'arn:aws:s3:::old_bucket/app.env' }]),
  },
  {
    peer: 'Solutions Constructs',
    what: 'the ARN of a secret in the environment, for an application that reads it with its task role',
    answer: done('use TaskRoleAccess, and acknowledge the warning', (stack) => {
      new TaskRoleAccess(stack, 'Access', { roleName: 'app' }).grantRead(ContainerSecret.fromSecretArn('A', SECRET));
    }, (synthesised) => actionsOf(synthesised), ['secretsmanager:GetSecretValue']),
  },
  { peer: 'Solutions Constructs', what: 'the ARN of a secret where its value is meant', answer: warned('the ARN of a secret', (stack) => task(stack, { environment: { TOKEN: SECRET } })) },
  {
    peer: 'ecspresso',
    what: 'a secret by a bare name',
    answer: done('is accepted as it is, and the role may read it', (stack) =>
      TaskDefinition.fromJson(stack, 'Task', file({ secrets: [{ name: 'A', valueFrom: '/example/a' }] })),
    (synthesised) => [containerOf(synthesised).secrets, actionsOf(synthesised)], [[{ name: 'A', valueFrom: '/example/a' }], ['ssm:GetParameters']]),
  },
  {
    peer: 'ecspresso',
    what: 'the answer of `aws ecs describe-task-definition`',
    answer: done('is accepted', (stack) =>
      TaskDefinition.fromJson(stack, 'Task', JSON.stringify({ taskDefinition: JSON.parse(file({})) })),
    (synthesised) => containerOf(synthesised).image, 'example:1'),
  },
  {
    peer: 'ecspresso',
    what: 'an empty appProtocol',
    answer: done('is accepted', (stack) =>
      TaskDefinition.fromJson(stack, 'Task', file({ portMappings: [{ containerPort: 80, appProtocol: '' }] })),
    (synthesised) => containerOf(synthesised).portMappings[0].containerPort, 80),
  },
  { peer: 'ecspresso', what: 'Jsonnet', answer: decided('Render it first: the JSON is what ECS gets', 'migrate-from-modules.md') },
  {
    peer: 'ECS API',
    what: 'registry credentials by a bare name',
    answer: done('is accepted, and the role may read it', (stack) =>
      TaskDefinition.fromJson(stack, 'Task', file({ repositoryCredentials: { credentialsParameter: 'registry' } })),
    (synthesised) => [containerOf(synthesised).repositoryCredentials, actionsOf(synthesised)], [{ credentialsParameter: 'registry' }, ['secretsmanager:GetSecretValue']]),
  },
  {
    peer: 'ECS API',
    what: 'options of a log driver by a bare name',
    answer: done('is accepted, and the role may read it', (stack) => TaskDefinition.fromJson(stack, 'Task', file({
      logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions: [{ name: 'splunk-token', valueFrom: 'token' }] },
    })), (synthesised) => actionsOf(synthesised), ['ssm:GetParameters']),
  },
  {
    peer: 'ECS API',
    what: 'registry credentials from a secret',
    answer: done('works the same',
      (stack) => task(stack, { repositoryCredentials: RepositoryCredentials.fromSecretArn(SECRET) }),
      (synthesised) => actionsOf(synthesised), ['secretsmanager:GetSecretValue']),
  },
  {
    peer: 'Copilot',
    what: 'a secret\'s name and key in one text',
    answer: refused('contains \':\'',
      (stack) => ContainerSecret.fromSecretName(stack, 'Reference', 'A', 'mysql:password::')),
  },
  {
    peer: 'Copilot',
    what: 'a whole valueFrom from another stack',
    answer: refused('fromParameterArn or fromSecretArn',
      (stack) => ContainerSecret.fromValueFrom('A', ContainerImage.fromParameter(stack, 'Token', { repository: 'a', parameterName: '/b' }))),
  },
  { peer: AGENT, what: 'a line break at the end of a reference', answer: refused('white space', () => ContainerSecret.fromValueFrom('A', `${SECRET}:::\n`)) },
  {
    peer: 'Parameter Store',
    what: 'a secret that is read through Parameter Store needs permissions for both',
    answer: done('the role gets both', (stack) =>
      task(stack, { secrets: [ContainerSecret.fromParameterName(stack, 'Reference', 'A', '/aws/reference/secretsmanager/example')] }),
    (synthesised) => actionsOf(synthesised), ['secretsmanager:GetSecretValue', 'ssm:GetParameters']),
  },
  {
    peer: CDK,
    what: 'a partial ARN',
    answer: warned('partial ARN', (stack) =>
      TaskDefinition.fromJson(stack, 'Task', file({ secrets: [{ name: 'A', valueFrom: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:database' }] }))),
  },
  {
    peer: CDK,
    what: 'addSecret after construction',
    answer: decided(
      'A container gets its sources where it is defined, so that one place shows everything it has', 'containers.md#nothing-is-added-afterwards'),
  },
  {
    peer: CDK,
    what: 'an environment file uploaded at deploy',
    answer: decided(
      'The content of an aws_s3_object would stand in the state; upload the file with the AWS CLI', '../examples/everywhere-a-secret-goes/README.md'),
  },
  {
    peer: CDK,
    what: 'statements of your own on the execution role',
    answer: decided(
      'The role allows exactly what the containers use; attach your own policies to `executionRole.resource`', 'access.md'),
  },
  { peer: CDK, what: 'statements on the task role', answer: decided('The task role belongs to the application; TaskRoleAccess adds what it reads', 'access.md') },
  { peer: CDK, what: 'grantRun for a caller', answer: decided('Who may run a task has nothing to do with its secrets', 'comparison.md') },
  { peer: CDK, what: 'a task definition by its ARN', answer: decided('An existing definition has no container that could get secrets; the provider\'s service resource takes the ARN', 'services.md') },
  {
    peer: CDK,
    what: 'a whole secret as one variable',
    answer: done('works the same', (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET)] }),
      (synthesised) => containerOf(synthesised).secrets, [{ name: 'A', valueFrom: SECRET }]),
  },
  {
    peer: CDK,
    what: 'ECS Exec gives the task role its rights',
    answer: done('use TaskRoleAccess; without a task role, ECS Exec is refused', (stack) =>
      new TaskRoleAccess(stack, 'Access', { roleName: 'app' }).grantExecuteCommand(),
    (synthesised) => actionsOf(synthesised).map((action) => action.split(':')[0]), Array.from({ length: 4 }, () => 'ssmmessages')),
  },
  {
    peer: CDK,
    what: 'grantRead for the task role',
    answer: done('use TaskRoleAccess', (stack) => {
      const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example', jsonSecret: { A: SecretValue.generated() } });
      new TaskRoleAccess(stack, 'Access', { roleName: 'app' }).grantRead(secrets);
    }, (synthesised) => actionsOf(synthesised), ['secretsmanager:GetSecretValue']),
  },
  {
    peer: CDK,
    what: 'S3 Files as a volume without a task role',
    answer: refused('role', (stack) => task(stack, {}, {
      volumes: [{ name: 'data', s3filesVolumeConfiguration: { fileSystemArn: 'arn:aws:s3files:eu-central-1:123456789012:file-system/fs-12345678' } }],
    })),
  },
  {
    peer: CDK,
    what: 'a task role by its ARN',
    answer: done('works the same', (stack) => task(stack, {}, { taskRoleArn: ROLE }),
      ({ resource }) => only(resource.aws_ecs_task_definition).task_role_arn, ROLE),
  },
];
