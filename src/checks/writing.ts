import { kindOf } from './prop-types';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const WRITE_ONLY = 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only';

/** A value by the number that decides when it is written. */
export const WRITE_VERSION: Rule<{ readonly name: string; readonly version: number }> = {
  id: 'write-version',
  explanation:
    'Terraform compares whole numbers. The provider refuses other numbers, or rounds them, so that a change ' +
    "isn't noticed.",
  fix: 'count 1, 2, 3',
  source: WRITE_ONLY,
  check: ({ name, version }) =>
    (Number.isSafeInteger(version) && version >= 1) || isUnresolved(version)
      ? undefined
      : `version of '${name}' is ${shown(version)}: use a whole number from 1 on, and raise it to write the ` +
        'value again',
};

/** A value that AWS generates. */
export interface GenerationSubject {
  readonly name: string;
  readonly passwordLength?: number;
  readonly excludeLowercase?: boolean;
  readonly excludeNumbers?: boolean;
  readonly excludePunctuation?: boolean;
  readonly excludeUppercase?: boolean;
  readonly requireEachIncludedType?: boolean;
}

export const GENERATED_VALUE: Rule<GenerationSubject> = {
  id: 'generated-value',
  explanation:
    'GetRandomPassword makes 1 to 4,096 characters of at least one kind, and at least one of each kind ' +
    'unless requireEachIncludedType is false.',
  fix: 'raise passwordLength, or exclude less',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html',
  check: ({ name, passwordLength = 32, ...options }) => {
    if (isUnresolved(passwordLength)) {
      return undefined;
    }
    if (!Number.isInteger(passwordLength) || passwordLength < 1 || passwordLength > 4096) {
      return `passwordLength of '${name}' is ${shown(passwordLength)}: it can be 1 to 4096`;
    }
    const excluded = [
      options.excludeLowercase,
      options.excludeUppercase,
      options.excludeNumbers,
      options.excludePunctuation,
    ];
    const kinds = excluded.filter((isExcluded) => isExcluded !== true).length;
    if (kinds === 0) {
      return `the value of '${name}' excludes every kind of character: leave one of them in`;
    }
    return options.requireEachIncludedType !== false && passwordLength < kinds
      ? `passwordLength of '${name}' is ${passwordLength}, and each of ${kinds} kinds of characters must ` +
          'occur: make it longer, or set requireEachIncludedType: false'
      : undefined;
  },
};

export const RECOVERY_WINDOW: Rule<{ readonly recoveryWindowInDays?: number }> = {
  id: 'recovery-window',
  explanation: 'A deleted secret can be restored for 7 to 30 days, or is deleted at once with 0.',
  fix: 'use 0 or 7 to 30',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html',
  check: ({ recoveryWindowInDays: days }) =>
    days === undefined || isUnresolved(days) || (Number.isInteger(days) && (days === 0 || (days >= 7 && days <= 30)))
      ? undefined
      : `recoveryWindowInDays is ${shown(days)}: use 7 to 30, or 0 to delete the secret at once`,
};

/** JavaScript passes anything; a text in the place of a number may be a secret. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}

/** The parts by which a text is recognised as an expression. */
const REFERENCE = /(^|[^$%])[$%]\{|\b(ephemeral|var|local|data|module|provider)\.[A-Za-z_]/;

export const VALUE_EXPRESSION: Rule<{ readonly expression: unknown }> = {
  id: 'value-expression',
  explanation: "A text without a reference is the value itself. It would be in the code and in the stack's file.",
  fix: 'use fromVariable, or plaintext for what is not a secret',
  source: 'https://developer.hashicorp.com/terraform/language/expressions/references',
  check: ({ expression }) =>
    typeof expression === 'string' && (isUnresolved(expression) || REFERENCE.test(expression))
      ? undefined
      : 'the expression of a value refers to nothing, got ' +
        `${typeof expression === 'string' ? `${expression.length} characters of text` : `a ${typeof expression}`}: ` +
        'write a reference like ${ephemeral.TYPE.NAME.ATTRIBUTE}, use SecretValue.fromVariable for a value, ' +
        'or SecretValue.plaintext for what is not a secret',
};

/** A variable that values come from; its value is not looked at. */
export interface VariableSubject {
  readonly variable: unknown;
  /** Whether a key of it is read. */
  readonly map: boolean;
}

export const VARIABLE_TYPE: Rule<VariableSubject> = {
  id: 'variable-type',
  explanation: 'A key can only be read of a map, and one value only from a variable that is not a map or list.',
  fix: 'use fromVariable with a string, fromVariableKey and SecretValues.fromVariable with map(string)',
  source: 'https://developer.hashicorp.com/terraform/language/expressions/type-constraints',
  check: ({ variable, map }) => {
    // asking for the value makes a token each time
    if (typeof variable !== 'object' || variable === null || !('stringValue' in variable)) {
      return `values come from a TerraformVariable, got ${kindOf(variable)}: give one`;
    }
    const { type, node } = variable as { type?: unknown; node?: { path: string } };
    if (typeof type !== 'string' || isUnresolved(type)) {
      return undefined;
    }
    const keyed = /^\s*(map|object)\b/.test(type);
    if (map && !keyed && !/^\s*any\b/.test(type)) {
      return (
        `variable '${node?.path}' is of type ${type}, which has no keys: declare it as map(string), or use ` +
        'SecretValue.fromVariable for one value'
      );
    }
    return !map && (keyed || /^\s*(list|set|tuple)\b/.test(type))
      ? `variable '${node?.path}' is of type ${type}, which is not a single value: use ` +
          'SecretValue.fromVariableKey for a key of it, or declare it as string'
      : undefined;
  },
};

/** A value that another resource gets too. */
export interface WriteOnlyValueSubject {
  readonly name: string;
  /** How it reaches AWS. */
  readonly kind: string;
}

export const WRITE_ONLY_VALUE: Rule<WriteOnlyValueSubject> = {
  id: 'write-only-value',
  explanation:
    'Another resource can only get the same value as the store if both take it from the same place. A ' +
    'generated value is a new one in each apply, so an apply that stops half way would leave two different ' +
    'values. A placeholder would become the password, and plaintext is visible to everybody.',
  fix: 'take it from an ephemeral variable, or use DatabaseSecret',
  source: WRITE_ONLY,
  check: ({ name, kind }) => {
    const fixes: { readonly [kind: string]: string } = {
      generated: 'use DatabaseSecret, or SecretValue.fromStoredSecret once it is stored',
      external: 'use SecretValue.fromStoredSecret or fromStoredParameter once somebody has typed it',
      plaintext: 'use SecretValue.fromVariable, or write what is not a secret into the resource itself',
    };
    return Object.hasOwn(fixes, kind)
      ? `value '${name}' is ${kind}, which can't be given to another resource as well: ${fixes[kind]}`
      : undefined;
  },
};
