import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { Compatibility, TaskDefinitionProps } from './task-definition-props';
import { ApiTaskDefinition, TASK_DEFINITION } from './task-definition-shape';
import { TaskDefinitionSources } from './task-definition-sources';
import { ExecutionRole } from '../../access/execution-role';
import { API_SHAPE } from '../../checks/api-shape';
import { didYouMean } from '../../checks/nearest';
import { enforce } from '../../checks/rule';
import { unitsOf } from '../../checks/task-size';
import { ValidationError } from '../../checks/validation-error';
import { VALUE_FROM_PATTERN } from '../../checks/value-from';
import { ContainerSecret, ParameterNameOptions } from '../../references/container-secret';
import { ISecretSource } from '../../references/secret-source';
import { isUnresolved } from '../../terraform/tokens';
import { apiForm } from '../containers/api-form';
import { ContainerDefinition } from '../containers/container-definition';
import { ApiContainerDefinition, NamedReference, NamedValue } from '../containers/container-shape';
import { EnvironmentFile } from '../containers/environment-file';
import { RepositoryCredentials } from '../containers/repository-credentials';

/**
 * What a file for `aws ecs register-task-definition --cli-input-json` says, as props.
 *
 * @throws if it isn't JSON, or holds what the API doesn't take
 */
export function propsFromJson(scope: Construct, id: string, json: string, sources: TaskDefinitionSources): TaskDefinitionProps {
  const value = parsed(scope, json);
  enforce(scope, { value, field: TASK_DEFINITION }, API_SHAPE);
  if (value === null) {
    throw new ValidationError('the definition must be an object, got null', scope);
  }
  const api = apiForm(value, TASK_DEFINITION) as ApiTaskDefinition;
  const { containerDefinitions = [], executionRoleArn, requiresCompatibilities, proxyConfiguration, tags, cpu, memory, ...same } = api;
  enforceNames(scope, Object.keys(sources.secrets ?? {}), containerDefinitions);
  return {
    ...same,
    cpu: sizeOf(scope, 'cpu', cpu, 'vCPU'),
    memory: sizeOf(scope, 'memory', memory, 'GB'),
    // a file without them isn't checked by ECS against any, and keeps its fields as they are
    compatibilities: (requiresCompatibilities ?? []) as Compatibility[],
    containers: containerDefinitions.map((container, i) => containerOf(scope, id, container, sources, `containerDefinitions[${i}]`)),
    proxyConfiguration: proxyConfiguration && { ...proxyConfiguration, properties: mapOf(scope, proxyConfiguration.properties, 'proxyConfiguration.properties') },
    tags: tags && mapOf(scope, tags.map(({ key, value: text }) => ({ name: key, value: text })), 'tags'),
    executionRole: sources.executionRole ?? (executionRoleArn === undefined ? undefined : ExecutionRole.fromRoleArn(scope, `${id}ExecutionRole`, executionRoleArn)),
    skipDestroy: sources.skipDestroy,
    provider: sources.provider,
  };
}

function parsed(scope: Construct, json: string): unknown {
  if (typeof json !== 'string' || isUnresolved(json)) {
    throw new ValidationError('the task definition must be known at synth: read its file with readFileSync', scope);
  }
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    // the parser's own message quotes the text, in which a value may stand
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? '' : ` in line ${json.slice(0, Number(position)).split('\n').length}`;
    throw new ValidationError(`the task definition is no JSON${line}: render templates in it first, and leave out comments`, scope);
  }
}

function containerOf(scope: Construct, id: string, container: ApiContainerDefinition, sources: TaskDefinitionSources, path: string): ContainerDefinition {
  const { environment, environmentFiles, logConfiguration, repositoryCredentials, secrets, ...same } = container;
  const { encryptionKeyArn, provider } = sources;
  const key = { encryptionKeyArn, provider };
  const own = Object.entries(sources.secrets ?? {}).find(([name]) => name === container.name)?.[1] ?? [];
  return {
    ...same,
    environment: mapOf(scope, environment, `${path}.environment`),
    environmentFiles: environmentFiles?.map((file) => EnvironmentFile.fromObjectArn(file.value, { encryptionKeyArn })),
    logConfiguration: logConfiguration && { ...logConfiguration, secretOptions: referencesOf(scope, logConfiguration.secretOptions, key) },
    repositoryCredentials: repositoryCredentials
      && RepositoryCredentials.fromCredentialsParameter(scope, `${id}Registry-${container.name}`, repositoryCredentials.credentialsParameter, key),
    secrets: [...referencesOf(scope, secrets, key), ...own],
  };
}

function referencesOf(scope: Construct, references: NamedReference[] = [], key: ParameterNameOptions = {}): ISecretSource[] {
  return references.map((reference) => {
    enforce(scope, reference, VALUE_FROM_PATTERN);
    return ContainerSecret.fromValueFrom(reference.name, reference.valueFrom, key);
  });
}

function mapOf(scope: Construct, values: NamedValue[] | undefined, path: string): { [name: string]: string } | undefined {
  const names = values?.map(({ name }) => name) ?? [];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new ValidationError(`'${twice}' is in ${path} twice: remove one of them`, scope);
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
    throw new ValidationError(`${name} is '${text}': write units like '1024', or '1 ${unit}'`, scope);
  }
  return size;
}

function enforceNames(scope: Construct, names: string[], containers: ApiContainerDefinition[]): void {
  const known = containers.map((container) => container.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) || `: it has ${known.map((name) => `'${name}'`).join(', ') || 'none'}`;
    throw new ValidationError(`secrets are given for container '${unknown}', which the task definition doesn't have${hint}`, scope);
  }
}
