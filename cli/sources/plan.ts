import { stackSource } from './cdktf-out';
import type { Source } from './source';
import type { Content } from './structured-file';
import { AwsPlace, StackFile } from '../../src/inventory/stack-file';

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly values: { readonly [attribute: string]: unknown };
}

/** Arguments that name one other resource, so that the reference tells what an unknown value will be. */
const REFERENCES = ['execution_role_arn', 'key_id', 'kms_key_id', 'permissions_boundary', 'policy_arn', 'role'];

/**
 * A plan, as `terraform show -json` prints it. Values that the plan doesn't know yet are references.
 */
export function planSource(path: string, plan: Content, place: AwsPlace): Source {
  const configured = configurations(plan.configuration?.root_module ?? {}, '');
  const json: { [block: string]: any } = { resource: {}, data: {}, provider: { aws: [providerOf(plan)] } };
  const found = resourcesOf(plan.prior_state?.values?.root_module ?? {}).filter(isData);
  for (const resource of [...resourcesOf(plan.planned_values?.root_module ?? {}), ...found]) {
    const block = isData(resource) ? json.data : json.resource;
    const [base] = resource.address.split(/\[["\d]/);
    const references = configured.get(base.replace(/\["[^"]*"\]|\[\d+\]/g, '')) ?? {};
    block[resource.type] = { ...block[resource.type], [idOf(resource)]: argumentsOf(resource, references) };
  }
  return stackSource(`plan ${path}`, [new StackFile('plan', json, { place })]);
}

function argumentsOf({ values }: PlannedResource, expressions: { readonly [argument: string]: string[] }): object {
  const known = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value.replace(/([$%])\{/g, '$1$1{') : value]);
  const unknown = Object.entries(expressions)
    .filter(([name]) => values[name] === undefined || values[name] === null)
    .flatMap(([name, references]) => {
      if (name === 'container_definitions' || name === 'container_properties') {
        return [[name, references.map((reference) => `\${${reference}}`).join('')]];
      }
      return REFERENCES.includes(name) && references.length > 0 ? [[name, `\${${references[0]}}`]] : [];
    });
  return Object.fromEntries([...known, ...unknown]);
}

/** References of each argument, by the resource's address without indexes. */
function configurations(module: any, prefix: string): Map<string, { [argument: string]: string[] }> {
  const found = new Map<string, { [argument: string]: string[] }>();
  for (const { address, expressions = {} } of module.resources ?? []) {
    const references = Object.entries<any>(expressions).map(([name, expression]) => [name, expression?.references ?? []]);
    found.set(`${prefix}${address}`, Object.fromEntries(references));
  }
  for (const [name, call] of Object.entries<any>(module.module_calls ?? {})) {
    configurations(call.module ?? {}, `${prefix}module.${name}.`).forEach((value, key) => found.set(key, value));
  }
  return found;
}

function resourcesOf(module: any): PlannedResource[] {
  return [...module.resources ?? [], ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

/** Instances of one resource are blocks of their own. */
function idOf({ name, address }: PlannedResource): string {
  const index = address.match(/\[.*\]$/)?.[0] ?? '';
  const module = address.match(/^(module\..+?)\.(?:data\.)?[a-z0-9_]+\.[\w-]+(\[.*\])?$/)?.[1];
  return `${module === undefined ? '' : `${module}.`}${name}${index}`;
}

function isData({ mode }: PlannedResource): boolean {
  return mode === 'data';
}

function providerOf(plan: Content): object {
  const region = plan.configuration?.provider_config?.aws?.expressions?.region;
  const variable = region?.references?.[0]?.match(/^var\.(.+)$/)?.[1];
  return { region: region?.constant_value ?? plan.variables?.[variable ?? '']?.value };
}
