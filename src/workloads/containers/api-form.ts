import { Field, ITSELF, ListField, isObject } from '../../checks/api-shape';
import { compare } from '../../terraform/hcl';
import { isUnresolved } from '../../terraform/tokens';

/**
 * The value as the API takes it: only the fields that the API knows, lists without an order sorted, nothing empty.
 */
export function apiForm(value: unknown, field: Field): unknown {
  if (value === undefined || value === null || isUnresolved(value)) {
    return value ?? undefined;
  }
  if (field.kind === 'list' && Array.isArray(value)) {
    return value.length === 0 ? undefined : sorted(value.map((element) => apiForm(element, field.of)), field);
  }
  if (field.kind === 'struct' && isObject(value)) {
    const result: { [name: string]: unknown } = {};
    for (const [name, of] of Object.entries(field.fields)) {
      const inner = apiForm(value[name], of);
      if (inner !== undefined) {
        result[name] = inner;
      }
    }
    return result;
  }
  return field.kind === 'map' && Object.keys(value).length === 0 ? undefined : value;
}

/** A list with elements that are only known at plan stays in the order given: its tokens have no order of their own. */
function sorted(list: unknown[], { sortedBy }: ListField): unknown[] {
  if (sortedBy === undefined) {
    return list;
  }
  const keyed = list.map((element): [unknown, unknown] => [
    sortedBy === ITSELF || !isObject(element) ? element : element[sortedBy],
    element,
  ]);
  if (keyed.some(([key]) => isUnresolved(key))) {
    return list;
  }
  return keyed
    .sort(([a], [b]) => (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b))))
    .map(([, element]) => element);
}
