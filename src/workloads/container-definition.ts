import { EnvironmentContract } from './environment-contract';
import { ISecretSource } from '../references/secret-source';

/**
 * A container of a task.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerDefinition {
  /**
   * Name of the container, up to 255 letters, digits, hyphens and underscores.
   */
  readonly name: string;
  /**
   * Image to run. Pull rights follow from it where it is in ECR.
   */
  readonly image: string;
  /**
   * Secrets, as environment variables under their names. The execution role is allowed to read exactly these.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
   * @default - none
   */
  readonly secrets?: ISecretSource[];
  /**
   * Environment variables that are no secrets: everybody who can see the task definition sees them.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * What the application says that it needs. A required name that neither environment nor secrets give is an error, a name that nobody asks
   * for is a warning.
   *
   * @default - nothing is checked
   */
  readonly environmentContract?: EnvironmentContract;
  /**
   * CPU units reserved for the container; 1024 are one vCPU.
   *
   * @default - a share of the task's
   */
  readonly cpu?: number;
  /**
   * Memory in MiB above which the container is stopped.
   *
   * @default - the task's
   */
  readonly memory?: number;
  /**
   * Whether the task stops when the container does.
   *
   * @default true
   */
  readonly essential?: boolean;
  /**
   * Arguments of the entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * Program to start, and its first arguments.
   *
   * @default - the image's
   */
  readonly entryPoint?: string[];
  /**
   * Ports that the container listens on.
   *
   * @default - none
   */
  readonly portMappings?: PortMapping[];
  /**
   * Where the container's output goes.
   *
   * @default - the agent's log driver
   */
  readonly logConfiguration?: LogConfiguration;
}

/**
 * A port of a container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export interface PortMapping {
  /**
   * Port in the container, 1 to 65535.
   */
  readonly containerPort?: number;
  /**
   * Port on the host; with the `awsvpc` network mode the same as in the container.
   *
   * @default - the container's port, in bridge mode one that is free
   */
  readonly hostPort?: number;
  /**
   * `tcp` or `udp`.
   *
   * @default tcp
   */
  readonly protocol?: string;
  /**
   * Name for Service Connect.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Protocol for Service Connect: `http`, `http2` or `grpc`.
   *
   * @default - TCP
   */
  readonly appProtocol?: string;
  /**
   * Ports in the container, like `8000-8010`, instead of `containerPort`.
   *
   * @default - none
   */
  readonly containerPortRange?: string;
}

/**
 * A container's log driver.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
 */
export interface LogConfiguration {
  /**
   * The driver, like `awslogs`.
   */
  readonly logDriver: string;
  /**
   * Options of the driver. `awslogs-region` is filled in; the log group of `awslogs-group` becomes writable for the execution role.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
   * @default - none
   */
  readonly options?: { [name: string]: string };
}
