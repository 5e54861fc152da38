import { EphemeralStorage, PlacementConstraint, ProxyConfiguration, RuntimePlatform } from './task-settings';
import { FLAG, Field, ITSELF, MAP, NUMBER, TEXT, TEXTS, between, listOf, oneOf, structOf } from '../../checks/api-shape';
import { ContainerDefinition } from '../containers/container-definition';
import { ContainerDependency, ContainerRestartPolicy, HealthCheck } from '../containers/container-lifecycle';
import { Device, HostEntry, KernelCapabilities, LinuxParameters, ResourceRequirement, SystemControl, Tmpfs, Ulimit } from '../containers/linux-parameters';
import { FirelensConfiguration, LogConfiguration } from '../containers/log-configuration';
import { PortMapping } from '../containers/port-mapping';
import {
  DockerVolumeConfiguration,
  EfsAuthorizationConfig,
  EfsVolumeConfiguration,
  FsxWindowsFileServerAuthorizationConfig,
  FsxWindowsFileServerVolumeConfiguration,
  HostVolume,
  MountPoint,
  Volume,
  VolumeFrom,
} from '../containers/volume';

/**
 * What RegisterTaskDefinition takes. test/fixtures/api-shapes.json holds the API's own model, which a test compares.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */

/** A name and its value, as the API lists what is a map in the library. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** A name and where its value is stored. */
export interface NamedReference {
  readonly name: string;
  readonly valueFrom: string;
}

export interface ApiTag {
  readonly key: string;
  readonly value: string;
}

export interface ApiEnvironmentFile {
  readonly type: string;
  readonly value: string;
}

export interface ApiRepositoryCredentials {
  readonly credentialsParameter: string;
}

export const SWITCH = oneOf('ENABLED', 'DISABLED');
export const NAMED_VALUES = listOf(structOf<NamedValue>({ name: TEXT, value: TEXT }, ['name', 'value']), 'name');
export const NAMED_REFERENCES = listOf(structOf<NamedReference>({ name: TEXT, valueFrom: TEXT }, ['name', 'valueFrom']), 'name');

