import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { ApiTaskDefinition } from './task-definition-shape';
import { CONTAINER_MEMORY, CONTAINER_SIZE, ESSENTIAL_CONTAINER, MEMORY_RESERVATION } from '../../checks/container-size';
import { HEALTH_CHECK, RESTART_POLICY } from '../../checks/health-check';
import { LAUNCH_VOLUME_COUNT, S3_FILES_VOLUME } from '../../checks/launch-volume';
import {
  FAULT_INJECTION, LINKS, MANAGED_INSTANCES, NETWORK_MODE, PROXY_NETWORK_MODE, SHARED_NAMESPACES, TASK_PLACEMENT,
} from '../../checks/network-mode';
import { APP_PROTOCOL, HOST_PORT, HOST_PORT_TWICE, PORT_NAME_TWICE, PORT_RANGE } from '../../checks/ports';
import { enforce } from '../../checks/rule';
import { isUnresolved } from '../../terraform/tokens';
import { enforceLinuxOnly } from '../containers/container-checks';
import { ApiContainerDefinition } from '../containers/container-shape';

/**
 * Checks that a task and its containers, as they will be registered, are what the platform can run.
 */
export function enforceTaskSettings(scope: IConstruct, task: ApiTaskDefinition): void {
  const {
    requiresCompatibilities: compatibilities = [],
    runtimePlatform,
    containerDefinitions: containers,
    volumes,
  } = task;
  const platform = { ...task, compatibilities, operatingSystemFamily: runtimePlatform?.operatingSystemFamily };
  enforce(
    scope,
    platform,
    NETWORK_MODE,
    SHARED_NAMESPACES,
    TASK_PLACEMENT,
    MANAGED_INSTANCES,
    PROXY_NETWORK_MODE,
    FAULT_INJECTION,
  );
  enforce(scope, { containers }, ESSENTIAL_CONTAINER);
  containers.forEach((container) => enforceContainerSettings(scope, container, task));
  const named = containers.flatMap(({ name: container, portMappings }) =>
    knownOf(portMappings).flatMap(({ name }) => (name === undefined || name === '' ? [] : [{ container, name }])));
  enforce(scope, { ports: named }, PORT_NAME_TWICE);
  const mapped = containers.map(({ name: container, portMappings }) => ({ container, ports: knownOf(portMappings) }));
  enforce(scope, { containers: mapped, networkMode: task.networkMode }, HOST_PORT_TWICE);
  const atLaunch = knownOf(volumes)
    .filter(({ configuredAtLaunch }) => configuredAtLaunch === true)
    .map(({ name }) => name);
  const mounted = containers.flatMap(({ mountPoints }) =>
    knownOf(mountPoints).flatMap(({ sourceVolume }) => sourceVolume ?? []),
  );
  enforce(scope, { volumes: atLaunch, mounted }, LAUNCH_VOLUME_COUNT);
  knownOf(volumes).forEach(({ name, s3filesVolumeConfiguration: s3files }) =>
    enforce(scope, { volume: name, s3files, taskRoleArn: task.taskRoleArn }, S3_FILES_VOLUME));
}

function enforceContainerSettings(
  scope: IConstruct,
  definition: ApiContainerDefinition,
  task: ApiTaskDefinition,
): void {
  const {
    name: container,
    portMappings,
    links,
    healthCheck,
    restartPolicy,
    cpu,
    memory,
    memoryReservation,
  } = definition;
  const { networkMode, runtimePlatform: { operatingSystemFamily } = {} } = task;
  enforce(scope, { container, ports: knownOf(portMappings), networkMode }, PORT_RANGE, HOST_PORT, APP_PROTOCOL);
  enforce(scope, { container, links, networkMode }, LINKS);
  const size = {
    container,
    cpu,
    memory,
    memoryReservation,
    taskCpu: unitsOf(task.cpu),
    taskMemory: unitsOf(task.memory),
  };
  enforce(scope, size, CONTAINER_MEMORY, MEMORY_RESERVATION, CONTAINER_SIZE);
  if (healthCheck !== undefined && !isUnresolved(healthCheck)) {
    enforce(scope, { container, ...healthCheck }, HEALTH_CHECK);
  }
  if (restartPolicy !== undefined && !isUnresolved(restartPolicy)) {
    enforce(scope, { container, ...restartPolicy }, RESTART_POLICY);
  }
  enforceLinuxOnly(scope, definition, operatingSystemFamily);
}

/** A size of a task, which the API takes as text. */
function unitsOf(size: string | undefined): number | undefined {
  return size === undefined ? undefined : isUnresolved(size) ? Token.asNumber(size) : Number(size);
}

/** Elements that are known at synth. */
function knownOf<T>(elements: readonly T[] | undefined): readonly T[] {
  return elements === undefined || isUnresolved(elements) ? [] : elements.filter((element) => !isUnresolved(element));
}
