import { didYouMean } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const CREATE_SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const CODE_DEPLOY = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html';

/** A container as a service refers to it; without `ports` they are only known at plan. */
export interface ServedContainer {
  readonly name: string;
  readonly ports?: readonly {
    readonly containerPort?: number;
    readonly containerPortRange?: string;
    readonly name?: string;
  }[];
}

interface LoadBalancerTarget {
  readonly containerName: string;
  readonly containerPort: number;
  readonly targetGroupArn?: string;
  readonly elbName?: string;
}

export interface ServiceSubject {
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly launchType?: string;
  readonly capacityProviderStrategy?: readonly unknown[];
  readonly networkMode?: string;
  readonly subnets?: readonly string[];
  readonly loadBalancers?: readonly LoadBalancerTarget[];
  readonly serviceConnect?: {
    readonly services?: readonly { readonly portName: string; readonly dnsName?: string; readonly port?: number }[];
  };
  readonly healthCheckGracePeriodSeconds?: number;
  readonly deploymentController?: string;
  readonly revisionOwner?: string;
  readonly circuitBreaker?: unknown;
  readonly alarms?: unknown;
  readonly containers: readonly ServedContainer[];
}

export const SERVICE_NAME: Rule<ServiceSubject> = {
  id: 'service-name',
  explanation: 'Service names have 1 to 255 letters, digits, hyphens and underscores.',
  fix: 'leave out other characters',
  source: CREATE_SERVICE,
  check: ({ serviceName }) =>
    isUnresolved(serviceName) || /^[A-Za-z0-9_-]{1,255}$/.test(serviceName)
      ? undefined
      : `'${serviceName}' is not a name for a service: use 1 to 255 letters, digits, hyphens and underscores`,
};

export const CLUSTER_ARN: Rule<ServiceSubject> = {
  id: 'cluster-arn',
  explanation:
    "AWS takes a cluster's name as well, but Terraform stores the ARN, and would replace the service at the " +
    'next apply.',
  fix: "give the cluster's ARN",
  source: CREATE_SERVICE,
  check: ({ clusterArn }) =>
    isUnresolved(clusterArn) || /^arn:[a-z0-9-]+:ecs:[a-z0-9-]+:\d{12}:cluster\/[A-Za-z0-9_-]+$/.test(clusterArn)
      ? undefined
      : `clusterArn is not an ARN of a cluster, got '${clusterArn}': write ` +
        'arn:PARTITION:ecs:REGION:ACCOUNT:cluster/NAME',
};

export const LAUNCH_TYPE_AND_STRATEGY: Rule<ServiceSubject> = {
  id: 'launch-type-and-strategy',
  explanation: 'CreateService refuses a launch type together with a capacity provider strategy.',
  fix: 'leave one of them out',
  source: CREATE_SERVICE,
  check: ({ launchType, capacityProviderStrategy }) =>
    launchType !== undefined && capacityProviderStrategy !== undefined
      ? `launchType and capacityProviderStrategy exclude each other, got '${launchType}' and ` +
        `${capacityProviderStrategy.length} providers: leave one of them out`
      : undefined,
};

export const SUBNETS: Rule<ServiceSubject> = {
  id: 'awsvpc-subnets',
  explanation:
    'Tasks with the network mode awsvpc get an address of their own and need subnets; with another mode ' +
    'CreateService refuses them.',
  fix: 'give subnets with awsvpc, and only then',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html',
  check: ({ networkMode, subnets }) => {
    if (isUnresolved(networkMode) || isUnresolved(subnets)) {
      return undefined;
    }
    if (networkMode === 'awsvpc') {
      return subnets === undefined || subnets.length === 0
        ? "the task definition has network mode 'awsvpc', but the service has no subnets: give it subnets"
        : undefined;
    }
    return subnets === undefined
      ? undefined
      : `the task definition has network mode '${networkMode ?? 'bridge'}', which takes no subnets: leave ` +
          'subnets out or set networkMode to \'awsvpc\'';
  },
};

export const GRACE_PERIOD: Rule<ServiceSubject> = {
  id: 'health-check-grace-period',
  explanation: 'The grace period is for health checks of a load balancer; CreateService refuses it without one.',
  fix: 'leave it out or give a load balancer',
  source: CREATE_SERVICE,
  check: ({ healthCheckGracePeriodSeconds, loadBalancers }) =>
    healthCheckGracePeriodSeconds !== undefined && !loadBalancers?.length
      ? 'healthCheckGracePeriodSeconds is set, but the service has no load balancer: leave it out or give loadBalancers'
      : undefined,
};

