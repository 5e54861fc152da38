import { join } from 'path';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  BatchContainerProperties, BatchJobDefinition, Compatibility, ContainerDefinition, ContainerImage, ContainerSecret, DeploymentController,
  EnvironmentContract, EnvironmentFile, ExecutionRole, JsonSecret, JsonSecretProps, LaunchType, ParameterMap, RepositoryCredentials, SecretFiles,
  SecretValue, SecretValues, Service, ServiceProps, TaskDefinition, TaskDefinitionProps, WriteOnlyValue,
} from '../../src';
import { TEXT, structOf } from '../../src/checks/api-shape';

/** What shows that a rule does what it says. */
export interface RuleExamples {
  readonly compliant: readonly unknown[];
  readonly wrong: readonly unknown[];
  /** Subjects that are only known at plan, wholly or in the part that the rule is about. */
  readonly token: readonly unknown[];
  /** What a user writes that breaks the rule and no other. */
  readonly used: (stack: TerraformStack) => void;
}

const TOKEN = Token.asString({ Ref: 'x' });
const NUMBER = Token.asNumber({ Ref: 'x' });
const LIST = Token.asList({ Ref: 'x' });
const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/a';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const CLUSTER = 'arn:aws:ecs:eu-central-1:123456789012:cluster/main';
/** Not written in one piece, so that nobody takes it for a real one. */
const ACCESS_KEY = `AKIA${'ABCDEFGH'.repeat(2)}`;

function task(stack: TerraformStack, container: Partial<ContainerDefinition> = {}, props: Partial<TaskDefinitionProps> = {}): TaskDefinition {
  return new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', ...container }], ...props });
}

function tasks(...names: string[]): Partial<TaskDefinitionProps> {
  return { containers: names.map((name) => ({ name, image: 'example:1' })) };
}

function service(stack: TerraformStack, props: Partial<ServiceProps>, container: Partial<ContainerDefinition> = {}): Service {
  const taskDefinition = task(stack, { portMappings: [{ containerPort: 80, name: 'http' }], ...container });
  return new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, subnets: ['subnet-1'], taskDefinition, ...props });
}

function job(stack: TerraformStack, container: Partial<BatchContainerProperties> = {}, jobDefinitionName = 'job'): BatchJobDefinition {
  const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
  return new BatchJobDefinition(stack, 'Job', { jobDefinitionName, containerProperties: { image: 'example:1', resourceRequirements, ...container } });
}

function parameters(stack: TerraformStack, values: { [name: string]: SecretValue }, path = '/example', id = 'Parameters'): ParameterMap {
  return new ParameterMap(stack, id, { path, parameters: values });
}

function secret(stack: TerraformStack, values: { [name: string]: SecretValue }, props: Partial<JsonSecretProps> = {}, id = 'Secret'): JsonSecret {
  return new JsonSecret(stack, id, { secretName: 'example', jsonSecret: values, ...props });
}

const EXTERNAL = SecretValue.external();
const parameter = ContainerSecret.fromParameterArn('A', PARAMETER);
const manyReferences = (count: number) => Array.from({ length: count }, (_, i) => ContainerSecret.fromParameterArn(`NAME_${i}`, `${PARAMETER}/${'x'.repeat(120)}/${i}`));
const serviceSubject = { serviceName: 'api', clusterArn: CLUSTER, networkMode: 'awsvpc', subnets: ['s'], containers: [{ name: 'app', ports: [{ containerPort: 80, name: 'http' }] }] };
const file = (objectArn = 'arn:aws:s3:::bucket/a.env') => EnvironmentFile.fromObjectArn(objectArn);

