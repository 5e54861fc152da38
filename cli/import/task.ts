import { containerProps, enforceApi } from './container';
import { Definition, roleCode } from './definition';
import { Code } from './literal';
import { mapOf, shaped } from './shape';
import type { ImportedSources } from './sources';
import { unitsOf } from '../../src/checks/task-size';
import { CONTAINER_DEFINITION } from '../../src/workloads/containers/container-shape';
import { TASK_DEFINITION } from '../../src/workloads/ecs-task/task-definition-shape';
import { CommandError } from '../command-error';
import { Content } from '../sources/structured-file';

/**
 * A task definition as props of `TaskDefinition`.
 */
export function taskProps(definition: Definition, sources: ImportedSources, left: string[]): object {
  const { content, workload } = definition;
  const { containerDefinitions, ...task } = content;
  const api = shaped(task, TASK_DEFINITION, left);
  enforceApi(workload.origin, api, { ...TASK_DEFINITION, required: ['family'] });
  const {
    family,
    cpu,
    memory,
    executionRoleArn: _,
    requiresCompatibilities = [],
    proxyConfiguration: proxy,
    tags,
    ...same
  } = api;
  return {
    family,
    cpu: sizeOf('cpu', cpu, 'vCPU'),
    memory: sizeOf('memory', memory, 'GB'),
    compatibilities: requiresCompatibilities.map((name: string) => new Code(`Compatibility.${name}`)),
    ...same,
    proxyConfiguration: proxy && { ...proxy, properties: mapOf(proxy.properties) },
    tags: tagsOf(tags),
    executionRole: roleCode(definition),
    // the imported revision stays registered when Terraform replaces it
    skipDestroy: true,
    containers: (containerDefinitions as Content[]).map((container) =>
      containerProps(container, CONTAINER_DEFINITION, container.name ?? 'default', sources, left),
    ),
  };
}

/** AWS's own tags can't be set. */
export function tagsOf(tags: readonly Content[] | undefined): { [key: string]: string } | undefined {
  const own = tags?.filter(({ key }) => !String(key).startsWith('aws:'));
  return own && own.length > 0 ? mapOf(own, 'key') : undefined;
}

function sizeOf(name: string, text: string | undefined, unit: string): number | undefined {
  const size = text === undefined ? undefined : unitsOf(text, unit);
  if (text !== undefined && size === undefined) {
    throw new CommandError(`${name} is '${text}': write units like '1024', or '1 ${unit}'`);
  }
  return size;
}
