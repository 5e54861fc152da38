import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { IExecutionRole } from './execution-role-interface';
import { GrantedRole } from './granted-role';
import { RolePolicies } from './role-policies';
import { toStatement } from './statement';
import { IMPORTED_ROLE } from '../checks/access';
import { ROLE_ARN_PATTERN, roleNameOf } from '../checks/account';
import { ANY, FLAG, OBJECT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { warn } from '../checks/warnings';
import { hcl } from '../terraform/hcl';
import { JsonText } from '../terraform/json-text';
import { IAM_NAMES, namePrefix } from '../terraform/name-prefix';
import { isUnresolved } from '../terraform/tokens';

/**
 * What to know of a role that somebody else owns.
 */
export interface ImportedExecutionRoleOptions {
  /**
   * Whether its owner says that the role already allows what its tasks need. Silences the warning that lists it.
   *
   * @default false
   */
  readonly complete?: boolean;
  /**
   * Whether to attach policies to the role that allow what its tasks need. Owners that list a role's policies
   * exclusively take them off again.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
   * @default false
   */
  readonly attachPolicies?: boolean;
  /**
   * Number of managed policies that can be attached to the role beside those of its owner.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   * @default 10
   */
  readonly managedPolicyQuota?: number;
  /**
   * Whether policies may allow all parameters of a path, `parameter/PATH/*`, where naming each would exceed the quota.
   * Parameters deeper below the path are denied, also to policies of the owner.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   * @default false
   */
  readonly pathWildcard?: boolean;
  /**
   * The provider whose account holds the role.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const OPTIONS = propsOf<ImportedExecutionRoleOptions>(
  {},
  { complete: FLAG, attachPolicies: FLAG, managedPolicyQuota: ANY, pathWildcard: FLAG, provider: OBJECT },
);

/**
 * A role by its ARN.
 */
export class ImportedExecutionRole extends GrantedRole implements IExecutionRole {
  /**
   * @throws if the ARN isn't a role's; at synth if policies are attached and don't fit into the role's quota
   */
  public constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
    options: ImportedExecutionRoleOptions,
  ) {
    const { provider, managedPolicyQuota, pathWildcard } = options;
    super(scope, id, provider);
    enforce(this, { props: options, ...OPTIONS }, PROP_TYPES);
    enforce(this, { roleArn }, ROLE_ARN_PATTERN);
    if (options.attachPolicies) {
      this._policies = new RolePolicies(this, this._access, {
        role: this.roleName(),
        namePrefix: namePrefix(this, IAM_NAMES),
        shared: true,
        managedPolicyQuota,
        pathWildcard,
        provider,
      });
    } else if (!options.complete) {
      warn(this, { statements: () => this.neededStatements() }, IMPORTED_ROLE);
    }
  }

  private neededStatements(): string | undefined {
    const access = this._access;
    return access.isEmpty ? undefined : access.stable(new JsonText(this, access.grants().map(toStatement)).toString());
  }

  /** The last part of the ARN, behind the role's path. */
  private roleName(): string {
    const { roleArn } = this;
    if (isUnresolved(roleArn)) {
      return hcl`reverse(split("/", ${roleArn}))[0]`.toString();
    }
    return roleNameOf(roleArn)!;
  }
}
