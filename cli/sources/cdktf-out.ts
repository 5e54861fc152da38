import type { Effect, Source } from './source';
import { readStacks } from './stacks';
import { AwsPlace, StackFile } from '../../src/inventory/stack-file';
import { workloadsOf } from '../../src/inventory/stack-workloads';
import { StoredThing, storedThings } from '../../src/inventory/stored-things';
import { StackRole, stackRole } from '../access/stack-role';

/**
 * A synthesised app. Its references are Terraform expressions; what follows from the configuration is resolved.
 */
export function cdktfOutSource(path: string, place: AwsPlace): Source {
  return stackSource(`synthesised app ${path}`, readStacks(path, place), effectWithoutPlan);
}

export function stackSource(description: string, stacks: readonly StackFile[], effect: Source['effect']): Source {
  const roles = new Map<string, StackRole | undefined>();
  return {
    description,
    workloads: stacks.flatMap(workloadsOf),
    things: new Map(storedThings(stacks).map((thing) => [thing.arn, thing])),
    effect,
    role: ({ executionRole = '' }) => {
      if (!roles.has(executionRole)) {
        roles.set(
          executionRole,
          stacks.map((stack) => stackRole(stack, executionRole)).find((role) => role !== undefined),
        );
      }
      return roles.get(executionRole);
    },
  };
}

/**
 * Without a plan it isn't known what Terraform has written before. It makes what isn't there, and of what is there it
 * can't be said to write anything: an old value stays until its version is raised.
 */
function effectWithoutPlan({ managed, writers }: StoredThing, exists: boolean): Effect {
  return !managed || exists ? 'nothing' : writers.length > 0 ? 'creates' : 'makes';
}
