import {
  BatchContainerProperties,
  BatchEcsProperties,
  BatchFargatePlatformConfiguration,
  BatchNetworkConfiguration,
  BatchTaskContainer,
} from './batch-container';
import type { BatchEvaluateOnExit, BatchRetryStrategy } from './batch-job-definition-props';
import { BatchNodeContainer, BatchNodeProperties, BatchNodeRange } from './batch-nodes';
import { FLAG, ITSELF, MAP, NUMBER, TEXT, TEXTS, listOf, oneOf, structOf } from '../../checks/api-shape';
import {
  ApiContainer,
  CONTAINER_DEPENDENCIES,
  FIRELENS_CONFIGURATION,
  LOG_CONFIGURATION,
  MOUNT_POINTS,
  NAMED_REFERENCES,
  NAMED_VALUES,
  REPOSITORY_CREDENTIALS,
  SHARED_LINUX_PARAMETERS,
  devices,
} from '../containers/container-shape';
import { BatchLinuxParameters, ResourceRequirement, Ulimit } from '../containers/linux-parameters';
import { EPHEMERAL_STORAGE, RUNTIME_PLATFORM } from '../containers/runtime-platform';
import { BatchVolume } from '../containers/volume';
import { EFS_VOLUME, HOST_VOLUME, SWITCH } from '../containers/volume-shape';

/**
 * What RegisterJobDefinition takes for a container and for several. test/fixtures/api-shapes.json holds the API's own
 * model, which a test compares.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
 */

const LACKS = 'Terraform\'s provider drops it';
const NO_EKS = 'jobs on EKS have no container of ECS, write them with aws_batch_job_definition';

const RESOURCE_REQUIREMENTS = listOf(
  structOf<ResourceRequirement>({ type: oneOf('GPU', 'MEMORY', 'VCPU'), value: TEXT }, ['type', 'value']),
  'type',
);

const VOLUMES = listOf(
  structOf<BatchVolume>({ efsVolumeConfiguration: EFS_VOLUME, host: HOST_VOLUME, name: TEXT }, [], {
    s3filesVolumeConfiguration: LACKS,
  }),
  'name',
);

const CONTAINER_FIELDS = {
  command: TEXTS,
  environment: NAMED_VALUES,
  image: TEXT,
  linuxParameters: structOf<BatchLinuxParameters>({
    ...SHARED_LINUX_PARAMETERS,
    devices: devices('READ', 'WRITE', 'MKNOD'),
  }),
  logConfiguration: LOG_CONFIGURATION,
  mountPoints: MOUNT_POINTS,
  privileged: FLAG,
  readonlyRootFilesystem: FLAG,
  repositoryCredentials: REPOSITORY_CREDENTIALS,
  resourceRequirements: RESOURCE_REQUIREMENTS,
  secrets: NAMED_REFERENCES,
  ulimits: listOf(
    structOf<Ulimit>({ hardLimit: NUMBER, name: TEXT, softLimit: NUMBER }, ['hardLimit', 'name', 'softLimit']),
    'name',
  ),
  user: TEXT,
};

const TASK_FIELDS = {
  enableExecuteCommand: FLAG,
  ephemeralStorage: EPHEMERAL_STORAGE,
  networkConfiguration: structOf<BatchNetworkConfiguration>({ assignPublicIp: SWITCH }),
  runtimePlatform: RUNTIME_PLATFORM,
  volumes: VOLUMES,
};

/** In the library the role stands beside the container, in the API it is a field of the container. */
interface ApiRole {
  readonly executionRoleArn?: string;
}

export const CONTAINER_PROPERTIES = structOf<BatchContainerProperties & ApiRole>(
  {
    ...CONTAINER_FIELDS,
    ...TASK_FIELDS,
    executionRoleArn: TEXT,
    fargatePlatformConfiguration: structOf<BatchFargatePlatformConfiguration>({ platformVersion: TEXT }),
    jobRoleArn: TEXT,
    memory: NUMBER,
    vcpus: NUMBER,
  },
  ['image'],
  { instanceType: 'only the containers of nodeProperties have it' },
);

export const TASK_CONTAINER = structOf<BatchTaskContainer>(
  {
    ...CONTAINER_FIELDS,
    dependsOn: CONTAINER_DEPENDENCIES,
    essential: FLAG,
    firelensConfiguration: FIRELENS_CONFIGURATION,
    name: TEXT,
  },
  ['image', 'name'],
  { startTimeout: LACKS, stopTimeout: LACKS },
);

