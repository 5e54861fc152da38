import { JOB, TASK, enforceShape } from './shape';
import { Source, plainSource } from './source';
import type { Content } from './structured-file';
import { isObject } from '../../src/checks/api-shape';
import { Workload, referencesOf } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { jobParts, partName } from '../../src/inventory/stack-workloads';
import { CommandError } from '../command-error';

/**
 * A task definition as the AWS CLI and ecspresso keep it, or a job definition of Batch.
 */
export function fileSource(path: string, content: Content, { region }: AwsPlace): Source {
  const definition = definitionIn(content);
  const isJob = isJobDefinition(definition);
  if (!isJob && !Array.isArray(definition.containerDefinitions)) {
    throw new CommandError(
      `file '${path}' has no containerDefinitions: give a task definition, a plan (terraform show -json), or cdktf.out`,
    );
  }
  enforceShape(path, definition, isJob ? JOB : TASK);
  const workloads = isJob ? jobWorkloads(definition, path, region) : [taskWorkload(definition, path, region)];
  return plainSource(`${isJob ? 'job' : 'task'} definition ${path}`, workloads, path);
}

/** A file may hold what a describe call answered. */
export function definitionIn(content: Content): Content {
  const inner: unknown = content.taskDefinition ?? [content.jobDefinitions].flat()[0];
  return withoutNulls(
    isObject(inner) ? { ...(Array.isArray(content.tags) ? { tags: content.tags } : {}), ...inner } : content,
  );
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

/** All of a job as one workload, for whoever doesn't ask about roles. */
export function jobWorkload(definition: Content, origin: string, region: string): Workload {
  const [first, ...others] = jobWorkloads(definition, origin, region);
  const containers = [first, ...others].flatMap((workload) => workload?.containers ?? []);
  return { ...first, kind: 'job definition', name: definition.jobDefinitionName ?? origin, origin, containers };
}

/** One workload per role: each group of nodes may have its own. */
export function jobWorkloads(definition: Content, origin: string, region: string): Workload[] {
  const { containerProperties: container, ecsProperties: ecs, nodeProperties: node } = definition;
  return jobParts({ container, ecs, node }).map((part) => ({
    kind: 'job definition',
    name: partName(definition.jobDefinitionName ?? origin, part),
    origin,
    region,
    executionRole: part.role,
    containers: part.containers.map((owner) => referencesOf(owner)),
  }));
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
