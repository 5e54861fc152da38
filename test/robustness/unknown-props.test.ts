import { join } from 'path';
import { TerraformStack, TerraformVariable } from 'cdktf';
import * as lib from '../../src';
import { ValidationError } from '../../src/checks/validation-error';
import { publicStructs } from '../support/public-structs';
import { newStack } from '../support/synth';

/** Uses a struct once, with everything that it needs and some more props. */
type Use = (stack: TerraformStack, more: object) => unknown;

const ACCOUNT = '123456789012';
const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:a-AbCdEf`;
const PARAMETER = `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/a`;
const BUCKET = 'arn:aws:s3:::example';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const CLUSTER = `arn:aws:ecs:eu-central-1:${ACCOUNT}:cluster/main`;
const REQUIREMENTS = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
const REFERENCE = lib.ContainerSecret.fromSecretArn('A', SECRET);
const EC2 = { compatibilities: [lib.Compatibility.EC2], memory: 512 };

function task(stack: TerraformStack, props: object = {}, container: object = {}): lib.TaskDefinition {
  const containers = [{ name: 'app', image: 'x', portMappings: [{ containerPort: 80, name: 'http' }], ...container }];
  const taskDefinition = new lib.TaskDefinition(stack, 'Task', { family: 'a', containers, ...props });
  // some props are for AWS provider 6 alone
  Object.assign(taskDefinition.resource.terraformGeneratorMetadata!, { providerVersion: '6.25.0' });
  return taskDefinition;
}

function onEc2(stack: TerraformStack, container: object): lib.TaskDefinition {
  return task(stack, EC2, container);
}

function volume(stack: TerraformStack, props: object, taskProps: object = {}): lib.TaskDefinition {
  return task(stack, { volumes: [{ name: 'data', ...props }], ...taskProps });
}

function job(stack: TerraformStack, container: object): lib.BatchJobDefinition {
  return new lib.BatchJobDefinition(stack, 'Job', {
    jobDefinitionName: 'a', containerProperties: { image: 'x', resourceRequirements: REQUIREMENTS, ...container },
  });
}

function ecsJob(stack: TerraformStack, container: object, props: object = {}): lib.BatchJobDefinition {
  const containers = [{ name: 'app', image: 'x', resourceRequirements: REQUIREMENTS, ...container }];
  return new lib.BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'a', ecsProperties: { containers, ...props } });
}

function nodesJob(stack: TerraformStack, container: object, range: object = {}, props: object = {}): lib.BatchJobDefinition {
  const nodeRangeProperties = [{ targetNodes: '0:', container: { image: 'x', resourceRequirements: REQUIREMENTS, ...container }, ...range }];
  return new lib.BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'a', nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties, ...props } });
}

function service(stack: TerraformStack, props: object, taskDefinition = task(stack)): lib.Service {
  return new lib.Service(stack, 'Service', { serviceName: 'a', clusterArn: CLUSTER, subnets: ['subnet-1'], taskDefinition, ...props });
}

function connect(stack: TerraformStack, props: object): lib.Service {
  return service(stack, { serviceConnect: { services: [{ portName: 'http', port: 80, ...props }] } });
}

/** A deployment with a second set of tasks. */
function deployment(stack: TerraformStack, props: object): lib.Service {
  return service(stack, { deploymentConfiguration: { strategy: lib.DeploymentStrategy.BLUE_GREEN, ...props } });
}

function ebs(stack: TerraformStack, props: object, volumeProps: object = {}): lib.Service {
  const container = { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] };
  const taskDefinition = task(stack, { volumes: [{ name: 'data', configuredAtLaunch: true }] }, container);
  const managedEbsVolume = { roleArn: ROLE, sizeInGiB: 1, ...volumeProps };
  return service(stack, { volumeConfiguration: { name: 'data', managedEbsVolume, ...props } }, taskDefinition);
}

function database(stack: TerraformStack, props: object = {}): lib.DatabaseSecret {
  return new lib.DatabaseSecret(stack, 'Database', { secretName: 'db', engine: lib.DatabaseEngine.POSTGRES, username: 'app', ...props });
}

/** A source of somebody's own. */
function bound(stack: TerraformStack, binding: object): lib.TaskDefinition {
  const bindSecrets = () => ({ entries: [entry()], ...binding });
  return task(stack, {}, { secrets: [{ bindSecrets }] });
}

function entry(props: object = {}): lib.SecretEntry {
  return { name: 'A', valueFrom: SECRET, read: { store: lib.SecretStore.SECRETS_MANAGER, arn: SECRET }, ...props };
}

function role(stack: TerraformStack): lib.ExecutionRole {
  return new lib.ExecutionRole(stack, 'Role');
}

function variable(stack: TerraformStack, type = 'map(string)'): TerraformVariable {
  return new TerraformVariable(stack, 'values', { type });
}

/** Structs that the library gives and nobody else makes. */
const GIVEN = ['FailureMetric', 'OwnerStatement'];

/** Structs that are only there for others to extend. */
const BASES = ['BatchContainerOptions', 'BatchTaskOptions'];

const USES: { readonly [struct: string]: Use } = {
  AcknowledgeOptions: (stack, more) => lib.Checks.of(stack).acknowledge('env-secret-literal', 'meant', more),
  BatchContainerProperties: job,
  BatchEcsProperties: (stack, more) => ecsJob(stack, {}, more),
  BatchEvaluateOnExit: (stack, more) => batchJob(stack, { retryStrategy: { evaluateOnExit: [{ action: 'EXIT', onExitCode: '1', ...more }] } }),
  BatchFargatePlatformConfiguration: (stack, more) => job(stack, { fargatePlatformConfiguration: { platformVersion: 'LATEST', ...more } }),
  BatchJobDefinitionProps: (stack, more) => batchJob(stack, more),
  BatchJobDefinitionSources: (stack, more) => lib.BatchJobDefinition.fromJson(stack, 'Job', JSON.stringify({
    jobDefinitionName: 'a', type: 'container', containerProperties: { image: 'x', resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '512' }] },
  }), more),
  BatchLinuxParameters: (stack, more) => job(stack, { linuxParameters: { initProcessEnabled: true, ...more } }),
  BatchNetworkConfiguration: (stack, more) => job(stack, { networkConfiguration: { assignPublicIp: 'ENABLED', ...more } }),
  BatchNodeContainer: nodesJob,
  BatchNodeProperties: (stack, more) => nodesJob(stack, {}, {}, more),
  BatchNodeRange: (stack, more) => nodesJob(stack, {}, more),
  BatchRetryStrategy: (stack, more) => batchJob(stack, { retryStrategy: { attempts: 2, ...more } }),
  BatchTaskContainer: ecsJob,
  BatchVolume: (stack, more) => job(stack, { volumes: [{ name: 'data', ...more }] }),
  CanaryConfiguration: (stack, more) => deployment(stack, { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 10, ...more } }),
  CapacityProviderStrategyItem: (stack, more) => service(stack, { capacityProviderStrategy: [{ capacityProvider: 'FARGATE', ...more }] }),
  ContainerDefinition: (stack, more) => task(stack, {}, more),
  ContainerDependency: (stack, more) => task(stack, {
    containers: [{ name: 'app', image: 'x', dependsOn: [{ containerName: 'db', condition: 'START', ...more }] }, { name: 'db', image: 'x' }],
  }),
  ContainerRestartPolicy: (stack, more) => task(stack, {}, { restartPolicy: { enabled: true, ...more } }),
  ContainerSecretsProps: (stack, more) => new lib.ContainerSecrets(stack, 'Secrets', { path: '/a', ...more }),
  DatabaseConnection: (stack, more) => database(stack, { connection: { host: 'db', ...more } }),
  DatabaseSecretProps: database,
  DeploymentAlarms: (stack, more) => service(stack, { alarms: { alarmNames: ['errors'], ...more } }),
  DeploymentCircuitBreaker: (stack, more) => service(stack, { circuitBreaker: { rollback: true, ...more } }),
  DeploymentConfiguration: deployment,
  DeploymentLifecycleHook: (stack, more) => deployment(stack, {
    lifecycleHooks: [{ hookTargetArn: 'arn:hook', roleArn: ROLE, lifecycleStages: ['PRE_SCALE_UP'], ...more }],
  }),
  Device: (stack, more) => onEc2(stack, { linuxParameters: { devices: [{ hostPath: '/dev/x', ...more }] } }),
  DiscoveredJsonSecretProps: (stack, more) =>
    new lib.DiscoveredJsonSecret(stack, 'Found', { keys: lib.KeyDiscovery.fromTag(), secretName: 'a', ...more }),
  DiscoveredParametersProps: (stack, more) => new lib.DiscoveredParameters(stack, 'Found', { path: '/a', ...more }),
  DockerVolumeConfiguration: (stack, more) => volume(stack, { dockerVolumeConfiguration: { scope: 'task', ...more } }, EC2),
  EfsAuthorizationConfig: (stack, more) =>
    volume(stack, { efsVolumeConfiguration: { fileSystemId: 'fs-1', authorizationConfig: { iam: 'DISABLED', ...more } } }),
  EfsVolumeConfiguration: (stack, more) => volume(stack, { efsVolumeConfiguration: { fileSystemId: 'fs-1', ...more } }),
  EnvironmentFileOptions: (_, more) => {
    lib.EnvironmentFile.fromObjectArn(`${BUCKET}/a.env`, more);
    lib.EnvironmentFile.fromBucketArn(BUCKET, 'a.env', more);
  },
  EphemeralStorage: (stack, more) => task(stack, { ephemeralStorage: { sizeInGiB: 30, ...more } }),
  ExecutionRoleProps: (stack, more) => new lib.ExecutionRole(stack, 'Role', more),
  FirelensConfiguration: (stack, more) => task(stack, {
    containers: [
      { name: 'app', image: 'x', logConfiguration: { logDriver: 'awsfirelens' } },
      { name: 'router', image: 'x', firelensConfiguration: { type: 'fluentbit', ...more } },
    ],
  }),
  FsxWindowsFileServerAuthorizationConfig: (stack, more) => fsx(stack, {}, more),
  FsxWindowsFileServerVolumeConfiguration: fsx,
  GeneratedValueOptions: (_, more) => {
    lib.SecretValue.generated(more);
    lib.SecretValues.generated(['A'], more);
  },
  GrantOptions: (stack, more) => {
    role(stack).grantPull(`arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/a`, more);
    new lib.ExecutionRole(stack, 'Other').grantFileSystem(`arn:aws:elasticfilesystem:eu-central-1:${ACCOUNT}:file-system/fs-1`, more);
  },
  HealthCheck: (stack, more) => task(stack, {}, { healthCheck: { command: ['CMD', 'true'], ...more } }),
  HostEntry: (stack, more) => onEc2(stack, { extraHosts: [{ hostname: 'a', ipAddress: '10.0.0.1', ...more }] }),
  HostVolume: (stack, more) => volume(stack, { host: { sourcePath: '/data', ...more } }, EC2),
  ImportedExecutionRoleOptions: (stack, more) => lib.ExecutionRole.fromRoleArn(stack, 'Role', ROLE, more),
  JsonSecretProps: (stack, more) => new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: {}, ...more }),
  KernelCapabilities: (stack, more) => onEc2(stack, { linuxParameters: { capabilities: { drop: ['ALL'], ...more } } }),
  LinearConfiguration: (stack, more) => deployment(stack, { strategy: 'LINEAR', linearConfiguration: { stepPercent: 10, ...more } }),
  LinuxParameters: (stack, more) => task(stack, {}, { linuxParameters: { initProcessEnabled: true, ...more } }),
  LoadBalancerAdvancedConfiguration: (stack, more) => service(stack, {
    deploymentConfiguration: { strategy: lib.DeploymentStrategy.BLUE_GREEN },
    loadBalancers: [{
      targetGroupArn: 'arn:blue',
      containerName: 'app',
      containerPort: 80,
      advancedConfiguration: { alternateTargetGroupArn: 'arn:green', productionListenerRule: 'arn:rule', roleArn: ROLE, ...more },
    }],
  }),
  LogConfiguration: (stack, more) =>
    task(stack, {}, { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'a' }, ...more } }),
  LogGrantOptions: (stack, more) => role(stack).grantLogs(`arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:a`, more),
  ManagedDatabaseSecretProps: (_, more) => lib.DatabaseSecret.fromManagedPassword({ secretArn: SECRET, host: 'db', ...more }),
  ManagedEbsVolume: (stack, more) => ebs(stack, {}, more),
  MountPoint: (stack, more) =>
    task(stack, { volumes: [{ name: 'data' }] }, { mountPoints: [{ sourceVolume: 'data', containerPath: '/data', ...more }] }),
  ObjectGrantOptions: (stack, more) => role(stack).grantReadObject(BUCKET, `${BUCKET}/a`, more),
  ParameterImageProps: (stack, more) => lib.ContainerImage.fromParameter(stack, 'Image', { repository: 'a', parameterName: '/tag', ...more }),
  ParameterMapProps: (stack, more) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: {}, ...more }),
  ParameterNameOptions: (stack, more) => {
    lib.ContainerSecret.fromParameterName(stack, 'Reference', 'A', '/a', more);
    lib.ContainerSecret.fromValueFrom('A', SECRET, more);
  },
  ParameterReferenceOptions: (_, more) => lib.ContainerSecret.fromParameterArn('A', PARAMETER, more),
  PlacementConstraint: (stack, more) => task(stack, { ...EC2, placementConstraints: [{ expression: 'x', ...more }] }),
  PlacementStrategy: (stack, more) => onInstances(stack, { placementStrategies: [{ type: 'random', ...more }] }),
  PortMapping: (stack, more) => task(stack, {}, { portMappings: [{ containerPort: 80, ...more }] }),
  ProxyConfiguration: (stack, more) => task(stack, { proxyConfiguration: { containerName: 'app', ...more } }),
  PullThroughCacheOptions: (stack, more) =>
    role(stack).grantPullThroughCache(`arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/cache/*`, more),
  RedeployOnChangeProps: (stack, more) =>
    new lib.RedeployOnChange(stack, 'Redeploy', { cluster: 'main', service: 'a', secrets: [REFERENCE], ...more }),
  ReplicaRegion: (stack, more) =>
    new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: {}, replicaRegions: [{ region: 'eu-west-1', ...more }] }),
  RepositoryCredentialsNameOptions: (stack, more) => {
    lib.RepositoryCredentials.fromSecretName(stack, 'Registry', 'a', more);
    lib.RepositoryCredentials.fromCredentialsParameter(stack, 'Parameter', 'a', more);
  },
  RepositoryCredentialsOptions: (_, more) => lib.RepositoryCredentials.fromSecretArn(SECRET, more),
  ResourceRequirement: (stack, more) => onEc2(stack, { resourceRequirements: [{ type: 'GPU', value: '1', ...more }] }),
  RotationApplicationProps: (stack, more) => new lib.RotationApplication(stack, 'Rotation', {
    database: database(stack), subnetIds: ['subnet-1'], vpcId: 'vpc-1', natGateway: true, ...more,
  }),
  RuntimePlatform: (stack, more) => task(stack, { runtimePlatform: { cpuArchitecture: 'ARM64', ...more } }),
  S3FilesVolumeConfiguration: (stack, more) => {
    const s3filesVolumeConfiguration = { fileSystemArn: `arn:aws:s3files:eu-central-1:${ACCOUNT}:file-system/fs-12345678`, ...more };
    return volume(stack, { s3filesVolumeConfiguration }, { taskRoleArn: ROLE });
  },
  SecretBinding: bound,
  SecretEntry: (stack, more) => bound(stack, { entries: [entry(more)] }),
  SecretFilesProps: (_, more) => new lib.SecretFiles({ secrets: [REFERENCE], ...more }),
  SecretInventoryProps: (stack, more) => new lib.SecretInventory(stack, 'Inventory', more),
  SecretList: (stack, more) => bound(stack, { lists: [{ label: 'x', entries: '[]', parameterPath: '/a', ...more }] }),
  SecretNameOptions: (stack, more) => lib.ContainerSecret.fromSecretName(stack, 'Reference', 'A', 'a', more),
  SecretRead: (stack, more) => bound(stack, { entries: [entry({ read: { store: lib.SecretStore.SECRETS_MANAGER, arn: SECRET, ...more } })] }),
  SecretReferenceOptions: (_, more) => lib.ContainerSecret.fromSecretArn('A', SECRET, more),
  SecretResourcePolicyProps: (stack, more) => new lib.SecretResourcePolicy(stack, 'Policy', { secretArn: SECRET, denyDelete: true, ...more }),
  SecretRotationProps: (stack, more) => new lib.SecretRotation(stack, 'Rotation', {
    secret: REFERENCE, rotateImmediately: false, automaticallyAfterDays: 30, ...more,
  }),
  SecretVerification: (stack, more) => bound(stack, { entries: [entry({ verification: { arn: SECRET, ...more } })] }),
  ServiceConnectAccessLogConfiguration: (stack, more) => service(stack, { serviceConnect: { accessLogConfiguration: { format: 'TEXT', ...more } } }),
  ServiceConnectConfiguration: (stack, more) => service(stack, { serviceConnect: { namespace: 'a', ...more } }),
  ServiceConnectService: connect,
  ServiceConnectTestTrafficHeader: (stack, more) => connect(stack, { testTrafficHeader: { name: 'x-test', value: '1', ...more } }),
  ServiceConnectTimeout: (stack, more) => connect(stack, { timeout: { idleTimeoutSeconds: 10, ...more } }),
  ServiceConnectTls: (stack, more) => connect(stack, { tls: { awsPcaAuthorityArn: 'arn:ca', ...more } }),
  ServiceLoadBalancer: (stack, more) =>
    service(stack, { loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 80, ...more }] }),
  ServicePlacementConstraint: (stack, more) => onInstances(stack, { placementConstraints: [{ type: 'distinctInstance', ...more }] }),
  ServiceProps: service,
  ServiceRegistry: (stack, more) => service(stack, { serviceRegistry: { registryArn: 'arn:registry', ...more } }),
  ServiceTimeouts: (stack, more) => service(stack, { timeouts: { create: '5m', ...more } }),
  ServiceVolumeConfiguration: (stack, more) => ebs(stack, more),
  SopsFileOptions: (stack, more) => lib.SecretValues.fromSopsFile(join(__dirname, '../fixtures/sops/secrets.enc.json'), variable(stack), more),
  StoredParameterOptions: (_, more) => {
    lib.SecretValue.fromStoredParameter('/a', more);
    lib.SecretValues.fromStoredParameters('/a', ['A'], more);
  },
  StoredSecretOptions: (_, more) => {
    lib.SecretValue.fromStoredSecret('a', more);
    lib.SecretValues.fromStoredSecret('a', ['A'], more);
  },
  StringSecretProps: (stack, more) =>
    new lib.StringSecret(stack, 'Secret', { secretName: 'a', name: 'A', value: lib.SecretValue.external(), ...more }),
  SystemControl: (stack, more) => task(stack, {}, { systemControls: [{ namespace: 'net.core.somaxconn', value: '1', ...more }] }),
  TaskDefinitionProps: task,
  TaskDefinitionSources: (stack, more) => lib.TaskDefinition.fromJson(stack, 'Task', JSON.stringify({
    family: 'a', requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '256', memory: '512', containerDefinitions: [{ name: 'a', image: 'x' }],
  }), more),
  TaskRoleAccessProps: (stack, more) => new lib.TaskRoleAccess(stack, 'Access', { roleName: 'app', ...more }),
  Tmpfs: (stack, more) => onEc2(stack, { linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64, ...more }] } }),
  Ulimit: (stack, more) => task(stack, {}, { ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 2048, ...more }] }),
  VariableSecretsProps: (stack, more) => new lib.VariableSecrets(stack, 'Secrets', { path: '/a', parameters: variable(stack), ...more }),
  Volume: (stack, more) => volume(stack, more),
  VolumeFrom: (stack, more) => task(stack, {
    containers: [{ name: 'app', image: 'x', volumesFrom: [{ sourceContainer: 'db', ...more }] }, { name: 'db', image: 'x' }],
  }),
  VpcLatticeConfiguration: (stack, more) =>
    service(stack, { vpcLatticeConfigurations: [{ portName: 'http', roleArn: ROLE, targetGroupArn: 'arn:tg', ...more }] }),
  WriteOnlyValueProps: (stack, more) =>
    new lib.WriteOnlyValue(stack, 'Password', { value: lib.SecretValue.fromVariableKey(variable(stack), 'A'), ...more }),
  WriteOptions: (stack, more) => {
    lib.SecretValue.external(more);
    lib.SecretValues.external(['A'], more);
    lib.SecretValue.fromVariableKey(variable(stack), 'A', more);
    lib.SecretValue.fromExpression('${ephemeral.x.y.z}', more);
  },
};

/** Methods that take a struct, but not in the first place where the table above uses it. */
const ALSO: [string, string, Use][] = [
  ['WriteOptions', 'of a variable', (stack, more) => lib.SecretValue.fromVariable(variable(stack, 'string'), more)],
  ['WriteOptions', 'of a variable\'s key', (stack, more) => lib.SecretValue.fromVariableKey(variable(stack), 'A', more)],
  ['WriteOptions', 'of an expression', (_, more) => lib.SecretValue.fromExpression('${ephemeral.x.y.z}', more)],
  ['WriteOptions', 'of many names', (stack, more) => lib.SecretValues.fromVariable(variable(stack), ['A'], more)],
  ['GeneratedValueOptions', 'of many names', (_, more) => lib.SecretValues.generated(['A'], more)],
  ['EnvironmentFileOptions', 'with a bucket', (_, more) => lib.EnvironmentFile.fromBucketArn(BUCKET, 'a.env', more)],
  ['GrantOptions', 'of a file system', (stack, more) => role(stack).grantFileSystem('arn:aws:elasticfilesystem:x:y:file-system/fs-1', more)],
  ['ParameterNameOptions', 'of any reference', (_, more) => lib.ContainerSecret.fromValueFrom('A', SECRET, more)],
  ['RepositoryCredentialsNameOptions', 'of a parameter', (stack, more) =>
    lib.RepositoryCredentials.fromCredentialsParameter(stack, 'Registry', 'a', more)],
  ['DatabaseConnection', 'of a database that comes later', (stack, more) => database(stack).attach({ host: 'db', ...more })],
  ['LogConfiguration', 'of the proxy', (stack, more) => service(stack, {
    serviceConnect: { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'a' }, ...more } },
  })],
  ['LogConfiguration', 'of a job', (stack, more) => job(stack, { logConfiguration: { logDriver: 'awslogs', ...more } })],
  ['GrantOptions', 'of an imported role', (stack, more) =>
    lib.ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { attachPolicies: true }).grantPull(`arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/a`, more)],
];