/** By the rule's id. */
export const EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'agent-version': {
    compliant: [{ compatibilities: ['FARGATE'], features: [{ container: 'a', kind: 'secret', name: 'A' }] }, { compatibilities: ['EC2'], features: [] }],
    wrong: [{ compatibilities: ['EC2'], features: [{ container: 'a', kind: 'parameter', name: 'A' }, { container: 'a', kind: 'partialSecret', name: 'B' }] }],
    token: [{ compatibilities: [TOKEN], features: [{ container: 'a', kind: 'secret', name: 'A' }] }],
    used: (stack) => task(stack, { memory: 128, secrets: [parameter] }, { compatibilities: [Compatibility.EXTERNAL] }),
  },
  'api-shape': {
    compliant: [{ value: { a: 'x' }, field: structOf<{ a: string }>({ a: TEXT }) }],
    wrong: [{ value: { b: 'x' }, field: structOf<{ a: string }>({ a: TEXT }) }, { value: 1, field: TEXT }],
    token: [{ value: { a: TOKEN }, field: structOf<{ a: string }>({ a: TEXT }) }],
    used: (stack) => task(stack, {}, { networkMode: 'awsvcp' }),
  },
  'awsvpc-subnets': {
    compliant: [serviceSubject],
    wrong: [{ ...serviceSubject, subnets: undefined }, { ...serviceSubject, networkMode: 'bridge' }],
    token: [{ ...serviceSubject, networkMode: TOKEN, subnets: undefined }, { ...serviceSubject, subnets: LIST }],
    used: (stack) => service(stack, { subnets: [] }),
  },
  'batch-execute-command-role': {
    compliant: [
      { roleProp: 'jobRoleArn' }, { enableExecuteCommand: false, roleProp: 'jobRoleArn' },
      { enableExecuteCommand: true, roleProp: 'taskRoleArn', roleArn: 'arn:aws:iam::123456789012:role/job' },
    ],
    wrong: [{ enableExecuteCommand: true, roleProp: 'jobRoleArn' }, { enableExecuteCommand: true, roleProp: 'taskRoleArn' }],
    token: [{ enableExecuteCommand: true, roleProp: 'jobRoleArn', roleArn: TOKEN }],
    used: (stack) => job(stack, { enableExecuteCommand: true }),
  },
  'batch-reserved-prefix': {
    compliant: [{ container: 'a', names: ['AWS_REGION'] }],
    wrong: [{ container: 'a', names: ['AWS_BATCH_X'] }],
    token: [{ container: 'a', names: [TOKEN] }],
    used: (stack) => job(stack, { environment: { AWS_BATCH_X: 'x' } }),
  },
  'batch-resources': {
    compliant: [{ types: ['MEMORY', 'VCPU'] }],
    wrong: [{ types: ['MEMORY'] }, { types: [] }],
    token: [{ types: ['MEMORY', 'VCPU', TOKEN] }],
    used: (stack) => job(stack, { resourceRequirements: [{ type: 'VCPU', value: '1' }] }),
  },
  'batch-size': {
    compliant: [{ bytes: 24576 }],
    wrong: [{ bytes: 24577 }],
    token: [{ bytes: 0 }],
    used: (stack) => job(stack, { secrets: manyReferences(120) }),
  },
  'cluster-arn': {
    compliant: [serviceSubject],
    wrong: [{ ...serviceSubject, clusterArn: 'main' }],
    token: [{ ...serviceSubject, clusterArn: TOKEN }],
    used: (stack) => service(stack, { clusterArn: 'main' }),
  },
  'code-deploy-failure-detection': {
    compliant: [serviceSubject, { ...serviceSubject, circuitBreaker: {} }],
    wrong: [{ ...serviceSubject, deploymentController: 'CODE_DEPLOY', circuitBreaker: {} }],
    token: [{ ...serviceSubject, deploymentController: TOKEN, circuitBreaker: {} }],
    used: (stack) => service(stack, { deploymentController: DeploymentController.CODE_DEPLOY, revisionOwner: 'CI' as ServiceProps['revisionOwner'], circuitBreaker: {} }),
  },
  'code-deploy-revision': {
    compliant: [serviceSubject, { ...serviceSubject, deploymentController: 'CODE_DEPLOY', revisionOwner: 'CI' }],
    wrong: [{ ...serviceSubject, deploymentController: 'CODE_DEPLOY' }],
    token: [{ ...serviceSubject, deploymentController: TOKEN }],
    used: (stack) => service(stack, { deploymentController: DeploymentController.CODE_DEPLOY }),
  },
  'command-secret-literal': {
    compliant: [{ container: 'a', name: 'command[0]', value: 'npm start' }],
    wrong: [{ container: 'a', name: 'command[0]', value: `--key=${ACCESS_KEY}` }],
    token: [{ container: 'a', name: 'command[0]', value: TOKEN }],
    used: (stack) => task(stack, { command: ['sh', '-c', `KEY=${ACCESS_KEY} ./start`] }),
  },
  'container-count': {
    compliant: [{ containers: ['a'] }, { containers: [...'abcdefghij'] }],
    wrong: [{ containers: [] }, { containers: [...'abcdefghijk'] }],
    token: [{ containers: [TOKEN] }],
    used: (stack) => task(stack, {}, tasks(...'abcdefghijk')),
  },
  'container-name': {
    compliant: [{ container: 'app-1_B' }, { container: 'a'.repeat(255) }],
    wrong: [{ container: 'my app' }, { container: '' }, { container: 'a'.repeat(256) }, { container: 'a\n' }],
    token: [{ container: TOKEN }],
    used: (stack) => task(stack, { name: 'my.app' }),
  },
  'dependency-exists': {
    compliant: [{ owner: 'a', references: ['b'], known: ['a', 'b'] }],
    wrong: [{ owner: 'a', references: ['c'], known: ['a'] }, { owner: 'a', references: ['a'], known: ['a'] }],
    token: [{ owner: 'a', references: [TOKEN], known: ['a'] }, { owner: 'a', references: ['b'], known: [TOKEN] }],
    used: (stack) => task(stack, { dependsOn: [{ containerName: 'other', condition: 'START' }] }),
  },
  'duplicate-container': {
    compliant: [{ containers: ['a', 'A'] }],
    wrong: [{ containers: ['a', 'b', 'a'] }],
    token: [{ containers: [TOKEN, TOKEN] }],
    used: (stack) => task(stack, {}, tasks('a', 'a')),
  },
  'duplicate-secret': {
    compliant: [{ container: 'a', environment: [], secrets: ['A', 'B'] }],
    wrong: [{ container: 'a', environment: [], secrets: ['A', 'A'] }],
    token: [{ container: 'a', environment: [], secrets: [TOKEN, 'A'] }],
    used: (stack) => task(stack, { secrets: [parameter, parameter] }),
  },
  'encryption-key-arn': {
    compliant: [{}, { encryptionKeyArn: KEY }, { encryptionKeyArn: 'arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234' }],
    wrong: [
      { encryptionKeyArn: 'alias/app' }, { encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:alias/app' },
      { encryptionKeyArn: '11111111-2222-3333-4444-555555555555' }, { encryptionKeyArn: '' },
    ],
    token: [{ encryptionKeyArn: TOKEN }],
    used: (stack) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { A: EXTERNAL }, encryptionKeyArn: 'alias/app' }),
  },
  'encryption-key-region': {
    compliant: [{}, { encryptionKeyArn: KEY }, { encryptionKeyArn: KEY, region: 'eu-central-1' }],
    wrong: [{ encryptionKeyArn: KEY, region: 'eu-west-1' }],
    token: [{ encryptionKeyArn: KEY, region: TOKEN }, { encryptionKeyArn: TOKEN, region: 'eu-west-1' }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { replicaRegions: [{ region: 'eu-west-1', encryptionKeyArn: KEY }] }),
  },
  'env-name-pattern': {
    compliant: [{ container: 'a', names: ['_A1'] }],
    wrong: [{ container: 'a', names: ['A', 'a-b'] }, { container: 'a', names: ['A\n'] }],
    token: [{ container: 'a', names: [TOKEN] }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromParameterArn('spring.datasource.password', PARAMETER)] }),
  },
  'env-secret-literal': {
    compliant: [
      { container: 'a', name: 'LOG_LEVEL', value: 'info' }, { container: 'a', name: 'API_KEY', value: '' }, { container: 'a', name: 'JWT_PUBLIC_KEY', value: 'x' },
      { container: 'a', name: 'TLS_KEY', value: '/run/secrets/tls.key' }, { container: 'a', name: 'A_TOKEN', value: 'true' },
      { container: 'a', name: 'A_SECRET', value: SECRET }, { container: 'a', name: 'URL', value: 'https://example.com/a@b:c' },
    ],
    wrong: [
      { container: 'a', name: 'DB_PASSWORD', value: 'hunter2' }, { container: 'a', name: 'token', value: 'x1' }, { container: 'a', name: 'APP_SECRET', value: 'x1' },
      { container: 'a', name: 'spring.datasource.password', value: 'x1' }, { container: 'a', name: 'A', value: ACCESS_KEY },
      { container: 'a', name: 'A', value: `ghp_${'a'.repeat(36)}` }, { container: 'a', name: 'A', value: `xoxb-${'1'.repeat(12)}` },
      { container: 'a', name: 'A', value: `sk_live_${'a'.repeat(24)}` }, { container: 'a', name: 'A', value: '-----BEGIN PRIVATE KEY-----\nx' },
      { container: 'a', name: 'A', value: '-----BEGIN RSA PRIVATE KEY-----' }, { container: 'a', name: 'A', value: 'postgres://user:pass@host/db' },
      { container: 'a', name: 'A', value: `glpat-${'a'.repeat(20)}` }, { container: 'a', name: 'A', value: `npm_${'a'.repeat(36)}` },
      { container: 'a', name: 'A', value: `AIza${'a'.repeat(35)}` },
    ],
    token: [{ container: 'a', name: 'DB_PASSWORD', value: TOKEN }, { container: 'a', name: 'DB_PASSWORD', value: `x${TOKEN}` }],
    used: (stack) => task(stack, { environment: { DB_PASSWORD: 'hunter2' } }),
  },
  'environment-and-secrets': {
    compliant: [{ container: 'a', environment: ['A'], secrets: ['B'] }],
    wrong: [{ container: 'a', environment: ['A'], secrets: ['A'] }],
    token: [{ container: 'a', environment: [TOKEN], secrets: ['A'] }],
    used: (stack) => task(stack, { environment: { A: 'x' }, secrets: [parameter] }),
  },
  'environment-file-arn': {
    compliant: [{ arn: 'arn:aws-cn:s3:::bucket/a.env' }],
    wrong: [{ arn: 'a.env' }, { arn: 'arn:aws:s3:::bucket' }],
    token: [{ arn: TOKEN }, { arn: `${TOKEN}/a.env` }],
    used: (stack) => task(stack, { environmentFiles: [file('s3://bucket/a.env')] }),
  },
  'environment-file-count': {
    compliant: [{ count: 10 }],
    wrong: [{ count: 11 }],
    token: [{ count: 0, operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { environmentFiles: Array.from({ length: 11 }, (_, i) => file(`arn:aws:s3:::bucket/${i}.env`)) }),
  },
  'environment-file-key': {
    compliant: [{ key: 'a/b.env' }, { key: 'a/..b.env' }],
    wrong: [{ key: 'a.env.txt' }, { key: '*.env' }, { key: '../a.env' }, { key: 'a/../b.env' }, { key: '${a}.env' }, { key: `${'é'.repeat(511)}.env` }],
    token: [{ key: TOKEN }],
    used: (stack) => task(stack, { environmentFiles: [EnvironmentFile.fromBucketArn('arn:aws:s3:::bucket', 'a.txt')] }),
  },
  'environment-file-windows': {
    compliant: [{ count: 1, operatingSystemFamily: 'LINUX' }, { count: 0, operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' }],
    wrong: [{ count: 1, operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' }],
    token: [{ count: 1, operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { environmentFiles: [file()] }, { cpu: 1024, memory: 2048, runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' } }),
  },
  'environment-text': {
    compliant: [{ container: 'a', name: 'A', value: '80' }, { container: 'a', name: 'A', value: '' }],
    wrong: [{ container: 'a', name: 'A', value: 80 }, { container: 'a', name: 'A', value: true }, { container: 'a', name: 'A', value: undefined }],
    token: [{ container: 'a', name: 'A', value: TOKEN }],
    used: (stack) => task(stack, { environment: { PORT: 80 as never } }),
  },
  'environment-name': {
    compliant: [{ container: 'a', name: 'A' }, { container: 'a', name: 'spring.datasource.url' }],
    wrong: [{ container: 'a', name: '' }, { container: 'a', name: 'A=B' }, { container: 'a', name: 'A\0' }],
    token: [{ container: 'a', name: TOKEN }],
    used: (stack) => task(stack, { environment: { 'A=B': 'x' } }),
  },
  'family-name': {
    compliant: [{ family: 'api-1_B' }, { family: 'a'.repeat(255) }],
    wrong: [{ family: 'my api' }, { family: '' }, { family: 'a'.repeat(256) }],
    token: [{ family: TOKEN }, { family: `${TOKEN}-api` }],
    used: (stack) => task(stack, {}, { family: 'example.com' }),
  },
  'existing-secret-name': {
    compliant: [{ name: 'a/b_c+d=e.f@g-h' }, { name: 'rds!db-1' }],
    wrong: [{ name: 'a b' }, { name: '' }, { name: 'rds!' }, { name: 'a'.repeat(513) }],
    token: [{ name: `${TOKEN} ` }],
    used: (stack) => RepositoryCredentials.fromSecretName(stack, 'Registry', 'my secret'),
  },
  'fargate-size': {
    compliant: [
      { cpu: 256, memory: 512 }, { cpu: 256, memory: 2048 }, { cpu: 512, memory: 4096 }, { cpu: 1024, memory: 2048 }, { cpu: 2048, memory: 5120 },
      { cpu: 4096, memory: 30720 }, { cpu: 8192, memory: 20480 }, { cpu: 16384, memory: 122880 }, {},
      { cpu: 1024, memory: 2048, operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
    ],
    wrong: [
      { cpu: 256, memory: 512, operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, { cpu: 8192, memory: 16384, operatingSystemFamily: 'WINDOWS_SERVER_2025_FULL' },
      { cpu: 100, memory: 512 }, { cpu: 256, memory: 1536 }, { cpu: 256, memory: 3072 }, { cpu: 512, memory: 512 }, { cpu: 1024, memory: 1024 },
      { cpu: 8192, memory: 17408 }, { cpu: 16384, memory: 30720 }, { cpu: NaN }, { cpu: 4096, memory: 31744 },
    ],
    token: [{ cpu: NUMBER, memory: 1 }, { cpu: 256, memory: NUMBER }],
    used: (stack) => task(stack, {}, { cpu: 1024, memory: 1024 }),
  },
  'file-system-credentials': {
    compliant: [{ volume: 'v', isKnown: true }],
    wrong: [{ volume: 'v', isKnown: false }],
    token: [{ volume: TOKEN, isKnown: true }],
    used: (stack) => {
      const credentialsParameter = new TerraformVariable(stack, 'credentials', { type: 'string' }).stringValue;
      const fsxWindowsFileServerVolumeConfiguration = { fileSystemId: 'fs-1', rootDirectory: 'd', authorizationConfig: { credentialsParameter, domain: 'd' } };
      task(stack, { memory: 128 }, { compatibilities: [Compatibility.EC2], volumes: [{ name: 'v', fsxWindowsFileServerVolumeConfiguration }] });
    },
  },
  'generated-value': {
    compliant: [{ name: 'A' }, { name: 'A', passwordLength: 4096 }, { name: 'A', passwordLength: 1, requireEachIncludedType: false }],
    wrong: [
      { name: 'A', passwordLength: 0 }, { name: 'A', passwordLength: 4097 }, { name: 'A', passwordLength: 1.5 }, { name: 'A', passwordLength: '32' },
      { name: 'A', passwordLength: 3 }, { name: 'A', excludeLowercase: true, excludeUppercase: true, excludeNumbers: true, excludePunctuation: true },
    ],
    token: [{ name: 'A', passwordLength: NUMBER }],
    used: (stack) => parameters(stack, { A: SecretValue.generated({ passwordLength: 5000 }) }),
  },
  'health-check-grace-period': {
    compliant: [serviceSubject, { ...serviceSubject, healthCheckGracePeriodSeconds: 1, loadBalancers: [{}] }],
    wrong: [{ ...serviceSubject, healthCheckGracePeriodSeconds: 1 }],
    token: [{ ...serviceSubject, healthCheckGracePeriodSeconds: NUMBER, loadBalancers: [{}] }],
    used: (stack) => service(stack, { healthCheckGracePeriodSeconds: 60 }),
  },
  'image-reference': {
    compliant: [{ container: 'a', image: 'example:1' }, { container: 'a', image: 'localhost:5000/a@sha256:0' }],
    wrong: [{ container: 'a', image: '' }, { container: 'a', image: 'my image' }, { container: 'a', image: '{{ must_env `IMAGE` }}' }, { container: 'a', image: '<IMAGE>' }],
    token: [{ container: 'a', image: TOKEN }],
    used: (stack) => task(stack, { image: '' }),
  },
  'image-repository': {
    compliant: [{ repository: 'registry:5000/a/b' }, { repository: 'a' }],
    wrong: [{ repository: 'a:1' }, { repository: 'a@sha256:1' }, { repository: '' }, { repository: 'a b' }],
    token: [{ repository: TOKEN }],
    used: (stack) => ContainerImage.fromParameter(stack, 'Image', { repository: 'example:1', parameterName: '/tag' }),
  },
  'imported-role': {
    compliant: [{ statements: () => undefined }],
    wrong: [{ statements: () => '[{}]' }],
    token: [{ statements: () => undefined }],
    used: (stack) => task(stack, { secrets: [parameter] }, { executionRole: ExecutionRole.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/r') }),
  },
  'job-definition-name': {
    compliant: [{ jobDefinitionName: 'job-1_B' }, { jobDefinitionName: 'a'.repeat(128) }],
    wrong: [{ jobDefinitionName: '-job' }, { jobDefinitionName: '' }, { jobDefinitionName: 'a'.repeat(129) }, { jobDefinitionName: 'my job' }],
    token: [{ jobDefinitionName: TOKEN }],
    used: (stack) => job(stack, {}, '-job'),
  },
  'json-key-colon': {
    compliant: [{ jsonKey: 'a.b c' }, {}],
    wrong: [{ jsonKey: 'a:b' }],
    token: [{ jsonKey: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'a:b' })] }),
  },
  'json-key-dot': {
    compliant: [{ name: 'A', jsonKey: 'a' }, { name: 'A' }],
    wrong: [{ name: 'A', jsonKey: 'a.b' }],
    token: [{ name: 'A', jsonKey: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'db.password' })] }),
  },
  'launch-type-and-strategy': {
    compliant: [serviceSubject, { ...serviceSubject, launchType: 'FARGATE' }],
    wrong: [{ ...serviceSubject, launchType: 'FARGATE', capacityProviderStrategy: [] }],
    token: [{ ...serviceSubject, launchType: TOKEN }],
    used: (stack) => service(stack, { launchType: LaunchType.FARGATE, capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] }),
  },
  'load-balancer-target': {
    compliant: [serviceSubject, { ...serviceSubject, loadBalancers: [{ containerName: 'app', containerPort: 80, targetGroupArn: 'a' }] }],
    wrong: [
      { ...serviceSubject, loadBalancers: [{ containerName: 'app', containerPort: 81, targetGroupArn: 'a' }] },
      { ...serviceSubject, loadBalancers: [{ containerName: 'apps', containerPort: 80, targetGroupArn: 'a' }] },
      { ...serviceSubject, loadBalancers: [{ containerName: 'app', containerPort: 80 }] },
    ],
    token: [{ ...serviceSubject, loadBalancers: [{ containerName: TOKEN, containerPort: 81, targetGroupArn: 'a' }, { containerName: 'app', containerPort: NUMBER, targetGroupArn: 'a' }] }],
    used: (stack) => service(stack, { loadBalancers: [{ containerName: 'app', containerPort: 81, targetGroupArn: 'a' }] }),
  },
  'log-router': {
    compliant: [{ routed: ['a'], routers: ['r'] }, { routed: [], routers: ['r'] }],
    wrong: [{ routed: ['a'], routers: [] }, { routed: [], routers: ['a', 'b'] }],
    token: [{ routed: [], routers: [] }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'awsfirelens' } }),
  },
  'map-name': {
    compliant: [{ name: 'a.b-C_1' }],
    wrong: [{ name: 'a/b' }, { name: '' }, { name: 'A\n' }],
    token: [{ name: TOKEN }],
    used: (stack) => parameters(stack, { 'db/user': EXTERNAL }),
  },
  'missing-environment': {
    compliant: [{ container: 'a', required: ['A'], optional: ['B'], provided: ['A'], open: false }],
    wrong: [{ container: 'a', required: ['A'], optional: [], provided: [], open: false }],
    token: [{ container: 'a', required: ['A'], optional: [], provided: [TOKEN], open: true }],
    used: (stack) => task(stack, { environmentContract: EnvironmentContract.of('A') }),
  },
  'mounted-volume-exists': {
    compliant: [{ owner: 'a', references: ['v'], known: ['v'] }],
    wrong: [{ owner: 'a', references: ['v'], known: [] }],
    token: [{ owner: 'a', references: [TOKEN], known: [] }],
    used: (stack) => task(stack, { mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }] }),
  },
  'option-and-secret-option': {
    compliant: [{ container: 'a', options: ['x'], secretOptions: ['y'] }],
    wrong: [{ container: 'a', options: ['x'], secretOptions: ['x'] }, { container: 'a', options: [], secretOptions: ['x', 'x'] }],
    token: [{ container: 'a', options: [TOKEN], secretOptions: ['y'] }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'splunk', options: { A: 'x' }, secretOptions: [parameter] } }),
  },
  'option-secret-literal': {
    compliant: [{ container: 'a', name: 'Host', value: 'example.com' }, { container: 'a', name: 'awslogs-group', value: 'secret' }],
    wrong: [{ container: 'a', name: 'apikey', value: 'x1' }, { container: 'a', name: 'splunk-token', value: 'x1' }],
    token: [{ container: 'a', name: 'apikey', value: TOKEN }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x', 'splunk-token': 'x1' } } }),
  },
  'parameter-arn-pattern': {
    compliant: [{ name: 'A', arn: PARAMETER }],
    wrong: [{ name: 'A', arn: `${PARAMETER}:3` }, { name: 'A', arn: 'a' }, { name: 'A', arn: SECRET }],
    token: [{ name: 'A', arn: TOKEN }],
    used: () => ContainerSecret.fromParameterArn('A', `${PARAMETER}:3`),
  },
  'parameter-collision': {
    compliant: [{ name: '/a', others: [] }, { name: '/a', others: [{ name: '/b', owner: 'X' }] }],
    wrong: [{ name: '/a', others: [{ name: '/a', owner: 'X' }] }],
    token: [{ name: TOKEN, others: [{ name: '/a', owner: 'X' }] }],
    used: (stack) => ['One', 'Two'].forEach((id) => parameters(stack, { A: EXTERNAL }, '/example', id)),
  },
  'parameter-name-length': {
    compliant: [{ path: '/a'.repeat(15) }],
    wrong: [{ path: '/a'.repeat(16) }, { path: `/${'a'.repeat(1000)}` }],
    token: [{ path: `/${TOKEN}${'/a'.repeat(20)}` }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, '/a'.repeat(15)),
  },
  'parameter-spelling': {
    compliant: [{ name: '/a', others: [{ name: '/a', owner: 'X' }] }],
    wrong: [{ name: 'a', others: [{ name: '/a', owner: 'X' }] }],
    token: [{ name: TOKEN, others: [{ name: '/a', owner: 'X' }] }],
    used: (stack) => {
      parameters(stack, { A: EXTERNAL });
      ContainerSecret.fromParameterName(stack, 'Reference', 'A', 'example/A');
    },
  },
  'parameter-value-braces': {
    compliant: [{ name: 'A', value: '{ {' }],
    wrong: [{ name: 'A', value: 'a {{ b' }],
    token: [{ name: 'A' }],
    used: (stack) => parameters(stack, { A: SecretValue.plaintext('{{x}}') }),
  },
  'parameter-value-size': {
    compliant: [{ name: 'A', value: 'a'.repeat(4096) }, { name: 'A', value: 'a'.repeat(8192), tier: 'Advanced' }],
    wrong: [{ name: 'A', value: 'a'.repeat(4097) }, { name: 'A', value: 'a'.repeat(8193), tier: 'Advanced' }, { name: 'A', value: '' }],
    token: [{ name: 'A' }],
    used: (stack) => parameters(stack, { A: SecretValue.plaintext('a'.repeat(4097)) }),
  },
  'partial-secret-arn': {
    compliant: [{ name: 'A', arn: SECRET }, { name: 'A', arn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-5yaxbf' }],
    wrong: [{ name: 'A', arn: SECRET.slice(0, -7) }, { name: 'A', arn: `${SECRET.slice(0, -7)}-config` }],
    token: [{ name: 'A', arn: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromValueFrom('A', SECRET.slice(0, -7))] }),
  },
  'path-leading-slash': {
    compliant: [{ path: '/a' }],
    wrong: [{ path: 'a' }],
    token: [{ path: TOKEN }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, 'example'),
  },
  'path-pattern': {
    compliant: [{ path: '/a.b-c_d/1' }],
    wrong: [{ path: '/a b' }, { path: '/' }, { path: '/a//b' }, { path: '/a/' }],
    token: [{ path: `/${TOKEN}/` }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, '/my app'),
  },
  'path-reserved-prefix': {
    compliant: [{ path: '/my-aws' }],
    wrong: [{ path: '/aws/a' }, { path: 'SSM' }],
    token: [{ path: TOKEN }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, '/AWSome'),
  },
  'platform-version': {
    compliant: [
      { features: [] }, { platformVersion: 'LATEST', features: [{ container: 'a', kind: 'partialSecret', name: 'A' }] },
      { platformVersion: '1.4.0', features: [{ container: 'a', kind: 'environmentFile', name: 'A' }] },
      { platformVersion: '1.3.0', features: [{ container: 'a', kind: 'secret', name: 'A' }] },
      { platformVersion: '1.0.0', operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', features: [{ container: 'a', kind: 'partialSecret', name: 'A' }] },
    ],
    wrong: [
      { platformVersion: '1.3.0', features: [{ container: 'a', kind: 'partialSecret', name: 'A' }] },
      { platformVersion: '1.3.0', features: [{ container: 'a', kind: 'environmentFile', name: 'A' }] },
      { platformVersion: '1.2.0', features: [{ container: 'a', kind: 'secretOption', name: 'A' }] },
      { platformVersion: '1.1.0', features: [{ container: 'a', kind: 'repositoryCredentials', name: 'A' }] },
      { platformVersion: '1.0.0', features: [{ container: 'a', kind: 'parameter', name: 'A' }] },
      { platformVersion: 'latest', features: [] },
    ],
    token: [
      { platformVersion: TOKEN, features: [{ container: 'a', kind: 'secret', name: 'A' }] },
      { platformVersion: '1.0.0', operatingSystemFamily: TOKEN, features: [{ container: 'a', kind: 'secret', name: 'A' }] },
    ],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'a', versionStage: 'AWSPREVIOUS' })] }, { platformVersion: '1.3.0' }),
  },
  'policy-quota': {
    compliant: [{ managed: () => 8, quota: 10, spare: 2 }, { managed: () => 1, quota: 1, spare: 2 }],
    wrong: [{ managed: () => 9, quota: 10, spare: 2 }],
    token: [{ managed: () => 0, quota: 10, spare: 2 }],
    used: (stack) => task(stack, { secrets: manyReferences(95) }, { executionRole: new ExecutionRole(stack, 'Role', { managedPolicyQuota: 2 }) }),
  },
  'prop-types': {
    compliant: [{ props: { a: 'x' }, required: { a: TEXT } }, { props: {}, required: {}, optional: { a: TEXT } }],
    wrong: [
      { props: undefined, required: {} }, { props: { a: 1 }, required: { a: TEXT } }, { props: {}, required: { a: TEXT } },
      { props: { a: null }, required: { a: TEXT } },
      { owner: 'x', props: { a: 1 }, required: {}, optional: { a: TEXT } },
    ],
    token: [{ props: { a: TOKEN }, required: { a: TEXT } }],
    used: (stack) => task(stack, {}, { family: undefined }),
  },
  'prototype-name': {
    compliant: [{ name: 'constructor' }],
    wrong: [{ name: '__proto__' }],
    token: [{ name: TOKEN }],
    used: (stack) => parameters(stack, Object.fromEntries([['__proto__', EXTERNAL]])),
  },
  'read-only-fields': {
    compliant: [{ fields: [] }],
    wrong: [{ fields: ['revision', 'status'] }],
    token: [{ fields: [] }],
    used: (stack) => TaskDefinition.fromJson(stack, 'Task', JSON.stringify({ family: 'api', revision: 3, memory: '512', containerDefinitions: [{ name: 'app', image: 'x' }] })),
  },
  'recovery-window': {
    compliant: [{}, { recoveryWindowInDays: 0 }, { recoveryWindowInDays: 7 }, { recoveryWindowInDays: 30 }],
    wrong: [{ recoveryWindowInDays: 6 }, { recoveryWindowInDays: 31 }, { recoveryWindowInDays: 7.5 }, { recoveryWindowInDays: -1 }, { recoveryWindowInDays: 'x' }],
    token: [{ recoveryWindowInDays: NUMBER }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { recoveryWindowInDays: 3 }),
  },
  'reference-version': {
    compliant: [{ versionStage: 'AWSPREVIOUS' }, { versionId: '19362400-a3ca-4905-932f-eb0a2928189d' }, {}],
    wrong: [{ versionStage: 'a:b' }, { versionStage: '' }, { versionStage: 'a'.repeat(257) }, { versionId: 'a:b' }, { versionId: '\n' }, { versionStage: 'AWSPREVIOUS\r\n' }, { versionId: 'a'.repeat(65) }],
    token: [{ versionStage: TOKEN }, { versionId: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', SECRET, { versionStage: 'a:b' }),
  },
  'registry-keys': {
    compliant: [{ names: ['password', 'username', 'x'] }],
    wrong: [{ names: [] }, { names: ['user', 'password'] }],
    token: [{ names: ['username', 'password', TOKEN] }],
    used: (stack) => RepositoryCredentials.fromJsonSecret(secret(stack, { username: EXTERNAL })),
  },
  'reserved-json-key': {
    compliant: [{ name: 'versions' }],
    wrong: [{ name: '_versions' }],
    token: [{ name: TOKEN }],
    used: (stack) => secret(stack, { _versions: EXTERNAL }),
  },
  'secret-arn-pattern': {
    compliant: [{ name: 'A', arn: SECRET }],
    wrong: [{ name: 'A', arn: 'a' }, { name: 'A', arn: SECRET.slice(0, -7) }, { name: 'A', arn: `${SECRET}:key` }],
    token: [{ name: 'A', arn: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', SECRET.slice(0, -7)),
  },
  'secret-collision': {
    compliant: [{ name: 'a', others: [] }],
    wrong: [{ name: 'a', others: [{ name: 'a', owner: 'X' }] }],
    token: [{ name: TOKEN, others: [{ name: 'a', owner: 'X' }] }],
    used: (stack) => ['One', 'Two'].forEach((id) => secret(stack, { A: EXTERNAL }, {}, id)),
  },
  'secret-file-directory': {
    compliant: [{ directory: '/run/secrets' }],
    wrong: [{ directory: 'run' }, { directory: '/a/../b' }, { directory: '/a b' }, { directory: '/$(x)' }],
    token: [{ directory: '/run/secrets' }],
    used: () => new SecretFiles({ secrets: [], directory: '/a; rm -rf /' }),
  },
  'secret-file-name': {
    compliant: [{ name: 'A' }],
    wrong: [{ name: 'PATH' }, { name: 'IFS' }, { name: 'a.b' }],
    token: [{ name: TOKEN }],
    used: (stack) => task(stack, { secretFiles: new SecretFiles({ secrets: [ContainerSecret.fromParameterArn('PATH', PARAMETER)] }) }),
  },
  'secret-file-owner': {
    compliant: [{ what: 'uid', id: 0 }, { what: 'uid', id: 2147483647 }],
    wrong: [{ what: 'uid', id: -1 }, { what: 'gid', id: 2147483648 }, { what: 'uid', id: 1.5 }],
    token: [{ what: 'uid', id: 1000 }],
    used: () => new SecretFiles({ secrets: [], uid: -1 }),
  },
  'secret-files-environment': {
    compliant: [{ container: 'a', environment: ['A'], names: ['A_FILE'] }],
    wrong: [{ container: 'a', environment: ['A_FILE'], names: ['A_FILE'] }],
    token: [{ container: 'a', environment: [TOKEN], names: ['A_FILE'] }],
    used: (stack) => task(stack, { environment: { A_FILE: 'x' }, secretFiles: new SecretFiles({ secrets: [parameter] }) }),
  },
  'secret-files-windows': {
    compliant: [{ container: 'a', environment: [], names: [], operatingSystemFamily: 'LINUX' }],
    wrong: [{ container: 'a', environment: [], names: [], operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }],
    token: [{ container: 'a', environment: [], names: [], operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { secretFiles: new SecretFiles({ secrets: [parameter] }) }, { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }),
  },
  'secret-name': {
    compliant: [{ name: 'a/b_c+d=e.f@g-h' }],
    wrong: [{ name: 'a b' }, { name: '' }, { name: 'rds!db-1' }, { name: 'a'.repeat(513) }],
    token: [{ name: `${TOKEN} ` }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { secretName: 'my secret' }),
  },
  'secret-name-suffix': {
    compliant: [{ name: 'api-12345' }],
    wrong: [{ name: 'api-secret' }],
    token: [{ name: `${TOKEN}-secret` }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { secretName: 'api-secret' }),
  },
  'secret-source': {
    compliant: [{ container: 'a', place: 'secrets[0]', source: parameter }],
    wrong: [{ container: 'a', place: 'secrets[0]', source: 'A' }, { container: 'a', place: 'secrets[0]', source: {} }, { container: 'a', place: 'secrets[0]' }],
    token: [{ container: 'a', place: 'secrets[0]', source: { bindSecrets: () => ({ entries: [] }) } }],
    used: (stack) => task(stack, { secrets: ['DB_PASSWORD'] as unknown as ContainerSecret[] }),
  },
  'secret-value': {
    compliant: [{ name: 'A', value: EXTERNAL }, { name: 'A', value: SecretValue.plaintext('') }],
    wrong: [{ name: 'A', value: 'hunter2' }, { name: 'A', value: null }, { name: 'A' }, { name: 'A', value: { _kind: 'plaintext', _literal: 5432 } }],
    token: [{ name: 'A', value: SecretValue.plaintext(TOKEN) }],
    used: (stack) => parameters(stack, { A: 'hunter2' as unknown as SecretValue }),
  },
  'secret-value-size': {
    compliant: [{ bytes: 65536 }],
    wrong: [{ bytes: 65537 }],
    token: [{ bytes: 0 }],
    used: (stack) => secret(stack, { A: SecretValue.plaintext('a'.repeat(65536)) }),
  },
  'service-connect-port': {
    compliant: [serviceSubject, { ...serviceSubject, serviceConnect: { services: [{ portName: 'http' }] } }],
    wrong: [
      { ...serviceSubject, serviceConnect: { services: [{ portName: 'https' }] } },
      { ...serviceSubject, serviceConnect: { services: [{ portName: 'http', dnsName: 'api' }] } },
    ],
    token: [{ ...serviceSubject, serviceConnect: { services: [{ portName: TOKEN }] } }],
    used: (stack) => service(stack, { serviceConnect: { services: [{ portName: 'grpc' }] } }),
  },
  'service-name': {
    compliant: [serviceSubject],
    wrong: [{ ...serviceSubject, serviceName: 'my service' }, { ...serviceSubject, serviceName: '' }],
    token: [{ ...serviceSubject, serviceName: TOKEN }],
    used: (stack) => service(stack, { serviceName: 'my service' }),
  },
  'stage-and-version': {
    compliant: [{ versionStage: 'AWSCURRENT' }, { versionId: 'a' }, {}],
    wrong: [{ versionStage: 'AWSCURRENT', versionId: 'a' }],
    token: [{ versionStage: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', SECRET, { versionStage: 'AWSCURRENT', versionId: 'a' }),
  },
  'task-definition-size': {
    compliant: [{ bytes: 65536 }],
    wrong: [{ bytes: 65537 }],
    token: [{ bytes: 0 }],
    used: (stack) => task(stack, { environment: { A: 'a'.repeat(65536) } }),
  },
  'unasked-environment': {
    compliant: [{ container: 'a', required: ['A'], optional: ['B'], provided: ['A', 'B'], open: false }],
    wrong: [{ container: 'a', required: [], optional: [], provided: ['A'], open: false }],
    token: [{ container: 'a', required: [], optional: [], provided: [TOKEN], open: true }],
    used: (stack) => task(stack, { environment: { A: 'x', B: 'x' }, environmentContract: EnvironmentContract.of('A') }),
  },
  'unknown-aws-stage': {
    compliant: [{ name: 'A', versionStage: 'AWSPREVIOUS' }, { name: 'A', versionStage: 'mine' }, { name: 'A' }],
    wrong: [{ name: 'A', versionStage: 'AWSPRECIOUS' }, { name: 'A', versionStage: 'awscurrent' }, { name: 'A', versionStage: 'AWSX' }],
    token: [{ name: 'A', versionStage: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { versionStage: 'AWSPRECIOUS' })] }),
  },
  'unrendered-template': {
    compliant: [{ what: 'image', text: 'example:1' }],
    wrong: [{ what: 'image', text: '{{ x }}' }, { what: 'image', text: '<IMAGE>' }, { what: 'image', text: '${module.x.arn}' }],
    token: [{ what: 'image', text: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', '${module.x.arn}'),
  },
  'sops-plaintext': {
    compliant: [{ path: 'secrets.enc.json', names: [] }],
    wrong: [{ path: 'secrets.enc.json', names: ['A'] }, { path: 'secrets.enc.json', names: ['A', 'B'] }],
    token: [{ path: 'secrets.enc.json', names: [] }],
    used: (stack) => SecretValues.fromSopsFile(join(__dirname, '../fixtures/sops/secrets.enc.json'), new TerraformVariable(stack, 'secrets', { type: 'map(string)' })),
  },
  'unrendered-value': {
    compliant: [{ container: 'a', names: [] }],
    wrong: [{ container: 'a', names: ['A'] }, { container: 'a', names: ['A', 'B'] }],
    token: [{ container: 'a', names: [] }],
    used: (stack) => TaskDefinition.fromJson(stack, 'Task', JSON.stringify({
      family: 'api', memory: '512', containerDefinitions: [{ name: 'app', image: 'x', environment: [{ name: 'HOST', value: '{{ must_env `HOST` }}' }] }],
    })),
  },
  'value-expression': {
    compliant: [{ expression: '${ephemeral.x.y.z}' }, { expression: 'ephemeral.x.y.z' }, { expression: '${var.a}:${var.b}' }],
    wrong: [{ expression: 'hunter2' }, { expression: '' }, { expression: '$${not}' }, { expression: 5 }],
    token: [{ expression: TOKEN }],
    used: () => SecretValue.fromExpression('hunter2'),
  },
  'value-from-pattern': {
    compliant: [
      { name: 'A', valueFrom: PARAMETER }, { name: 'A', valueFrom: SECRET }, { name: 'A', valueFrom: `${SECRET}:a:AWSPREVIOUS:` },
      { name: 'A', valueFrom: '/shop/foo' }, { name: 'A', valueFrom: `${SECRET.slice(0, -7)}:a::` },
    ],
    wrong: [
      { name: 'A', valueFrom: 'a name' }, { name: 'A', valueFrom: 'name:3' }, { name: 'A', valueFrom: `${SECRET}:a` }, { name: 'A', valueFrom: `${SECRET}:` },
      { name: 'A', valueFrom: `${SECRET}:a:b:c:d` }, { name: 'A', valueFrom: 'arn:aws:s3:::bucket/a' },
    ],
    token: [{ name: 'A', valueFrom: TOKEN }],
    used: () => ContainerSecret.fromValueFrom('A', 'mysql:password::'),
  },
  'value-from-token': {
    compliant: [{ name: 'A', valueFrom: SECRET }],
    wrong: [{ name: 'A', valueFrom: TOKEN }],
    token: [{ name: TOKEN, valueFrom: SECRET }],
    used: () => ContainerSecret.fromValueFrom('A', TOKEN),
  },
  'volume-kind': {
    compliant: [{ name: 'v', kinds: ['host'] }, { name: 'v', kinds: [] }],
    wrong: [{ name: 'v', kinds: ['host', 'efs'] }],
    token: [{ name: TOKEN, kinds: ['host'] }],
    used: (stack) => task(stack, {}, { volumes: [{ name: 'v', host: { sourcePath: '/v' }, efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] }),
  },
  'volume-name': {
    compliant: [{ volume: 'v-1_B' }],
    wrong: [{ volume: 'my volume' }, { volume: '' }],
    token: [{ volume: TOKEN }],
    used: (stack) => task(stack, {}, { volumes: [{ name: 'my volume' }] }),
  },
  'write-only-value': {
    compliant: ['variable', 'expression', 'stored'].map((kind) => ({ name: 'A', kind })),
    wrong: ['generated', 'external', 'plaintext'].map((kind) => ({ name: 'A', kind })),
    token: [{ name: 'A', kind: 'variable' }],
    used: (stack) => new WriteOnlyValue(stack, 'Password', { value: SecretValue.generated() }),
  },
  'write-version': {
    compliant: [{ name: 'A', version: 1 }, { name: 'A', version: 2 ** 48 }],
    wrong: [{ name: 'A', version: 0 }, { name: 'A', version: 1.5 }, { name: 'A', version: NaN }, { name: 'A', version: 2 ** 60 }, { name: 'A', version: '1' }],
    token: [{ name: 'A', version: NUMBER }],
    used: (stack) => parameters(stack, SecretValues.generated(['A'], { version: 0 })),
  },
};
