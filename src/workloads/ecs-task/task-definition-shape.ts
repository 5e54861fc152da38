import { PlacementConstraint, ProxyConfiguration } from './task-settings';
import { FLAG, ITSELF, TEXT, listOf, oneOf, structOf } from '../../checks/api-shape';
import { ApiContainerDefinition, CONTAINER_DEFINITION, NAMED_VALUES, NamedValue } from '../containers/container-shape';
import { EPHEMERAL_STORAGE, EphemeralStorage, RUNTIME_PLATFORM, RuntimePlatform } from '../containers/runtime-platform';
import { Volume } from '../containers/volume';
import { VOLUME } from '../containers/volume-shape';

/**
 * What RegisterTaskDefinition takes. test/fixtures/api-shapes.json holds the API's own model, which a test compares.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */

export interface ApiTag {
  readonly key: string;
  readonly value: string;
}

const PROXY_CONFIGURATION = structOf<ProxyConfiguration>(
  { containerName: TEXT, properties: NAMED_VALUES, type: oneOf('APPMESH') },
  ['containerName'],
);

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

/** Fields that DescribeTaskDefinition adds. */
export const REPORTED = [
  'compatibilities',
  'deregisteredAt',
  'registeredAt',
  'registeredBy',
  'requiresAttributes',
  'revision',
  'status',
  'taskDefinitionArn',
];

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
    placementConstraints: listOf(
      structOf<PlacementConstraint>({ expression: TEXT, type: oneOf('memberOf') }, ['expression']),
      'expression',
    ),
    proxyConfiguration: PROXY_CONFIGURATION,
    requiresCompatibilities: listOf(oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'), ITSELF),
    runtimePlatform: RUNTIME_PLATFORM,
    tags: listOf(structOf<ApiTag>({ key: TEXT, value: TEXT }, ['key', 'value']), 'key'),
    taskRoleArn: TEXT,
    volumes: listOf(VOLUME, 'name'),
  },
  ['containerDefinitions', 'family'],
  {
    ...Object.fromEntries(REPORTED.map((name) => [name, "AWS reports it and doesn't take it, leave it out"])),
    inferenceAccelerators: "Elastic Inference has ended, and version 6 of Terraform's provider no longer takes it",
  },
);