function batchJob(stack: TerraformStack, props: object): lib.BatchJobDefinition {
  const containerProperties = { image: 'x', resourceRequirements: REQUIREMENTS };
  return new lib.BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'a', containerProperties, ...props });
}

function fsx(stack: TerraformStack, props: object, authorization: object = {}): lib.TaskDefinition {
  const authorizationConfig = { credentialsParameter: SECRET, domain: 'example.com', ...authorization };
  const configuration = { fileSystemId: 'fs-1', rootDirectory: '/', authorizationConfig, ...props };
  return volume(stack, { fsxWindowsFileServerVolumeConfiguration: configuration }, EC2);
}

function onInstances(stack: TerraformStack, props: object): lib.Service {
  return service(stack, props, task(stack, { ...EC2, networkMode: 'awsvpc' }));
}

const STRUCTS = publicStructs();

/** Nothing, or that AWS provider 6 has it alone. */
const ONLY_PROVIDER_SIX = /^$|takes AWS provider 6/;

/** A prop with two letters swapped, as fingers do it. */
function mistyped(prop: string): string {
  const at = [...prop].findIndex((letter, i) => i > 0 && letter !== prop[i + 1]);
  return `${prop.slice(0, at)}${prop[at + 1]}${prop[at]}${prop.slice(at + 2)}`;
}

