import { ContainerDependency, ContainerRestartPolicy, HealthCheck } from './container-lifecycle';
import { EnvironmentContract } from './environment-contract';
import { EnvironmentFile } from './environment-file';
import { HostEntry, LinuxParameters, ResourceRequirement, SystemControl, Ulimit } from './linux-parameters';
import { FirelensConfiguration, LogConfiguration } from './log-configuration';
import { PortMapping } from './port-mapping';
import { RepositoryCredentials } from './repository-credentials';
import { SecretFiles } from './secret-files';
import { MountPoint, VolumeFrom } from './volume';
import { ISecretSource } from '../../references/secret-source';

/**
 * A container of a task, with every field of the ECS API.
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
   * Environment variables that are not secrets: everybody who can see the task definition sees them.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * What the application says that it needs. A required name that neither environment nor secrets give is an error, a
   * name that nobody asks for is a warning.
   *
   * @default - nothing is checked
   */
  readonly environmentContract?: EnvironmentContract;
  /**
   * Secrets as files instead of environment variables.
   *
   * @default - none
   */
  readonly secretFiles?: SecretFiles;
  /**
   * Files of environment variables in S3. They never override `environment` and `secrets`, and the first file wins.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
   * @default - none
   */
  readonly environmentFiles?: EnvironmentFile[];
  /**
   * User and password of the private registry that holds the image.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
   * @default - none
   */
  readonly repositoryCredentials?: RepositoryCredentials;
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
   * Memory in MiB that is kept for the container; it can use more.
   *
   * @default - none
   */
  readonly memoryReservation?: number;
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
  /**
   * Makes the container the task's log router.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
   * @default - none
   */
  readonly firelensConfiguration?: FirelensConfiguration;
  /**
   * Containers that have to come first.
   *
   * @default - none
   */
  readonly dependsOn?: ContainerDependency[];
  /**
   * How the container's health is found out.
   *
   * @default - not at all; the image's own check doesn't count
   */
  readonly healthCheck?: HealthCheck;
  /**
   * Whether the container starts again by itself.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html
   * @default - it doesn't
   */
  readonly restartPolicy?: ContainerRestartPolicy;
  /**
   * Seconds after which a container that others wait for has failed, 2 to 120 on Fargate.
   *
   * @default - 3 minutes on Fargate, elsewhere the agent's
   */
  readonly startTimeout?: number;
  /**
   * Seconds that the container has to end by itself, up to 120 on Fargate.
   *
   * @default 30
   */
  readonly stopTimeout?: number;
  /**
   * Volumes of the task that the container sees.
   *
   * @default - none
   */
  readonly mountPoints?: MountPoint[];
  /**
   * Containers whose mounts this one gets too.
   *
   * @default - none
   */
  readonly volumesFrom?: VolumeFrom[];
  /**
   * Whether all tasks of a deployment run the same image, also when its tag moves: `enabled` or `disabled`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability
   * @default enabled
   */
  readonly versionConsistency?: string;
  /**
   * User that the container runs as: `user`, `user:group`, `uid` or `uid:gid`. Not on Windows.
   *
   * @default - the image's; 0 for a log router, which AWS runs as root only
   */
  readonly user?: string;
  /**
   * Directory that commands run in.
   *
   * @default - the image's
   */
  readonly workingDirectory?: string;
  /**
   * Whether the container can't write to its own file system. Not on Windows.
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
  /**
   * Linux settings.
   *
   * @default - Docker's
   */
  readonly linuxParameters?: LinuxParameters;
  /**
   * Limits of the container's processes.
   *
   * @default - the platform's
   */
  readonly ulimits?: Ulimit[];
  /**
   * Kernel settings.
   *
   * @default - the platform's
   */
  readonly systemControls?: SystemControl[];
  /**
   * GPUs. Not on Fargate.
   *
   * @default - none
   */
  readonly resourceRequirements?: ResourceRequirement[];
  /**
   * Docker labels.
   *
   * @default - none
   */
  readonly dockerLabels?: { [name: string]: string };
  /**
   * Whether the container has a standard input.
   *
   * @default false
   */
  readonly interactive?: boolean;
  /**
   * Whether the container has a terminal.
   *
   * @default false
   */
  readonly pseudoTerminal?: boolean;
  /**
   * Containers that this one reaches by name: `NAME` or `NAME:ALIAS`. Only with the `bridge` network mode.
   *
   * @default - none
   */
  readonly links?: string[];
  /**
   * Name of the host. Not with the `awsvpc` network mode.
   *
   * @default - the container's id
   */
  readonly hostname?: string;
  /**
   * Whether the container has no network. Not with the `awsvpc` network mode.
   *
   * @default false
   */
  readonly disableNetworking?: boolean;
  /**
   * Addresses of DNS servers, in the order they are asked. Not with the `awsvpc` network mode.
   *
   * @default - the host's
   */
  readonly dnsServers?: string[];
  /**
   * Domains that names are looked up in, in order. Not with the `awsvpc` network mode.
   *
   * @default - the host's
   */
  readonly dnsSearchDomains?: string[];
  /**
   * Lines of `/etc/hosts`. Not with the `awsvpc` network mode.
   *
   * @default - none
   */
  readonly extraHosts?: HostEntry[];
  /**
   * Options of SELinux, AppArmor or a credential specification. Not on Fargate.
   *
   * @default - none
   */
  readonly dockerSecurityOptions?: string[];
  /**
   * Credential specifications for Active Directory: `credentialspec:ARN` or `credentialspecdomainless:ARN` of an S3
   * object or a parameter.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows-gmsa.html
   * @default - none
   */
  readonly credentialSpecs?: string[];
  /**
   * What a domainless credential specification names as the domain user's credentials: a secret, usually
   * `ContainerSecret.fromSecretArn('credentials', arn)`. The execution role is allowed to read it; the container gets
   * nothing of it.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/linux-gmsa.html
   * @default - none
   */
  readonly credentialSpecSecrets?: ISecretSource[];
}
