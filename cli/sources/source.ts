import { Workload } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { StoredThing } from '../../src/inventory/stored-things';
import { StackRole } from '../access/stack-role';

/**
 * What applying a source does to something stored. `creates`: it makes the thing, with its value. `makes`: it makes the
 * thing, and somebody else puts the value into it. `writes`: it writes the value of what is there. `nothing`: what is
 * there stays as it is.
 */
export type Effect = 'creates' | 'makes' | 'writes' | 'nothing';

/**
 * What is to be checked, wherever it comes from.
 */
export interface Source {
  /** Shown above the results. */
  readonly description: string;
  /** The file that it was read from, for annotations. */
  readonly file?: string;
  readonly workloads: readonly Workload[];
  /** Secrets and parameters that applying it makes or changes, by ARN. */
  readonly things: ReadonlyMap<string, StoredThing>;
  /**
   * What applying does to something that is stored already, or isn't.
   *
   * @param exists whether the account has it
   */
  readonly effect: (thing: StoredThing, exists: boolean) => Effect;
  /** The role as applying makes it; undefined for a role that somebody else owns. */
  readonly role: (workload: Workload) => StackRole | undefined;
}

export interface SourceOptions {
  readonly place: AwsPlace;
  /** The argument names a job definition of Batch. */
  readonly batch: boolean;
}

/** A source that Terraform has nothing to do with: it makes nothing. */
export function plainSource(description: string, workloads: readonly Workload[], file?: string): Source {
  return { description, file, workloads, things: new Map(), effect: () => 'nothing', role: () => undefined };
}
