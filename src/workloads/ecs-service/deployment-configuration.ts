/**
 * How ECS replaces the tasks of a service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export enum DeploymentStrategy {
  /** Tasks are replaced step by step. */
  ROLLING = 'ROLLING',
  /** All requests move at once to a second set of tasks. */
  BLUE_GREEN = 'BLUE_GREEN',
  /** Requests move in equal steps. */
  LINEAR = 'LINEAR',
  /** A small part of the requests moves first, then the rest. */
  CANARY = 'CANARY',
}

/**
 * How ECS replaces the tasks of a service.
 *
 * A task of the old set that starts during the deployment reads the values that are stored now: a secret has no
 * revision.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export interface DeploymentConfiguration {
  /**
   * How requests move to the new tasks.
   */
  readonly strategy: DeploymentStrategy;
  /**
   * Minutes for which both sets of tasks run after all requests have moved, 0 to 1440.
   *
   * @default - ECS decides
   */
  readonly bakeTimeInMinutes?: number;
  /**
   * Functions that are asked at certain stages whether the deployment may go on.
   *
   * @default - none
   */
  readonly lifecycleHooks?: DeploymentLifecycleHook[];
  /**
   * The steps, with `DeploymentStrategy.LINEAR`.
   *
   * @default - ECS decides
   */
  readonly linearConfiguration?: LinearConfiguration;
  /**
   * The first part, with `DeploymentStrategy.CANARY`.
   *
   * @default - ECS decides
   */
  readonly canaryConfiguration?: CanaryConfiguration;
}

/**
 * A Lambda function that is asked whether a deployment may go on.
 *
 * Newer releases of AWS provider 6 also know `target_type`, for a pause until somebody continues the deployment, and
 * `timeout_configuration`. They take an override of all hooks,
 * `service.resource.addOverride('deployment_configuration.lifecycle_hook', […])`; docs/services.md has an example.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html
 */
export interface DeploymentLifecycleHook {
  /**
   * ARN of the function.
   */
  readonly hookTargetArn: string;
  /**
   * ARN of the role with which ECS calls it.
   */
  readonly roleArn: string;
  /**
   * When it is asked, like `POST_TEST_TRAFFIC_SHIFT`.
   */
  readonly lifecycleStages: string[];
  /**
   * JSON text that the function gets.
   *
   * @default - none
   */
  readonly hookDetails?: string;
}

/**
 * The steps in which requests move.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html
 */
export interface LinearConfiguration {
  /**
   * Percentage of the requests that moves in each step, 3 to 100.
   *
   * @default 10
   */
  readonly stepPercent?: number;
  /**
   * Minutes between two steps, 0 to 1440.
   *
   * @default 6
   */
  readonly stepBakeTimeInMinutes?: number;
}

/**
 * The part of the requests that moves first.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html
 */
export interface CanaryConfiguration {
  /**
   * Percentage of the requests that moves first, 0.1 to 100.
   *
   * @default 5
   */
  readonly canaryPercent?: number;
  /**
   * Minutes until the rest follows, 0 to 1440.
   *
   * @default 10
   */
  readonly canaryBakeTimeInMinutes?: number;
}
