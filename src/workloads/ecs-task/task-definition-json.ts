import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { Compatibility, TaskDefinitionProps } from './task-definition-props';
import { ApiTaskDefinition, REPORTED, TASK_DEFINITION } from './task-definition-shape';
import { TaskDefinitionSources } from './task-definition-sources';
import { ExecutionRole } from '../../access/execution-role';
import { FLAG, ListField, OBJECT, StructField, TEXT } from '../../checks/api-shape';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce, refuse } from '../../checks/rule';
import { unitsOf } from '../../checks/task-size';
import { isUnresolved } from '../../terraform/tokens';
import { apiForm } from '../containers/api-form';
import { containerOf, enforceNames, mapOf } from '../containers/container-of-file';
import { ApiContainerDefinition } from '../containers/container-shape';
import { DefinitionFormat, PropsOfFile, readDefinition } from '../containers/definition-file';
import { withShape } from '../containers/kept-fields';

const FORMAT: DefinitionFormat = {
  what: 'the task definition',
  wrapper: 'taskDefinition',
  reported: REPORTED,
  field: TASK_DEFINITION,
};

const SOURCES = propsOf<TaskDefinitionSources>({}, {
  secrets: OBJECT,
  executionRole: OBJECT,
  encryptionKeyArn: TEXT,
  keepUnknownFields: FLAG,
  skipDestroy: FLAG,
  provider: OBJECT,
});

/**
 * What a file for `aws ecs register-task-definition --cli-input-json`, or an answer of
 * `aws ecs describe-task-definition`, says as props.
 *
 * @throws if it isn't JSON, or holds what the API doesn't take
 */
export function readTaskDefinition(
  scope: Construct,
  id: string,
  json: string,
  sources: TaskDefinitionSources,
): PropsOfFile<TaskDefinitionProps> {
  enforce(scope, { props: sources, ...SOURCES }, PROP_TYPES);
  const keepUnknown = sources.keepUnknownFields ? ['containerDefinitions'] : [];
  const { content, dropped, field } = readDefinition(scope, json, { ...FORMAT, keepUnknown });
  const api = apiForm(content, field) as ApiTaskDefinition;
  const {
    containerDefinitions = [],
    executionRoleArn,
    requiresCompatibilities,
    proxyConfiguration,
    tags,
    cpu,
    memory,
    ...same
  } = api;
  enforceNames(scope, 'the task definition', sources.secrets, containerDefinitions.map(({ name }) => name));
  const containerField = (field.fields.containerDefinitions as ListField).of as StructField;
  const props = {
    ...same,
    cpu: sizeOf(scope, 'cpu', cpu, 'vCPU'),
    memory: sizeOf(scope, 'memory', memory, 'GB'),
    // a file without them isn't checked by ECS against any, and keeps its fields as they are
    compatibilities: (requiresCompatibilities ?? []) as Compatibility[],
    containers: containerDefinitions.map((container, i) =>
      withShape(
        containerOf<ApiContainerDefinition>(scope, id, container, { ...sources, path: `containerDefinitions[${i}]` }),
        containerField,
      ),
    ),
    proxyConfiguration: proxyConfiguration && {
      ...proxyConfiguration,
      properties: mapOf(scope, proxyConfiguration.properties, 'proxyConfiguration.properties'),
    },
    tags:
      tags &&
      mapOf(
        scope,
        tags.map(({ key, value: text }) => ({ name: key, value: text })),
        'tags',
      ),
    executionRole:
      sources.executionRole ??
      (executionRoleArn === undefined
        ? undefined
        : ExecutionRole.fromRoleArn(scope, `${id}ExecutionRole`, executionRoleArn)),
    skipDestroy: sources.skipDestroy,
    provider: sources.provider,
  };
  return { props, dropped };
}

/** A size of the task: units, or whole vCPUs or GB of 1,024 units each. */
function sizeOf(scope: Construct, name: string, text: string | undefined, unit: string): number | undefined {
  if (text === undefined || isUnresolved(text)) {
    return text === undefined ? undefined : Token.asNumber(text);
  }
  const size = unitsOf(text, unit);
  if (size === undefined) {
    refuse(`${name} is '${text}': write units like '1024', or '1 ${unit}'`, scope);
  }
  return size;
}
