import { StackFile, StackResource } from './stack-file';

/** A policy document as it stands in a stack, and the stack. */
export interface RoleDocument {
  readonly stack: StackFile;
  readonly text: string;
}

/**
 * The policies that stacks give to roles, by the role's name: inline ones, and managed ones of the same stack.
 */
export function roleDocuments(stacks: readonly StackFile[]): ReadonlyMap<string, readonly RoleDocument[]> {
  const documents = new Map<string, RoleDocument[]>();
  const add = (stack: StackFile, role: string | undefined, text: unknown) => {
    if (role !== undefined && typeof text === 'string') {
      documents.set(role, [...documents.get(role) ?? [], { stack, text }]);
    }
  };
  for (const stack of stacks) {
    const managed = new Map(
      stack.resources('aws_iam_policy').map((policy) => [policy.address, policy.attributes.policy]),
    );
    for (const role of stack.resources('aws_iam_role')) {
      const name = stack.reference(role, 'name');
      [role.attributes.inline_policy ?? []].flat().forEach((inline) => add(stack, name, inline?.policy));
      [role.attributes.managed_policy_arns ?? []]
        .flat()
        .forEach((arn) => add(stack, name, managed.get(policyAddress(String(arn)))));
    }
    for (const policy of stack.resources('aws_iam_role_policy')) {
      add(stack, stack.attribute(policy, 'role'), policy.attributes.policy);
    }
    for (const attachment of stack.resources('aws_iam_role_policy_attachment')) {
      add(stack, stack.attribute(attachment, 'role'), managed.get(attachedAddress(attachment)));
    }
  }
  return documents;
}

/** Policies of which there is one per chunk of a list are attached with `each.value`. */
function attachedAddress({ attributes: { policy_arn: arn, for_each: forEach } }: StackResource): string {
  return policyAddress(/\beach\.value\b/.test(String(arn)) ? String(forEach) : String(arn));
}

function policyAddress(text: string): string {
  return text.match(/aws_iam_policy\.[\w-]+(\["[^"]*"\])?/)?.[0] ?? '';
}
