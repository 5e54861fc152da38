import { ACCOUNT, REGION } from './fake-account';

const secret = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-AbCdEf`;
const parameter = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name}`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/api`;
const AWSLOGS = { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/api', 'awslogs-region': REGION, 'awslogs-stream-prefix': 'api' } };

/** A task definition as AWS reports it, with a secret in every place that has one. */
export const TASK = {
  family: 'api',
  cpu: '512',
  memory: '1024',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: ROLE,
  taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/app`,
  placementConstraints: [],
  runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
  ephemeralStorage: { sizeInGiB: 30 },
  volumes: [{ name: 'scratch', host: {} }, { name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-12345678', transitEncryption: 'ENABLED' } }],
  tags: [{ key: 'team', value: 'shop' }, { key: 'aws:ecs:x', value: 'y' }],
  containerDefinitions: [
    {
      name: 'app',
      image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/api:1`,
      cpu: 0,
      essential: true,
      command: ['it\'s', 'a "b" ${c}'],
      dockerLabels: { 'com.example/team': 'shop' },
      environment: [{ name: 'LEVEL', value: 'info' }],
      environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::config/app.env' }, { type: 's3', value: 'arn:aws:s3:::config/shared.env' }],
      dependsOn: [{ containerName: 'sidecar', condition: 'START' }],
      healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost || exit 1'], interval: 30, timeout: 5, retries: 3 },
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
      mountPoints: [{ sourceVolume: 'scratch', containerPath: '/tmp', readOnly: false }],
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      readonlyRootFilesystem: true,
      secrets: [
        { name: 'USER', valueFrom: `${secret('app/db')}:USER::` },
        { name: 'DB_PASSWORD', valueFrom: `${secret('app/db')}:PASSWORD::` },
        { name: 'AGAIN', valueFrom: `${secret('app/db')}:USER::` },
        { name: 'AGE', valueFrom: `${secret('versions')}:AGE::` },
        { name: 'OLD_AGE', valueFrom: `${secret('versions')}:AGE:AWSPREVIOUS:` },
        { name: 'TEXT', valueFrom: secret('text') },
        { name: 'WHOLE', valueFrom: secret('whole') },
        { name: 'A_OF_WHOLE', valueFrom: `${secret('whole')}:A::` },
        { name: 'ROTATED', valueFrom: `${secret('rotated')}:PASSWORD::` },
        { name: 'STACKED', valueFrom: `${secret('stacked')}:A::` },
        { name: 'MANAGED', valueFrom: `${secret('rds')}:password::` },
        { name: 'PARAMETER', valueFrom: parameter('/app/parameter') },
        { name: 'ENCRYPTED', valueFrom: parameter('/app/encrypted') },
        { name: 'DB_PASS', valueFrom: parameter('/www.example.com/rds/password') },
      ],
      ulimits: [{ name: 'nofile', softLimit: 65536, hardLimit: 65536 }],
      logConfiguration: {
        logDriver: 'splunk',
        options: { 'splunk-url': 'https://splunk.example.com:8088' },
        secretOptions: [{ name: 'splunk-token', valueFrom: `${secret('splunk')}:TOKEN::` }],
      },
      volumesFrom: [],
    },
    {
      name: 'sidecar',
      image: 'registry.example.com/sidecar:1',
      essential: false,
      environment: [],
      repositoryCredentials: { credentialsParameter: secret('registry') },
      logConfiguration: { ...AWSLOGS, secretOptions: [] },
    },
  ],
};

/** A job definition of the kind that people wrote before there were resource requirements. */
export const JOB = {
  jobDefinitionName: 'nightly',
  type: 'container',
  parameters: { file: 'all' },
  retryStrategy: { attempts: 3, evaluateOnExit: [] },
  timeout: { attemptDurationSeconds: 600 },
  schedulingPriority: 5,
  propagateTags: true,
  tags: { 'team': 'shop', 'aws:x': 'y' },
  containerProperties: {
    image: 'app:1',
    vcpus: 1,
    memory: 2048,
    command: ['import', 'Ref::file'],
    jobRoleArn: `arn:aws:iam::${ACCOUNT}:role/app`,
    executionRoleArn: ROLE,
    volumes: [{ name: 'scratch', host: { sourcePath: '/tmp' } }],
    mountPoints: [{ containerPath: '/scratch', sourceVolume: 'scratch' }],
    environment: [{ name: 'LEVEL', value: 'info' }],
    ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 1024 }],
    linuxParameters: { devices: [], tmpfs: [] },
    secrets: [{ name: 'TOKEN', valueFrom: parameter('/batch/TOKEN') }, { name: 'DB_PASSWORD', valueFrom: `${secret('app/db')}:PASSWORD::` }],
    logConfiguration: AWSLOGS,
  },
};

export const JOB_OF_NODES = {
  jobDefinitionName: 'mpi',
  type: 'multinode',
  platformCapabilities: ['EC2'],
  nodeProperties: {
    mainNode: 0,
    numNodes: 4,
    nodeRangeProperties: [
      {
        targetNodes: '0:0',
        container: {
          image: 'registry.example.com/app:1',
          executionRoleArn: ROLE,
          instanceType: 'c5n.18xlarge',
          resourceRequirements: [{ type: 'MEMORY', value: '2048' }, { type: 'VCPU', value: '1' }],
          repositoryCredentials: { credentialsParameter: secret('registry') },
          secrets: [{ name: 'TOKEN', valueFrom: parameter('/batch/TOKEN') }],
        },
      },
      {
        targetNodes: '1:',
        container: {
          image: 'app:1',
          executionRoleArn: ROLE,
          instanceType: 'c5n.18xlarge',
          vcpus: 1,
          memory: 2048,
          environment: [{ name: 'LEVEL', value: 'info' }],
          secrets: [{ name: 'DB_PASSWORD', valueFrom: `${secret('app/db')}:PASSWORD::` }],
        },
      },
    ],
  },
};

export const JOB_OF_SEVERAL = {
  jobDefinitionName: 'several',
  type: 'container',
  platformCapabilities: ['FARGATE'],
  ecsProperties: {
    taskProperties: [{
      executionRoleArn: ROLE,
      taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/app`,
      platformVersion: '1.4.0',
      networkConfiguration: { assignPublicIp: 'ENABLED' },
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
      volumes: [],
      containers: [
        {
          name: 'app',
          image: 'registry.example.com/app:1',
          essential: true,
          dependsOn: [{ containerName: 'router', condition: 'START' }],
          resourceRequirements: [{ type: 'MEMORY', value: '2048' }, { type: 'VCPU', value: '1' }],
          repositoryCredentials: { credentialsParameter: secret('registry') },
          secrets: [{ name: 'TOKEN', valueFrom: parameter('/batch/TOKEN') }],
          logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'datadog' }, secretOptions: [{ name: 'apikey', valueFrom: `${secret('splunk')}:TOKEN::` }] },
        },
        {
          name: 'router',
          image: 'fluent-bit:1',
          essential: false,
          resourceRequirements: [{ type: 'MEMORY', value: '512' }, { type: 'VCPU', value: '0.25' }],
          firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
          logConfiguration: AWSLOGS,
        },
      ],
    }],
  },
};
