import { PARAMETERS } from '../apps/workload';

type Json = any;

/**
 * What a stack defines, so that two ways to write the same are equal: one resource with `for_each` becomes its instances, addresses become what
 * they stand for, and what is made of a construct's path or is a digest goes.
 */
export function definitionOf(stack: Json): Json {
  // settings that the library remembers, to stop a change that would lose a value, are nothing in AWS, and neither is what only reads
  const { terraform_data: _, ...resources } = stack.resource;
  const instances = instancesOf({ ...resources, ...prefixed('data', stack.data) });
  const names = instances.map(({ address, name }) => [JSON.stringify(address).slice(1, -1), name]).sort(([a], [b]) => b.length - a.length);
  const configs = instances.map(({ name, config }): [string, Json] => [name, config]).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(configs));
  const replaced = names.reduce((result, [address, name]) => result.split(address).join(name), text);
  return JSON.parse(replaced, (_, value) => (typeof value === 'string' ? value.replace(/ \([\w/-]+\)$/, '') : value));
}

function prefixed(kind: string, byType: Json = {}): Json {
  return Object.fromEntries(Object.entries(byType).map(([type, resources]) => [`${kind}.${type}`, resources]));
}

interface Instance {
  readonly address: string;
  readonly name: string;
  readonly config: Json;
}

function instancesOf(byType: Json): Instance[] {
  return Object.entries(byType as Record<string, Record<string, Json>>).flatMap(([type, resources]) =>
    Object.entries(resources).flatMap(([id, { '//': metadata, ...config }]) => {
      const own = withoutPaths(config);
      if (config.for_each) {
        return Object.entries(config.for_each).map(([key, value]) => {
          const { for_each: _, ...rest } = own;
          const text = JSON.stringify(rest).split('${each.key}').join(key).split('"${each.value}"').join(String(value)).split('each.key').join(`\\"${key}\\"`);
          return { address: `${type}.${id}["${key}"]`, name: nameOf(type, id, key), config: JSON.parse(text) };
        });
      }
      return [{ address: `${type}.${id}`, name: nameOf(type, id), config: own }];
    }),
  );
}

/**
 * Leaves out names that come from where something stands, numbers that are digests, and what only guards the way to a definition: conditions,
 * the order of changes, and how the merge into what is stored is written.
 */
function withoutPaths(config: Json): Json {
  const { name_prefix: _, secret_string_wo_version: __, lifecycle: ___, depends_on: ____, secret_string_wo: _____, ...rest } = config;
  return config.policy ? { ...rest, name: '' } : rest;
}

/** `aws_ssm_parameter:service-1/PARAMETER_02`, whatever the address is. */
function nameOf(type: string, id: string, key?: string): string {
  const service = /service-\d+/.exec(id)?.[0] ?? '';
  const parameter = key ?? PARAMETERS.find((name) => id.includes(name)) ?? '';
  const role = type.endsWith('aws_secretsmanager_secret_version') ? /seed|stored|version/i.exec(id.replace(/_[0-9A-F]{8}$/, ''))?.[0].toLowerCase() ?? '' : '';
  return `<${type}:${service}/${parameter}${role}>`;
}
