/**
 * Another container that has to come first.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export interface ContainerDependency {
  /**
   * Name of the other container.
   */
  readonly containerName: string;
  /**
   * What it must have reached: `START`, `COMPLETE` (ended), `SUCCESS` (ended with exit code 0) or `HEALTHY`.
   */
  readonly condition: string;
}

/**
 * How a container's health is found out.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export interface HealthCheck {
  /**
   * The command, with `CMD` in front, or `CMD-SHELL` and one line for the container's shell. Exit code 0 means healthy.
   */
  readonly command: string[];
  /**
   * Seconds from one check to the next, 5 to 300.
   *
   * @default 30
   */
  readonly interval?: number;
  /**
   * Seconds after which a check has failed, 2 to 60.
   *
   * @default 5
   */
  readonly timeout?: number;
  /**
   * Checks that have to fail in a row, 1 to 10.
   *
   * @default 3
   */
  readonly retries?: number;
  /**
   * Seconds from the start in which failed checks don't count, 0 to 300.
   *
   * @default 0
   */
  readonly startPeriod?: number;
}

/**
 * Whether a container starts again by itself, without its task being replaced. It then keeps the secrets it was started
 * with.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html
 */
export interface ContainerRestartPolicy {
  /**
   * Whether the container starts again when it ends.
   */
  readonly enabled: boolean;
  /**
   * Exit codes after which it doesn't, at most 50.
   *
   * @default - none
   */
  readonly ignoredExitCodes?: number[];
  /**
   * Seconds that the container must have run before it starts again, 60 to 1800.
   *
   * @default 300
   */
  readonly restartAttemptPeriod?: number;
}
