import { PolicyText, compareEqual, matchesText, protect } from './policy-text';

/** Whether something holds: yes, no, or the name of what it depends on. */
export type Truth = boolean | string;

/**
 * Values of condition keys; null says that the request has no such key. `PREFIX/*` says so of all keys that begin with
 * the prefix and aren't mentioned. What isn't mentioned otherwise is unknown.
 */
export interface Context {
  readonly [key: string]: string | null;
}

export function all(...truths: Truth[]): Truth {
  return truths.includes(false) ? false : truths.find((truth) => typeof truth === 'string') ?? true;
}

export function any(...truths: Truth[]): Truth {
  return truths.includes(true) ? true : truths.find((truth) => typeof truth === 'string') ?? false;
}

export function no(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}

/** A text of a policy with its variables replaced; null where the request lacks one, so that the text means nothing. */
export type Resolved = PolicyText | null | { readonly depends: string };

/**
 * Replaces policy variables. `${*}`, `${?}` and `${$}` are those characters themselves; a reference of Terraform's has
 * no colon and stays.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolveVariables(text: string, context: Context): Resolved {
  let unknown: string | undefined;
  let missing = false;
  const resolved = text.replace(
    /\$\{(?:([*?$])|([a-z0-9-]+:[^},]+?)\s*(?:,\s*'([^']*)'\s*)?)\}/gi,
    (_, char?: string, key = '', fallback?: string) => {
      if (char !== undefined) {
        return protect(char);
      }
      const value = valueOf(key.trim(), context);
      unknown ??= value === undefined ? key : undefined;
      missing ||= value === null && fallback === undefined;
      return protect(value ?? fallback ?? '');
    },
  );
  return unknown !== undefined ? { depends: unknown } : missing ? null : (resolved as PolicyText);
}

/**
 * Whether all conditions of a statement hold.
 *
 * @param variables whether the policy's version knows variables
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(
  conditions: { readonly [operator: string]: { readonly [key: string]: unknown } } = {},
  context: Context,
  variables = true,
): Truth {
  return all(...Object.entries(conditions).flatMap(([operator, keys]) => Object.entries(keys).map(([key, wanted]) => {
    const value = valueOf(key, context);
    const texts = [wanted]
      .flat()
      .map((text) => (variables ? resolveVariables(String(text), context) : (String(text) as PolicyText)));
    return value === undefined ? key : holds(operator, value, texts, key);
  })));
}

type Compare = (wanted: PolicyText, value: string) => boolean;

const numeric =
  (compare: (wanted: number, value: number) => boolean): Compare =>
    (wanted, value) =>
      compare(Number(wanted), Number(value));

const OPERATORS: { readonly [operator: string]: Compare } = {
  StringEquals: (wanted, value) => compareEqual(wanted, value),
  StringEqualsIgnoreCase: (wanted, value) => compareEqual(wanted, value, true),
  StringLike: (wanted, value) => matchesText(wanted, value),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (wanted, value) => compareEqual(wanted, value, true),
  NumericEquals: numeric((wanted, value) => wanted === value),
  NumericLessThan: numeric((wanted, value) => value < wanted),
  NumericLessThanEquals: numeric((wanted, value) => value <= wanted),
  NumericGreaterThan: numeric((wanted, value) => value > wanted),
  NumericGreaterThanEquals: numeric((wanted, value) => value >= wanted),
};

const NEGATED: { readonly [operator: string]: string } = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

function holds(operator: string, value: string | null, wanted: readonly Resolved[], key: string): Truth {
  const plain = operator.replace(/^For(Any|All)Values?:/, '').replace(/IfExists$/, '');
  if (plain === 'Null') {
    return wanted.some((want) => String(want).toLowerCase() === String(value === null));
  }
  const compare = OPERATORS[NEGATED[plain] ?? plain];
  if (compare === undefined) {
    return key;
  }
  const negated = plain in NEGATED;
  if (value === null) {
    // of no value each is fine, and none is
    return (
      operator.startsWith('ForAllValues') ||
      (!operator.startsWith('ForAnyValue') && (negated || operator.endsWith('IfExists'))) ||
      operator.endsWith('IfExists')
    );
  }
  const equal = any(
    ...wanted.map((want) => (want === null ? false : typeof want === 'string' ? compare(want, value) : want.depends)),
  );
  // AWS doesn't say what a variable without a value is unequal to
  return negated && equal === false && wanted.includes(null)
    ? `a variable that the request lacks, in the condition on ${key}`
    : negated
      ? no(equal)
      : equal;
}

/** Compared part by part, so that a `*` doesn't reach over one of the first five colons. */
function arnLike(pattern: PolicyText, value: string): boolean {
  const split = (arn: string) => arn.match(/^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):([^]*)$/)?.slice(1);
  const [wanted, given] = [split(pattern), split(value)];
  return wanted === undefined || given === undefined
    ? pattern === '*'
    : wanted.every((part, i) => matchesText(part as PolicyText, given[i]));
}

/** Keys of conditions ignore case. A request has no encryption context but the one given. */
function valueOf(key: string, context: Context): string | null | undefined {
  const name = key.toLowerCase();
  const find = (wanted: string) =>
    Object.entries(context).find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
  const found = find(name);
  if (found !== undefined) {
    return found;
  }
  return name.startsWith('kms:encryptioncontext:')
    ? null
    : name.includes('/')
      ? find(`${name.slice(0, name.indexOf('/'))}/*`)
      : undefined;
}
