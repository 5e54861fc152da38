import { PROTOTYPE_NAME } from './names';
import { didYouMean } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A field of an API structure. */
export type Field = TextField | NumberField | FlagField | AnyField | ObjectField | MapField | ListField | StructField;

interface TextField {
  readonly kind: 'text';
  /** All values that the API takes, where they are a closed set. */
  readonly values?: readonly string[];
}

interface NumberField {
  readonly kind: 'number';
  readonly least?: number;
  readonly most?: number;
}

interface FlagField {
  readonly kind: 'flag';
}

/** Whatever somebody else checks. */
interface AnyField {
  readonly kind: 'any';
}

/** Any object, whose own constructor looks after it. */
interface ObjectField {
  readonly kind: 'object';
  /** A member that only the right objects have, and the call that creates them. */
  readonly has?: string;
  readonly madeBy?: string;
}

/** A map of texts by names of one's own. */
interface MapField {
  readonly kind: 'map';
}

export interface ListField {
  readonly kind: 'list';
  readonly of: Field;
  /** What sorts a list without an order: a field of its elements, or the elements themselves. */
  readonly sortedBy?: string;
}

export interface StructField {
  readonly kind: 'struct';
  readonly fields: { readonly [name: string]: Field };
  readonly required: readonly string[];
  /** Fields that the API knows and the library doesn't take, and why. */
  readonly refused: { readonly [name: string]: string };
}

export const TEXT: Field = { kind: 'text' };
export const FLAG: Field = { kind: 'flag' };
export const NUMBER: Field = { kind: 'number' };
export const MAP: Field = { kind: 'map' };
export const OBJECT: Field = { kind: 'object' };
/** Whatever somebody else checks. */
export const ANY: Field = { kind: 'any' };
export const TEXTS: Field = { kind: 'list', of: TEXT };
/** An object of a class of this package. `instanceof` would be false for an object of another copy of the package. */
export function madeBy(maker: string, has: string): Field {
  return { kind: 'object', has, madeBy: `made by ${maker}` };
}

export const OBJECTS: Field = { kind: 'list', of: OBJECT };
/** Elements that somebody else checks. */
export const LIST: Field = { kind: 'list', of: { kind: 'any' } };

/** The sort key of a list whose elements are not structures. */
export const ITSELF = '';

export function oneOf(...values: string[]): Field {
  return { kind: 'text', values };
}

export function between(least: number, most: number): Field {
  return { kind: 'number', least, most };
}

export function listOf(of: Field, sortedBy?: string): ListField {
  return { kind: 'list', of, sortedBy };
}

/** A structure with all properties of `T`, so that the compiler notices a field that is missing in the type. */
export function structOf<T>(
  fields: { readonly [K in keyof T]?: Field },
  required: readonly (keyof T & string)[] = [],
  refused: { readonly [name: string]: string } = {},
): StructField {
  return { kind: 'struct', fields: fields as StructField['fields'], required, refused };
}

/** A value in the API's own form, and its owner, if messages have to name one. */
export interface ShapedSubject {
  readonly owner?: string;
  readonly value: unknown;
  readonly field: Field;
}

/**
 * Terraform drops fields that it doesn't know and takes any text for any other; AWS refuses them only when the
 * definition is registered.
 */
export const API_SHAPE: Rule<ShapedSubject> = {
  id: 'api-shape',
  explanation:
    "A field that the API doesn't know would be left out silently, and a value that it doesn't know is refused " +
    'when the definition is registered.',
  fix: 'correct the spelling',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
  check: ({ owner, value, field }) => {
    const problem = problemOf(value, field, '');
    return problem === undefined || owner === undefined ? problem : `${owner}: ${problem}`;
  },
};

/** What somebody wrote, before what the API doesn't know is left out. */
export interface KnownFieldsSubject extends ShapedSubject {
  /** Fields that the library has beside the API's. */
  readonly libraryFields?: string[];
}

/**
 * Languages without types, dictionaries in lists, and casts can pass any name; the library would leave it out
 * silently.
 */
export const KNOWN_FIELDS: Rule<KnownFieldsSubject> = {
  id: 'known-fields',
  explanation:
    "A field with an unknown name would be left out silently, and then a port isn't mapped, or a secret is " +
    'missing.',
  fix: 'write the name that is meant, in camel case',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  check: ({ owner, value, field, libraryFields }) => {
    const problem = unknownField(value, field, '', libraryFields);
    return problem === undefined || owner === undefined ? problem : `${owner}: ${problem}`;
  },
};

/** A message about the first unknown field, with the name that is probably meant. */
export function unknownField(value: unknown, field: Field, path: string, others: string[] = []): string | undefined {
  if (field.kind === 'list' && Array.isArray(value) && !isUnresolved(value)) {
    return first([...value.entries()], ([i, element]) => unknownField(element, field.of, `${path}[${i}]`));
  }
  if (field.kind !== 'struct' || !isPlain(value)) {
    return undefined;
  }
  return first(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null), ([name, inner]) => {
    if (Object.hasOwn(field.fields, name)) {
      return unknownField(inner, field.fields[name], path === '' ? name : `${path}.${name}`);
    }
    if (others.includes(name)) {
      return undefined;
    }
    return Object.hasOwn(field.refused, name)
      ? refusedField(name, inner, field, path)
      : unknownName(name, [...Object.keys(field.fields), ...others], path);
  });
}

