import { stackSource } from './cdktf-out';
import type { Effect, Source } from './source';
import type { Content } from './structured-file';
import { AwsPlace, StackFile, instanceId } from '../../src/inventory/stack-file';
import { StoredThing } from '../../src/inventory/stored-things';

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly values: { readonly [attribute: string]: unknown };
}

/**
 * A resource as the configuration has it. The text of an argument is only there where Terraform read JSON, as CDKTF
 * writes it.
 */
interface Configured {
  readonly provider?: string;
  readonly arguments: { readonly [name: string]: { readonly text?: unknown; readonly references: readonly string[] } };
}

/** Arguments that name one other resource, so that the reference tells what an unknown value will be. */
const REFERENCES = [
  'execution_role_arn',
  'key_id',
  'kms_key_id',
  'permissions_boundary',
  'policy_arn',
  'role',
  'secret_id',
  'task_role_arn',
];

/** Arguments that hold the containers of a workload. */
const CONTAINERS = ['container_definitions', 'container_properties', 'ecs_properties', 'node_properties'];

/**
 * A plan, as `terraform show -json` prints it. What the plan doesn't know yet is taken from the configuration that is
 * in it.
 */
export function planSource(path: string, plan: Content, place: AwsPlace): Source {
  const changes = new Map<string, any>(
    (plan.resource_changes ?? []).map((change: any) => [`${change.type}.${idOf(change)}`, change.change]),
  );
  return stackSource(`plan ${path}`, [planStack(plan, place)], (thing) => effectOf(thing, changes));
}

/** A plan as if it were a stack in which all that is known already is written out. */
export function planStack(plan: Content, place: Partial<AwsPlace> = {}): StackFile {
  const configured = configurations(plan.configuration?.root_module ?? {}, '');
  const json: { [block: string]: any } = {
    resource: {},
    data: {},
    provider: { aws: providersOf(plan) },
    variable: variablesOf(plan),
  };
  const found = resourcesOf(plan.prior_state?.values?.root_module ?? {}).filter(isData);
  const planned = resourcesOf(plan.planned_values?.root_module ?? {});
  for (const resource of [...found, ...planned]) {
    const block = isData(resource) ? json.data : json.resource;
    const configuration = configured.get(resource.address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, ''));
    block[resource.type] = { ...block[resource.type], [idOf(resource)]: attributesOf(resource, configuration) };
  }
  return new StackFile('plan', json, { place });
}

/**
 * The plan says what is written. A resource that is there and changed keeps its value, unless the value's version
 * changes.
 */
function effectOf({ address, managed, writers }: StoredThing, changes: ReadonlyMap<string, any>): Effect {
  if (!managed) {
    return 'nothing';
  }
  const actions = (resource: string): readonly string[] => changes.get(resource)?.actions ?? [];
  const written = writers.some(
    (writer) =>
      actions(writer).includes('create') || (actions(writer).includes('update') && newVersion(changes.get(writer))),
  );
  if (actions(address).includes('create')) {
    return written ? 'creates' : 'makes';
  }
  return written ? 'writes' : 'nothing';
}

function newVersion({ before, after }: any): boolean {
  return ['value_wo_version', 'secret_string_wo_version', 'value', 'insecure_value', 'secret_string'].some(
    (name) => before?.[name] !== after?.[name],
  );
}

function attributesOf({ values, index, address }: PlannedResource, configuration: Configured | undefined): object {
  const known = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace(/([$%])\{/g, '$1$1{') : value,
  ]);
  // expressions of a module mean the module's own resources
  const inRoot = !address.startsWith('module.');
  const unknown = Object.entries(configuration?.arguments ?? {})
    .filter(([name]) => values[name] === undefined || values[name] === null)
    .flatMap(([name, { text, references }]) => {
      if (references.length === 0) {
        return [];
      }
      if (typeof text === 'string' && inRoot) {
        return [
          [
            name,
            index === undefined ? text : text.replace(/\b(each\.key|count\.index)\b/g, JSON.stringify(String(index))),
          ],
        ];
      }
      if (CONTAINERS.includes(name)) {
        return [[name, references.map((reference) => `\${${reference}}`).join('')]];
      }
      return REFERENCES.includes(name) ? [[name, `\${${references[0]}}`]] : [];
    });
  return Object.fromEntries([...known, ...unknown, ['provider', configuration?.provider]]);
}

/** What the configuration has, by the resource's address without indexes. */
function configurations(module: any, prefix: string): Map<string, Configured> {
  const found = new Map<string, Configured>();
  for (const { address, provider_config_key: provider, expressions = {} } of module.resources ?? []) {
    const given = Object.entries<any>(expressions).map(([name, expression]) => [
      name, { text: expression?.constant_value, references: expression?.references ?? [] },
    ]);
    const alias = aliasOf(provider ?? '');
    found.set(`${prefix}${address}`, { provider: alias && `aws.${alias}`, arguments: Object.fromEntries(given) });
  }
  for (const [name, call] of Object.entries<any>(module.module_calls ?? {})) {
    configurations(call.module ?? {}, `${prefix}module.${name}.`).forEach((value, key) => found.set(key, value));
  }
  return found;
}

/**
 * What a provider is called in the plan as one stack: its alias, and for a module's own provider a name with the
 * module's in it. Undefined for the default one, and for providers of something else than AWS.
 */
function aliasOf(key: string): string | undefined {
  const [, module, alias] = /^(?:(.+):)?aws(?:\.([\w-]+))?$/.exec(key) ?? [];
  return module === undefined ? alias : key.replace(/[^\w-]/g, '-');
}

function resourcesOf(module: any): PlannedResource[] {
  return [...module.resources ?? [], ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

/** Instances of one resource are blocks of their own. */
function idOf({ name, address, index }: Pick<PlannedResource, 'name' | 'address' | 'index'>): string {
  const module = address.match(/^(module\..+?)\.(?:data\.)?[a-z0-9_]+\.[\w-]+(\[.*\])?$/)?.[1];
  const id = `${module === undefined ? '' : `${module}.`}${name}`;
  return index === undefined ? id : instanceId(id, String(index));
}

function isData({ mode }: PlannedResource): boolean {
  return mode === 'data';
}

function variablesOf(plan: Content): object {
  return Object.fromEntries(
    Object.entries<any>(plan.variables ?? {}).map(([name, variable]) => [name, { default: variable?.value }]),
  );
}

function providersOf(plan: Content): object[] {
  const valueOf = (expression: any): unknown => {
    const variable = expression?.references?.[0]?.match(/^var\.(.+)$/)?.[1];
    return (
      plan.variables?.[variable ?? '']?.value ??
      (expression?.references === undefined ? expression?.constant_value : undefined)
    );
  };
  const providers = Object.entries<any>(plan.configuration?.provider_config ?? {});
  return providers.filter(([, { name }]) => name === 'aws').map(([key, { expressions = {} }]) => ({
    alias: aliasOf(key),
    region: valueOf(expressions.region),
    assume_role: [expressions.assume_role ?? []].flat().map((role) => ({ role_arn: valueOf(role?.role_arn) })),
    allowed_account_ids: valueOf(expressions.allowed_account_ids),
  }));
}
