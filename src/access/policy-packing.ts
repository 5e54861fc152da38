import { AccessRequirement, positionOf } from './access-requirement';
import { entriesLength, frameLength, mergeKey } from './statement';
import { compare } from '../terraform/hcl';

const FRAME = '{"Statement":[],"Version":"2012-10-17"}'.length;

/**
 * What a role takes, in characters and policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export interface PackingLimits {
  readonly inline: number;
  readonly managed: number;
  /** Number of managed policies. */
  readonly quota: number;
}

/**
 * Needs divided among policies.
 */
export interface PackedPolicies {
  readonly inline: readonly AccessRequirement[];
  /** By a number, which stays the same as long as the policy's content does. */
  readonly managed: ReadonlyMap<number, readonly AccessRequirement[]>;
  /** What fits nowhere. */
  readonly left: readonly AccessRequirement[];
}

/** Policies that a change of one requirement can have attached beside the steady ones. */
export const SPARE_POLICIES = 2;

/**
 * Divides requirements among one inline policy and as many managed ones as it takes.
 *
 * A changed policy is attached before its predecessor is detached, so a change must leave most policies alone. Where
 * requirements don't fit inline, each has a fixed position by the hash of its id, and policies are ranges of positions:
 * a range that gets too long is halved, as often as the quota allows. What doesn't fit into its range goes to the
 * inline policy, or wherever there is room.
 */
export function packRequirements(requirements: readonly AccessRequirement[], limits: PackingLimits): PackedPolicies {
  const alone = requirements.filter(isList);
  const known = requirements.filter((requirement) => !isList(requirement)).sort((a, b) => compare(a.id, b.id));
  const inline = new Room(limits.inline);
  const rest = known.filter((requirement) => !inline.add(requirement));
  if (rest.length === 0) {
    return withLists(inline.requirements, new Map(), alone, limits);
  }
  return divided(known, alone, limits);
}

function divided(
  known: readonly AccessRequirement[],
  alone: readonly AccessRequirement[],
  limits: PackingLimits,
): PackedPolicies {
  const ranges = Math.max(1, limits.quota - SPARE_POLICIES);
  const inline = new Room(limits.inline);
  const scattered = known
    .filter((requirement) => !requirement.steady || !inline.add(requirement))
    .sort((a, b) => positionOf(a) - positionOf(b));
  if (inline.requirements.length === 0 && inline.add(scattered[0])) {
    // what was told to wait for the inline policy can go on waiting for it
    scattered.shift();
  }
  const managed = new Map<number, Room>();
  const overflow: AccessRequirement[] = [];
  halve(scattered, { start: 0, end: ranges, ranges }, limits.managed, managed, overflow);
  const left: AccessRequirement[] = [];
  let extra = ranges;
  for (const requirement of overflow) {
    const found = inline.add(requirement) || [...managed.values()].some((room) => room.add(requirement));
    if (!found && managed.size + alone.length < limits.quota) {
      const room = new Room(limits.managed);
      managed.set(extra++, room);
      if (room.add(requirement)) {
        continue;
      }
    }
    if (!found) {
      left.push(requirement);
    }
  }
  const full = new Map(
    [...managed].filter(([, room]) => room.requirements.length > 0).map(([id, room]) => [id, room.requirements]),
  );
  return withLists(inline.requirements, full, alone, limits, left);
}

function halve(
  requirements: readonly AccessRequirement[],
  range: { readonly start: number; readonly end: number; readonly ranges: number },
  limit: number,
  managed: Map<number, Room>,
  overflow: AccessRequirement[],
): void {
  const room = new Room(limit);
  const { start, end, ranges } = range;
  const tooMany = requirements.findIndex((requirement) => !room.add(requirement));
  if (tooMany >= 0 && end - start > 1) {
    const middle = Math.floor((start + end) / 2);
    const border = requirements.findIndex((requirement) => positionOf(requirement) * ranges >= middle);
    const split = border < 0 ? requirements.length : border;
    halve(requirements.slice(0, split), { start, end: middle, ranges }, limit, managed, overflow);
    halve(requirements.slice(split), { start: middle, end, ranges }, limit, managed, overflow);
    return;
  }
  if (room.requirements.length > 0) {
    managed.set(start, room);
  }
  if (tooMany >= 0) {
    overflow.push(...requirements.slice(tooMany));
  }
}

function withLists(
  inline: readonly AccessRequirement[],
  managed: Map<number, readonly AccessRequirement[]>,
  alone: readonly AccessRequirement[],
  limits: PackingLimits,
  left: readonly AccessRequirement[] = [],
): PackedPolicies {
  for (const requirement of alone) {
    // beyond the ranges, and whatever other lists there are
    let id = 1000 + Math.floor(positionOf(requirement) * 9000);
    while (managed.has(id)) {
      id++;
    }
    managed.set(id, [requirement]);
  }
  const dropped = [...managed.keys()].slice(limits.quota);
  return { inline, managed, left: [...left, ...dropped.flatMap((id) => managed.get(id)!)] };
}

function isList(requirement: AccessRequirement): boolean {
  return requirement.grants.some((grant) => grant.resourceList !== undefined || grant.contextList !== undefined);
}

/** A policy document that is being filled. */
class Room {
  public readonly requirements: AccessRequirement[] = [];
  private readonly statements = new Set<string>();
  private left: number;

  public constructor(limit: number) {
    this.left = limit - FRAME;
  }

  /** False where the requirement doesn't fit any more. */
  public add(requirement: AccessRequirement): boolean {
    let length = 0;
    for (const grant of requirement.grants) {
      length += entriesLength(grant) + (this.statements.has(mergeKey(grant)) ? 0 : frameLength(grant));
    }
    if (length > this.left) {
      return false;
    }
    this.left -= length;
    this.requirements.push(requirement);
    requirement.grants.forEach((grant) => this.statements.add(mergeKey(grant)));
    return true;
  }
}
