import { Need, positionOf } from './need';
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
  readonly inline: readonly Need[];
  /** By a number that stays with what is in the policy. */
  readonly managed: ReadonlyMap<number, readonly Need[]>;
  /** What fits nowhere. */
  readonly left: readonly Need[];
}

/** Policies that a change of one need can have attached beside the steady ones. */
export const SPARE_POLICIES = 2;

/**
 * Divides needs among one inline policy and as many managed ones as it takes.
 *
 * A changed policy is attached before its predecessor is detached, so a change must leave most policies alone. Where needs don't fit inline,
 * each has a fixed position by the hash of its id, and policies are ranges of positions: a range that gets too long is halved, as often as
 * the quota allows. What doesn't fit into its range goes to the inline policy, or wherever there is room.
 */
export function packNeeds(needs: readonly Need[], limits: PackingLimits): PackedPolicies {
  const alone = needs.filter(isList);
  const known = needs.filter((need) => !isList(need)).sort((a, b) => compare(a.id, b.id));
  const inline = new Room(limits.inline);
  const rest = known.filter((need) => !inline.add(need));
  if (rest.length === 0) {
    return withLists(inline.needs, new Map(), alone, limits);
  }
  return divided(known, alone, limits);
}

function divided(known: readonly Need[], alone: readonly Need[], limits: PackingLimits): PackedPolicies {
  const ranges = Math.max(1, limits.quota - SPARE_POLICIES);
  const inline = new Room(limits.inline);
  const scattered = known.filter((need) => !need.steady || !inline.add(need)).sort((a, b) => positionOf(a) - positionOf(b));
  if (inline.needs.length === 0 && inline.add(scattered[0])) {
    // what was told to wait for the inline policy can go on waiting for it
    scattered.shift();
  }
  const managed = new Map<number, Room>();
  const overflow: Need[] = [];
  halve(scattered, { start: 0, end: ranges, ranges }, limits.managed, managed, overflow);
  const left: Need[] = [];
  let extra = ranges;
  for (const need of overflow) {
    const found = inline.add(need) || [...managed.values()].some((room) => room.add(need));
    if (!found && managed.size + alone.length < limits.quota) {
      const room = new Room(limits.managed);
      managed.set(extra++, room);
      if (room.add(need)) {
        continue;
      }
    }
    if (!found) {
      left.push(need);
    }
  }
  const full = new Map([...managed].filter(([, room]) => room.needs.length > 0).map(([id, room]) => [id, room.needs]));
  return withLists(inline.needs, full, alone, limits, left);
}

function halve(
  needs: readonly Need[],
  range: { readonly start: number; readonly end: number; readonly ranges: number },
  limit: number,
  managed: Map<number, Room>,
  overflow: Need[],
): void {
  const room = new Room(limit);
  const { start, end, ranges } = range;
  const tooMany = needs.findIndex((need) => !room.add(need));
  if (tooMany >= 0 && end - start > 1) {
    const middle = Math.floor((start + end) / 2);
    const border = needs.findIndex((need) => positionOf(need) * ranges >= middle);
    const split = border < 0 ? needs.length : border;
    halve(needs.slice(0, split), { start, end: middle, ranges }, limit, managed, overflow);
    halve(needs.slice(split), { start: middle, end, ranges }, limit, managed, overflow);
    return;
  }
  if (room.needs.length > 0) {
    managed.set(start, room);
  }
  if (tooMany >= 0) {
    overflow.push(...needs.slice(tooMany));
  }
}

function withLists(
  inline: readonly Need[],
  managed: Map<number, readonly Need[]>,
  alone: readonly Need[],
  limits: PackingLimits,
  left: readonly Need[] = [],
): PackedPolicies {
  for (const need of alone) {
    // beyond the ranges, and whatever other lists there are
    let id = 1000 + Math.floor(positionOf(need) * 9000);
    while (managed.has(id)) {
      id++;
    }
    managed.set(id, [need]);
  }
  const dropped = [...managed.keys()].slice(limits.quota);
  return { inline, managed, left: [...left, ...dropped.flatMap((id) => managed.get(id)!)] };
}

function isList(need: Need): boolean {
  return need.grants.some((grant) => grant.resourceList !== undefined || grant.contextList !== undefined);
}

/** A policy document that is being filled. */
class Room {
  public readonly needs: Need[] = [];
  private readonly statements = new Set<string>();
  private left: number;

  public constructor(limit: number) {
    this.left = limit - FRAME;
  }

  /** False where the need doesn't fit any more. */
  public add(need: Need): boolean {
    let length = 0;
    for (const grant of need.grants) {
      length += entriesLength(grant) + (this.statements.has(mergeKey(grant)) ? 0 : frameLength(grant));
    }
    if (length > this.left) {
      return false;
    }
    this.left -= length;
    this.needs.push(need);
    need.grants.forEach((grant) => this.statements.add(mergeKey(grant)));
    return true;
  }
}
