/**
 * Who decides which revision of the task definition a service runs.
 */
export enum RevisionOwner {
  /** Terraform: the service runs the revision that Terraform registered, and is brought back to it. */
  TERRAFORM = 'TERRAFORM',
  /**
   * Whoever registered last: at each plan the service follows the latest revision of the family, which takes `ecs:DescribeTaskDefinition`. A
   * change of the task definition in Terraform registers the latest one.
   */
  LATEST = 'LATEST',
  /**
   * A pipeline: Terraform creates the service and from then on leaves its revision alone. Set `skipDestroy` on the task definition, so that the
   * revision that still runs stays registered, and remove secrets only after the pipeline has deployed a revision without them.
   */
  CI = 'CI',
}

/**
 * What carries out a deployment. An external controller isn't among them: with it, task sets name the task definition, not the service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentController.html
 */
export enum DeploymentController {
  /** ECS replaces tasks step by step. */
  ECS = 'ECS',
  /** CodeDeploy switches between two sets of tasks; takes `RevisionOwner.CI`. */
  CODE_DEPLOY = 'CODE_DEPLOY',
}

/**
 * Where the tasks of a service run.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html
 */
export enum LaunchType {
  /** On EC2 container instances. */
  EC2 = 'EC2',
  /** On Fargate. */
  FARGATE = 'FARGATE',
  /** On machines of one's own, with ECS Anywhere. */
  EXTERNAL = 'EXTERNAL',
}

/**
 * Whose tags the tasks of a service get.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
 */
export enum PropagateTags {
  /** The service's. */
  SERVICE = 'SERVICE',
  /** The task definition's. */
  TASK_DEFINITION = 'TASK_DEFINITION',
}

/**
 * A share of the tasks that one capacity provider takes.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
export interface CapacityProviderStrategyItem {
  /**
   * Short name of the capacity provider, like `FARGATE_SPOT`.
   */
  readonly capacityProvider: string;
  /**
   * Its share of the tasks above all bases, relative to the other weights: 0 to 1000.
   *
   * @default 0
   */
  readonly weight?: number;
  /**
   * How many tasks it takes at least; only one provider can have a base.
   *
   * @default 0
   */
  readonly base?: number;
}

/**
 * Where a load balancer sends requests to.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
 */
export interface ServiceLoadBalancer {
  /**
   * ARN of the target group, of an application or network load balancer.
   *
   * @default - a classic load balancer, by `elbName`
   */
  readonly targetGroupArn?: string;
  /**
   * Name of the classic load balancer.
   *
   * @default - a target group, by `targetGroupArn`
   */
  readonly elbName?: string;
  /**
   * Container of the task definition that answers.
   */
  readonly containerName: string;
  /**
   * Port in that container; it must be among its port mappings.
   */
  readonly containerPort: number;
}

/**
 * The Cloud Map service in which the tasks are registered.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html
 */
export interface ServiceRegistry {
  /**
   * ARN of the Cloud Map service.
   */
  readonly registryArn: string;
  /**
   * Container whose port is registered.
   *
   * @default - none: with `awsvpc`, the task's address alone
   */
  readonly containerName?: string;
  /**
   * Port in that container.
   *
   * @default - none
   */
  readonly containerPort?: number;
  /**
   * Port for SRV records with `awsvpc`.
   *
   * @default - none
   */
  readonly port?: number;
}

/**
 * How a service is reached through Service Connect, and what it reaches.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
 */
export interface ServiceConnectConfiguration {
  /**
   * ARN or name of the Cloud Map namespace.
   *
   * @default - the cluster's default namespace
   */
  readonly namespace?: string;
  /**
   * What others can call here.
   *
   * @default - nothing: the service only calls others
   */
  readonly services?: ServiceConnectService[];
}

/**
 * A port that others call through Service Connect.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html
 */
export interface ServiceConnectService {
  /**
   * Name of a port mapping of the task definition.
   */
  readonly portName: string;
  /**
   * Name in the namespace.
   *
   * @default - the port's name
   */
  readonly discoveryName?: string;
  /**
   * Port that callers use.
   *
   * @default - callers use no alias
   */
  readonly port?: number;
  /**
   * Name that callers use; takes `port`.
   *
   * @default - the discovery name and the namespace's
   */
  readonly dnsName?: string;
}

/**
 * When ECS gives up a deployment whose tasks don't start, as for want of a secret.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export interface DeploymentCircuitBreaker {
  /**
   * Whether ECS then goes back to the last deployment that worked. It needs the old revision: set `skipDestroy` on the task definition.
   *
   * @default false
   */
  readonly rollback?: boolean;
}

/**
 * Alarms that fail a deployment.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export interface DeploymentAlarms {
  /**
   * Names of CloudWatch alarms.
   */
  readonly alarmNames: string[];
  /**
   * Whether ECS then goes back to the last deployment that worked.
   *
   * @default false
   */
  readonly rollback?: boolean;
}
