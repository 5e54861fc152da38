import { AwsApi, NamedPolicy } from '../aws/api';

/** What GetRole tells. */
export interface RoleDescription {
  readonly arn: string;
  readonly boundaryArn?: string;
  /** Who may assume it. */
  readonly trust?: NamedPolicy;
  readonly tags: { readonly [key: string]: string };
}

/**
 * A role as its policies describe it, read from the account or from a synthesised stack.
 */
export interface RoleFacts extends Omit<RoleDescription, 'boundaryArn'> {
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

/**
 * A role of the account. For a role that a stack makes, there is nothing to ask yet.
 */
export async function describeRole(api: AwsApi, arn: string): Promise<RoleDescription> {
  const role = await api.role(nameOf(arn));
  return {
    arn: role.Arn ?? arn,
    boundaryArn: role.PermissionsBoundary?.PermissionsBoundaryArn,
    trust: { name: 'trust policy', document: decodeURIComponent(role.AssumeRolePolicyDocument ?? '') },
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

/** The policies of a role, and those that bound it. */
export async function policiesOf(
  api: AwsApi,
  { arn, boundaryArn }: RoleDescription,
): Promise<Pick<RoleFacts, 'policies' | 'boundary'>> {
  const [policies, boundary] = await Promise.all([
    api.rolePolicies(nameOf(arn)),
    boundaryArn === undefined ? undefined : api.managedPolicy(boundaryArn),
  ]);
  return { policies, boundary };
}

function nameOf(arn: string): string {
  return arn.split('/').pop()!;
}
