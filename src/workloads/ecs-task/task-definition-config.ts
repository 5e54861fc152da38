import { EcsTaskDefinitionConfig, EcsTaskDefinitionVolume } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { IConstruct } from 'constructs';
import { ApiTaskDefinition } from './task-definition-shape';
import { JsonText } from '../../terraform/json-text';
import { Volume } from '../containers/volume';

/**
 * The API's form as Terraform's provider takes it: the same under other names. Tags and the role are the resource's
 * own.
 */
export function resourceConfigOf(scope: IConstruct, api: ApiTaskDefinition): EcsTaskDefinitionConfig {
  const { proxyConfiguration: proxy, ephemeralStorage } = api;
  return {
    family: api.family,
    containerDefinitions: new JsonText(scope, api.containerDefinitions).toString(),
    cpu: api.cpu,
    memory: api.memory,
    requiresCompatibilities: api.requiresCompatibilities,
    networkMode: api.networkMode,
    pidMode: api.pidMode,
    ipcMode: api.ipcMode,
    taskRoleArn: api.taskRoleArn,
    enableFaultInjection: api.enableFaultInjection,
    runtimePlatform: api.runtimePlatform,
    ephemeralStorage: ephemeralStorage && { sizeInGib: ephemeralStorage.sizeInGiB },
    placementConstraints: api.placementConstraints?.map(({ type = 'memberOf', expression }) => ({ type, expression })),
    proxyConfiguration: proxy && {
      containerName: proxy.containerName,
      type: proxy.type,
      properties: proxy.properties && Object.fromEntries(proxy.properties.map(({ name, value }) => [name, value])),
    },
    volume: api.volumes?.filter((volume) => volume.s3filesVolumeConfiguration === undefined).map(volumeOf),
  };
}

/** Volumes of S3 Files, for which the bindings for AWS provider 5 have no property. */
export function s3FilesVolumesOf({ volumes = [] }: ApiTaskDefinition): object[] {
  return volumes.flatMap(({ name, s3filesVolumeConfiguration: s3files }) => (s3files === undefined ? [] : [{
    name,
    s3files_volume_configuration: {
      file_system_arn: s3files.fileSystemArn,
      access_point_arn: s3files.accessPointArn,
      root_directory: s3files.rootDirectory,
      transit_encryption_port: s3files.transitEncryptionPort,
    },
  }]));
}

function volumeOf(volume: Volume): EcsTaskDefinitionVolume {
  return {
    name: volume.name,
    hostPath: volume.host?.sourcePath,
    configureAtLaunch: volume.configuredAtLaunch,
    dockerVolumeConfiguration: volume.dockerVolumeConfiguration,
    efsVolumeConfiguration: volume.efsVolumeConfiguration,
    fsxWindowsFileServerVolumeConfiguration: volume.fsxWindowsFileServerVolumeConfiguration,
  };
}