export const ECS_TASK_PROPERTIES = structOf<BatchEcsProperties & ApiRole>(
  {
    ...TASK_FIELDS,
    containers: listOf(TASK_CONTAINER, 'name'),
    executionRoleArn: TEXT,
    ipcMode: oneOf('host', 'task', 'none'),
    pidMode: oneOf('host', 'task'),
    platformVersion: TEXT,
    taskRoleArn: TEXT,
  },
  ['containers'],
);

const ONE_NODE = 'jobs of several nodes run on EC2';

export const NODE_CONTAINER = structOf<BatchNodeContainer & ApiRole>(
  {
    ...CONTAINER_FIELDS,
    enableExecuteCommand: FLAG,
    executionRoleArn: TEXT,
    instanceType: TEXT,
    jobRoleArn: TEXT,
    memory: NUMBER,
    vcpus: NUMBER,
    volumes: VOLUMES,
  },
  ['image'],
  {
    ephemeralStorage: ONE_NODE,
    fargatePlatformConfiguration: ONE_NODE,
    networkConfiguration: ONE_NODE,
    runtimePlatform: ONE_NODE,
  },
);

export const NODE_RANGE = structOf<BatchNodeRange>({ container: NODE_CONTAINER, targetNodes: TEXT }, ['targetNodes'], {
  consumableResourceProperties: LACKS,
  ecsProperties: 'Terraform\'s provider crashes when it changes them, see docs/other-resources.md',
  eksProperties: NO_EKS,
  instanceTypes: 'Terraform\'s provider doesn\'t see when they change, write instanceType of the container',
});

export const NODE_PROPERTIES = structOf<BatchNodeProperties>(
  { mainNode: NUMBER, nodeRangeProperties: listOf(NODE_RANGE), numNodes: NUMBER },
  ['mainNode', 'nodeRangeProperties', 'numNodes'],
);

/** A container in the API's form. */
export interface ApiBatchContainer extends ApiContainer {
  readonly resourceRequirements?: ResourceRequirement[];
}

export interface ApiContainerProperties extends ApiBatchContainer, ApiRole {}

export interface ApiEcsTaskProperties extends Omit<BatchEcsProperties, 'containers'>, ApiRole {
  readonly containers: ApiBatchContainer[];
}

export interface ApiNodeProperties extends Omit<BatchNodeProperties, 'nodeRangeProperties'> {
  readonly nodeRangeProperties: { readonly targetNodes: string; readonly container?: ApiContainerProperties }[];
}

/** The whole job definition in the API's form. */
export interface ApiJobDefinition {
  readonly containerProperties?: ApiContainerProperties;
  readonly ecsProperties?: { readonly taskProperties: ApiEcsTaskProperties[] };
  readonly jobDefinitionName: string;
  readonly nodeProperties?: ApiNodeProperties;
  readonly parameters?: { [name: string]: string };
  readonly platformCapabilities?: string[];
  readonly propagateTags?: boolean;
  readonly retryStrategy?: BatchRetryStrategy;
  readonly schedulingPriority?: number;
  readonly tags?: { [key: string]: string };
  readonly timeout?: { readonly attemptDurationSeconds?: number };
  readonly type?: string;
}

/** Fields that DescribeJobDefinitions adds. */
export const REPORTED_OF_JOB = ['containerOrchestrationType', 'jobDefinitionArn', 'revision', 'status'];

const EVALUATE_ON_EXIT = structOf<BatchEvaluateOnExit>(
  { action: oneOf('EXIT', 'RETRY', 'exit', 'retry'), onExitCode: TEXT, onReason: TEXT, onStatusReason: TEXT },
  ['action'],
);

export const JOB_DEFINITION = structOf<ApiJobDefinition>(
  {
    containerProperties: CONTAINER_PROPERTIES,
    ecsProperties: structOf<{ taskProperties: ApiEcsTaskProperties[] }>(
      { taskProperties: listOf(ECS_TASK_PROPERTIES) },
      ['taskProperties'],
    ),
    jobDefinitionName: TEXT,
    nodeProperties: NODE_PROPERTIES,
    parameters: MAP,
    platformCapabilities: listOf(oneOf('EC2', 'FARGATE', 'MANAGED_INSTANCES'), ITSELF),
    propagateTags: FLAG,
    retryStrategy: structOf<BatchRetryStrategy>({ attempts: NUMBER, evaluateOnExit: listOf(EVALUATE_ON_EXIT) }),
    schedulingPriority: NUMBER,
    tags: MAP,
    timeout: structOf<{ attemptDurationSeconds?: number }>({ attemptDurationSeconds: NUMBER }),
    type: oneOf('container', 'multinode'),
  },
  ['jobDefinitionName'],
  {
    consumableResourceProperties: LACKS,
    eksProperties: NO_EKS,
  },
);
