/**
 * Who decides which revision of the task definition a service runs.
 */
export enum RevisionOwner {
  /** Terraform: the service runs the revision that Terraform registered, and is brought back to it. */
  TERRAFORM = 'TERRAFORM',
  /**
   * Whoever registered last: at each plan the service follows the latest revision of the family, which takes
   * `ecs:DescribeTaskDefinition`. A change of the task definition in Terraform registers the latest one.
   */
  LATEST = 'LATEST',
  /**
   * A pipeline: Terraform creates the service and from then on leaves its revision alone. Set `skipDestroy` on the task
   * definition, so that the revision that still runs stays registered, and remove secrets only after the pipeline has
   * deployed a revision without them.
   */
  CI = 'CI',
}

/**
 * What carries out a deployment. An external controller isn't among them: with it, task sets name the task definition,
 * not the service.
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
  /** On your own machines, with ECS Anywhere. */
  EXTERNAL = 'EXTERNAL',
  /** On EC2 instances that ECS manages, with AWS provider 6. */
  MANAGED_INSTANCES = 'MANAGED_INSTANCES',
}

/**
 * How many tasks a service runs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler
 */
export enum SchedulingStrategy {
  /** The desired number of tasks. */
  REPLICA = 'REPLICA',
  /** One task on each container instance that fits. Not on Fargate. */
  DAEMON = 'DAEMON',
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
  /** Nobody's. */
  NONE = 'NONE',
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
 * When ECS gives up a deployment whose tasks don't start, as for want of a secret.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export interface DeploymentCircuitBreaker {
  /**
   * Whether ECS then goes back to the last deployment that worked. It needs the old revision: set `skipDestroy` on the
   * task definition.
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

/**
 * Which container instances the tasks of a service can be placed on.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementConstraint.html
 */
export interface ServicePlacementConstraint {
  /**
   * `distinctInstance` for one task per instance, or `memberOf` for the instances that `expression` selects.
   */
  readonly type: string;
  /**
   * Expression of the cluster query language, like `attribute:ecs.instance-type =~ t3.*`, with `memberOf`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
   * @default - none
   */
  readonly expression?: string;
}

/**
 * How the tasks of a service are spread over container instances.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html
 */
export interface PlacementStrategy {
  /**
   * `spread`, `binpack` or `random`.
   */
  readonly type: string;
  /**
   * What the tasks are spread over: `instanceId`, `host` or an attribute like `attribute:ecs.availability-zone`. With
   * `binpack`, `cpu` or `memory`.
   *
   * @default - none; only `random` works without
   */
  readonly field?: string;
}

/**
 * A target group of VPC Lattice.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html
 */
export interface VpcLatticeConfiguration {
  /**
   * Name of a port mapping of the task definition.
   */
  readonly portName: string;
  /**
   * ARN of the role with which ECS registers the tasks.
   */
  readonly roleArn: string;
  /**
   * ARN of the target group.
   */
  readonly targetGroupArn: string;
}

/**
 * How long Terraform waits for a service, as durations like `30m`.
 */
export interface ServiceTimeouts {
  /**
   * For its creation.
   *
   * @default 20m
   */
  readonly create?: string;
  /**
   * For a change.
   *
   * @default 20m
   */
  readonly update?: string;
  /**
   * For its end.
   *
   * @default 20m
   */
  readonly delete?: string;
}
