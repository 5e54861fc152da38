import { RoleFacts } from './role-facts';
import { StackFile, StackResource } from '../../src/inventory/stack-file';
import type { NamedPolicy } from '../aws/api';

/** Roles that stacks make, with the policies that they give them. */
export interface StackRole extends RoleFacts {
  /** Policies that are attached by ARN and not made by the stack. */
  readonly attachedArns: readonly string[];
}

/**
 * The role that a stack makes under an ARN, undefined where somebody else owns it.
 */
export function stackRole(stack: StackFile, arn: string): StackRole | undefined {
  const role = stack.resources('aws_iam_role').find((candidate) => stack.reference(candidate, 'arn') === arn);
  if (role === undefined) {
    return undefined;
  }
  const name = stack.reference(role, 'name');
  const ofRole = (type: string) =>
    stack.resources(type).filter((resource) => stack.attribute(resource, 'role') === name);
  const managed = new Map(stack.resources('aws_iam_policy').map((policy) => [stack.reference(policy, 'arn'), policy]));
  const attached = [
    ...ofRole('aws_iam_role_policy_attachment').map((attachment) => stack.attribute(attachment, 'policy_arn') ?? ''),
    ...[role.attributes.managed_policy_arns ?? []].flat().map((text) => stack.resolve(String(text))),
  ];
  const boundary = stack.attribute(role, 'permissions_boundary');
  const inline = [role.attributes.inline_policy ?? []].flat();
  return {
    arn,
    policies: [
      ...ofRole('aws_iam_role_policy').map((policy) => documentOf(stack, policy)),
      ...inline.map((policy, i) => ({
        name: `inline policy ${i + 1}`,
        document: stack.resolve(String(policy?.policy ?? '')),
      })),
      ...attached.flatMap((policy) => (managed.has(policy) ? [documentOf(stack, managed.get(policy)!)] : [])),
    ],
    boundary: boundary !== undefined && managed.has(boundary) ? documentOf(stack, managed.get(boundary)!) : undefined,
    trust: { name: 'trust policy', document: stack.attribute(role, 'assume_role_policy') ?? '' },
    tags: role.attributes.tags ?? {},
    attachedArns: attached.filter((policy) => !managed.has(policy)),
  };
}

function documentOf(stack: StackFile, policy: StackResource): NamedPolicy {
  return { name: stack.pathOf(policy), document: stack.attribute(policy, 'policy') ?? '' };
}
