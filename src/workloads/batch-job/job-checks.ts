import { IConstruct } from 'constructs';
import {
  BatchJobDefinitionProps,
  BatchPlatform,
  ECS_LISTS,
  JOB_DEFINITION_PROPS,
  LISTS,
  NODE_LISTS,
  NODE_RANGE_PROPS,
} from './batch-job-definition-props';
import { BatchNodeProperties } from './batch-nodes';
import { NODE_PROPERTIES, NODE_RANGE } from './batch-shape';
import { JobTask, platformsOf, rangesOf } from './job-definition-form';
import { IExecutionRole } from '../../access/execution-role-interface';
import { leftWithoutRole } from '../../access/no-execution-role';
import { FARGATE_EXECUTION_ROLE } from '../../checks/access';
import { API_SHAPE, KNOWN_FIELDS } from '../../checks/api-shape';
import { BATCH_EXECUTE_COMMAND_ROLE, BATCH_RESERVED_PREFIX } from '../../checks/batch';
import {
  BATCH_MAIN_NODE,
  BATCH_NODE_INSTANCE_TYPE,
  BATCH_NODE_OVERLAP,
  BATCH_NODE_PLATFORM,
  BATCH_NODE_RANGES,
} from '../../checks/batch-nodes';
import { AGENT_VERSION, OPERATING_SYSTEM_FAMILY, PLATFORM_VERSION } from '../../checks/platform';
import { PROP_TYPES } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { FIRELENS_CONFIG_FARGATE } from '../../checks/start-files';
import { JOB_DEFINITION_NAME } from '../../checks/task-names';
import { FARGATE_SIZE } from '../../checks/task-size';
import { ValidationError } from '../../checks/validation-error';
import { warn } from '../../checks/warnings';
import { isUnresolved } from '../../terraform/tokens';
import { enforceContainers, enforceLinuxOnly, enforceTask } from '../containers/container-checks';
import { shapeOf } from '../containers/kept-fields';
import { ResolvedContainer } from '../containers/resolved-container';
import { routerFileOf } from '../containers/start-files';

const KINDS = ['containerProperties', 'ecsProperties', 'nodeProperties'] as const;

/**
 * Checks that props are what they should be, before anything looks into them.
 */
export function enforceProps(scope: IConstruct, props: BatchJobDefinitionProps): void {
  enforce(scope, { props, ...JOB_DEFINITION_PROPS }, PROP_TYPES);
  enforce(scope, props, JOB_DEFINITION_NAME);
  const given = KINDS.filter((kind) => props[kind] !== undefined);
  if (given.length !== 1) {
    throw new ValidationError(
      'a job definition has one of containerProperties, ecsProperties and nodeProperties, ' +
        `got ${given.join(' and ') || 'none'}: give it one of them`,
      scope,
    );
  }
  const { containerProperties, ecsProperties, nodeProperties } = props;
  enforce(scope, { owner: 'ecsProperties', props: ecsProperties ?? { containers: [] }, ...ECS_LISTS }, PROP_TYPES);
  enforce(scope, { owner: 'containerProperties', props: containerProperties ?? {}, ...LISTS }, PROP_TYPES);
  if (nodeProperties !== undefined) {
    enforceNodes(scope, nodeProperties);
    enforce(scope, { platformCapabilities: platformsOf(props) }, BATCH_NODE_PLATFORM);
  }
}

function enforceNodes(scope: IConstruct, nodeProperties: BatchNodeProperties): void {
  const owner = 'nodeProperties';
  enforce(scope, { owner, props: nodeProperties, ...NODE_LISTS }, PROP_TYPES);
  const { numNodes, mainNode, nodeRangeProperties } = nodeProperties;
  const beside = { ...nodeProperties, nodeRangeProperties: [] };
  enforce(scope, { owner, value: beside, field: shapeOf(nodeProperties, NODE_PROPERTIES) }, KNOWN_FIELDS, API_SHAPE);
  nodeRangeProperties.forEach((range, i) => {
    const of = `nodeRangeProperties[${i}]`;
    const { container: _, ...rest } = range;
    enforce(scope, { owner: of, value: rest, field: shapeOf(range, NODE_RANGE) }, KNOWN_FIELDS, API_SHAPE);
    enforce(scope, { owner: of, props: range, ...NODE_RANGE_PROPS }, PROP_TYPES);
    enforce(scope, { owner: `container of ${of}`, props: range.container, ...LISTS }, PROP_TYPES);
  });
  const subject = { numNodes, mainNode, ranges: rangesOf(nodeRangeProperties) };
  enforce(scope, subject, BATCH_MAIN_NODE, BATCH_NODE_RANGES, BATCH_NODE_INSTANCE_TYPE);
  warn(scope, subject, BATCH_NODE_OVERLAP);
}

