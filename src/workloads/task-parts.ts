import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { ContainerDependency } from './container-lifecycle';
import { MountPoint, Volume, VolumeFrom } from './volume';
import { enforce } from '../checks/rule';
import { DEPENDENCY_EXISTS, LOG_ROUTER, MOUNTED_VOLUME_EXISTS, VOLUME_KIND } from '../checks/task';

/** What containers of ECS and of AWS Batch say of each other. */
export interface TaskPart {
  readonly name: string;
  readonly dependsOn?: ContainerDependency[];
  readonly firelensConfiguration?: object;
  readonly links?: string[];
  readonly logConfiguration?: { readonly logDriver: string };
  readonly mountPoints?: MountPoint[];
  readonly volumesFrom?: VolumeFrom[];
}

/**
 * Checks that the parts of a task fit together.
 */
export function enforceTask(scope: IConstruct, containers: readonly TaskPart[], volumes: readonly Volume[] = []): void {
  const names = containers.map((container) => container.name);
  const volumeNames = volumes.map((volume) => volume.name);
  for (const container of containers) {
    const references = [
      ...(container.dependsOn ?? []).map((dependency) => dependency.containerName),
      ...(container.volumesFrom ?? []).map((from) => from.sourceContainer),
      ...(container.links ?? []).map((link) => (Token.isUnresolved(link) ? link : link.split(':')[0])),
    ];
    enforce(scope, { owner: container.name, references, known: names }, DEPENDENCY_EXISTS);
    const mounts = (container.mountPoints ?? []).map((mount) => mount.sourceVolume);
    enforce(scope, { owner: container.name, references: mounts, known: volumeNames }, MOUNTED_VOLUME_EXISTS);
  }
  for (const volume of volumes) {
    enforce(scope, { name: volume.name, kinds: kindsOf(volume) }, VOLUME_KIND);
  }
  const routed = containers.filter((container) => container.logConfiguration?.logDriver === 'awsfirelens').map((container) => container.name);
  const routers = containers.filter((container) => container.firelensConfiguration !== undefined).map((container) => container.name);
  enforce(scope, { routed, routers }, LOG_ROUTER);
}

function kindsOf(volume: Volume): string[] {
  const { host, dockerVolumeConfiguration, efsVolumeConfiguration, fsxWindowsFileServerVolumeConfiguration, configuredAtLaunch } = volume;
  const kinds = { host, dockerVolumeConfiguration, efsVolumeConfiguration, fsxWindowsFileServerVolumeConfiguration, configuredAtLaunch };
  return Object.entries(kinds)
    .filter(([, kind]) => kind !== undefined && kind !== false && !(kind === host && host?.sourcePath === undefined))
    .map(([name]) => name);
}
