import { BatchJobDefinitionProps, BatchPlatform } from './batch-job-definition-props';
import { BatchNodeRange } from './batch-nodes';
import { CONTAINER_PROPERTIES, JOB_DEFINITION, NODE_CONTAINER } from './batch-shape';
import { ANY, StructField, structOf } from '../../checks/api-shape';
import { apiForm } from '../containers/api-form';
import { isOfFile, shapeOf, withShape } from '../containers/kept-fields';
import { SecretConsumer } from '../containers/resolved-container';
import { BatchVolume } from '../containers/volume';

/** What has the containers of a job definition, which has one of these. */
export interface JobProperties {
  readonly containerProperties?: object;
  readonly ecsProperties?: object;
  readonly nodeProperties?: object;
}

/** Containers of a job that run together, and what they run on. */
export interface JobTask {
  /** What a container goes by in messages. */
  readonly consumers: SecretConsumer[];
  readonly properties: {
    readonly volumes?: BatchVolume[];
    readonly enableExecuteCommand?: boolean;
    readonly jobRoleArn?: string;
    readonly taskRoleArn?: string;
  };
}

/** All of a job, or what runs on the nodes of one range. */
export function tasksOf(props: BatchJobDefinitionProps): JobTask[] {
  const { jobDefinitionName: name, containerProperties, ecsProperties, nodeProperties } = props;
  if (nodeProperties !== undefined) {
    return nodeProperties.nodeRangeProperties.map(({ targetNodes, container }) => ({
      consumers: [consumerOf(container, nodesName(name, targetNodes), NODE_CONTAINER)],
      properties: container,
    }));
  }
  // messages call the one container by the definition's name
  return containerProperties === undefined
    ? [{ consumers: ecsProperties!.containers, properties: ecsProperties! }]
    : [{ consumers: [consumerOf(containerProperties, name, CONTAINER_PROPERTIES)], properties: containerProperties }];
}

export function nodesName(jobDefinitionName: string, targetNodes: string): string {
  return `${jobDefinitionName} (nodes ${targetNodes})`;
}

/** Where the jobs can run. */
export function platformsOf({ platformCapabilities, nodeProperties }: BatchJobDefinitionProps): BatchPlatform[] {
  return platformCapabilities ?? [nodeProperties === undefined ? BatchPlatform.FARGATE : BatchPlatform.EC2];
}

/** The whole definition in the API's form. */
export function apiOf(props: BatchJobDefinitionProps, properties: JobProperties): object {
  const { attemptDurationSeconds } = props;
  const field = structOf<object>({
    ...JOB_DEFINITION.fields,
    containerProperties: ANY,
    ecsProperties: ANY,
    nodeProperties: ANY,
  } as never);
  return apiForm(
    {
      ...props,
      ...properties,
      type: typeOf(props),
      platformCapabilities: platformsOf(props),
      timeout: attemptDurationSeconds === undefined ? undefined : { attemptDurationSeconds },
    },
    field,
  ) as object;
}

export function typeOf({ nodeProperties }: JobProperties): string {
  return nodeProperties === undefined ? 'container' : 'multinode';
}

/** A structure in the API's form, without what others make of one of its fields. */
export function fieldsBeside(value: object, api: StructField, name: string): object {
  const { [name]: _, ...fields } = shapeOf(value, api).fields;
  return apiForm(value, { ...api, fields }) as object;
}

/** What is known of the nodes without looking into their containers. */
export function rangesOf(ranges: readonly BatchNodeRange[]): { targetNodes: string; instanceType?: string }[] {
  return ranges.map(({ targetNodes, container: { instanceType } }) => ({ targetNodes, instanceType }));
}

function consumerOf(container: Omit<SecretConsumer, 'name'>, name: string, field: StructField): SecretConsumer {
  const consumer = { ...container, name };
  return isOfFile(container) ? withShape(consumer, shapeOf(container, field)) : consumer;
}
