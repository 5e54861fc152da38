import { ISecretSource } from '../../references/secret-source';
import { ContainerDependency } from '../containers/container-lifecycle';
import { BatchLinuxParameters, ResourceRequirement, Ulimit } from '../containers/linux-parameters';
import { FirelensConfiguration, LogConfiguration } from '../containers/log-configuration';
import { RepositoryCredentials } from '../containers/repository-credentials';
import { EphemeralStorage, RuntimePlatform } from '../containers/runtime-platform';
import { BatchVolume, MountPoint } from '../containers/volume';

/**
 * What every container of a job can have.
 */
export interface BatchContainerOptions {
  /**
   * Image to run. Pull rights follow from it where it is in ECR.
   */
  readonly image: string;
  /**
   * Secrets, as environment variables under their names. Each job reads the values that are current when it starts.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html
   * @default - none
   */
  readonly secrets?: ISecretSource[];
  /**
   * Environment variables that are not secrets: everybody who can see the job definition sees them. Names that begin
   * with `AWS_BATCH` belong to AWS.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Command and arguments; `Ref::NAME` stands for a parameter of the job.
   *
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * What the container needs: `VCPU`, `MEMORY` (MiB) and `GPU`.
   *
   * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
   * @default - none
   */
  readonly resourceRequirements?: ResourceRequirement[];
  /**
   * Where the container's output goes.
   *
   * @default - the log group /aws/batch/job of CloudWatch Logs
   */
  readonly logConfiguration?: LogConfiguration;
  /**
   * User and password of the private registry that holds the image.
   *
   * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RepositoryCredentials.html
   * @default - none
   */
  readonly repositoryCredentials?: RepositoryCredentials;
  /**
   * Volumes of the job that the container sees.
   *
   * @default - none
   */
  readonly mountPoints?: MountPoint[];
  /**
   * Linux settings.
   *
   * @default - Docker's
   */
  readonly linuxParameters?: BatchLinuxParameters;
  /**
   * Limits of the container's processes. Not on Fargate.
   *
   * @default - the platform's
   */
  readonly ulimits?: Ulimit[];
  /**
   * User that the container runs as: `user`, `user:group`, `uid` or `uid:gid`.
   *
   * @default - the image's
   */
  readonly user?: string;
  /**
   * Whether the container can't write to its own file system.
   *
   * @default false
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * Whether the container has the rights of the host's root. Not on Fargate.
   *
   * @default false
   */
  readonly privileged?: boolean;
}

/**
 * What a job runs on.
 */
export interface BatchTaskOptions {
  /**
   * Volumes that the containers can mount.
   *
   * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Volume.html
   * @default - none
   */
  readonly volumes?: BatchVolume[];
  /**
   * Network of a job on Fargate.
   *
   * @default - no public address
   */
  readonly networkConfiguration?: BatchNetworkConfiguration;
  /**
   * Processor and operating system of a job on Fargate.
   *
   * @default - X86_64 and LINUX
   */
  readonly runtimePlatform?: RuntimePlatform;
  /**
   * Disk space of a job on Fargate.
   *
   * @default - 20 GiB
   */
  readonly ephemeralStorage?: EphemeralStorage;
  /**
   * Whether commands can be run in the containers with ECS Exec. The application then needs a role, which
   * `TaskRoleAccess` can give the rights.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   * @default false
   */
  readonly enableExecuteCommand?: boolean;
}

/**
 * A job of one container.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
 */
export interface BatchContainerProperties extends BatchContainerOptions, BatchTaskOptions {
  /**
   * ARN of the role that the application itself has.
   *
   * @default - none
   */
  readonly jobRoleArn?: string;
  /**
   * Memory in MiB as old definitions have it, on EC2 only. New definitions use `resourceRequirements`.
   *
   * @default - what `resourceRequirements` say
   */
  readonly memory?: number;
  /**
   * Number of vCPUs as old definitions have it, on EC2 only. New definitions use `resourceRequirements`.
   *
   * @default - what `resourceRequirements` say
   */
  readonly vcpus?: number;
  /**
   * Version of Fargate.
   *
   * @default - the latest
   */
  readonly fargatePlatformConfiguration?: BatchFargatePlatformConfiguration;
}

/**
 * A container of a job of several.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_TaskContainerProperties.html
 */
export interface BatchTaskContainer extends BatchContainerOptions {
  /**
   * Name of the container, up to 255 letters, digits, hyphens and underscores.
   */
  readonly name: string;
  /**
   * Whether the job ends when the container does. At least one must be essential.
   *
   * @default true
   */
  readonly essential?: boolean;
  /**
   * Containers that have to come first: with `START`, `COMPLETE` or `SUCCESS`.
   *
   * @default - none
   */
  readonly dependsOn?: ContainerDependency[];
  /**
   * Makes the container the job's log router.
   *
   * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_FirelensConfiguration.html
   * @default - none
   */
  readonly firelensConfiguration?: FirelensConfiguration;
}

/**
 * A job of several containers.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EcsTaskProperties.html
 */
export interface BatchEcsProperties extends BatchTaskOptions {
  /**
   * The containers, at most 10.
   */
  readonly containers: BatchTaskContainer[];
  /**
   * ARN of the role that the application itself has.
   *
   * @default - none
   */
  readonly taskRoleArn?: string;
  /**
   * Version of Fargate, like `1.4.0`.
   *
   * @default LATEST
   */
  readonly platformVersion?: string;
  /**
   * Which processes the containers see: `task` or `host`.
   *
   * @default - each its own
   */
  readonly pidMode?: string;
  /**
   * With whom the containers share memory and semaphores: `task`, `host` or `none`.
   *
   * @default - the container instance's setting
   */
  readonly ipcMode?: string;
}

/**
 * Network of a job on Fargate.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_NetworkConfiguration.html
 */
export interface BatchNetworkConfiguration {
  /**
   * Whether the job has a public address: `ENABLED` or `DISABLED`. Without one, a way to ECR and to the stores of
   * secrets is needed.
   *
   * @default DISABLED
   */
  readonly assignPublicIp?: string;
}

/**
 * Version of Fargate.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_FargatePlatformConfiguration.html
 */
export interface BatchFargatePlatformConfiguration {
  /**
   * The version, like `1.4.0`.
   *
   * @default LATEST
   */
  readonly platformVersion?: string;
}