export const LOG_DRIVERS = ['awsfirelens', 'awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'splunk', 'syslog'];

export const LOG_CONFIGURATION = structOf<LogConfiguration>(
  { logDriver: oneOf(...LOG_DRIVERS), options: MAP, secretOptions: NAMED_REFERENCES },
  ['logDriver'],
);

export const REPOSITORY_CREDENTIALS = structOf<ApiRepositoryCredentials>({ credentialsParameter: TEXT }, ['credentialsParameter']);

export const ENVIRONMENT_FILES = listOf(structOf<ApiEnvironmentFile>({ type: oneOf('s3'), value: TEXT }, ['type', 'value']));

export const FIRELENS_CONFIGURATION = structOf<FirelensConfiguration>({ type: oneOf('fluentbit', 'fluentd'), options: MAP }, ['type']);

export const CONTAINER_DEPENDENCIES = listOf(
  structOf<ContainerDependency>({ containerName: TEXT, condition: oneOf('START', 'COMPLETE', 'SUCCESS', 'HEALTHY') }, ['containerName', 'condition']),
  'containerName',
);

export const MOUNT_POINTS = listOf(structOf<MountPoint>({ sourceVolume: TEXT, containerPath: TEXT, readOnly: FLAG }, ['sourceVolume', 'containerPath']), 'containerPath');

const ULIMITS = [
  'core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss', 'rtprio', 'rttime', 'sigpending', 'stack',
];

export const ULIMIT_LIST = listOf(
  structOf<Ulimit>({ name: oneOf(...ULIMITS), softLimit: NUMBER, hardLimit: NUMBER }, ['name', 'softLimit', 'hardLimit']),
  'name',
);

export function devices(...permissions: string[]): Field {
  return listOf(structOf<Device>({ hostPath: TEXT, containerPath: TEXT, permissions: listOf(oneOf(...permissions), ITSELF) }, ['hostPath']), 'hostPath');
}

export const TMPFS = listOf(structOf<Tmpfs>({ containerPath: TEXT, size: NUMBER, mountOptions: TEXTS }, ['containerPath', 'size']), 'containerPath');

/** What ECS and AWS Batch both take. */
export const SHARED_LINUX_PARAMETERS: { readonly [K in keyof LinuxParameters]?: Field } = {
  initProcessEnabled: FLAG,
  maxSwap: NUMBER,
  sharedMemorySize: NUMBER,
  swappiness: between(0, 100),
  tmpfs: TMPFS,
};

export const RUNTIME_PLATFORM = structOf<RuntimePlatform>({ cpuArchitecture: oneOf('X86_64', 'ARM64'), operatingSystemFamily: TEXT });

export const EPHEMERAL_STORAGE = structOf<EphemeralStorage>({ sizeInGiB: between(21, 200) }, ['sizeInGiB']);

export const HOST_VOLUME = structOf<HostVolume>({ sourcePath: TEXT });

export const EFS_VOLUME = structOf<EfsVolumeConfiguration>(
  {
    authorizationConfig: structOf<EfsAuthorizationConfig>({ accessPointId: TEXT, iam: SWITCH }),
    fileSystemId: TEXT,
    rootDirectory: TEXT,
    transitEncryption: SWITCH,
    transitEncryptionPort: between(0, 65535),
  },
  ['fileSystemId'],
);

const LACKS_S3_FILES = 'Terraform\'s provider can\'t set it';

const PORT_MAPPING = structOf<PortMapping>({
  appProtocol: oneOf('http', 'http2', 'grpc'),
  containerPort: between(0, 65535),
  containerPortRange: TEXT,
  hostPort: between(0, 65535),
  name: TEXT,
  protocol: oneOf('tcp', 'udp'),
});

const HEALTH_CHECK = structOf<HealthCheck>(
  { command: TEXTS, interval: between(5, 300), retries: between(1, 10), startPeriod: between(0, 300), timeout: between(2, 60) },
  ['command'],
);

const RESTART_POLICY = structOf<ContainerRestartPolicy>(
  { enabled: FLAG, ignoredExitCodes: listOf(NUMBER, ITSELF), restartAttemptPeriod: between(60, 1800) },
  ['enabled'],
);

const CAPABILITIES = structOf<KernelCapabilities>({ add: listOf(TEXT, ITSELF), drop: listOf(TEXT, ITSELF) });

const CONTAINER_FIELDS: { readonly [K in keyof ContainerDefinition]?: Field } = {
  command: TEXTS,
  cpu: NUMBER,
  credentialSpecs: TEXTS,
  dependsOn: CONTAINER_DEPENDENCIES,
  disableNetworking: FLAG,
  dnsSearchDomains: TEXTS,
  dnsServers: TEXTS,
  dockerLabels: MAP,
  dockerSecurityOptions: TEXTS,
  entryPoint: TEXTS,
  environment: NAMED_VALUES,
  environmentFiles: ENVIRONMENT_FILES,
  essential: FLAG,
  extraHosts: listOf(structOf<HostEntry>({ hostname: TEXT, ipAddress: TEXT }, ['hostname', 'ipAddress'])),
  firelensConfiguration: FIRELENS_CONFIGURATION,
  healthCheck: HEALTH_CHECK,
  hostname: TEXT,
  image: TEXT,
  interactive: FLAG,
  links: TEXTS,
  linuxParameters: structOf<LinuxParameters>({ ...SHARED_LINUX_PARAMETERS, capabilities: CAPABILITIES, devices: devices('read', 'write', 'mknod') }),
  logConfiguration: LOG_CONFIGURATION,
  memory: NUMBER,
  memoryReservation: NUMBER,
  mountPoints: MOUNT_POINTS,
  name: TEXT,
  portMappings: listOf(PORT_MAPPING, 'containerPort'),
  privileged: FLAG,
  pseudoTerminal: FLAG,
  readonlyRootFilesystem: FLAG,
  repositoryCredentials: REPOSITORY_CREDENTIALS,
  resourceRequirements: listOf(structOf<ResourceRequirement>({ type: oneOf('GPU', 'InferenceAccelerator'), value: TEXT }, ['type', 'value']), 'type'),
  restartPolicy: RESTART_POLICY,
  secrets: NAMED_REFERENCES,
  startTimeout: NUMBER,
  stopTimeout: NUMBER,
  systemControls: listOf(structOf<SystemControl>({ namespace: TEXT, value: TEXT }), 'namespace'),
  ulimits: ULIMIT_LIST,
  user: TEXT,
  versionConsistency: oneOf('enabled', 'disabled'),
  volumesFrom: listOf(structOf<VolumeFrom>({ sourceContainer: TEXT, readOnly: FLAG }, ['sourceContainer']), 'sourceContainer'),
  workingDirectory: TEXT,
};

export const CONTAINER_DEFINITION = structOf<ContainerDefinition>(CONTAINER_FIELDS, ['name', 'image']);

const DOCKER_VOLUME = structOf<DockerVolumeConfiguration>({ autoprovision: FLAG, driver: TEXT, driverOpts: MAP, labels: MAP, scope: oneOf('task', 'shared') });

const FSX_AUTHORIZATION = structOf<FsxWindowsFileServerAuthorizationConfig>(
  { credentialsParameter: TEXT, domain: TEXT },
  ['credentialsParameter', 'domain'],
);

const FSX_VOLUME = structOf<FsxWindowsFileServerVolumeConfiguration>(
  { authorizationConfig: FSX_AUTHORIZATION, fileSystemId: TEXT, rootDirectory: TEXT },
  ['authorizationConfig', 'fileSystemId', 'rootDirectory'],
);

const VOLUME = structOf<Volume>(
  {
    configuredAtLaunch: FLAG,
    dockerVolumeConfiguration: DOCKER_VOLUME,
    efsVolumeConfiguration: EFS_VOLUME,
    fsxWindowsFileServerVolumeConfiguration: FSX_VOLUME,
    host: HOST_VOLUME,
    name: TEXT,
  },
  ['name'],
  { s3filesVolumeConfiguration: LACKS_S3_FILES },
);

const PROXY_CONFIGURATION = structOf<ProxyConfiguration>({ containerName: TEXT, properties: NAMED_VALUES, type: oneOf('APPMESH') }, ['containerName']);

/** The whole task definition in the API's form. */
export interface ApiTaskDefinition {
  readonly containerDefinitions: ApiContainerDefinition[];
  readonly cpu?: string;
  readonly enableFaultInjection?: boolean;
  readonly ephemeralStorage?: EphemeralStorage;
  readonly executionRoleArn?: string;
  readonly family: string;
  readonly ipcMode?: string;
  readonly memory?: string;
  readonly networkMode?: string;
  readonly pidMode?: string;
  readonly placementConstraints?: PlacementConstraint[];
  readonly proxyConfiguration?: Omit<ProxyConfiguration, 'properties'> & { readonly properties?: NamedValue[] };
  readonly requiresCompatibilities?: string[];
  readonly runtimePlatform?: RuntimePlatform;
  readonly tags?: ApiTag[];
  readonly taskRoleArn?: string;
  readonly volumes?: Volume[];
}

/** A container in the API's form: what is a map or a source in the library is a list. */
export interface ApiContainerDefinition extends Omit<ContainerDefinition, 'environment' | 'environmentFiles' | 'logConfiguration' | 'repositoryCredentials' | 'secretFiles' | 'secrets'> {
  readonly environment?: NamedValue[];
  readonly environmentFiles?: ApiEnvironmentFile[];
  readonly logConfiguration?: Omit<LogConfiguration, 'secretOptions'> & { readonly secretOptions?: NamedReference[] };
  readonly repositoryCredentials?: ApiRepositoryCredentials;
  readonly secrets?: NamedReference[];
}

/** Fields that DescribeTaskDefinition adds. */
const REPORTED = Object.fromEntries(
  ['compatibilities', 'deregisteredAt', 'registeredAt', 'registeredBy', 'requiresAttributes', 'revision', 'status', 'taskDefinitionArn'].map((name) => [
    name,
    'AWS reports it and doesn\'t take it, leave it out',
  ]),
);

export const TASK_DEFINITION = structOf<ApiTaskDefinition>(
  {
    containerDefinitions: listOf(CONTAINER_DEFINITION, 'name'),
    cpu: TEXT,
    enableFaultInjection: FLAG,
    ephemeralStorage: EPHEMERAL_STORAGE,
    executionRoleArn: TEXT,
    family: TEXT,
    ipcMode: oneOf('host', 'task', 'none'),
    memory: TEXT,
    networkMode: oneOf('bridge', 'host', 'awsvpc', 'none'),
    pidMode: oneOf('host', 'task'),
    placementConstraints: listOf(structOf<PlacementConstraint>({ expression: TEXT, type: oneOf('memberOf') }, ['expression']), 'expression'),
    proxyConfiguration: PROXY_CONFIGURATION,
    requiresCompatibilities: listOf(oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'), ITSELF),
    runtimePlatform: RUNTIME_PLATFORM,
    tags: listOf(structOf<ApiTag>({ key: TEXT, value: TEXT }, ['key', 'value']), 'key'),
    taskRoleArn: TEXT,
    volumes: listOf(VOLUME, 'name'),
  },
  ['containerDefinitions', 'family'],
  {
    ...REPORTED,
    inferenceAccelerators: 'Elastic Inference has ended, and version 6 of Terraform\'s provider no longer takes it',
  },
);
