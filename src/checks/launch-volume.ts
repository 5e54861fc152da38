import { didYouMean } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** Volumes of a task definition that are configured when its tasks start, and what mounts volumes. */
export interface LaunchVolumeSubject {
  readonly volumes: readonly string[];
  /** Names of the volumes that a container mounts. */
  readonly mounted: readonly string[];
}

export const LAUNCH_VOLUME_COUNT: Rule<LaunchVolumeSubject> = {
  id: 'launch-volume-count',
  explanation: 'A task definition has one volume that is configured at launch, and a container that mounts it.',
  fix: 'keep one of them, and mount it',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html',
  check: ({ volumes, mounted }) => {
    if (volumes.length > 1) {
      return (
        `volumes ${volumes.map((name) => `'${name}'`).join(' and ')} are configured at launch: a task can ` +
        'have one such volume, keep one of them'
      );
    }
    const unknown = [...volumes, ...mounted].some((name) => isUnresolved(name));
    return volumes.length === 0 || unknown || mounted.includes(volumes[0])
      ? undefined
      : `volume '${volumes[0]}' is configured at launch, and no container mounts it: add it to the ` +
          'mountPoints of a container';
  },
};

/** What a service says of the volume that is configured at launch. */
export interface ServiceVolumeSubject {
  /** The name that the service configures. */
  readonly configured?: string;
  /** The volume of the task definition. */
  readonly volume?: string;
  readonly volumeInput?: { readonly sizeInGiB?: number; readonly snapshotId?: string };
}

export const SERVICE_VOLUME: Rule<ServiceVolumeSubject> = {
  id: 'service-volume',
  explanation:
    'A volume with configuredAtLaunch gets its configuration from the service, under the same name, with a ' +
    'size or a snapshot.',
  fix: 'give the service a volumeConfiguration for the volume of its task definition',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceVolumeConfiguration.html',
  check: ({ configured, volume, volumeInput }) => {
    if (isUnresolved(configured) || isUnresolved(volume)) {
      return undefined;
    }
    if (configured === undefined) {
      return volume === undefined
        ? undefined
        : `volume '${volume}' of the task definition is configured at launch, and the service has no ` +
            `volumeConfiguration: give it one with name '${volume}'`;
    }
    if (volume !== configured) {
      return (
        `volumeConfiguration names volume '${configured}', and the task definition has no such volume with ` +
        `configuredAtLaunch${
          volume === undefined ? ': add it to volumes' : didYouMean(configured, [volume]) || `: it has '${volume}'`
        }`
      );
    }
    return volumeInput?.sizeInGiB === undefined && volumeInput?.snapshotId === undefined
      ? `volumeConfiguration of '${configured}' has neither sizeInGiB nor snapshotId: give one of them`
      : undefined;
  },
};

/** A volume of S3 Files. */
export interface S3FilesSubject {
  readonly volume: string;
  readonly s3files?: { readonly accessPointArn?: string; readonly rootDirectory?: string };
  readonly taskRoleArn?: string;
}

export const S3_FILES_VOLUME: Rule<S3FilesSubject> = {
  id: 'files-volume',
  explanation:
    'A file system of S3 Files is mounted with the task role, and an access point has a directory of its own.',
  fix: 'give the task a role, and leave rootDirectory out with an access point',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_S3FilesVolumeConfiguration.html',
  check: ({ volume, s3files, taskRoleArn }) => {
    if (s3files === undefined) {
      return undefined;
    }
    if (taskRoleArn === undefined) {
      return `volume '${volume}' of S3 Files is mounted with the task role, and the task has none: give it taskRoleArn`;
    }
    const { accessPointArn, rootDirectory = '/' } = s3files;
    return accessPointArn !== undefined && rootDirectory !== '/' && !isUnresolved(rootDirectory)
      ? `volume '${volume}' of S3 Files has an access point and rootDirectory '${rootDirectory}': leave ` +
          'rootDirectory out'
      : undefined;
  },
};
