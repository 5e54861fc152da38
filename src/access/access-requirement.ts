import { createHash } from 'crypto';
import { Grant } from './statement';

/**
 * Who needs something: an environment variable, `image` or `logs` of a container.
 */
export interface Use {
  /** Undefined where a grant was asked for without a container. */
  readonly container?: string;
  readonly purpose?: string;
}

/**
 * What it takes to use one thing, for instance to read a parameter. Its grants stay together in one policy, so that a
 * change of another parameter doesn't touch them.
 */
export interface AccessRequirement {
  /** The same in every run, and unique within a role. */
  readonly id: string;
  readonly grants: readonly Grant[];
  readonly uses: readonly Use[];
  /** Whether it belongs to the workload rather than to its secrets, which come and go. */
  readonly steady?: boolean;
}

const positions = new WeakMap<AccessRequirement, number>();

/** A number from 0 to 1 that depends on nothing but the id. */
export function positionOf(requirement: AccessRequirement): number {
  let position = positions.get(requirement);
  if (position === undefined) {
    position = createHash('sha256').update(requirement.id).digest().readUInt32BE() / 2 ** 32;
    positions.set(requirement, position);
  }
  return position;
}
