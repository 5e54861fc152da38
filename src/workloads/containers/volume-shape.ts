import {
  DockerVolumeConfiguration,
  EfsAuthorizationConfig,
  EfsVolumeConfiguration,
  FsxWindowsFileServerAuthorizationConfig,
  FsxWindowsFileServerVolumeConfiguration,
  HostVolume,
  S3FilesVolumeConfiguration,
  Volume,
} from './volume';
import { FLAG, MAP, TEXT, between, oneOf, structOf } from '../../checks/api-shape';

/**
 * Volumes as RegisterTaskDefinition takes them.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html
 */

export const SWITCH = oneOf('ENABLED', 'DISABLED');

export const HOST_VOLUME = structOf<HostVolume>({ sourcePath: TEXT });

export const EFS_VOLUME = structOf<EfsVolumeConfiguration>(
  {
    authorizationConfig: structOf<EfsAuthorizationConfig>({ accessPointId: TEXT, iam: SWITCH }),
    fileSystemId: TEXT,
    rootDirectory: TEXT,
    transitEncryption: SWITCH,
    transitEncryptionPort: between(0, 65535),
  },
  ['fileSystemId'],
);

const S3_FILES_VOLUME = structOf<S3FilesVolumeConfiguration>(
  { accessPointArn: TEXT, fileSystemArn: TEXT, rootDirectory: TEXT, transitEncryptionPort: between(0, 65535) },
  ['fileSystemArn'],
);

const DOCKER_VOLUME = structOf<DockerVolumeConfiguration>({
  autoprovision: FLAG,
  driver: TEXT,
  driverOpts: MAP,
  labels: MAP,
  scope: oneOf('task', 'shared'),
});

const FSX_AUTHORIZATION = structOf<FsxWindowsFileServerAuthorizationConfig>(
  { credentialsParameter: TEXT, domain: TEXT },
  ['credentialsParameter', 'domain'],
);

const FSX_VOLUME = structOf<FsxWindowsFileServerVolumeConfiguration>(
  { authorizationConfig: FSX_AUTHORIZATION, fileSystemId: TEXT, rootDirectory: TEXT },
  ['authorizationConfig', 'fileSystemId', 'rootDirectory'],
);

export const VOLUME = structOf<Volume>(
  {
    configuredAtLaunch: FLAG,
    dockerVolumeConfiguration: DOCKER_VOLUME,
    efsVolumeConfiguration: EFS_VOLUME,
    fsxWindowsFileServerVolumeConfiguration: FSX_VOLUME,
    host: HOST_VOLUME,
    name: TEXT,
    s3filesVolumeConfiguration: S3_FILES_VOLUME,
  },
  ['name'],
);
