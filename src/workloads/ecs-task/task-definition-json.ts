import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { Compatibility, TaskDefinitionProps } from './task-definition-props';
import { ApiTaskDefinition, REPORTED, TASK_DEFINITION } from './task-definition-shape';
import { TaskDefinitionSources } from './task-definition-sources';
import { ExecutionRole } from '../../access/execution-role';
import { FLAG, OBJECT, TEXT, ListField, StructField } from '../../checks/api-shape';
import { didYouMean } from '../../checks/nearest';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce, refuse } from '../../checks/rule';
import { unitsOf } from '../../checks/task-size';
import { VALUE_FROM_PATTERN } from '../../checks/value-from';
import { ContainerSecret, ParameterNameOptions } from '../../references/container-secret';
import { ISecretSource } from '../../references/secret-source';
import { isUnresolved } from '../../terraform/tokens';
import { apiForm } from '../containers/api-form';
import { ContainerDefinition } from '../containers/container-definition';
import { ApiContainerDefinition, NamedReference, NamedValue } from '../containers/container-shape';
import { DefinitionFormat, readDefinition } from '../containers/definition-file';
import { EnvironmentFile } from '../containers/environment-file';
import { withShape } from '../containers/kept-fields';
import { RepositoryCredentials } from '../containers/repository-credentials';

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

/** What a file says. */
export interface FileContent {
  readonly props: TaskDefinitionProps;
  /** Fields that AWS reports and doesn't take. */
  readonly dropped: readonly string[];
}

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
): FileContent {
  enforce(scope, { props: sources, ...SOURCES }, PROP_TYPES);
  const keepUnknown = sources.keepUnknownFields ? 'containerDefinitions' : undefined;
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
  enforceNames(scope, Object.keys(sources.secrets ?? {}), containerDefinitions);
  const containerField = (field.fields.containerDefinitions as ListField).of as StructField;
  const props = {
    ...same,
    cpu: sizeOf(scope, 'cpu', cpu, 'vCPU'),
    memory: sizeOf(scope, 'memory', memory, 'GB'),
    // a file without them isn't checked by ECS against any, and keeps its fields as they are
    compatibilities: (requiresCompatibilities ?? []) as Compatibility[],
    containers: containerDefinitions.map((container, i) =>
      withShape(containerOf(scope, id, container, sources, `containerDefinitions[${i}]`), containerField),
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

function containerOf(
  scope: Construct,
  id: string,
  container: ApiContainerDefinition,
  sources: TaskDefinitionSources,
  path: string,
): ContainerDefinition {
  const { environment, environmentFiles, logConfiguration, repositoryCredentials, secrets, ...same } = container;
  const { encryptionKeyArn, provider } = sources;
  const key = { encryptionKeyArn, provider };
  const own = Object.entries(sources.secrets ?? {}).find(([name]) => name === container.name)?.[1] ?? [];
  return {
    ...same,
    environment: mapOf(scope, environment, `${path}.environment`),
    environmentFiles: environmentFiles?.map((file) => EnvironmentFile.fromObjectArn(file.value, { encryptionKeyArn })),
    logConfiguration: logConfiguration && {
      ...logConfiguration,
      secretOptions: referencesOf(scope, logConfiguration.secretOptions, key),
    },
    repositoryCredentials:
      repositoryCredentials &&
      RepositoryCredentials.fromCredentialsParameter(
        scope,
        `${id}Registry-${container.name}`,
        repositoryCredentials.credentialsParameter,
        key,
      ),
    secrets: [...referencesOf(scope, secrets, key), ...own],
  };
}

function referencesOf(
  scope: Construct,
  references: NamedReference[] = [],
  key: ParameterNameOptions = {},
): ISecretSource[] {
  return references.flatMap(({ name, valueFrom }) => {
    const problem = VALUE_FROM_PATTERN.check({ name, valueFrom });
    if (problem !== undefined) {
      refuse(problem, scope);
      return [];
    }
    return [ContainerSecret.fromValueFrom(name, valueFrom, key)];
  });
}

function mapOf(
  scope: Construct,
  values: NamedValue[] | undefined,
  path: string,
): { [name: string]: string } | undefined {
  const names = values?.map(({ name }) => name) ?? [];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    refuse(`'${twice}' is in ${path} twice: remove one of them`, scope);
  }
  return values && Object.fromEntries(values.map(({ name, value }) => [name, value]));
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

function enforceNames(scope: Construct, names: string[], containers: ApiContainerDefinition[]): void {
  const known = containers.map((container) => container.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) || `: it has ${known.map((name) => `'${name}'`).join(', ') || 'none'}`;
    refuse(`secrets are given for container '${unknown}', which the task definition doesn't have${hint}`, scope);
  }
}
