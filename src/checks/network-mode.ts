import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const TASK_PARAMETERS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html';
const REGISTER = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html';

/** What a task wants from the platforms that it can run on. */
export interface TaskPlatformSubject {
  readonly compatibilities: readonly string[];
  /** As it is emitted. Bridge is the default where containers run on Linux instances. */
  readonly networkMode?: string;
  readonly pidMode?: string;
  readonly ipcMode?: string;
  readonly operatingSystemFamily?: string;
  readonly placementConstraints?: readonly unknown[];
  readonly proxyConfiguration?: unknown;
  readonly ephemeralStorage?: unknown;
  readonly enableFaultInjection?: boolean;
}

export const NETWORK_MODE: Rule<TaskPlatformSubject> = {
  id: 'network-mode',
  explanation:
    "Fargate has network mode awsvpc only, ECS Anywhere doesn't have that mode, and instances that ECS manages " +
    'have no bridge mode.',
  fix: 'take a network mode that the platform has',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html',
  check: ({ compatibilities, networkMode: mode }) => {
    if (mode === undefined || isUnresolved(mode) || isUnresolved(compatibilities)) {
      return undefined;
    }
    if (compatibilities.includes('FARGATE') && mode !== 'awsvpc') {
      return `networkMode is '${mode}', which Fargate doesn't have: leave it out or set it to 'awsvpc'`;
    }
    if (compatibilities.includes('EXTERNAL') && mode === 'awsvpc') {
      return "networkMode is 'awsvpc', which ECS Anywhere doesn't have: set it to 'bridge', 'host' or 'none'";
    }
    return compatibilities.includes('MANAGED_INSTANCES') && mode === 'bridge'
      ? "networkMode is 'bridge', which ECS Managed Instances don't have: leave it out or set it to 'awsvpc' or 'host'"
      : undefined;
  },
};

export const SHARED_NAMESPACES: Rule<TaskPlatformSubject> = {
  id: 'shared-namespaces',
  explanation:
    'On Fargate the containers of a task can share processes among themselves and nothing else; Windows ' +
    'shares nothing.',
  fix: 'leave pidMode and ipcMode out',
  source: REGISTER,
  check: ({ compatibilities, pidMode, ipcMode, operatingSystemFamily: family }) => {
    const [prop, mode] = pidMode === undefined ? ['ipcMode', ipcMode] : ['pidMode', pidMode];
    if (mode !== undefined && family !== undefined && /^windows/i.test(family)) {
      return `${prop} is '${mode}', which Windows doesn't have: leave it out`;
    }
    if (isUnresolved(compatibilities) || !compatibilities.includes('FARGATE')) {
      return undefined;
    }
    if (ipcMode !== undefined) {
      return `ipcMode is '${ipcMode}', which Fargate doesn't have: leave it out`;
    }
    return pidMode !== undefined && !isUnresolved(pidMode) && pidMode !== 'task'
      ? `pidMode is '${pidMode}', which Fargate doesn't have: leave it out or set it to 'task'`
      : undefined;
  },
};

export const TASK_PLACEMENT: Rule<TaskPlatformSubject> = {
  id: 'task-placement-on-fargate',
  explanation: 'Placement constraints choose container instances, which Fargate doesn\'t have.',
  fix: 'leave them out',
  source: `${TASK_PARAMETERS}#constraints`,
  check: ({ compatibilities, placementConstraints }) => {
    if (isUnresolved(compatibilities) || isUnresolved(placementConstraints)) {
      return undefined;
    }
    return compatibilities.includes('FARGATE') && placementConstraints?.length
      ? 'placementConstraints are for container instances, but the task can run on Fargate, got ' +
          `${placementConstraints.length}: leave them out or take FARGATE out of compatibilities`
      : undefined;
  },
};

export const MANAGED_INSTANCES: Rule<TaskPlatformSubject> = {
  id: 'managed-instances',
  explanation: 'ECS Managed Instances run Linux, and their disks are sized by the capacity provider.',
  fix: 'leave out what they don\'t have',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html',
  check: ({ compatibilities, ephemeralStorage, operatingSystemFamily: family }) => {
    if (isUnresolved(compatibilities) || !compatibilities.includes('MANAGED_INSTANCES')) {
      return undefined;
    }
    if (ephemeralStorage !== undefined) {
      return (
        'ephemeralStorage is for Fargate, and ECS Managed Instances refuse it: leave it out, and size the ' +
        'disk in the capacity provider'
      );
    }
    return family !== undefined && !isUnresolved(family) && /^windows/i.test(family)
      ? `operatingSystemFamily must be Linux on ECS Managed Instances, got '${family}': run the task on EC2 or Fargate`
      : undefined;
  },
};

export const PROXY_NETWORK_MODE: Rule<TaskPlatformSubject> = {
  id: 'proxy-network-mode',
  explanation:
    'The proxy of App Mesh takes over the network interface of the task, which only network mode awsvpc gives it.',
  fix: 'set networkMode to awsvpc',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ProxyConfiguration.html',
  check: ({ proxyConfiguration, networkMode = 'bridge' }) =>
    proxyConfiguration !== undefined && !isUnresolved(networkMode) && networkMode !== 'awsvpc'
      ? `proxyConfiguration needs network mode 'awsvpc', got '${networkMode}': set networkMode to 'awsvpc'`
      : undefined,
};

export const FAULT_INJECTION: Rule<TaskPlatformSubject> = {
  id: 'fault-injection-network-mode',
  explanation:
    'Faults are injected into a network namespace that belongs to the task or the host, which containers on ' +
    "a bridge don't share.",
  fix: 'set networkMode to awsvpc or host',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fault-injection.html',
  check: ({ enableFaultInjection, networkMode = 'bridge' }) =>
    enableFaultInjection === true && !isUnresolved(networkMode) && !['awsvpc', 'host'].includes(networkMode)
      ? `enableFaultInjection needs network mode 'awsvpc' or 'host', got '${networkMode}': set networkMode`
      : undefined,
};

export const LINKS: Rule<{
  readonly container: string;
  readonly links?: readonly string[];
  readonly networkMode?: string;
}> = {
  id: 'links-network-mode',
  explanation: 'Links are names on a bridge; with another network mode RegisterTaskDefinition refuses them.',
  fix: 'leave links out; containers of an awsvpc task reach each other at localhost',
  source: `${TASK_PARAMETERS}#container_definition_network`,
  check: ({ container, links, networkMode = 'bridge' }) =>
    links !== undefined &&
    !isUnresolved(networkMode) &&
    networkMode !== 'bridge' &&
    (isUnresolved(links) || links.length > 0)
      ? `container '${container}': links need network mode 'bridge', got '${networkMode}': leave them out, ` +
        'containers reach each other at localhost'
      : undefined,
};
