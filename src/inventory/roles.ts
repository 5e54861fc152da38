import { StackFile } from './stack-file';

/**
 * A role of a workload.
 */
export interface NamedRole {
  /** Its name, or a reference in `${…}` where Terraform makes the name. */
  readonly name: string;
  /** The construct that made it, which says more than a generated name. */
  readonly shown: string;
}

/**
 * The role behind an ARN, which another stack may have made.
 *
 * @param arn as the stack resolves it
 */
export function namedRole(stack: StackFile, arn: string, stacks: readonly StackFile[]): NamedRole {
  const address = arn.match(/^\$\{((?:data\.)?aws_iam_role\.[\w-]+)\./)?.[1];
  const referenced = address === undefined ? undefined : stack.find(address);
  if (referenced !== undefined) {
    const name = stack.reference(referenced, 'name');
    return { name, shown: referenced.address.startsWith('data.') ? name : stack.pathOf(referenced) };
  }
  for (const owner of [stack, ...stacks]) {
    const made = owner.resources('aws_iam_role').find((role) => owner.reference(role, 'arn') === arn);
    if (made !== undefined) {
      return { name: owner.reference(made, 'name'), shown: owner.pathOf(made) };
    }
  }
  const name = arn.split('/').pop()!;
  return { name, shown: name };
}
