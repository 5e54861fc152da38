import { Field, isObject, problemOf, unknownName } from './api-shape';
import { Rule } from './rule';

/** Props as somebody gave them, TypeScript or not. */
export interface PropsSubject {
  /** Their owner, if messages have to name one. */
  readonly owner?: string;
  readonly props: unknown;
  readonly required: { readonly [name: string]: Field };
  readonly optional?: { readonly [name: string]: Field };
  /** Whether these are all props that there are, so that any other is a mistake. */
  readonly isComplete?: boolean;
}

/** Names of the props that have to be given. */
type RequiredNames<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

/** All props of one construct. */
export interface PropFields {
  readonly required: { readonly [name: string]: Field };
  readonly optional: { readonly [name: string]: Field };
  readonly isComplete: true;
}

/** All props of `T` with the type of each. The compiler refuses a list in which one is missing. */
export function propsOf<T>(
  required: { readonly [K in RequiredNames<T>]: Field },
  optional: { readonly [K in Exclude<keyof T, RequiredNames<T>>]-?: Field },
): PropFields {
  return { required, optional, isComplete: true };
}

export const PROP_TYPES: Rule<PropsSubject> = {
  id: 'prop-types',
  explanation:
    'Languages without types, and casts, accept any value, which then fails far away from the place where it ' +
    'was written.',
  fix: 'give a value of the type',
  source: 'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets/blob/main/API.md',
  check: ({ owner, props, required, optional = {}, isComplete = false }) => {
    // a mistyped name comes first: it is why the right one is missing
    const problem =
      (isComplete ? unknownProp(props, { ...required, ...optional }) : undefined) ??
      propsProblem(props, required, optional);
    return problem === undefined || owner === undefined ? problem : `${owner}: ${problem}`;
  },
};

function propsProblem(
  props: unknown,
  required: PropsSubject['required'],
  optional: PropsSubject['required'],
): string | undefined {
  if (!isObject(props)) {
    return 'there are no props: give an object';
  }
  for (const [name, field] of Object.entries({ ...required, ...optional })) {
    const value = props[name];
    if (value === null) {
      return `${name} is null: give it a value${Object.hasOwn(required, name) ? '' : ', or leave it out'}`;
    }
    if (value === undefined && Object.hasOwn(required, name)) {
      return `${name} is missing: give it a value`;
    }
    const problem = problemOf(value, field, name);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

function unknownProp(props: unknown, known: PropsSubject['required']): string | undefined {
  const given = isObject(props) ? Object.keys(props).filter((name) => props[name] !== undefined) : [];
  const unknown = given.find((name) => !Object.hasOwn(known, name));
  return unknown === undefined ? undefined : unknownName(unknown, Object.keys(known), '').replace(/^field/, 'prop');
}

/** A value in a place where a source of secrets should be. */
export interface SecretSourceSubject {
  readonly container: string;
  readonly place: string;
  readonly source: unknown;
}

export const SECRET_SOURCE: Rule<SecretSourceSubject> = {
  id: 'secret-source',
  explanation: 'Secrets of a container come from sources, which know where values are stored.',
  fix: 'give a store, a part of one, or a ContainerSecret',
  source: 'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets/blob/main/API.md',
  check: ({ container, place, source }) =>
    isObject(source) && typeof source.bindSecrets === 'function'
      ? undefined
      : `${container === '' ? '' : `container '${container}': `}${place} is not a source of secrets, got ` +
        `${kindOf(source)}: give a store like ContainerSecrets, or ContainerSecret.fromParameterArn(…)`,
};

/** A value in a place where a SecretValue should be. It never appears in a message. */
export const SECRET_VALUE: Rule<{ readonly name: string; readonly value: unknown }> = {
  id: 'secret-value',
  explanation:
    'How a value reaches AWS decides whether it ends up in the Terraform state, so the app always has to say it.',
  fix: 'use SecretValue.fromVariable(…), or SecretValue.plaintext(…) for what is not a secret',
  source: 'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets/blob/main/API.md',
  check: ({ name, value }) => {
    if (!isObject(value) || typeof value._kind !== 'string') {
      return (
        `value of '${name}' is not a SecretValue, got ${kindOf(value)}: use SecretValue.fromVariable(…), or ` +
        'SecretValue.plaintext(…) for what is not a secret'
      );
    }
    const literal = value._literal;
    return value._kind === 'plaintext' && typeof literal !== 'string'
      ? `plaintext of '${name}' must be a string, got ${kindOf(literal)}: write it as the application reads ` +
          'it, in quotes'
      : undefined;
  },
};

export function kindOf(value: unknown): string {
  if (value === undefined || value === null) {
    return value === null ? 'null' : 'nothing';
  }
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
