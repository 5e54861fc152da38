import type { Source } from './source';
import { readStacks } from './stacks';
import { AwsPlace, StackFile } from '../../src/inventory/stack-file';
import { workloadsOf } from '../../src/inventory/stack-workloads';
import { storedThings } from '../../src/inventory/stored-things';
import { stackRole } from '../access/stack-role';

/**
 * A synthesised app. Its references are Terraform expressions; what follows from the configuration is resolved.
 */
export function cdktfOutSource(path: string, place: AwsPlace): Source {
  return stackSource(`synthesised app ${path}`, readStacks(path, place));
}

export function stackSource(description: string, stacks: readonly StackFile[]): Source {
  return {
    description,
    workloads: stacks.flatMap(workloadsOf),
    things: new Map(stacks.flatMap(storedThings).map((thing) => [thing.arn, thing])),
    role: ({ executionRole = '' }) => stacks.map((stack) => stackRole(stack, executionRole)).find((role) => role !== undefined),
  };
}