export const LOAD_BALANCER: Rule<ServiceSubject> = {
  id: 'load-balancer-target',
  explanation:
    'A load balancer is given by its target group, or a classic one by its name. It sends requests to a mapped ' +
    'port of a container of the task definition.',
  fix: 'name one of the two, a container of the task definition and a port of its portMappings',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
  check: ({ loadBalancers = [], containers }) =>
    firstOf(loadBalancers, ({ containerName, containerPort, targetGroupArn, elbName }) => {
      if ((targetGroupArn === undefined) === (elbName === undefined)) {
        return (
          `load balancer of container '${containerName}': give either targetGroupArn or elbName, got ` +
          `${elbName === undefined ? 'neither' : 'both'}`
        );
      }
      if (isUnresolved(containerName)) {
        return undefined;
      }
      const container = containers.find(({ name }) => name === containerName);
      if (container === undefined) {
        const names = containers.map(({ name }) => name);
        return names.some((name) => isUnresolved(name))
          ? undefined
          : `load balancer of container '${containerName}': the task definition has no such ` +
              `container${didYouMean(containerName, names) || `: it has ${listOf(names)}`}`;
      }
      if (container.ports === undefined || isUnresolved(containerPort)) {
        return undefined;
      }
      const ports = container.ports;
      const known = ports.every((port) => !isUnresolved(port.containerPort) && port.containerPortRange === undefined);
      return known && !ports.some((port) => port.containerPort === containerPort)
        ? `load balancer of container '${containerName}': the container doesn't map port ${containerPort}: ` +
            `add { containerPort: ${containerPort} } to its portMappings`
        : undefined;
    }),
};

export const SERVICE_CONNECT: Rule<ServiceSubject> = {
  id: 'service-connect-port',
  explanation: 'Service Connect refers to ports by the names of port mappings; CreateService refuses other names.',
  fix: 'name a port mapping',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html',
  check: ({ serviceConnect, containers }) => firstOf(serviceConnect?.services ?? [], ({ portName, dnsName, port }) => {
    if (dnsName !== undefined && port === undefined) {
      return `Service Connect: '${portName}' has dnsName '${dnsName}' without port: add the port that callers use`;
    }
    const names = containers.flatMap(
      ({ ports }) => ports?.map(({ name }) => name).filter((name) => name !== undefined) ?? [],
    );
    const unknown =
      containers.some(({ ports }) => ports === undefined) || [portName, ...names].some((name) => isUnresolved(name));
    return unknown || names.includes(portName)
      ? undefined
      : 'Service Connect: no port mapping has the name ' +
          `'${portName}'${didYouMean(portName, names) || ': add it as name of a port mapping'}`;
  }),
};

export const CODE_DEPLOY_REVISION: Rule<ServiceSubject> = {
  id: 'code-deploy-revision',
  explanation:
    'UpdateService neither changes the task definition of a service that CodeDeploy deploys, nor forces a ' +
    'new deployment.',
  fix: 'leave revisions to CI, or let ECS deploy',
  source: CODE_DEPLOY,
  check: ({ deploymentController, revisionOwner = 'TERRAFORM' }) =>
    deploymentController === 'CODE_DEPLOY' && revisionOwner !== 'CI'
      ? 'with deployment controller \'CODE_DEPLOY\' AWS refuses a revision from Terraform, got revision owner ' +
        `'${revisionOwner}': set revisionOwner to RevisionOwner.CI`
      : undefined,
};

export const CODE_DEPLOY_FAILURE: Rule<ServiceSubject> = {
  id: 'code-deploy-failure-detection',
  explanation: 'The circuit breaker and the alarms of a service watch deployments by ECS. CodeDeploy has its own.',
  fix: 'configure them in the deployment group',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
  check: ({ deploymentController, circuitBreaker, alarms }) =>
    deploymentController === 'CODE_DEPLOY' && (circuitBreaker !== undefined || alarms !== undefined)
      ? `${circuitBreaker !== undefined ? 'circuitBreaker only works' : 'alarms only work'} with deployment ` +
        'controller \'ECS\', got \'CODE_DEPLOY\': configure it in CodeDeploy\'s deployment group'
      : undefined,
};

function firstOf<T>(subjects: readonly T[], check: (subject: T) => string | undefined): string | undefined {
  return subjects.map(check).find((problem) => problem !== undefined);
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

export const EXECUTE_COMMAND_ROLE: Rule<{ readonly enableExecuteCommand?: boolean; readonly taskRoleArn?: string }> = {
  id: 'execute-command-role',
  explanation:
    'ECS Exec connects with the task role, which has to allow four actions of ssmmessages. A service ' +
    'without a task role is refused.',
  fix: 'give the task definition a taskRoleArn, and the role the rights with TaskRoleAccess',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
  check: ({ enableExecuteCommand, taskRoleArn }) =>
    enableExecuteCommand === true && taskRoleArn === undefined
      ? 'enableExecuteCommand is true and the task definition has no task role: give it a taskRoleArn, and ' +
        'allow the rest with new TaskRoleAccess(…).grantExecuteCommand()'
      : undefined,
};
