import { TerraformVariable } from 'cdktf';
import {
  BatchContainerProperties,
  BatchJobDefinition,
  BatchJobDefinitionProps,
  BatchPlatform,
  ContainerSecret,
  ContainerSecrets,
  ExecutionRole,
  JsonSecret,
  RepositoryCredentials,
  SecretValue,
} from '../../../src';
import { botocoreErrors, testsThatNeedBotocore } from '../../support/botocore';
import { only, parseTemplate, synthScope } from '../../support/synth';
import { PARAMETER, SECRET, statementsOf } from '../tasks';

const { test: testWithBotocore } = testsThatNeedBotocore();

const RESOURCES = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
const CONTAINER: BatchContainerProperties = { image: 'nginx', resourceRequirements: RESOURCES };

function job(props: Partial<BatchJobDefinitionProps>) {
  return synthScope((stack) => new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'import', ...props }));
}

function definitionOf(json: any) {
  return only(json.resource.aws_batch_job_definition);
}

/** As the provider sends it. */
function errorsOf(definition: any) {
  return botocoreErrors('batch', 'RegisterJobDefinition', {
    jobDefinitionName: definition.name,
    type: definition.type,
    containerProperties: definition.container_properties && parseTemplate(definition.container_properties),
    ecsProperties: definition.ecs_properties && parseTemplate(definition.ecs_properties),
    platformCapabilities: definition.platform_capabilities,
  });
}

describe('containerProperties', () => {
  const ALL: BatchContainerProperties = {
    image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/import:1',
    command: ['import', 'Ref::file'],
    enableExecuteCommand: true,
    environment: { B: '2', A: '${1}' },
    ephemeralStorage: { sizeInGiB: 30 },
    fargatePlatformConfiguration: { platformVersion: '1.4.0' },
    jobRoleArn: 'arn:aws:iam::123456789012:role/import',
    linuxParameters: { initProcessEnabled: true, tmpfs: [{ containerPath: '/run', size: 64 }] },
    logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions: [ContainerSecret.fromSecretArn('splunk-token', SECRET)] },
    mountPoints: [{ sourceVolume: 'data', containerPath: '/data', readOnly: true }],
    networkConfiguration: { assignPublicIp: 'ENABLED' },
    privileged: false,
    readonlyRootFilesystem: true,
    repositoryCredentials: RepositoryCredentials.fromSecretArn(SECRET),
    resourceRequirements: RESOURCES,
    runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
    secrets: [ContainerSecret.fromSecretArn('Z', SECRET, { jsonKey: 'Z' }), ContainerSecret.fromParameterArn('M', PARAMETER)],
    ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 2048 }],
    user: '1000',
    volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-12345678' } }],
  };

  test('are emitted, sorted, with the role', () => {
    // WHEN
    const definition = definitionOf(job({ containerProperties: ALL }));
    const properties = parseTemplate(definition.container_properties);
    // THEN
    expect(definition).toMatchObject({ name: 'import', type: 'container', platform_capabilities: ['FARGATE'] });
    expect(definition.depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
    expect(Object.keys(properties)).toEqual([...Object.keys(ALL), 'executionRoleArn'].sort());
    expect(properties.secrets.map((secret: any) => secret.name)).toEqual(['M', 'Z']);
    expect(properties.environment).toEqual([{ name: 'A', value: '${1}' }, { name: 'B', value: '2' }]);
    expect(properties.executionRoleArn).toMatch(/^\$\{aws_iam_role\..*\.arn\}$/);
    expect(properties.resourceRequirements.map((need: any) => need.type)).toEqual(['MEMORY', 'VCPU']);
  });

  testWithBotocore('pass the validation of the AWS SDK', () => {
    expect(errorsOf(definitionOf(job({ containerProperties: ALL })))).toBe('');
  });

  test('allow the role exactly what they need', () => {
    expect(statementsOf(job({ containerProperties: ALL })).map((statement) => statement.Action)).toEqual([
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      ['ecr:GetAuthorizationToken'],
      ['secretsmanager:GetSecretValue'],
      ['ssm:GetParameters'],
    ]);
  });

  test('log to the group of AWS Batch on Fargate, where nothing else is said', () => {
    const [logs] = statementsOf(job({ containerProperties: CONTAINER }));
    expect(logs.Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(logs.Resource).toEqual([expect.stringMatching(/:log-group:\/aws\/batch\/job:\*$/)]);
  });

  test('log to the same group where the driver is named and the group is not', () => {
    const [logs] = statementsOf(job({ containerProperties: { ...CONTAINER, logConfiguration: { logDriver: 'awslogs' } } }));
    expect(logs.Resource).toEqual([expect.stringMatching(/:log-group:\/aws\/batch\/job:\*$/)]);
  });

  test('on EC2 need no log rights of the role', () => {
    expect(statementsOf(job({ containerProperties: CONTAINER, platformCapabilities: [BatchPlatform.EC2] }))).toEqual([]);
  });
});

