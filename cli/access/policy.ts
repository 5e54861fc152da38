import { Context, Truth, all, any, conditionsHold, matches, no, resolveVariables } from './conditions';

/**
 * What one set of policies says of one action: an explicit deny, an allow, nothing, or that it depends on what can't be known here.
 */
export enum Verdict {
  DENIED = 'denied',
  ALLOWED = 'allowed',
  NONE = 'not allowed',
  DEPENDS = 'depends',
}

export interface Opinion {
  readonly verdict: Verdict;
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

const UNREADABLE = 'the text of the policy, which only Terraform knows';

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: string | { readonly [kind: string]: string | readonly string[] };
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
}

/**
 * Policies of a principal: identity-based ones, or its permissions boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function identityVerdict(policies: readonly PolicyDocument[], request: AccessRequest): Opinion {
  return opinionOf(policies, (statement) => all(covers(statement, request), conditionsHold(statement.Condition, request.context)));
}

/**
 * A policy of the resource, for those of its statements that name one of the principals.
 *
 * @param principals how the policy may name whoever calls
 */
export function resourceVerdict(policy: PolicyDocument, request: AccessRequest, principals: readonly string[]): Opinion {
  return opinionOf([policy], (statement) =>
    all(names(statement, principals, request.context), covers(statement, request), conditionsHold(statement.Condition, request.context)));
}

function opinionOf(policies: readonly PolicyDocument[], applies: (statement: Statement) => Truth): Opinion {
  const opinions = policies.flatMap(({ name, document }) => statementsOf(document).flatMap((statement) => {
    const truth = applies(statement);
    const because = `policy '${name}'${statement.Sid ? `, statement '${statement.Sid}'` : ''}`;
    return truth === false ? [] : [{ deny: statement.Effect === 'Deny', truth, because }];
  }));
  const first = (deny: boolean, certain: boolean) => opinions.find((opinion) => opinion.deny === deny && (opinion.truth === true) === certain);
  const denial = first(true, true);
  if (denial) {
    return { verdict: Verdict.DENIED, because: denial.because };
  }
  const allowance = first(false, true);
  // a deny in doubt outweighs every allow, an allow in doubt only counts where there is no other
  const doubt = first(true, false) ?? (allowance ? undefined : first(false, false));
  if (doubt) {
    return { verdict: Verdict.DEPENDS, because: `${doubt.because}, which depends on ${doubt.truth}` };
  }
  return allowance ? { verdict: Verdict.ALLOWED, because: allowance.because } : { verdict: Verdict.NONE };
}

function statementsOf(document: string): Statement[] {
  try {
    return [JSON.parse(document).Statement ?? []].flat();
  } catch {
    return [{ Sid: 'unreadable', Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { [UNREADABLE]: '' } } }];
  }
}

function covers({ Action, NotAction, Resource, NotResource }: Statement, { action, resource, context }: AccessRequest): Truth {
  const matching = (patterns: string | readonly string[] | undefined, value: string, ignoreCase: boolean) =>
    any(...[patterns ?? []].flat().map((pattern) => matchesPattern(pattern, value, context, ignoreCase)));
  const onAction = NotAction === undefined ? matching(Action, action, true) : no(matching(NotAction, action, true));
  if (Resource === undefined && NotResource === undefined) {
    // a trust policy has no resource
    return onAction;
  }
  return all(onAction, NotResource === undefined ? matching(Resource, resource, false) : no(matching(NotResource, resource, false)));
}

function matchesPattern(pattern: string, value: string, context: Context, ignoreCase: boolean): Truth {
  const resolved = resolveVariables(pattern, context);
  return typeof resolved === 'string' ? matches(resolved, value, ignoreCase) : resolved.depends;
}

function names({ Principal: principal, NotPrincipal: not }: Statement, principals: readonly string[], context: Context): Truth {
  if (not !== undefined) {
    return 'NotPrincipal';
  }
  if (typeof principal === 'string') {
    return principal === '*' || principals.includes(principal);
  }
  const named = Object.values(principal ?? {}).flat();
  return any(...named.map((name) => (name === '*' ? true : principals.includes(String(resolveVariables(name, context))))));
}
