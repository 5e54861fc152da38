import type { AwsApi, NamedPolicy } from '../aws/api';

/**
 * A role as its policies describe it, read from the account or from a synthesised stack.
 */
export interface RoleFacts {
  readonly arn: string;
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  /** Who may assume it. */
  readonly trust?: NamedPolicy;
  readonly tags: { readonly [key: string]: string };
}

/**
 * A role of the account. For a role that a stack makes, there is nothing to ask yet.
 */
export async function readRole(api: AwsApi, arn: string): Promise<RoleFacts> {
  const name = arn.split('/').pop()!;
  const [role, policies] = await Promise.all([api.role(name), api.rolePolicies(name)]);
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: role.Arn ?? arn,
    policies,
    boundary: boundary === undefined ? undefined : await api.managedPolicy(boundary),
    trust: { name: 'trust policy', document: decodeURIComponent(role.AssumeRolePolicyDocument ?? '') },
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
