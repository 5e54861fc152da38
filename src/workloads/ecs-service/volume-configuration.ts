/**
 * What each task's volume is like, for the volume of the task definition with `configuredAtLaunch`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceVolumeConfiguration.html
 */
export interface ServiceVolumeConfiguration {
  /**
   * Name of the volume in the task definition.
   */
  readonly name: string;
  /**
   * The EBS volume.
   */
  readonly managedEbsVolume: ManagedEbsVolume;
}

/**
 * An EBS volume that ECS makes for each task, and deletes with it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html
 */
export interface ManagedEbsVolume {
  /**
   * ARN of the role with which ECS makes the volume.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
   */
  readonly roleArn: string;
  /**
   * Size in GiB. Either this or `snapshotId` is needed.
   *
   * @default - the snapshot's size
   */
  readonly sizeInGiB?: number;
  /**
   * Id of the snapshot that the volume is made from.
   *
   * @default - an empty volume
   */
  readonly snapshotId?: string;
  /**
   * MiB per second, 100 to 300, with which the snapshot is loaded.
   *
   * @default - blocks are loaded when they are first read
   */
  readonly volumeInitializationRate?: number;
  /**
   * `gp2`, `gp3`, `io1`, `io2`, `st1`, `sc1` or `standard`.
   *
   * @default gp3
   */
  readonly volumeType?: string;
  /**
   * Whether the volume is encrypted.
   *
   * @default - the account's setting
   */
  readonly encrypted?: boolean;
  /**
   * ARN of the KMS key that encrypts the volume.
   *
   * @default - the account's default key
   */
  readonly kmsKeyId?: string;
  /**
   * `ext3`, `ext4` or `xfs`; on Windows `ntfs`. With a snapshot, the snapshot's.
   *
   * @default xfs
   */
  readonly fileSystemType?: string;
  /**
   * I/O operations per second, with `gp3`, `io1` and `io2`.
   *
   * @default - 3000 for `gp3`
   */
  readonly iops?: number;
  /**
   * MiB per second, up to 1000, with `gp3`.
   *
   * @default - 125
   */
  readonly throughput?: number;
  /**
   * Whose tags the volume gets: `TASK_DEFINITION`, `SERVICE` or `NONE`.
   *
   * @default - nobody's
   */
  readonly propagateTags?: string;
  /**
   * Tags of the volume.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}
