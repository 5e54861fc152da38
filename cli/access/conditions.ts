/** Whether something holds: yes, no, or the name of what it depends on. */
export type Truth = boolean | string;

/** Values of condition keys; null says that the request has no such key. What isn't mentioned is unknown. */
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

/** Whether a text matches a pattern with `*` and `?`. */
export function matches(pattern: string, value: string, ignoreCase = false): boolean {
  if (!/[*?]/.test(pattern)) {
    return ignoreCase ? pattern.toLowerCase() === value.toLowerCase() : pattern === value;
  }
  const regex = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]');
  return new RegExp(`^${regex}$`, ignoreCase ? 'i' : '').test(value);
}

/** A pattern with its policy variables replaced; a reference of Terraform's has no colon and stays. */
export function resolveVariables(pattern: string, context: Context): string | { readonly depends: string } {
  let unknown: string | undefined;
  const resolved = pattern.replace(/\$\{([a-z0-9-]+:[^}]+|\*|\?|\$)\}/gi, (_, variable: string) => {
    if (variable.length === 1) {
      return variable;
    }
    const value = valueOf(variable.split(',')[0].trim(), context);
    unknown ??= value === undefined ? variable : undefined;
    return value ?? '';
  });
  return unknown === undefined ? resolved : { depends: unknown };
}

/**
 * Whether all conditions of a statement hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(conditions: { readonly [operator: string]: { readonly [key: string]: unknown } } = {}, context: Context): Truth {
  return all(
    ...Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => holds(operator, valueOf(key, context), [wanted].flat().map(String), key, context))),
  );
}

type Compare = (wanted: string, value: string) => boolean;

const OPERATORS: { readonly [operator: string]: Compare } = {
  StringEquals: (wanted, value) => wanted === value,
  StringEqualsIgnoreCase: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  StringLike: (wanted, value) => matches(wanted, value),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  NumericEquals: (wanted, value) => Number(wanted) === Number(value),
  NumericLessThan: (wanted, value) => Number(value) < Number(wanted),
  NumericLessThanEquals: (wanted, value) => Number(value) <= Number(wanted),
  NumericGreaterThan: (wanted, value) => Number(value) > Number(wanted),
  NumericGreaterThanEquals: (wanted, value) => Number(value) >= Number(wanted),
};

const NEGATED: { readonly [operator: string]: string } = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

function holds(operator: string, value: string | null | undefined, wanted: string[], key: string, context: Context): Truth {
  const plain = operator.replace(/^For(Any|All)Values?:/, '').replace(/IfExists$/, '');
  if (value === undefined) {
    return key;
  }
  if (plain === 'Null') {
    return wanted.some((want) => want.toLowerCase() === String(value === null));
  }
  const negated = plain in NEGATED;
  const compare = OPERATORS[NEGATED[plain] ?? plain];
  if (compare === undefined) {
    return key;
  }
  if (value === null) {
    return negated || operator.endsWith('IfExists') || operator.startsWith('ForAllValues');
  }
  const equal = any(...wanted.map((want) => {
    const resolved = resolveVariables(want, context);
    return typeof resolved === 'string' ? compare(resolved, value) : resolved.depends;
  }));
  return negated ? no(equal) : equal;
}

/** Compared part by part, so that a `*` doesn't reach over one of the first five colons. */
function arnLike(pattern: string, value: string): boolean {
  const split = (arn: string) => arn.match(/^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):([^]*)$/)?.slice(1);
  const [wanted, given] = [split(pattern), split(value)];
  return wanted === undefined || given === undefined ? pattern === '*' : wanted.every((part, i) => matches(part, given[i]));
}

/** Keys of conditions ignore case. A request has no encryption context but the one given. */
function valueOf(key: string, context: Context): string | null | undefined {
  const name = key.toLowerCase();
  const found = Object.entries(context).find(([candidate]) => candidate.toLowerCase() === name);
  return found ? found[1] : name.startsWith('kms:encryptioncontext:') ? null : undefined;
}
