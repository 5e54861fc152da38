/**
 * Linux settings of a container of a job.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_LinuxParameters.html
 */
export interface BatchLinuxParameters {
  /**
   * Devices of the host. Not on Fargate.
   *
   * @default - none
   */
  readonly devices?: Device[];
  /**
   * Whether an init process passes signals on and reaps processes.
   *
   * @default false
   */
  readonly initProcessEnabled?: boolean;
  /**
   * Size of `/dev/shm` in MiB. Not on Fargate.
   *
   * @default 64
   */
  readonly sharedMemorySize?: number;
  /**
   * Memory file systems. Not on Fargate.
   *
   * @default - none
   */
  readonly tmpfs?: Tmpfs[];
  /**
   * Swap space in MiB; 0 turns it off. Not on Fargate.
   *
   * @default - the host's
   */
  readonly maxSwap?: number;
  /**
   * How readily memory is swapped out, 0 to 100. Not on Fargate.
   *
   * @default 60
   */
  readonly swappiness?: number;
}

/**
 * Linux settings of a container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html
 */
export interface LinuxParameters extends BatchLinuxParameters {
  /**
   * Capabilities of the kernel that are added or taken away.
   *
   * @default - Docker's
   */
  readonly capabilities?: KernelCapabilities;
}

/**
 * Linux capabilities, like `SYS_PTRACE`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html
 */
export interface KernelCapabilities {
  /**
   * Capabilities to add. Fargate allows `SYS_PTRACE` only.
   *
   * @default - none
   */
  readonly add?: string[];
  /**
   * Capabilities to take away, `ALL` for every one.
   *
   * @default - none
   */
  readonly drop?: string[];
}

/**
 * A device of the host.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Device.html
 */
export interface Device {
  /**
   * Path of the device on the host.
   */
  readonly hostPath: string;
  /**
   * Path of the device in the container.
   *
   * @default - the host's
   */
  readonly containerPath?: string;
  /**
   * What the container may do: `read`, `write`, `mknod`; in AWS Batch `READ`, `WRITE`, `MKNOD`.
   *
   * @default - all three
   */
  readonly permissions?: string[];
}

/**
 * A memory file system.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
 */
export interface Tmpfs {
  /**
   * Where it is mounted in the container.
   */
  readonly containerPath: string;
  /**
   * Size in MiB.
   */
  readonly size: number;
  /**
   * Options of the mount, like `noexec`; a later one overrides an earlier one.
   *
   * @default - none
   */
  readonly mountOptions?: string[];
}

/**
 * A limit of the container's processes.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
 */
export interface Ulimit {
  /**
   * What is limited, like `nofile`, the only one that Fargate takes.
   */
  readonly name: string;
  /**
   * The limit in force, in the unit of the name: files, processes, bytes or seconds.
   */
  readonly softLimit: number;
  /**
   * The limit up to which a process may raise it.
   */
  readonly hardLimit: number;
}

/**
 * A kernel setting of the container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
 */
export interface SystemControl {
  /**
   * Name of the setting, like `net.ipv4.tcp_keepalive_time`.
   */
  readonly namespace?: string;
  /**
   * Its value.
   */
  readonly value?: string;
}

/**
 * A line of the container's `/etc/hosts`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostEntry.html
 */
export interface HostEntry {
  /**
   * The name.
   */
  readonly hostname: string;
  /**
   * Its address.
   */
  readonly ipAddress: string;
}

/**
 * A GPU, or in AWS Batch also CPU and memory.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ResourceRequirement.html
 */
export interface ResourceRequirement {
  /**
   * What is needed: `GPU`; in AWS Batch also `VCPU` or `MEMORY`.
   */
  readonly type: string;
  /**
   * How much: the number of GPUs or vCPUs, or MiB.
   */
  readonly value: string;
}