/** Says why the library doesn't take a field of the API; an empty list says nothing. */
function refusedField(name: string, value: unknown, { refused }: StructField, path: string): string | undefined {
  return Array.isArray(value) && value.length === 0
    ? undefined
    : `field '${name}'${path === '' ? '' : ` of ${path}`} is refused: ${refused[name]}`;
}

/** Says that a name is unknown, and which one is probably meant: `port_mappings` is `portMappings`. */
export function unknownName(name: string, known: readonly string[], path: string): string {
  const camel = name.replace(/_+([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
  const hint = known.includes(camel)
    ? `: write '${camel}'`
    : didYouMean(name, known) || `: it can have ${[...known].sort().join(', ')}`;
  return `field '${name}'${path === '' ? '' : ` of ${path}`} is unknown${hint}`;
}

/** Whether the value is a plain object: neither a token nor an instance of a class. */
function isPlain(value: unknown): value is { readonly [name: string]: unknown } {
  return isObject(value) && !isUnresolved(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** The first thing that is wrong with a value, or with what is in it. */
export function problemOf(value: unknown, field: Field, path: string): string | undefined {
  return problemsOf(value, field, path)[0];
}

/** Everything that is wrong with a value and with what is in it. */
export function problemsOf(value: unknown, field: Field, path: string): string[] {
  if (value === undefined || value === null || isUnresolved(value)) {
    return [];
  }
  switch (field.kind) {
    case 'text':
      return listed(
        typeof value === 'string' ? valueProblem(value, field, path) : typeProblem(path, 'a string', value),
      );
    case 'number':
      return listed(
        typeof value === 'number' && Number.isInteger(value)
          ? rangeProblem(value, field, path)
          : typeProblem(path, 'a whole number', value),
      );
    case 'flag':
      return typeof value === 'boolean' ? [] : [typeProblem(path, 'true or false', value)];
    case 'any':
      return [];
    case 'object':
      return isObject(value) && (field.has === undefined || field.has in value)
        ? []
        : [typeProblem(path, field.madeBy ?? 'an object', value)];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([name, text]) => listed(entryProblem(name, text, path)))
        : [typeProblem(path, 'an object', value)];
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((element, i) => elementProblems(element, field.of, `${path}[${i}]`))
        : [typeProblem(path, 'a list', value)];
    case 'struct':
      return isObject(value) ? structProblems(value, field, path) : [typeProblem(path, 'an object', value)];
  }
}

function elementProblems(element: unknown, field: Field, path: string): string[] {
  return element === null || element === undefined
    ? [typeProblem(path, 'a value', element)]
    : problemsOf(element, field, path);
}

function entryProblem(name: string, text: unknown, path: string): string | undefined {
  const lost = PROTOTYPE_NAME.check({ name });
  return lost === undefined
    ? typeof text === 'string' ? undefined : typeProblem(`${path}.${name}`, 'a string', text)
    : `${path}: ${lost}`;
}

function structProblems(value: object, field: StructField, path: string): string[] {
  const { fields, required, refused } = field;
  const where = path === '' ? '' : ` of ${path}`;
  const found = Object.entries(value).flatMap(([name, inner]) => {
    if (Object.hasOwn(fields, name)) {
      return problemsOf(inner, fields[name], path === '' ? name : `${path}.${name}`);
    }
    if (Object.hasOwn(refused, name)) {
      return listed(refusedField(name, inner, field, path));
    }
    return [unknownName(name, Object.keys(fields), path)];
  });
  const missing = required.filter((name) => own(value, name) === undefined || own(value, name) === null);
  return [...found, ...missing.map((name) => `field '${name}'${where} is missing: give it a value`)];
}

function valueProblem(value: string, { values }: TextField, path: string): string | undefined {
  return values === undefined || values.includes(value)
    ? undefined
    : `${path} is '${value}'${didYouMean(value, values) || `: it can be ${values.map((v) => `'${v}'`).join(', ')}`}`;
}

function rangeProblem(
  value: number,
  { least = -Infinity, most = Infinity }: NumberField,
  path: string,
): string | undefined {
  return value < least || value > most ? `${path} is ${value}: it can be ${least} to ${most}` : undefined;
}

/** Only the kind of what was found: it may be a secret that stands in the wrong place. */
function typeProblem(path: string, expected: string, value: unknown): string {
  const kind = typeof value === 'object' ? 'an object' : value === undefined ? 'nothing' : `a ${typeof value}`;
  const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : kind;
  return `${path === '' ? 'the definition' : path} must be ${expected}, got ${found}`;
}

export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as { readonly [name: string]: unknown })[name] : undefined;
}

function listed(problem: string | undefined): string[] {
  return problem === undefined ? [] : [problem];
}

function first<T>(items: readonly T[], problem: (item: T) => string | undefined): string | undefined {
  return items.reduce<string | undefined>((found, item) => found ?? problem(item), undefined);
}
