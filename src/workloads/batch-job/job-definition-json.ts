import { Construct } from 'constructs';
import { BatchContainerProperties, BatchEcsProperties, BatchTaskContainer } from './batch-container';
import { BatchJobDefinitionProps, BatchPlatform } from './batch-job-definition-props';
import { BatchJobDefinitionSources } from './batch-job-sources';
import { BatchNodeContainer, BatchNodeProperties } from './batch-nodes';
import {
  ApiBatchContainer,
  ApiContainerProperties,
  ApiEcsTaskProperties,
  ApiJobDefinition,
  ApiNodeProperties,
  JOB_DEFINITION,
  REPORTED_OF_JOB,
} from './batch-shape';
import { ExecutionRole } from '../../access/execution-role';
import { FLAG, ListField, OBJECT, StructField, TEXT } from '../../checks/api-shape';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { ValidationError } from '../../checks/validation-error';
import { apiForm } from '../containers/api-form';
import { ONLY_CONTAINER, containerOf, enforceNames } from '../containers/container-of-file';
import { DefinitionContent, DefinitionFormat, PropsOfFile, readDefinition } from '../containers/definition-file';
import { withShape } from '../containers/kept-fields';

const FORMAT: DefinitionFormat = {
  what: 'the job definition',
  wrapper: 'jobDefinitions',
  reported: REPORTED_OF_JOB,
  field: JOB_DEFINITION,
};

const SOURCES = propsOf<BatchJobDefinitionSources>({}, {
  secrets: OBJECT,
  executionRole: OBJECT,
  encryptionKeyArn: TEXT,
  keepUnknownFields: FLAG,
  deregisterOnNewRevision: FLAG,
  provider: OBJECT,
});

/**
 * What a file for `aws batch register-job-definition --cli-input-json`, or an answer of
 * `aws batch describe-job-definitions`, says as props.
 *
 * @throws if it isn't JSON, or holds what the API doesn't take
 */
export function readJobDefinition(
  scope: Construct,
  id: string,
  json: string,
  sources: BatchJobDefinitionSources,
): PropsOfFile<BatchJobDefinitionProps> {
  enforce(scope, { props: sources, ...SOURCES }, PROP_TYPES);
  const keepUnknown = sources.keepUnknownFields ? ['containerProperties', 'ecsProperties', 'nodeProperties'] : [];
  const { content, dropped, field } = readDefinition(scope, json, { ...FORMAT, keepUnknown });
  const { containerProperties, ecsProperties, nodeProperties, platformCapabilities, timeout, type: _, ...same } =
    apiForm(content, field) as ApiJobDefinition;
  const [task] = ecsProperties?.taskProperties ?? [];
  if (ecsProperties !== undefined && ecsProperties.taskProperties.length !== 1) {
    const { length } = ecsProperties.taskProperties;
    throw new ValidationError(`ecsProperties.taskProperties has ${length} elements: AWS Batch takes one`, scope);
  }
  const ranges = nodeProperties?.nodeRangeProperties ?? [];
  const containers = [
    ...(containerProperties ? [ONLY_CONTAINER] : []),
    ...(task?.containers ?? []).map(({ name }) => name!),
    ...ranges.map(({ targetNodes }) => targetNodes),
  ];
  enforceNames(scope, 'the job definition', sources.secrets, containers);
  const owners = [containerProperties, task, ...ranges.map(({ container }) => container)];
  const roleArns = [...new Set(owners.flatMap((owner) => owner?.executionRoleArn ?? []))];
  if (roleArns.length > 1 && sources.executionRole === undefined) {
    throw new ValidationError(
      `nodeRangeProperties have ${roleArns.length} execution roles, ${roleArns.join(' and ')}: give all nodes the ` +
        'executionRole of the sources',
      scope,
    );
  }
  const [roleArn] = roleArns;
  const reader = new JobReader(scope, id, sources, field);
  const props = {
    ...same,
    // one that says nothing stays as it is, and AWS Batch runs it on EC2
    platformCapabilities: (platformCapabilities ?? []) as BatchPlatform[],
    attemptDurationSeconds: timeout?.attemptDurationSeconds,
    containerProperties: containerProperties && reader.container(containerProperties),
    ecsProperties: task && reader.task(task),
    nodeProperties: nodeProperties && reader.nodes(nodeProperties),
    executionRole:
      sources.executionRole ??
      (roleArn === undefined ? undefined : ExecutionRole.fromRoleArn(scope, `${id}ExecutionRole`, roleArn)),
    deregisterOnNewRevision: sources.deregisterOnNewRevision,
    provider: sources.provider,
  };
  return { props, dropped };
}

/** Containers of one file as props, which remember fields that the library doesn't know. */
class JobReader {
  public constructor(
    private readonly scope: Construct,
    private readonly id: string,
    private readonly sources: BatchJobDefinitionSources,
    private readonly field: DefinitionContent['field'],
  ) {}

  public container({ executionRoleArn: _, ...container }: ApiContainerProperties): BatchContainerProperties {
    const props = this.containerOf(container, 'containerProperties') as BatchContainerProperties;
    return withShape(props, this.field.fields.containerProperties as StructField);
  }

  public task({ executionRoleArn: _, ...task }: ApiEcsTaskProperties): BatchEcsProperties {
    const { taskProperties } = (this.field.fields.ecsProperties as StructField).fields;
    const field = (taskProperties as ListField).of as StructField;
    const containerField = (field.fields.containers as ListField).of as StructField;
    const containers = task.containers.map((container, i) => {
      const path = `ecsProperties.taskProperties[0].containers[${i}]`;
      return withShape(this.containerOf(container, path) as BatchTaskContainer, containerField);
    });
    return withShape({ ...task, containers }, field);
  }

  public nodes(nodes: ApiNodeProperties): BatchNodeProperties {
    const field = this.field.fields.nodeProperties as StructField;
    const rangeField = (field.fields.nodeRangeProperties as ListField).of as StructField;
    const ranges = nodes.nodeRangeProperties.map((range, i) => {
      const path = `nodeProperties.nodeRangeProperties[${i}].container`;
      const { executionRoleArn: _, ...container } = range.container ?? {};
      const { name, ...props } = this.containerOf({ ...container, name: range.targetNodes }, path);
      const shaped = withShape(props as BatchNodeContainer, rangeField.fields.container as StructField);
      return withShape({ ...range, container: shaped }, rangeField);
    });
    return withShape({ ...nodes, nodeRangeProperties: ranges }, field);
  }

  private containerOf(container: ApiBatchContainer, path: string): { readonly name?: string } {
    return containerOf(this.scope, this.id, container, { ...this.sources, path });
  }
}
