import { TEXT, between, oneOf, structOf } from '../../checks/api-shape';

/**
 * Processor and operating system of a task.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html
 */
export interface RuntimePlatform {
  /**
   * `X86_64` or `ARM64`.
   *
   * @default X86_64
   */
  readonly cpuArchitecture?: string;
  /**
   * `LINUX`, or a Windows like `WINDOWS_SERVER_2022_CORE`.
   *
   * @default LINUX
   */
  readonly operatingSystemFamily?: string;
}

/**
 * Disk space of a task on Fargate.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html
 */
export interface EphemeralStorage {
  /**
   * Size in GiB, 21 to 200.
   */
  readonly sizeInGiB: number;
}

export const RUNTIME_PLATFORM = structOf<RuntimePlatform>({
  cpuArchitecture: oneOf('X86_64', 'ARM64'),
  operatingSystemFamily: TEXT,
});

export const EPHEMERAL_STORAGE = structOf<EphemeralStorage>({ sizeInGiB: between(21, 200) }, ['sizeInGiB']);
