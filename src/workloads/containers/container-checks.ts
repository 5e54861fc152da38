import { IConstruct } from 'constructs';
import { ContainerDependency } from './container-lifecycle';
import { MountPoint, Volume, VolumeFrom } from './volume';
import { VOLUME } from './volume-shape';
import { API_SHAPE, KNOWN_FIELDS, LIST, OBJECT, OBJECTS, TEXT, TEXTS, listOf, madeBy } from '../../checks/api-shape';
import { IMAGE_REFERENCE } from '../../checks/image';
import { PROP_TYPES } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { DEPENDENCY_EXISTS, LOG_ROUTER, MOUNTED_VOLUME_EXISTS, VOLUME_KIND } from '../../checks/task';
import { CONTAINER_COUNT, CONTAINER_NAME, DUPLICATE_CONTAINER, VOLUME_NAME } from '../../checks/task-names';
import { warn } from '../../checks/warnings';
import { LINUX_ONLY, LINUX_ONLY_FIELD } from '../../checks/windows';
import { isUnresolved } from '../../terraform/tokens';

/** The props that have to be right before a container is looked into. The API's shape covers the rest. */
const CONTAINER_PROPS = {
  required: { name: TEXT, image: TEXT },
  optional: {
    secrets: LIST,
    environment: OBJECT,
    environmentFiles: listOf(madeBy('EnvironmentFile', 'objectArn')),
    environmentContract: madeBy('EnvironmentContract', 'requiredNames'),
    logConfiguration: OBJECT,
    repositoryCredentials: madeBy('RepositoryCredentials', '_binding'),
    secretFiles: madeBy('new SecretFiles', '_sources'),
    dependsOn: OBJECTS,
    volumesFrom: OBJECTS,
    mountPoints: OBJECTS,
    links: TEXTS,
    resourceRequirements: OBJECTS,
    credentialSpecs: TEXTS,
    credentialSpecSecrets: LIST,
    firelensConfiguration: OBJECT,
  },
};

const LOG_PROPS = { required: {}, optional: { options: OBJECT, secretOptions: LIST } };

/** What a check needs to know of the containers of ECS or AWS Batch in one task. */
export interface TaskPart {
  readonly name: string;
  readonly image: string;
  readonly dependsOn?: ContainerDependency[];
  readonly firelensConfiguration?: object;
  readonly links?: string[];
  readonly logConfiguration?: { readonly logDriver: string };
  readonly mountPoints?: MountPoint[];
  readonly volumesFrom?: VolumeFrom[];
}

/**
 * Checks that containers are what they should be, before anything looks into them.
 */
export function enforceContainers(scope: IConstruct, containers: readonly TaskPart[]): void {
  containers.forEach((container, i) => {
    enforce(scope, { owner: `containers[${i}]`, props: container, ...CONTAINER_PROPS }, PROP_TYPES);
    const { name, logConfiguration } = container;
    enforce(scope, { owner: `logConfiguration of '${name}'`, props: logConfiguration ?? {}, ...LOG_PROPS }, PROP_TYPES);
  });
}

/**
 * Checks that the parts of a task fit together.
 */
export function enforceTask(scope: IConstruct, containers: readonly TaskPart[], volumes: readonly Volume[] = []): void {
  volumes.forEach((volume, i) => {
    enforce(scope, { owner: `volumes[${i}]`, props: volume, required: { name: TEXT } }, PROP_TYPES);
    enforce(scope, { owner: `volumes[${i}]`, value: volume, field: VOLUME }, KNOWN_FIELDS, API_SHAPE);
  });
  const names = containers.map((container) => container.name);
  enforce(scope, { containers: names }, CONTAINER_COUNT, DUPLICATE_CONTAINER);
  const volumeNames = volumes.map((volume) => volume.name);
  for (const container of containers) {
    enforce(scope, { container: container.name }, CONTAINER_NAME);
    enforce(scope, { container: container.name, image: container.image }, IMAGE_REFERENCE);
    const references = [
      ...(container.dependsOn ?? []).map((dependency) => dependency.containerName),
      ...(container.volumesFrom ?? []).map((from) => from.sourceContainer),
      ...(container.links ?? []).map((link) => (isUnresolved(link) ? link : link.split(':')[0])),
    ];
    enforce(scope, { owner: container.name, references, known: names }, DEPENDENCY_EXISTS);
    const mounts = (container.mountPoints ?? []).map((mount) => mount.sourceVolume);
    enforce(scope, { owner: container.name, references: mounts, known: volumeNames }, MOUNTED_VOLUME_EXISTS);
  }
  for (const volume of volumes) {
    enforce(scope, { volume: volume.name }, VOLUME_NAME);
    enforce(scope, { name: volume.name, kinds: kindsOf(volume) }, VOLUME_KIND);
  }
  const routed = containers
    .filter((container) => container.logConfiguration?.logDriver === 'awsfirelens')
    .map((container) => container.name);
  const routers = containers
    .filter((container) => container.firelensConfiguration !== undefined)
    .map((container) => container.name);
  enforce(scope, { routed, routers }, LOG_ROUTER);
}

function kindsOf(volume: Volume): string[] {
  const { name: _, host, ...kinds } = volume;
  return Object.entries({ host, ...kinds })
    .filter(([, kind]) => kind !== undefined && kind !== false && !(kind === host && host?.sourcePath === undefined))
    .map(([name]) => name);
}

/**
 * Checks that a container for Windows has no fields that are for Linux.
 */
export function enforceLinuxOnly(
  scope: IConstruct,
  container: { readonly name: string },
  operatingSystemFamily: string | undefined,
): void {
  const fields = Object.entries<unknown>({ ...container })
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([field]) => field);
  const subject = { container: container.name, operatingSystemFamily, fields };
  enforce(scope, subject, LINUX_ONLY);
  warn(scope, subject, LINUX_ONLY_FIELD, container.name);
}
