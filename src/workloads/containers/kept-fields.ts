import { Field, StructField, isObject } from '../../checks/api-shape';

/** Fields that a file has and this version doesn't know, kept as they are. */
const shapes = new WeakMap<object, StructField>();

/** Remembers how a container that comes from a file is written. */
export function withShape<T extends object>(definition: T, field: StructField): T {
  shapes.set(definition, field);
  return definition;
}

/** Whether a container comes from a file, and stays as it is there. */
export function isOfFile(definition: object): boolean {
  return shapes.has(definition);
}

/** The shape of a container: that of the API, and the unknown fields of its file. */
export function shapeOf(definition: object, field: StructField): StructField {
  return shapes.get(definition) ?? field;
}

/** The same field, which also accepts all other fields that the value has. */
export function withUnknownFields(field: Field, value: unknown): Field {
  if (field.kind === 'list' && Array.isArray(value)) {
    return { ...field, of: value.reduce(withUnknownFields, field.of) };
  }
  if (field.kind !== 'struct' || !isObject(value)) {
    return field;
  }
  const given = Object.entries(value)
    .filter(([name]) => !Object.hasOwn(field.refused, name))
    .map(([name, inner]): [string, Field] => [
      name,
      Object.hasOwn(field.fields, name) ? withUnknownFields(field.fields[name], inner) : { kind: 'any' },
    ]);
  return { ...field, fields: { ...field.fields, ...Object.fromEntries(given) } };
}
