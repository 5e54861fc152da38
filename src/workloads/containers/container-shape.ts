import { ContainerDefinition } from './container-definition';
import { ContainerDependency, ContainerRestartPolicy, HealthCheck } from './container-lifecycle';
import {
  Device,
  HostEntry,
  KernelCapabilities,
  LinuxParameters,
  ResourceRequirement,
  SystemControl,
  Tmpfs,
  Ulimit,
} from './linux-parameters';
import { FirelensConfiguration, LogConfiguration } from './log-configuration';
import { PortMapping } from './port-mapping';
import { MountPoint, VolumeFrom } from './volume';
import {
  FLAG,
  Field,
  ITSELF,
  MAP,
  NUMBER,
  TEXT,
  TEXTS,
  between,
  listOf,
  oneOf,
  structOf,
} from '../../checks/api-shape';

/**
 * Containers as RegisterTaskDefinition takes them. test/fixtures/api-shapes.json holds the API's own model, which a
 * test compares.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
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

export interface ApiEnvironmentFile {
  readonly type: string;
  readonly value: string;
}

export interface ApiRepositoryCredentials {
  readonly credentialsParameter: string;
}

/** The fields of a container whose form in the API differs from that in the library. */
export interface ApiContainer {
  readonly name?: string;
  readonly environment?: NamedValue[];
  readonly environmentFiles?: ApiEnvironmentFile[];
  readonly logConfiguration?: Omit<LogConfiguration, 'secretOptions'> & { readonly secretOptions?: NamedReference[] };
  readonly repositoryCredentials?: ApiRepositoryCredentials;
  readonly secrets?: NamedReference[];
}

export const NAMED_VALUES = listOf(structOf<NamedValue>({ name: TEXT, value: TEXT }, ['name', 'value']), 'name');
export const NAMED_REFERENCES = listOf(
  structOf<NamedReference>({ name: TEXT, valueFrom: TEXT }, ['name', 'valueFrom']),
  'name',
);

export const LOG_DRIVERS = ['awsfirelens', 'awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'splunk', 'syslog'];

export const LOG_CONFIGURATION = structOf<LogConfiguration>(
  { logDriver: oneOf(...LOG_DRIVERS), options: MAP, secretOptions: NAMED_REFERENCES },
  ['logDriver'],
);

export const REPOSITORY_CREDENTIALS = structOf<ApiRepositoryCredentials>({ credentialsParameter: TEXT }, [
  'credentialsParameter',
]);

export const ENVIRONMENT_FILES = listOf(
  structOf<ApiEnvironmentFile>({ type: oneOf('s3'), value: TEXT }, ['type', 'value']),
);

export const FIRELENS_CONFIGURATION = structOf<FirelensConfiguration>(
  { type: oneOf('fluentbit', 'fluentd'), options: MAP },
  ['type'],
);

export const CONTAINER_DEPENDENCIES = listOf(
  structOf<ContainerDependency>({ containerName: TEXT, condition: oneOf('START', 'COMPLETE', 'SUCCESS', 'HEALTHY') }, [
    'containerName',
    'condition',
  ]),
  'containerName',
);

export const MOUNT_POINTS = listOf(
  structOf<MountPoint>({ sourceVolume: TEXT, containerPath: TEXT, readOnly: FLAG }, ['sourceVolume', 'containerPath']),
  'containerPath',
);

const ULIMITS = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

export const ULIMIT_LIST = listOf(
  structOf<Ulimit>({ name: oneOf(...ULIMITS), softLimit: NUMBER, hardLimit: NUMBER }, [
    'name',
    'softLimit',
    'hardLimit',
  ]),
  'name',
);

export function devices(...permissions: string[]): Field {
  return listOf(
    structOf<Device>({ hostPath: TEXT, containerPath: TEXT, permissions: listOf(oneOf(...permissions), ITSELF) }, [
      'hostPath',
    ]),
    'hostPath',
  );
}

export const TMPFS = listOf(
  structOf<Tmpfs>({ containerPath: TEXT, size: NUMBER, mountOptions: TEXTS }, ['containerPath', 'size']),
  'containerPath',
);

/** What ECS and AWS Batch both take. */
export const SHARED_LINUX_PARAMETERS: { readonly [K in keyof LinuxParameters]?: Field } = {
  initProcessEnabled: FLAG,
  maxSwap: NUMBER,
  sharedMemorySize: NUMBER,
  swappiness: between(0, 100),
  tmpfs: TMPFS,
};

const PORT_MAPPING = structOf<PortMapping>({
  appProtocol: oneOf('http', 'http2', 'grpc'),
  containerPort: between(0, 65535),
  containerPortRange: TEXT,
  hostPort: between(0, 65535),
  name: TEXT,
  protocol: oneOf('tcp', 'udp'),
});

const HEALTH_CHECK = structOf<HealthCheck>(
  {
    command: TEXTS,
    interval: between(5, 300),
    retries: between(1, 10),
    startPeriod: between(0, 300),
    timeout: between(2, 60),
  },
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
  linuxParameters: structOf<LinuxParameters>({
    ...SHARED_LINUX_PARAMETERS,
    capabilities: CAPABILITIES,
    devices: devices('read', 'write', 'mknod'),
  }),
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
  resourceRequirements: listOf(
    structOf<ResourceRequirement>({ type: oneOf('GPU', 'InferenceAccelerator'), value: TEXT }, ['type', 'value']),
    'type',
  ),
  restartPolicy: RESTART_POLICY,
  secrets: NAMED_REFERENCES,
  startTimeout: NUMBER,
  stopTimeout: NUMBER,
  systemControls: listOf(structOf<SystemControl>({ namespace: TEXT, value: TEXT }), 'namespace'),
  ulimits: ULIMIT_LIST,
  user: TEXT,
  versionConsistency: oneOf('enabled', 'disabled'),
  volumesFrom: listOf(
    structOf<VolumeFrom>({ sourceContainer: TEXT, readOnly: FLAG }, ['sourceContainer']),
    'sourceContainer',
  ),
  workingDirectory: TEXT,
};

export const CONTAINER_DEFINITION = structOf<ContainerDefinition>(CONTAINER_FIELDS, ['name', 'image']);

/** Fields that are maps or sources in the library, and lists in the API. */
type Converted =
  | 'credentialSpecSecrets'
  | 'environment'
  | 'environmentFiles'
  | 'logConfiguration'
  | 'repositoryCredentials'
  | 'secretFiles'
  | 'secrets';

/** A container in the API's form. */
export interface ApiContainerDefinition extends Omit<ContainerDefinition, Converted> {
  readonly environment?: NamedValue[];
  readonly environmentFiles?: ApiEnvironmentFile[];
  readonly logConfiguration?: Omit<LogConfiguration, 'secretOptions'> & { readonly secretOptions?: NamedReference[] };
  readonly repositoryCredentials?: ApiRepositoryCredentials;
  readonly secrets?: NamedReference[];
}
