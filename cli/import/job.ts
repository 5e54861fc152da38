import { containerProps, enforceApi, without } from './container';
import { Definition, roleCode } from './definition';
import { Code } from './literal';
import { shaped } from './shape';
import type { ImportedSources } from './sources';
import { MAP, NUMBER, StructField, listOf, oneOf, structOf } from '../../src/checks/api-shape';
import {
  CONTAINER_PROPERTIES,
  ECS_TASK_PROPERTIES,
  NODE_CONTAINER,
  NODE_PROPERTIES,
  NODE_RANGE,
  TASK_CONTAINER,
} from '../../src/workloads/batch-job/batch-shape';
import { CommandError } from '../command-error';
import { Content } from '../sources/structured-file';

/** What `BatchJobDefinition` has under the same name. */
const SAME = ['parameters', 'propagateTags', 'retryStrategy', 'schedulingPriority'];
const KNOWN = [
  ...SAME, 'containerProperties', 'ecsProperties', 'jobDefinitionName', 'nodeProperties', 'platformCapabilities',
  'tags', 'timeout',
  // what AWS reports of a registration
  'containerOrchestrationType', 'jobDefinitionArn', 'revision', 'status', 'type',
];

/** What is read here and nowhere else. */
const JOB_FIELDS = structOf<{ platformCapabilities: unknown; timeout: unknown; tags: unknown; parameters: unknown }>({
  platformCapabilities: listOf(oneOf('EC2', 'FARGATE', 'MANAGED_INSTANCES')),
  timeout: structOf<{ attemptDurationSeconds: number }>({ attemptDurationSeconds: NUMBER }),
  tags: MAP,
  parameters: MAP,
});

/**
 * A job definition as props of `BatchJobDefinition`.
 */
export function jobProps(definition: Definition, sources: ImportedSources, left: string[]): object {
  const { content, workload } = definition;
  const { containerProperties: container, ecsProperties: ecs, platformCapabilities, timeout, tags } = content;
  const ranges: Content[] = content.nodeProperties?.nodeRangeProperties ?? [];
  if (content.eksProperties || ranges.some(({ container: alone }) => !alone)) {
    const kind = content.eksProperties ? 'is a job on EKS' : 'has nodes without a container of their own';
    throw new CommandError(
      `job definition '${workload.name}' ${kind}, which the library doesn't support: write it with ` +
        'aws_batch_job_definition',
    );
  }
  const roles = new Set(ranges.map(({ container: { executionRoleArn } }) => executionRoleArn ?? 'none'));
  if (roles.size > 1) {
    throw new CommandError(
      `job definition '${workload.name}' has nodes with different execution roles, ${[...roles].join(' and ')}: ` +
        'register it with one role for all of them first',
    );
  }
  enforceApi(
    `job definition '${workload.name}'`,
    Object.fromEntries(Object.entries(content).filter(([name]) => name in JOB_FIELDS.fields)),
    JOB_FIELDS,
  );
  const given = Object.entries(content).filter(
    ([, value]) =>
      value !== undefined && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0),
  );
  left.push(...given.map(([name]) => name).filter((name) => !KNOWN.includes(name)));
  const { executionRoleArn: _, ...jobContainer }: Content = container ?? {};
  const own = Object.entries<string>(tags ?? {}).filter(([key]) => !key.startsWith('aws:'));
  return {
    jobDefinitionName: workload.name,
    // one that says nothing stays as it is, and AWS Batch runs it on EC2
    platformCapabilities: (platformCapabilities ?? []).map((name: string) => new Code(`BatchPlatform.${name}`)),
    ...Object.fromEntries(given.filter(([name]) => SAME.includes(name))),
    attemptDurationSeconds: timeout?.attemptDurationSeconds,
    tags: own.length > 0 ? Object.fromEntries(own) : undefined,
    executionRole: roleCode(definition),
    // the imported revision stays active when Terraform replaces it
    deregisterOnNewRevision: false,
    containerProperties:
      container &&
      containerProps(jobContainer, without(CONTAINER_PROPERTIES, 'executionRoleArn'), 'default', sources, left),
    ecsProperties: ecs && ecsProps(ecs.taskProperties ?? [], sources, left),
    nodeProperties: content.nodeProperties && nodeProps(content.nodeProperties, sources, left),
  };
}

function nodeProps(nodes: Content, sources: ImportedSources, left: string[]): object {
  const { nodeRangeProperties: ranges = [], ...rest } = nodes;
  const { numNodes, mainNode } = apiOf('nodeProperties', rest, without(NODE_PROPERTIES, 'nodeRangeProperties'), left);
  return {
    numNodes,
    mainNode,
    nodeRangeProperties: (ranges as Content[]).map(({ container: { executionRoleArn: _, ...container }, ...range }) => {
      const { targetNodes } = apiOf('nodeRangeProperties', range, without(NODE_RANGE, 'container'), left);
      const field = without(NODE_CONTAINER, 'executionRoleArn');
      return { targetNodes, container: containerProps(container, field, targetNodes, sources, left) };
    }),
  };
}

function apiOf(owner: string, value: Content, struct: StructField, left: string[]): Content {
  const field = { ...struct, required: struct.required.filter((name) => name in struct.fields) };
  const api = shaped(value, field, left);
  enforceApi(owner, api, field);
  return api;
}

function ecsProps([task = {}]: Content[], sources: ImportedSources, left: string[]): object {
  const { containers = [], executionRoleArn: _, ...rest } = task;
  const field = { ...without(ECS_TASK_PROPERTIES, 'containers', 'executionRoleArn'), required: [] };
  const api = shaped(rest, field, left);
  enforceApi('ecsProperties', api, field);
  return {
    ...api,
    containers: (containers as Content[]).map((container) =>
      containerProps(container, TASK_CONTAINER, container.name ?? 'default', sources, left),
    ),
  };
}
