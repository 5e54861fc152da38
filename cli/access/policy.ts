import { Context, Resolved, Truth, all, any, conditionsHold, no, resolveVariables } from './conditions';
import { PolicyText, matchesText } from './policy-text';

/** What a set of policies says of one request: whether something denies it, and whether something allows it. */
export interface Votes {
  readonly deny: Vote;
  readonly allow: Vote;
}

export interface Vote {
  readonly truth: Truth;
  /** The policy, and what it depends on. */
  readonly because?: string;
}

export interface PolicyDocument {
  readonly name: string;
  readonly document: string;
}

export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Whoever calls, as policies of resources may name it. */
export interface Caller {
  /** ARN of the role. */
  readonly role: string;
  readonly account: string;
  readonly partition: string;
}

const UNREADABLE = 'the text of the policy, which only Terraform knows';

/** A statement under which nobody is allowed or denied anything for sure. */
const ANYTHING: Statement = {
  Sid: 'unreadable',
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { [UNREADABLE]: '' } },
};

export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: string | { readonly [kind: string]: string | readonly string[] };
  readonly NotPrincipal?: string | { readonly [kind: string]: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
}

/** A statement, and whether its policy's version knows variables. */
interface Versioned {
  readonly statement: Statement;
  readonly variables: boolean;
}

export const NO_VOTES: Votes = { deny: { truth: false }, allow: { truth: false } };

/**
 * Policies of a principal: identity-based ones, or its permissions boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function identityVotes(policies: readonly PolicyDocument[], request: AccessRequest): Votes {
  return votesOf(policies, request, () => true);
}

/**
 * A policy of a resource, for those of its statements that concern the principal.
 *
 * @param concerns whether a statement names who calls
 */
export function resourceVotes(
  policy: PolicyDocument,
  request: AccessRequest,
  concerns: (statement: Statement) => Truth,
): Votes {
  return votesOf([policy], request, concerns);
}

/** Whether a statement names the role itself, or everybody. */
export function namesRole({ role, partition, account }: Caller): (statement: Statement) => Truth {
  const session = `arn:${partition}:sts::${account}:assumed-role/${role.split('/').pop()}/`;
  return ({ Principal: principal, NotPrincipal: not }) => {
    if (not !== undefined) {
      // an exception has to name the account, the role and its session
      return namedIn(not).some((name) => name === role || name.startsWith(session)) ? 'NotPrincipal' : true;
    }
    const named = namedIn(principal);
    return named.includes('*') || named.includes(role)
      ? true
      : named.some((name) => name.startsWith(session))
        ? "the name of the role's session"
        : false;
  };
}

/** Whether a statement names everybody. */
export function namesEverybody({ Principal: principal }: Statement): Truth {
  return namedIn(principal).includes('*');
}

/** Whether a statement leaves it to the role's account to say who may. */
export function namesAccount({ account, partition }: Caller): (statement: Statement) => Truth {
  const names = [account, `arn:${partition}:iam::${account}:root`];
  return ({ Principal: principal }) => namedIn(principal).some((name) => names.includes(name));
}

/** Whether a statement names a service. */
export function namesService(service: string): (statement: Statement) => Truth {
  return ({ Principal: principal }) => namedIn(principal).some((name) => name === '*' || name === service);
}

function namedIn(principal: Statement['Principal']): readonly string[] {
  return typeof principal === 'string' ? [principal] : Object.values(principal ?? {}).flat();
}

function votesOf(
  policies: readonly PolicyDocument[],
  request: AccessRequest,
  concerns: (statement: Statement) => Truth,
): Votes {
  const found = policies.flatMap(({ name, document }) =>
    statementsOf(document).map(({ statement, variables }) => ({
      denies: statement.Effect === 'Deny',
      truth: all(
        concerns(statement),
        covers(statement, request, variables),
        conditionsHold(statement.Condition, request.context, variables),
      ),
      because: `policy '${name}'${statement.Sid ? `, statement '${statement.Sid}'` : ''}`,
    })),
  );
  const vote = (denies: boolean): Vote => {
    const ours = found.filter((one) => one.denies === denies && one.truth !== false);
    const decisive = ours.find(({ truth }) => truth === true) ?? ours[0];
    return decisive === undefined
      ? { truth: false }
      : {
        truth: decisive.truth,
        because:
            decisive.truth === true ? decisive.because : `${decisive.because}, which depends on ${decisive.truth}`,
      };
  };
  return { deny: vote(true), allow: vote(false) };
}

function statementsOf(document: string): Versioned[] {
  try {
    const { Statement: statements = [], Version: version } = JSON.parse(document) as {
      Statement?: Statement | Statement[];
      Version?: string;
    };
    return [statements].flat().map((statement) => ({ statement, variables: version === '2012-10-17' }));
  } catch {
    // what can't be read may deny as well as allow
    return [{ statement: ANYTHING, variables: true }, { statement: { ...ANYTHING, Effect: 'Deny' }, variables: true }];
  }
}

function covers(statement: Statement, { action, resource, context }: AccessRequest, variables: boolean): Truth {
  const { Action, NotAction, Resource, NotResource } = statement;
  const onAction = NotAction === undefined
    ? [Action ?? []].flat().some((pattern) => matchesText(pattern as PolicyText, action, true))
    : ![NotAction].flat().some((pattern) => matchesText(pattern as PolicyText, action, true));
  const patterns = NotResource ?? Resource;
  if (patterns === undefined) {
    // a trust policy has no resource
    return onAction;
  }
  const resolved = [patterns]
    .flat()
    .map((pattern) => (variables ? resolveResource(pattern, context) : (pattern as PolicyText)));
  const matching = any(
    ...resolved.map((text) =>
      text === null ? false : typeof text === 'string' ? matchesText(text, resource) : text.depends,
    ),
  );
  // a variable that the request lacks makes the statement mean nothing
  const onResource = NotResource === undefined ? matching : resolved.includes(null) ? false : no(matching);
  return all(onAction, onResource);
}

/** Variables are replaced behind the fifth colon only. */
function resolveResource(pattern: string, context: Context): Resolved {
  const head = pattern.match(/^(?:[^:]*:){5}/)?.[0] ?? '';
  const rest = resolveVariables(pattern.slice(head.length), context);
  return typeof rest === 'string' ? (`${head}${rest}` as PolicyText) : rest;
}
