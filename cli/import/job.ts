import { containerProps, enforceApi, without } from './container';
import { Definition, roleCode } from './definition';
import { Code } from './literal';
import { shaped } from './shape';
import type { ImportedSources } from './sources';
import { MAP, NUMBER, listOf, oneOf, structOf } from '../../src/checks/api-shape';
import { CONTAINER_PROPERTIES, ECS_TASK_PROPERTIES, TASK_CONTAINER } from '../../src/workloads/batch-job/batch-shape';
import { CommandError } from '../command-error';
import { Content } from '../sources/structured-file';

/** What `BatchJobDefinition` has under the same name. */
const SAME = ['parameters', 'propagateTags', 'retryStrategy', 'schedulingPriority'];
const KNOWN = [
  ...SAME, 'containerProperties', 'ecsProperties', 'jobDefinitionName', 'platformCapabilities', 'tags', 'timeout',
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
  if (content.nodeProperties ?? content.eksProperties) {
    const kind = content.nodeProperties ? 'a job of several nodes' : 'a job on EKS';
    throw new CommandError(
      `job definition '${workload.name}' is ${kind}, for which the library has nothing: write it with ` +
        'aws_batch_job_definition',
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
  };
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
