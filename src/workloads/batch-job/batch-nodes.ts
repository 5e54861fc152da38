import { BatchContainerOptions } from './batch-container';
import { BatchVolume } from '../containers/volume';

/**
 * A job that runs on several EC2 instances at once, which find each other over the network.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeProperties.html
 */
export interface BatchNodeProperties {
  /**
   * Number of nodes. Whoever submits the job can override it where a range is open at its end.
   */
  readonly numNodes: number;
  /**
   * Index of the node that starts first, and with whose end the job ends; less than `numNodes`.
   */
  readonly mainNode: number;
  /**
   * What runs on which nodes, at most 5 ranges, which together have every node.
   */
  readonly nodeRangeProperties: BatchNodeRange[];
}

/**
 * Nodes that run the same container.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeRangeProperty.html
 */
export interface BatchNodeRange {
  /**
   * The first and the last index: `0:3`. Without the first it begins at 0 (`:3`), without the last it ends at the last
   * node (`1:`). A range within another one overrides it.
   */
  readonly targetNodes: string;
  /**
   * The container of each node.
   */
  readonly container: BatchNodeContainer;
}

/**
 * The container of a node.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
 */
export interface BatchNodeContainer extends BatchContainerOptions {
  /**
   * ARN of the role that the application itself has.
   *
   * @default - none
   */
  readonly jobRoleArn?: string;
  /**
   * Type of the instances, like `p4d.24xlarge`. All ranges have the same.
   *
   * @default - any type of the compute environment that is large enough
   */
  readonly instanceType?: string;
  /**
   * Volumes that the container can mount.
   *
   * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Volume.html
   * @default - none
   */
  readonly volumes?: BatchVolume[];
  /**
   * Whether commands can be run in the container with ECS Exec. The application then needs a role, which
   * `TaskRoleAccess` can give the rights.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   * @default false
   */
  readonly enableExecuteCommand?: boolean;
  /**
   * Memory in MiB as old definitions have it. New definitions use `resourceRequirements`.
   *
   * @default - what `resourceRequirements` say
   */
  readonly memory?: number;
  /**
   * Number of vCPUs as old definitions have it. New definitions use `resourceRequirements`.
   *
   * @default - what `resourceRequirements` say
   */
  readonly vcpus?: number;
}
