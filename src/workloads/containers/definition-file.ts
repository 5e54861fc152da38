import { IConstruct } from 'constructs';
import { withUnknownFields } from './kept-fields';
import { Field, StructField, isObject, problemsOf } from '../../checks/api-shape';
import { refuse } from '../../checks/rule';
import { ValidationError } from '../../checks/validation-error';
import { isUnresolved } from '../../terraform/tokens';

/** What a kind of definition looks like in a file. */
export interface DefinitionFormat {
  /** In messages: `the task definition`. */
  readonly what: string;
  /** What a describe call answers has it under this name. */
  readonly wrapper: string;
  /** Fields that a describe call adds and a registration doesn't take. */
  readonly reported: readonly string[];
  readonly field: StructField;
  /** The fields in which fields that the library doesn't know are kept. */
  readonly keepUnknown?: readonly string[];
}

/** What a file says, as props of a construct. */
export interface PropsOfFile<Props> {
  readonly props: Props;
  /** Fields that AWS reports and doesn't take. */
  readonly dropped: readonly string[];
}

export interface DefinitionContent {
  /** In the API's form, without what says nothing. */
  readonly content: { readonly [name: string]: unknown };
  /** Fields that AWS reports and doesn't take. */
  readonly dropped: readonly string[];
  /** The format's, with the fields that are kept. */
  readonly field: StructField;
}

/**
 * Reads a definition as people have it: for the AWS CLI's `--cli-input-json`, as a describe call answers it, or of
 * ecspresso.
 *
 * @throws if it isn't JSON, or holds what the API doesn't take
 */
export function readDefinition(scope: IConstruct, json: string, format: DefinitionFormat): DefinitionContent {
  const value = unwrapped(scope, parsed(scope, json, format), format);
  const dropped = format.reported.filter((name) => Object.hasOwn(value, name)).sort();
  const taken = Object.fromEntries(Object.entries(value).filter(([name]) => !dropped.includes(name)));
  const content = withoutEmpty(taken, format.field) as DefinitionContent['content'];
  const field = withKept(format, content);
  problemsOf(content, field, '').forEach((problem) => refuse(problem, scope));
  return { content, dropped, field };
}

function withKept({ field, keepUnknown = [] }: DefinitionFormat, content: DefinitionContent['content']): StructField {
  const kept = keepUnknown.map((name) => [name, withUnknownFields(field.fields[name], content[name])]);
  return { ...field, fields: { ...field.fields, ...Object.fromEntries(kept) } };
}

function parsed(scope: IConstruct, json: string, { what }: DefinitionFormat): unknown {
  if (typeof json !== 'string' || isUnresolved(json)) {
    throw new ValidationError(`${what} must be known at synth: read its file with readFileSync`, scope);
  }
  if (/^[^\s{}[\]"]+\.(json|ya?ml)$/i.test(json)) {
    throw new ValidationError(`${what} is given by the name of a file, '${json}': read it with readFileSync`, scope);
  }
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    // the parser's own message quotes the text, in which a value may stand
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? '' : ` in line ${json.slice(0, Number(position)).split('\n').length}`;
    throw new ValidationError(
      `${what} is not JSON${line}: render templates in it first, and leave out comments`,
      scope,
    );
  }
}

/** The answer of a describe call holds the definition, or a list of one, and the tags may stand beside it. */
function unwrapped(
  scope: IConstruct,
  value: unknown,
  { what, wrapper, field }: DefinitionFormat,
): { readonly [name: string]: unknown } {
  const outer: unknown = isObject(value) && Object.hasOwn(value, wrapper) ? value[wrapper] : value;
  const isList = Array.isArray(outer) && (outer !== value || wrapper.endsWith('s'));
  if (isList && outer.length !== 1) {
    throw new ValidationError(
      `the file holds ${outer.length} definitions: give it ${what} alone, like with --query '${wrapper}[0]'`,
      scope,
    );
  }
  const inner: unknown = isList ? outer[0] : outer;
  if (!isObject(inner)) {
    throw new ValidationError(problemsOf(inner, field, '')[0] ?? 'the definition must be an object, got null', scope);
  }
  const beside =
    inner !== value && isObject(value) && value.tags !== undefined && inner.tags === undefined
      ? { tags: value.tags }
      : {};
  return { ...beside, ...inner };
}

/**
 * `null`, and empty texts, lists and structures say as much as what isn't there. What a field needs stays: an
 * environment variable may be empty.
 */
function withoutEmpty(value: unknown, field: Field | undefined): unknown {
  if (field?.kind === 'list' && Array.isArray(value)) {
    return value.map((element) => withoutEmpty(element, field.of));
  }
  if (field?.kind !== 'struct' || !isObject(value)) {
    return value;
  }
  const { fields, required, refused } = field;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const rest = withoutEmpty(inner, known);
    const isEmpty = rest === null || rest === '' || (Array.isArray(rest) && rest.length === 0);
    const ignored = known !== undefined || Object.hasOwn(refused, name) || inner === null;
    return isEmpty && ignored && !(required.includes(name) && rest !== null) ? [] : [[name, rest]];
  });
  return Object.fromEntries(entries);
}
