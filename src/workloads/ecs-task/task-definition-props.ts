import { TerraformProvider } from 'cdktf';
import { PlacementConstraint, ProxyConfiguration } from './task-settings';
import { IExecutionRole } from '../../access/execution-role-interface';
import { ContainerDefinition } from '../containers/container-definition';
import { EphemeralStorage, RuntimePlatform } from '../containers/runtime-platform';
import { Volume } from '../containers/volume';

/**
 * Where tasks of a definition can run.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html
 */
export enum Compatibility {
  /** On EC2 container instances. */
  EC2 = 'EC2',
  /** On Fargate. */
  FARGATE = 'FARGATE',
  /** On your own machines, with ECS Anywhere. */
  EXTERNAL = 'EXTERNAL',
  /**
   * On instances that ECS manages.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
   */
  MANAGED_INSTANCES = 'MANAGED_INSTANCES',
}

/**
 * Properties of `TaskDefinition`.
 */
export interface TaskDefinitionProps {
  /**
   * Name of the task definition, up to 255 letters, digits, hyphens and underscores.
   */
  readonly family: string;
  /**
   * The containers.
   */
  readonly containers: ContainerDefinition[];
  /**
   * CPU units of a task; 1024 are one vCPU.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
   * @default 256 on Fargate, elsewhere what the containers use
   */
  readonly cpu?: number;
  /**
   * Memory of a task in MiB.
   *
   * @default 512 on Fargate, elsewhere what the containers use
   */
  readonly memory?: number;
  /**
   * The role that reads the secrets.
   *
   * @default - a role of its own, which allows exactly what the containers need
   */
  readonly executionRole?: IExecutionRole;
  /**
   * ARN of the role that the application itself has.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   * @default - none
   */
  readonly taskRoleArn?: string;
  /**
   * Where the tasks can run.
   *
   * @default [Compatibility.FARGATE]
   */
  readonly compatibilities?: Compatibility[];
  /**
   * Network mode of the containers: `awsvpc`, `bridge`, `host` or `none`.
   *
   * @default awsvpc on Fargate and ECS Managed Instances, elsewhere the platform's default
   */
  readonly networkMode?: string;
  /**
   * The oldest version of Fargate that the tasks will run on, which is checked to know what the containers use. A
   * service or `run-task` chooses it.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html
   * @default LATEST
   */
  readonly platformVersion?: string;
  /**
   * Volumes that the containers can mount.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html
   * @default - none
   */
  readonly volumes?: Volume[];
  /**
   * Processor and operating system.
   *
   * @default - X86_64 and LINUX
   */
  readonly runtimePlatform?: RuntimePlatform;
  /**
   * Disk space of a task on Fargate.
   *
   * @default - 20 GiB
   */
  readonly ephemeralStorage?: EphemeralStorage;
  /**
   * The proxy of App Mesh.
   *
   * @default - none
   */
  readonly proxyConfiguration?: ProxyConfiguration;
  /**
   * Which container instances a task can be placed on, at most 10. Not on Fargate.
   *
   * @default - all
   */
  readonly placementConstraints?: PlacementConstraint[];
  /**
   * Which processes the containers see: `task` for those of the whole task, `host` for those of the container instance,
   * too.
   *
   * @default - each its own
   */
  readonly pidMode?: string;
  /**
   * With whom the containers share memory and semaphores: `task`, `host` or `none`. Not on Fargate.
   *
   * @default - the container instance's setting
   */
  readonly ipcMode?: string;
  /**
   * Whether AWS Fault Injection Service may disturb the tasks.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fault-injection.html
   * @default false
   */
  readonly enableFaultInjection?: boolean;
  /**
   * Whether old revisions stay registered when a new one replaces them, so that a service can be rolled back to them.
   *
   * @default - true where a secret pins its versions, otherwise false
   */
  readonly skipDestroy?: boolean;
  /**
   * Tags of the task definition, and of the execution role that belongs to it.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the task definition.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}
