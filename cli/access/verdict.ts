import { Truth, all, any } from './conditions';
import { Vote, Votes } from './policy';

/**
 * Whether a request is allowed. Where it isn't, whether something denies it, or nothing allows it, or it depends on
 * what can't be known.
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

/** What all kinds of policies say of one request. */
export interface Ballot {
  /** Policies of the role, or what IAM's simulation answers. */
  readonly identity: Votes;
  readonly boundary?: Votes;
  /** Statements of the resource's policy that name the role or everybody, and those that name its account. */
  readonly direct: Votes;
  readonly delegated: Votes;
  /** Statements of the resource's policy that name everybody. */
  readonly everybody: Votes;
  /** Grants of a key. */
  readonly grants: Truth;
  readonly sameAccount: boolean;
  readonly isKey: boolean;
}

/**
 * Deny outweighs allow, and doubt about a deny outweighs it, too. A key's own policy has to agree; so has what another
 * account owns.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function verdictOf(ballot: Ballot): Opinion {
  const { identity, boundary, direct, delegated, grants, sameAccount, isKey } = ballot;
  const denials = [identity, boundary, direct, delegated].flatMap((votes) => (votes === undefined ? [] : [votes.deny]));
  const denial = denials.find(({ truth }) => truth === true);
  if (denial) {
    return { verdict: Verdict.DENIED, because: denial.because };
  }
  const shared = any(direct.allow.truth, delegated.allow.truth);
  const own = isKey
    ? any(grants, direct.allow.truth, all(identity.allow.truth, delegated.allow.truth))
    : any(direct.allow.truth, identity.allow.truth);
  const allowed = all(
    sameAccount ? own : any(grants, all(identity.allow.truth, shared)),
    boundary?.allow.truth ?? true,
  );
  if (allowed === false && boundary?.allow.truth === false && sameAccount && ballot.everybody.allow.truth !== false) {
    return { verdict: Verdict.DEPENDS, because: BOUNDARY_AND_EVERYBODY };
  }
  if (allowed === false) {
    return { verdict: Verdict.NONE, because: reasonOf(ballot, shared) };
  }
  const doubts = [
    ...denials,
    ...[identity, direct, delegated, boundary].flatMap((votes) => (votes === undefined ? [] : [votes.allow])),
  ];
  const doubtOfDenial = denials.find(({ truth }) => typeof truth === 'string');
  if (doubtOfDenial || allowed !== true) {
    return { verdict: Verdict.DEPENDS, because: (doubtOfDenial ?? textOf(allowed, doubts)).because };
  }
  return { verdict: Verdict.ALLOWED, because: identity.allow.because ?? direct.allow.because };
}

function textOf(truth: Truth, votes: readonly Vote[]): Vote {
  return votes.find((vote) => vote.truth === truth) ?? { truth, because: String(truth) };
}

function reasonOf({ identity, boundary, sameAccount, isKey }: Ballot, shared: Truth): string | undefined {
  if (boundary?.allow.truth === false) {
    return 'the permissions boundary doesn\'t allow it';
  }
  if (identity.allow.truth === false || shared !== false) {
    return undefined;
  }
  return isKey ? KEY_REFUSES : sameAccount ? undefined : 'the other account doesn\'t share it';
}

/** AWS says it of policies that name a role, and of those that name its session. */
export const BOUNDARY_AND_EVERYBODY = 'whether the permissions boundary limits what a policy allows to everybody';

/** Why a key can't be used by a role whose own policies allow it. */
export const KEY_REFUSES = 'the key\'s own policy doesn\'t let the role, or its account, decrypt';
