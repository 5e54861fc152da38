import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { stackOf } from '../support/synthesis';
import {
  ContainerSecrets, DiscoveredJsonSecret, DiscoveredParameters, ISecretSource, KeyDiscovery, SecretValue, Service, TaskDefinition, VariableSecrets,
} from 'cdktf-ecs-secrets';

/** What somebody wants to have, at one moment. */
export interface Model {
  readonly names: readonly string[];
  /** Number of the values; a new number gives new values. */
  readonly generation: number;
}

/** The ways to keep names in step, each an application of its own. */
export const MODES = ['code', 'variable', 'list', 'parameters', 'tag', 'parameter', 'value'] as const;
export type Mode = typeof MODES[number];

/** Modes whose stores Terraform writes. */
export const WRITTEN: readonly Mode[] = ['code', 'variable', 'list'];
/** Modes that find what somebody else stores. */
export const FOUND: readonly Mode[] = ['parameters', 'tag', 'parameter', 'value'];

export const NAMES_PARAMETER = '/sync/names';

/** A value that tells where it belongs; only KEPT changes with the generation. */
export function valueOf(mode: Mode, name: string, { generation }: Pick<Model, 'generation'>): string {
  return `${mode}-${name}-value-${name.endsWith('KEPT') ? generation : 1}`;
}

/** The names of a mode's environment variables, parameters first, then keys of a JSON secret. */
export function namesOf(mode: Mode, names: readonly string[]): { parameters: string[]; keys: string[] } {
  const both = WRITTEN.includes(mode);
  return { parameters: both || mode === 'parameters' ? [...names] : [], keys: both ? names.map((name) => `JSON_${name}`) : mode === 'parameters' ? [] : [...names] };
}

/** The variables that a run gets. */
export function variablesOf(model: Model): { [name: string]: unknown } {
  const valuesOf = (mode: Mode, names: string[]) => Object.fromEntries(names.map((name) => [name, valueOf(mode, name, model)]));
  const of = (mode: Mode) => namesOf(mode, model.names);
  return {
    code: { ...valuesOf('code', of('code').parameters), ...valuesOf('code', of('code').keys) },
    variable_parameters: valuesOf('variable', of('variable').parameters),
    variable_json: valuesOf('variable', of('variable').keys),
    list_parameter_names: of('list').parameters,
    list_parameters: valuesOf('list', of('list').parameters),
    list_json_names: of('list').keys,
    list_json: valuesOf('list', of('list').keys),
    list_versions: { KEPT: model.generation, JSON_KEPT: model.generation },
  };
}

/** All applications in one stack, so that one run shows them all. */
export function syncStack(model: Model, modes: readonly Mode[] = MODES): any {
  return stackOf((stack) => {
    const cluster = new EcsCluster(stack, 'Cluster', { name: 'sync' });
    const subnets = new DataAwsSubnets(stack, 'Subnets');
    for (const mode of modes) {
      const taskDefinition = new TaskDefinition(stack, `Task-${mode}`, {
        family: mode,
        containers: [{ name: 'app', image: 'app', secrets: [sourceOf(stack, mode, model)], environment: { MODE: mode } }],
      });
      new Service(stack, `Service-${mode}`, { serviceName: mode, clusterArn: cluster.arn, taskDefinition, subnets: subnets.ids, desiredCount: 0 });
    }
  });
}

function sourceOf(stack: TerraformStack, mode: Mode, model: Model): ISecretSource {
  const variable = (id: string, type: string, value: unknown) => new TerraformVariable(stack, id, { type, default: value });
  const path = `/sync/${mode}`;
  switch (mode) {
    case 'code': {
      const values = variable('code', 'map(string)', {});
      const { parameters, keys } = namesOf(mode, model.names);
      const entries = (names: string[]) => Object.fromEntries(names.map((name) => {
        return [name, SecretValue.fromVariableKey(values, name, { version: name.endsWith('KEPT') ? model.generation : 1 })];
      }));
      return new ContainerSecrets(stack, 'Code', { path, parameters: entries(parameters), jsonSecret: entries(keys), recoveryWindowInDays: 0 });
    }
    case 'variable':
      return new VariableSecrets(stack, 'Variable', {
        path,
        parameters: variable('variable_parameters', 'map(string)', {}),
        jsonSecret: variable('variable_json', 'map(string)', {}),
        recoveryWindowInDays: 0,
      });
    case 'list':
      return new VariableSecrets(stack, 'List', {
        path,
        parameters: variable('list_parameters', 'map(string)', {}),
        parameterNames: variable('list_parameter_names', 'list(string)', []),
        jsonSecret: variable('list_json', 'map(string)', {}),
        jsonSecretNames: variable('list_json_names', 'list(string)', []),
        versions: variable('list_versions', 'map(number)', {}),
        recoveryWindowInDays: 0,
      });
    case 'parameters':
      return new DiscoveredParameters(stack, 'Parameters', { path });
    case 'tag':
      return new DiscoveredJsonSecret(stack, 'Tag', { secretName: 'sync/tag', keys: KeyDiscovery.fromTag() });
    case 'parameter':
      return new DiscoveredJsonSecret(stack, 'Parameter', { secretName: 'sync/parameter', keys: KeyDiscovery.fromParameter(NAMES_PARAMETER) });
    case 'value':
      return new DiscoveredJsonSecret(stack, 'Value', { secretName: 'sync/value', keys: KeyDiscovery.fromValue() });
  }
}