describe('ecsProperties', () => {
  const TWO_CONTAINERS = {
    containers: [
      { ...CONTAINER, name: 'router', essential: false, firelensConfiguration: { type: 'fluentbit' } },
      {
        ...CONTAINER,
        name: 'app',
        secrets: [ContainerSecret.fromParameterArn('A', PARAMETER)],
        logConfiguration: { logDriver: 'awsfirelens' },
        dependsOn: [{ containerName: 'router', condition: 'START' }],
      },
    ],
    volumes: [{ name: 'scratch' }],
    taskRoleArn: 'arn:aws:iam::123456789012:role/import',
    platformVersion: '1.4.0',
    pidMode: 'task',
  };

  test('are emitted with sorted containers', () => {
    // WHEN
    const definition = definitionOf(job({ ecsProperties: TWO_CONTAINERS }));
    const { taskProperties: [task] } = parseTemplate(definition.ecs_properties);
    // THEN
    expect(Object.keys(task)).toEqual(['containers', 'executionRoleArn', 'pidMode', 'platformVersion', 'taskRoleArn', 'volumes']);
    expect(task.containers.map((container: any) => container.name)).toEqual(['app', 'router']);
    expect(definition.container_properties).toBeUndefined();
  });

  testWithBotocore('pass the validation of the AWS SDK', () => {
    expect(errorsOf(definitionOf(job({ ecsProperties: TWO_CONTAINERS })))).toBe('');
  });

  test('fails for a container that the job doesn\'t have', () => {
    const containers = [{ ...CONTAINER, name: 'app', dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] }];
    expect(() => job({ ecsProperties: { containers } })).toThrow('container \'app\' refers to container \'init\', which the task doesn\'t have');
  });

  test('fails for a mode that AWS Batch doesn\'t know', () => {
    expect(() => job({ ecsProperties: { containers: [{ ...CONTAINER, name: 'app' }], pidMode: 'tsak' } })).toThrow('pidMode is \'tsak\', did you mean \'task\'? (Stack/Job)');
  });
});

test('everything else has its argument', () => {
  const definition = definitionOf(job({
    containerProperties: CONTAINER,
    parameters: { file: 'a.csv' },
    retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'RETRY', onStatusReason: 'Host EC2*' }] },
    attemptDurationSeconds: 600,
    schedulingPriority: 5,
    propagateTags: true,
    deregisterOnNewRevision: false,
    platformCapabilities: [BatchPlatform.FARGATE, BatchPlatform.EC2],
    tags: { app: 'import' },
  }));
  expect(definition).toMatchObject({
    parameters: { file: 'a.csv' },
    retry_strategy: { attempts: 3, evaluate_on_exit: [{ action: 'RETRY', on_status_reason: 'Host EC2*' }] },
    timeout: { attempt_duration_seconds: 600 },
    scheduling_priority: 5,
    propagate_tags: true,
    deregister_on_new_revision: false,
    platform_capabilities: ['EC2', 'FARGATE'],
    tags: { app: 'import' },
  });
});

test('a source can feed a job and a task, each through its own role or through one', () => {
  // WHEN
  const json = synthScope((stack) => {
    const executionRole = new ExecutionRole(stack, 'Role');
    const secret = new JsonSecret(stack, 'Secret', { secretName: 'example', jsonSecret: { TOKEN: SecretValue.external() } });
    const definition = new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'import', executionRole, containerProperties: { ...CONTAINER, secrets: [secret] } });
    // THEN
    expect(definition.jobDependencies).toEqual([secret.version, ...executionRole.policies]);
  });
  expect(Object.keys(json.resource.aws_iam_role)).toHaveLength(1);
});

