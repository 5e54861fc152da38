import { IConstruct } from 'constructs';
import { ContainerDefinition } from './container-definition';
import { RuntimePlatform } from './runtime-platform';
import { Volume } from './volume';
import { enforce } from '../../checks/rule';
import { SECRET_FILES_ENVIRONMENT, SECRET_FILE_NAME, SECRET_FILES_WINDOWS } from '../../checks/secret-files';
import { ValidationError } from '../../checks/validation-error';

/** The containers and volumes of a task. */
export interface ContainersAndVolumes {
  readonly containers: ContainerDefinition[];
  readonly volumes?: Volume[];
}

/** Enough for a shell; ECS wants a number where neither the task nor Fargate gives one. */
const WRITER_MEMORY = 32;

/**
 * Adds what writes the secret files: a container and a volume for each container that has some.
 *
 * @param sized whether the task as a whole has memory
 */
export function withSecretFiles(
  scope: IConstruct,
  task: ContainersAndVolumes & { readonly runtimePlatform?: RuntimePlatform },
  sized: boolean,
): ContainersAndVolumes {
  const parts = task.containers.map((container) =>
    filesOf(scope, container, task.runtimePlatform?.operatingSystemFamily, sized),
  );
  return {
    containers: parts.flatMap((part) => part.containers),
    volumes: [...(task.volumes ?? []), ...parts.flatMap((part) => part.volumes ?? [])],
  };
}

function filesOf(
  scope: IConstruct,
  container: ContainerDefinition,
  operatingSystemFamily: string | undefined,
  sized: boolean,
): ContainersAndVolumes {
  const { secretFiles: files, name } = container;
  if (files === undefined) {
    return { containers: [container] };
  }
  const bindings = files._sources.map((source) => source.bindSecrets(scope));
  bindings.flatMap((binding) => binding.entries).forEach((entry) => enforce(scope, entry, SECRET_FILE_NAME));
  if (bindings.some((binding) => binding.lists?.length)) {
    throw new ValidationError(
      `container '${name}': the names of secretFiles have to be known at synth: use a source with names in code`,
      scope,
    );
  }
  const names = bindings.flatMap((binding) => binding.entries).map((entry) => entry.name);
  const locations = Object.fromEntries(names.map((secret) => [`${secret}_FILE`, `${files.directory}/${secret}`]));
  const environment = Object.keys(container.environment ?? {}).sort();
  const subject = { container: name, environment, names: Object.keys(locations), operatingSystemFamily };
  enforce(scope, subject, SECRET_FILES_ENVIRONMENT, SECRET_FILES_WINDOWS);

  const id = `${name}-secret-files`;
  const writer: ContainerDefinition = {
    name: id,
    ...files._writer(names),
    essential: false,
    user: '0:0',
    readonlyRootFilesystem: true,
    memoryReservation: sized ? undefined : WRITER_MEMORY,
    secrets: files._sources,
    mountPoints: [{ sourceVolume: id, containerPath: files.directory }],
    logConfiguration: container.logConfiguration,
  };
  const reader: ContainerDefinition = {
    ...container,
    environment: { ...container.environment, ...locations },
    mountPoints: [
      ...(container.mountPoints ?? []),
      { sourceVolume: id, containerPath: files.directory, readOnly: true },
    ],
    dependsOn: [...(container.dependsOn ?? []), { containerName: id, condition: 'SUCCESS' }],
  };
  return { containers: [reader, writer], volumes: [{ name: id }] };
}