/** A prop as Python writes it. */
function snake(prop: string): string {
  return prop.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The prop with the longest name has the most to mistype. */
function longest(props: readonly string[]): string {
  return [...props].sort((a, b) => b.length - a.length)[0];
}

test('each public struct is in the table, and no other', () => {
  expect([...Object.keys(USES), ...GIVEN, ...BASES].sort()).toEqual([...STRUCTS.keys()]);
});

describe.each(Object.entries(USES))('%s', (struct, use) => {
  const props = STRUCTS.get(struct)!;

  test('is taken', () => {
    expect(messageOf(() => use(newStack(), {}))).toMatch(ONLY_PROVIDER_SIX);
  });

  test('knows each of its props', () => {
    const messages = props.map((prop) => messageOf(() => use(newStack(), { [prop]: 'x' })));
    expect(messages.filter((message) => /is unknown|TypeError/.test(message))).toEqual([]);
  });

  test.each(misspelt(props))('fails for %s, with the name that is meant', (wrong, right) => {
    const message = messageOf(() => use(newStack(), { [wrong]: 'x' }));
    expect(message).toContain(`'${wrong}'`);
    expect(message).toContain(`'${right}'`);
  });
});

test.each(ALSO)('%s %s fails for a prop that is mistyped', (struct, _, use) => {
  const right = longest(STRUCTS.get(struct)!);
  expect(() => use(newStack(), {})).not.toThrow();
  expect(() => use(newStack(), { [mistyped(right)]: 'x' })).toThrow(`did you mean '${right}'?`);
});

test('a mistyped name of a required prop is named, not only the one that is missing', () => {
  const { family, ...rest } = { family: 'shop', containers: [] };
  expect(messageOf(() => new lib.TaskDefinition(newStack(), 'Task', { ...rest, famly: family } as unknown as lib.TaskDefinitionProps)))
    .toContain('\'famly\' is unknown, did you mean \'family\'?');
});

function misspelt(props: readonly string[]): [wrong: string, right: string][] {
  const right = longest(props);
  const words = props.filter((prop) => snake(prop) !== prop);
  return [[mistyped(right), right], ...(words.length > 0 ? [[snake(longest(words)), longest(words)] as [string, string]] : [])];
}

/** What the library says, nothing where it takes it all. */
function messageOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    const { message } = error as Error;
    return error instanceof ValidationError ? message : `${error instanceof Error ? error.stack : String(error)}`;
  }
  return '';
}
