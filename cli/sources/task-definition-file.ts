import { JOB, TASK, enforceShape } from './shape';
import { Source, plainSource } from './source';
import type { Content } from './structured-file';
import { isObject } from '../../src/checks/api-shape';
import { Workload, referencesOf } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { jobContainers } from '../../src/inventory/stack-workloads';
import { CommandError } from '../command-error';

/**
 * A task definition as the AWS CLI and ecspresso keep it, or a job definition of Batch.
 */
export function fileSource(path: string, content: Content, { region }: AwsPlace): Source {
  const definition = definitionIn(content);
  const isJob = isJobDefinition(definition);
  if (!isJob && !Array.isArray(definition.containerDefinitions)) {
    throw new CommandError(`file '${path}' has no containerDefinitions: give a task definition, a plan (terraform show -json), or cdktf.out`);
  }
  enforceShape(path, definition, isJob ? JOB : TASK);
  const workload = isJob ? jobWorkload(definition, path, region) : taskWorkload(definition, path, region);
  return plainSource(`${workload.kind} ${path}`, [workload], path);
}

/** A file may hold what a describe call answered. */
export function definitionIn(content: Content): Content {
  const inner: unknown = content.taskDefinition ?? [content.jobDefinitions].flat()[0];
  return withoutNulls(isObject(inner) ? { ...Array.isArray(content.tags) ? { tags: content.tags } : {}, ...inner } : content);
}

export function isJobDefinition(definition: Content): boolean {
  return ['containerProperties', 'ecsProperties', 'nodeProperties'].some((name) => name in definition);
}

export function taskWorkload(definition: Content, origin: string, region: string): Workload {
  return {
    kind: 'task definition',
    name: definition.family ?? origin,
    origin,
    region,
    executionRole: definition.executionRoleArn,
    containers: (definition.containerDefinitions ?? []).map((container: object) => referencesOf(container)),
  };
}

export function jobWorkload(definition: Content, origin: string, region: string): Workload {
  const { containerProperties: container, ecsProperties: ecs, nodeProperties: node } = definition;
  const owners = [container, ecs?.taskProperties?.[0], ...(node?.nodeRangeProperties ?? []).map((group: Content) => group.container)];
  return {
    kind: 'job definition',
    name: definition.jobDefinitionName ?? origin,
    origin,
    region,
    executionRole: owners.map((owner) => owner?.executionRoleArn).find((role) => role !== undefined),
    containers: jobContainers({ container, ecs, node }).map((owner) => referencesOf(owner)),
  };
}

/** A field that is null says as much as one that isn't there. */
function withoutNulls(value: any): any {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (!isObject(value)) {
    return value;
  }
  const given = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(given.map(([key, inner]) => [key, withoutNulls(inner)]));
}
