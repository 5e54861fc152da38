import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { GrantOptions, IExecutionRole, IPolicyDependent, LogGrantOptions, ObjectGrantOptions, OwnerStatement } from './execution-role-interface';
import { ImportedExecutionRole, ImportedExecutionRoleOptions } from './imported-execution-role';
import { ownerStatements } from './owner-statements';
import { RequiredAccess } from './required-access';
import { RolePolicies, namePrefixOf } from './role-policies';
import { ISecretSource } from '../references/secret-source';
import { attributeOf } from '../terraform/attribute-reference';
import { AwsEnvironment } from '../terraform/aws-environment';
import { JsonText, PlainText } from '../terraform/json-text';
import { literalConfig } from '../terraform/literal-config';

/**
 * Properties of `ExecutionRole`.
 */
export interface ExecutionRoleProps {
  /**
   * Fixed name of the role. A role that has to be replaced then collides with itself.
   *
   * @default - a name that Terraform makes unique, from the construct's path
   */
  readonly roleName?: string;
  /**
   * Path of role and policies, with slashes at both ends.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
   * @default /
   */
  readonly path?: string;
  /**
   * ARN of the policy that bounds what the role can be allowed.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Number of managed policies that the role can have. AWS raises it on request; tell it here then.
   *
   * About 300 parameters fit into 10. A changed policy is attached before its predecessor is detached, and one source more or less changes
   * at most two policies; a change of most sources at once can take twice the policies for a while.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   * @default 10
   */
  readonly managedPolicyQuota?: number;
  /**
   * Whether policies may allow all parameters of a path, `parameter/PATH/*`, where naming each would exceed the quota. Parameters deeper
   * below the path are denied, also to policies that others attach to the role.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   * @default false
   */
  readonly pathWildcard?: boolean;
  /**
   * What the role is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Tags of role and policies.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account holds the role.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * A task execution role that allows exactly what its tasks need.
 *
 * Statements are derived from what containers use, merged, sorted and packed into policies. A changed policy is created before its
 * predecessor goes, so that tasks can start at any time.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export class ExecutionRole extends Construct implements IExecutionRole {
  /**
   * A role that somebody else owns. It is left as it is unless `attachPolicies` is true.
   *
   * @param roleArn ARN of the role
   * @throws if policies are to be attached and the ARN isn't a role's
   */
  public static fromRoleArn(scope: Construct, id: string, roleArn: string, options: ImportedExecutionRoleOptions = {}): IExecutionRole {
    return new ImportedExecutionRole(scope, id, roleArn, options);
  }

  /**
   * The role.
   */
  public readonly resource: IamRole;
  public readonly roleArn: string;
  public readonly policies: ITerraformDependable[];

  private readonly environment: AwsEnvironment;
  private readonly needs: RequiredAccess;
  private readonly rolePolicies: RolePolicies;

  /**
   * @throws if `managedPolicyQuota` is no positive whole number
   */
  public constructor(scope: Construct, id: string, props: ExecutionRoleProps = {}) {
    super(scope, id);
    const { roleName, path, permissionsBoundary, description, tags, provider } = props;
    this.environment = AwsEnvironment.of(this, provider);
    this.resource = new IamRole(this, 'Resource', literalConfig({
      name: roleName,
      namePrefix: roleName === undefined ? namePrefixOf(this) : undefined,
      path,
      permissionsBoundary,
      description,
      assumeRolePolicy: new JsonText(this, this.trustPolicy()).toString(),
      tags,
      provider,
    }));
    this.roleArn = attributeOf(this.resource, 'arn');
    this.needs = new RequiredAccess(this, () => this.environment.dnsSuffix);
    this.rolePolicies = new RolePolicies(this, this.needs, {
      role: attributeOf(this.resource, 'name'),
      namePrefix: namePrefixOf(this),
      managedPolicyQuota: props.managedPolicyQuota,
      pathWildcard: props.pathWildcard,
      path,
      tags,
      provider,
    });
    this.policies = this.rolePolicies.dependables;
  }

  /**
   * @throws if the policies don't fit into the role's quota
   */
  public grantRead(...sources: ISecretSource[]): void {
    this.update(this.needs.addReads(sources));
  }

  /**
   * @param repositoryArn ARN of the repository
   */
  public grantPull(repositoryArn: string, options: GrantOptions = {}): void {
    this.update(this.needs.addPull(repositoryArn, options.container));
  }

  /**
   * @param logGroupArn ARN of the log group, with or without `:*` at its end
   */
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

  public explainAccess(): string[] {
    return this.rolePolicies.explain();
  }

  public ownerStatements(account: string): OwnerStatement[] {
    return ownerStatements(this, this.needs, this.roleArn, account);
  }

  /**
   * @param fileSystemArn ARN of the file system
   */
  public grantFileSystem(fileSystemArn: string, options: GrantOptions = {}): void {
    this.update(this.needs.addFileSystem(fileSystemArn, options.container));
  }

  public addDependent(dependent: IPolicyDependent): void {
    this.rolePolicies.addDependent(dependent);
  }

  private update(changed: boolean): void {
    if (changed) {
      this.rolePolicies.update();
    }
  }

  private trustPolicy(): object {
    const { partition, region, account } = this.environment;
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': new PlainText(`arn:${partition}:ecs:${region}:${account}:*`) },
            StringEquals: { 'aws:SourceAccount': new PlainText(account) },
          },
        },
      ],
    };
  }
}
