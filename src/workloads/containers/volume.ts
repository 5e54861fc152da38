/**
 * A volume of a job. With nothing but a name it is empty, lives as long as the job and is shared by its containers.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Volume.html
 */
export interface BatchVolume {
  /**
   * Name of the volume, up to 255 letters, digits, hyphens and underscores.
   */
  readonly name: string;
  /**
   * A directory of the container instance. Not on Fargate.
   *
   * @default - an empty one that lives as long as the task
   */
  readonly host?: HostVolume;
  /**
   * An EFS file system.
   *
   * @default - none
   */
  readonly efsVolumeConfiguration?: EfsVolumeConfiguration;
}

/**
 * A volume of a task. With nothing but a name it is empty, lives as long as the task and is shared by its containers.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html
 */
export interface Volume extends BatchVolume {
  /**
   * A Docker volume. Not on Fargate.
   *
   * @default - none
   */
  readonly dockerVolumeConfiguration?: DockerVolumeConfiguration;
  /**
   * An FSx for Windows File Server file system. Only on EC2 with Windows.
   *
   * @default - none
   */
  readonly fsxWindowsFileServerVolumeConfiguration?: FsxWindowsFileServerVolumeConfiguration;
  /**
   * A file system of Amazon S3 Files. Needs a task role, and AWS provider 6.41 or later.
   *
   * @default - none
   */
  readonly s3filesVolumeConfiguration?: S3FilesVolumeConfiguration;
  /**
   * Whether the service or the task gives the volume, as for EBS.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html
   * @default false
   */
  readonly configuredAtLaunch?: boolean;
}

/**
 * A file system of Amazon S3 Files.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_S3FilesVolumeConfiguration.html
 */
export interface S3FilesVolumeConfiguration {
  /**
   * ARN of the file system.
   */
  readonly fileSystemArn: string;
  /**
   * ARN of the access point.
   *
   * @default - none
   */
  readonly accessPointArn?: string;
  /**
   * Directory of the file system that is mounted. With an access point, leave it out or set it to `/`.
   *
   * @default /
   */
  readonly rootDirectory?: string;
  /**
   * Port for the encrypted data between task and file system.
   *
   * @default - a free port
   */
  readonly transitEncryptionPort?: number;
}

/**
 * A directory of the container instance.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostVolumeProperties.html
 */
export interface HostVolume {
  /**
   * Path on the container instance.
   *
   * @default - an empty directory that lives as long as the task
   */
  readonly sourcePath?: string;
}

/**
 * A Docker volume.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DockerVolumeConfiguration.html
 */
export interface DockerVolumeConfiguration {
  /**
   * `task` for a volume that goes with its task, `shared` for one that stays.
   *
   * @default task
   */
  readonly scope?: string;
  /**
   * Whether a shared volume is made where it doesn't exist.
   *
   * @default false
   */
  readonly autoprovision?: boolean;
  /**
   * The Docker volume driver.
   *
   * @default local
   */
  readonly driver?: string;
  /**
   * Options of the driver.
   *
   * @default - none
   */
  readonly driverOpts?: { [name: string]: string };
  /**
   * Labels of the Docker volume.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };
}

/**
 * An EFS file system.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html
 */
export interface EfsVolumeConfiguration {
  /**
   * Id of the file system.
   */
  readonly fileSystemId: string;
  /**
   * Directory of the file system. With an access point the access point's own.
   *
   * @default /
   */
  readonly rootDirectory?: string;
  /**
   * Whether data is encrypted on its way: `ENABLED` or `DISABLED`.
   *
   * @default DISABLED
   */
  readonly transitEncryption?: string;
  /**
   * Port for the encrypted data, up to 65535.
   *
   * @default - one that the mount helper chooses
   */
  readonly transitEncryptionPort?: number;
  /**
   * Who accesses the file system.
   *
   * @default - nobody in particular
   */
  readonly authorizationConfig?: EfsAuthorizationConfig;
}

/**
 * Who accesses an EFS file system.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html
 */
export interface EfsAuthorizationConfig {
  /**
   * Id of the access point. Needs `transitEncryption: 'ENABLED'`.
   *
   * @default - none
   */
  readonly accessPointId?: string;
  /**
   * Whether the task role counts: `ENABLED` or `DISABLED`.
   *
   * @default DISABLED
   */
  readonly iam?: string;
}

/**
 * An FSx for Windows File Server file system.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FSxWindowsFileServerVolumeConfiguration.html
 */
export interface FsxWindowsFileServerVolumeConfiguration {
  /**
   * Id of the file system.
   */
  readonly fileSystemId: string;
  /**
   * Directory of the file system.
   */
  readonly rootDirectory: string;
  /**
   * Who accesses the file system.
   */
  readonly authorizationConfig: FsxWindowsFileServerAuthorizationConfig;
}

/**
 * Who accesses an FSx for Windows File Server file system.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FSxWindowsFileServerAuthorizationConfig.html
 */
export interface FsxWindowsFileServerAuthorizationConfig {
  /**
   * ARN of the secret or parameter that holds the credentials, as JSON with `username` and `password`. The execution
   * role is allowed to read it; where the ARN is only known at plan, or a customer key encrypts the value, allow it
   * with `executionRole.grantRead(…)`.
   */
  readonly credentialsParameter: string;
  /**
   * Fully qualified name of the Active Directory domain.
   */
  readonly domain: string;
}

/**
 * Where a container sees a volume.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html
 */
export interface MountPoint {
  /**
   * Name of the volume.
   */
  readonly sourceVolume: string;
  /**
   * Path in the container.
   */
  readonly containerPath: string;
  /**
   * Whether the container can't write to it.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/**
 * A container whose mounts another one gets too.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VolumeFrom.html
 */
export interface VolumeFrom {
  /**
   * Name of the container that has the mounts.
   */
  readonly sourceContainer: string;
  /**
   * Whether this container can't write to them.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}
