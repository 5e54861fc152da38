/**
 * A small evaluator of identity policies. It knows exactly what the library emits and throws on everything else, so that no statement
 * passes because it wasn't understood. Our own, because the offline simulators at hand drop `kms:EncryptionContext:*` conditions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: string };
}

export interface IamStatement {
  readonly Effect: string;
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | string[] } };
}

export interface IamDocument {
  readonly Version: string;
  readonly Statement: IamStatement[];
}

type Operator = (pattern: string, value: string) => boolean;

const OPERATORS: { readonly [name: string]: Operator } = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: like,
  ArnLike: (pattern, value) => {
    const [patterns, values] = [pattern, value].map((arn) => [...arn.split(':').slice(0, 5), arn.split(':').slice(5).join(':')]);
    return patterns.every((part, i) => like(part, values[i]));
  },
};

/** Whether the policies together allow the request: one statement allows it, and none denies it. */
export function allows(documents: readonly IamDocument[], request: IamRequest): boolean {
  let allowed = false;
  for (const document of documents) {
    for (const statement of statementsOf(document)) {
      if (matches(statement, request)) {
        if (statement.Effect === 'Deny') {
          return false;
        }
        allowed = true;
      }
    }
  }
  return allowed;
}

/** Characters as IAM counts them: without white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length;
}

const checked = new WeakSet<IamStatement>();

function statementsOf(document: IamDocument): IamStatement[] {
  if (document.Version !== '2012-10-17' || !Array.isArray(document.Statement)) {
    throw new Error(`not a policy document: ${JSON.stringify(document)}`);
  }
  return document.Statement;
}

function check(statement: IamStatement): void {
  const { Effect, Action, Resource, Condition = {}, ...unknown } = statement;
  const operator = Object.keys(Condition).find((name) => !Object.hasOwn(OPERATORS, name));
  if (!['Allow', 'Deny'].includes(Effect) || !Array.isArray(Action) || !Array.isArray(Resource) || Object.keys(unknown).length > 0 || operator) {
    throw new Error(`unknown kind of statement: ${JSON.stringify(statement)}`);
  }
  checked.add(statement);
}

function matches(statement: IamStatement, { action, resource, context = {} }: IamRequest): boolean {
  if (!checked.has(statement)) {
    check(statement);
  }
  const { Action, Resource, Condition = {} } = statement;
  if (!Action.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) || !Resource.some((pattern) => like(pattern, resource))) {
    return false;
  }
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      Object.hasOwn(context, key) && [wanted].flat().some((pattern) => OPERATORS[operator](pattern, context[key]))));
}

const globs = new Map<string, RegExp>();

/** `*` matches slashes and colons as well. */
function like(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) {
    return pattern === value;
  }
  let found = globs.get(pattern);
  if (found === undefined) {
    const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
    found = new RegExp(`^${source}$`, 's');
    globs.set(pattern, found);
  }
  return found.test(value);
}