/**
 * Checks what containers say of each other and of the application's role.
 */
export function enforceTasks(scope: IConstruct, jobDefinitionName: string, tasks: readonly JobTask[]): void {
  enforceContainers(scope, tasks.flatMap(({ consumers }) => consumers));
  for (const { consumers, properties } of tasks) {
    const { volumes, enableExecuteCommand, jobRoleArn, taskRoleArn } = properties;
    const hasOne = !('containers' in properties);
    // the one container has no name of its own
    const named = hasOne ? consumers.map((consumer) => ({ ...consumer, name: jobDefinitionName })) : consumers;
    enforceTask(scope, named, volumes);
    const role = hasOne
      ? ({ roleProp: 'jobRoleArn', roleArn: jobRoleArn } as const)
      : ({ roleProp: 'taskRoleArn', roleArn: taskRoleArn } as const);
    enforce(scope, { enableExecuteCommand, ...role }, BATCH_EXECUTE_COMMAND_ROLE);
  }
}

/**
 * Checks names that AWS Batch keeps for itself.
 */
export function enforceVariables(scope: IConstruct, { definition, secrets }: ResolvedContainer): void {
  const names = [...Object.keys(definition.environment ?? {}), ...secrets.map((entry) => entry.name)];
  enforce(scope, { container: definition.name, names }, BATCH_RESERVED_PREFIX);
}

/**
 * Checks what depends on where the jobs run.
 */
export function enforcePlatform(
  scope: IConstruct,
  props: BatchJobDefinitionProps,
  containers: readonly ResolvedContainer[],
  executionRole: IExecutionRole,
): void {
  const { containerProperties, ecsProperties } = props;
  const compatibilities = platformsOf(props);
  const features = containers.flatMap((container) => container.features);
  const { operatingSystemFamily } = containerProperties?.runtimePlatform ?? ecsProperties?.runtimePlatform ?? {};
  containers.forEach(({ definition }) => enforceLinuxOnly(scope, definition, operatingSystemFamily));
  if (compatibilities.includes(BatchPlatform.FARGATE)) {
    const { fargatePlatformConfiguration, resourceRequirements = [] } = containerProperties ?? {};
    const sizeOf = (type: string) => resourceRequirements.find((requirement) => requirement.type === type)?.value;
    const platformVersion = fargatePlatformConfiguration?.platformVersion ?? ecsProperties?.platformVersion;
    enforce(scope, { operatingSystemFamily }, OPERATING_SYSTEM_FAMILY);
    enforce(
      scope,
      { cpu: numberOf(sizeOf('VCPU'), 1024), memory: numberOf(sizeOf('MEMORY'), 1), operatingSystemFamily },
      FARGATE_SIZE,
    );
    enforce(scope, { platformVersion, operatingSystemFamily, features }, PLATFORM_VERSION);
    containers.forEach(({ definition }) => enforce(scope, routerFileOf(definition), FIRELENS_CONFIG_FARGATE));
    const hasNoRole = leftWithoutRole(executionRole) !== undefined;
    enforce(scope, { what: hasNoRole ? ['a job of AWS Batch'] : [] }, FARGATE_EXECUTION_ROLE);
  }
  warn(scope, { compatibilities, features }, AGENT_VERSION);
}

/** A size that AWS Batch takes as text. */
function numberOf(text: string | undefined, unit: number): number | undefined {
  return text === undefined || isUnresolved(text) ? undefined : Number(text) * unit;
}
