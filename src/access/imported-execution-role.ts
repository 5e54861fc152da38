import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { GrantOptions, IExecutionRole, IPolicyDependent, LogGrantOptions, ObjectGrantOptions, OwnerStatement } from './execution-role-interface';
import { ownerStatements } from './owner-statements';
import { RequiredAccess } from './required-access';
import { RolePolicies, namePrefixOf } from './role-policies';
import { toStatement } from './statement';
import { IMPORTED_ROLE } from '../checks/access';
import { ROLE_ARN_PATTERN, roleNameOf } from '../checks/account';
import { enforce } from '../checks/rule';
import { warn } from '../checks/warnings';
import { ISecretSource } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { hcl } from '../terraform/hcl';
import { JsonText } from '../terraform/json-text';
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
   * Whether to attach policies to the role that allow what its tasks need. Owners that list a role's policies exclusively take them off again.
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
   * Whether policies may allow all parameters of a path, `parameter/PATH/*`, where naming each would exceed the quota. Parameters deeper
   * below the path are denied, also to policies of the owner.
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

/**
 * A role by its ARN.
 */
export class ImportedExecutionRole extends Construct implements IExecutionRole {
  public readonly policies: ITerraformDependable[];

  private readonly needs: RequiredAccess;
  private readonly rolePolicies?: RolePolicies;

  /**
   * @throws if the ARN isn't a role's
   */
  public constructor(scope: Construct, id: string, public readonly roleArn: string, options: ImportedExecutionRoleOptions) {
    super(scope, id);
    enforce(this, { roleArn }, ROLE_ARN_PATTERN);
    const { provider, managedPolicyQuota, pathWildcard } = options;
    this.needs = new RequiredAccess(this, () => AwsEnvironment.of(this, provider).dnsSuffix);
    if (options.attachPolicies) {
      this.rolePolicies = new RolePolicies(this, this.needs, {
        role: this.roleName(), namePrefix: namePrefixOf(this), shared: true, managedPolicyQuota, pathWildcard, provider,
      });
    } else if (!options.complete) {
      warn(this, { statements: () => this.neededStatements() }, IMPORTED_ROLE);
    }
    this.policies = this.rolePolicies?.dependables ?? [];
  }

  /**
   * @throws if policies are attached and don't fit into the role's quota
   */
  public grantRead(...sources: ISecretSource[]): void {
    this.update(this.needs.addReads(sources));
  }

  public grantPull(repositoryArn: string, options: GrantOptions = {}): void {
    this.update(this.needs.addPull(repositoryArn, options.container));
  }

  public grantLogs(logGroupArn: string, options: LogGrantOptions = {}): void {
    this.update(this.needs.addLogs(logGroupArn, options.createGroup ?? false, options.container));
  }

  /**
   * @param bucketArn ARN of the bucket
   * @param objectArn ARN of the object
   */
  public grantReadObject(bucketArn: string, objectArn: string, options: ObjectGrantOptions = {}): void {
    this.update(this.needs.addObject(bucketArn, objectArn, options));
  }

  /**
   * @param fileSystemArn ARN of the file system
   */
  public grantFileSystem(fileSystemArn: string, options: GrantOptions = {}): void {
    this.update(this.needs.addFileSystem(fileSystemArn, options.container));
  }

  public explainAccess(): string[] {
    return this.rolePolicies?.explain() ?? this.needs.explain();
  }

  public ownerStatements(account: string): OwnerStatement[] {
    return ownerStatements(this, this.needs, this.roleArn, account);
  }

  public addDependent(dependent: IPolicyDependent): void {
    this.rolePolicies?.addDependent(dependent);
  }

  private update(changed: boolean): void {
    if (changed) {
      this.rolePolicies?.update();
    }
  }

  private neededStatements(): string | undefined {
    return this.needs.isEmpty ? undefined : this.needs.stable(new JsonText(this, this.needs.grants().map(toStatement)).toString());
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
