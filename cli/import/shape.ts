import { Field, StructField, isObject } from '../../src/checks/api-shape';
import type { Content } from '../sources/structured-file';

/** What AWS reports of a registration; a definition doesn't say it. */
const REPORTED = [
  'compatibilities',
  'deregisteredAt',
  'registeredAt',
  'registeredBy',
  'requiresAttributes',
  'revision',
  'status',
  'taskDefinitionArn',
  'containerOrchestrationType',
  'jobDefinitionArn',
  'type',
];

/**
 * An object of the API with the fields that the library has, without what says nothing: null, empty lists and empty
 * maps.
 *
 * @param left gets the paths of fields that the library doesn't have
 */
export function shaped(value: Content, { fields }: StructField, left: string[], path = ''): Content {
  const entries = Object.entries(value)
    .filter(([, inner]) => !saysNothing(inner))
    .flatMap(([name, inner]): [string, unknown][] => {
      const at = path === '' ? name : `${path}.${name}`;
      if (Object.hasOwn(fields, name)) {
        const inside = part(inner, fields[name], left, at);
        return saysNothing(inside) ? [] : [[name, inside]];
      }
      left.push(...(path === '' && REPORTED.includes(name) ? [] : [at]));
      return [];
    });
  return Object.fromEntries(entries);
}

function part(value: unknown, field: Field, left: string[], path: string): unknown {
  if (field.kind === 'struct' && isObject(value)) {
    return shaped(value, field, left, path);
  }
  if (field.kind === 'list' && Array.isArray(value)) {
    return value.map((element, i) => part(element, field.of, left, `${path}[${i}]`));
  }
  if (field.kind === 'map' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, String(inner)]));
  }
  // YAML reads 5432 as a number where the API has a text
  return field.kind === 'text' && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value;
}

function saysNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** What the API lists by name, as the map that the library has. */
export function mapOf(list: readonly Content[] | undefined, name = 'name'): { [name: string]: string } | undefined {
  return list && Object.fromEntries(list.map((entry) => [entry[name], entry.value]));
}