describe('names', () => {
  test.each<[string, Partial<BatchContainerProperties>]>([
    ['environment', { environment: { AWS_BATCH_JOB: '1' } }],
    ['secrets', { secrets: [ContainerSecret.fromParameterArn('AWS_BATCH_JOB', PARAMETER)] }],
  ])('fails for AWS_BATCH in %s', (_, properties) => {
    expect(() => job({ containerProperties: { ...CONTAINER, ...properties } })).toThrow(
      'container \'import\': \'AWS_BATCH_JOB\' begins with AWS_BATCH, which AWS Batch keeps for itself: choose another name, for a secret with renamed() (Stack/Job)',
    );
  });
});

describe('ECS Exec', () => {
  const APP = { ...CONTAINER, name: 'app' };
  const roleArn = 'arn:aws:iam::123456789012:role/import';

  test('goes with the role of the application', () => {
    expect(() => job({ containerProperties: { ...CONTAINER, enableExecuteCommand: true, jobRoleArn: roleArn } })).not.toThrow();
    expect(() => job({ ecsProperties: { containers: [APP], enableExecuteCommand: true, taskRoleArn: roleArn } })).not.toThrow();
  });

  test.each<[string, Parameters<typeof job>[0]]>([
    ['jobRoleArn', { containerProperties: { ...CONTAINER, enableExecuteCommand: true } }],
    ['taskRoleArn', { ecsProperties: { containers: [APP], enableExecuteCommand: true } }],
  ])('fails without %s', (prop, props) => {
    expect(() => job(props)).toThrow(`enableExecuteCommand is true and the job has no role for the application: set ${prop}, and allow the rest with `
      + 'new TaskRoleAccess(…).grantExecuteCommand() (Stack/Job)');
  });
});

describe('size', () => {
  const secrets = (count: number) => (stack: any) => {
    const parameters = Object.fromEntries(Array.from({ length: count }, (_, i) => [`NAME_${i}`, SecretValue.external()]));
    const source = new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters });
    new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'import', containerProperties: { ...CONTAINER, secrets: [source] } });
  };

  test('of 200 parameters fits', () => {
    expect(() => synthScope(secrets(200))).not.toThrow();
  });

  test('fails for 250 parameters, whose ARNs are only known at plan', () => {
    expect(() => synthScope(secrets(250))).toThrow(/^the job definition has at least \d{5} bytes: at most 24576 are allowed, leave out secrets or .* \(Stack\/Job\)$/);
  });

  test('of a value that is only known at plan is let through', () => {
    synthScope((stack) => {
      const value = new TerraformVariable(stack, 'value', { type: 'string' }).stringValue;
      new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'import', containerProperties: { ...CONTAINER, environment: { A: value } } });
    });
  });
});

test.each<[string, string, Partial<BatchJobDefinitionProps>]>([
  ['startTimeout', 'Terraform\'s provider drops it', { ecsProperties: { containers: [{ ...CONTAINER, name: 'app', startTimeout: 30 } as never] } }],
  ['instanceType', 'only the containers of nodeProperties have it', { containerProperties: { ...CONTAINER, instanceType: 'm5.large' } as never }],
])('fails for %s, which the API has and a job can\'t keep', (field, reason, props) => {
  expect(() => job(props)).toThrow(`field '${field}' is refused: ${reason} (Stack/Job)`);
});

describe('kinds', () => {
  test('fails for neither', () => {
    expect(() => job({})).toThrow('a job definition has one of containerProperties, ecsProperties and nodeProperties, got none: give it one of them (Stack/Job)');
  });

  test('fails for both', () => {
    expect(() => job({ containerProperties: CONTAINER, ecsProperties: { containers: [{ ...CONTAINER, name: 'a' }] } })).toThrow('got containerProperties and ecsProperties');
  });

  test('fails without memory', () => {
    expect(() => job({ containerProperties: { image: 'nginx', resourceRequirements: [RESOURCES[0]] } }))
      .toThrow('resourceRequirements say nothing about MEMORY: add { type: \'MEMORY\', value: \'2048\' } (Stack/Job)');
  });
});
