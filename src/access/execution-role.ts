import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IExecutionRole } from './execution-role-interface';
import { GrantedRole } from './granted-role';
import { ImportedExecutionRole, ImportedExecutionRoleOptions } from './imported-execution-role';
import { NoExecutionRole } from './no-execution-role';
import { RolePolicies } from './role-policies';
import { ANY, FLAG, MAP, OBJECT, TEXT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { attributeOf } from '../terraform/attribute-reference';
import { AwsEnvironment, knownRegion } from '../terraform/aws-environment';
import { compare } from '../terraform/hcl';
import { JsonText, PlainText } from '../terraform/json-text';
import { literalConfig } from '../terraform/literal-config';
import { MovedFrom } from '../terraform/moved-from';
import { IAM_NAMES, namePrefix } from '../terraform/name-prefix';

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
   * About 300 parameters fit into 10. A changed policy is attached before its predecessor is detached, and one source
   * more or less changes at most two policies; a change of most sources at once can take twice the policies for a
   * while.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   * @default 10
   */
  readonly managedPolicyQuota?: number;
  /**
   * Whether policies may allow all parameters of a path, `parameter/PATH/*`, where naming each would exceed the quota.
   * Parameters deeper below the path are denied, also to policies that others attach to the role.
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

const PROPS = propsOf<ExecutionRoleProps>({}, {
  roleName: TEXT,
  path: TEXT,
  permissionsBoundary: TEXT,
  managedPolicyQuota: ANY,
  pathWildcard: FLAG,
  description: TEXT,
  tags: MAP,
  provider: OBJECT,
});

/**
 * A task execution role that allows exactly what its tasks need.
 *
 * Statements are derived from what containers use, merged, sorted and packed into policies. A changed policy is created
 * before its predecessor goes, so that tasks can start at any time.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export class ExecutionRole extends GrantedRole implements IExecutionRole {
  /**
   * A role that somebody else owns. It is left as it is unless `attachPolicies` is true.
   *
   * @param roleArn ARN of the role
   * @throws if policies are to be attached and the ARN isn't a role's
   */
  public static fromRoleArn(
    scope: Construct,
    id: string,
    roleArn: string,
    options: ImportedExecutionRoleOptions = {},
  ): IExecutionRole {
    return new ImportedExecutionRole(scope, id, roleArn, options);
  }

  /**
   * No role at all, for a task or job definition that is taken over and has none. What its containers use must take
   * none: public images, and on EC2 also images of ECR and the log driver `awslogs`, for which the instance's role
   * stands in.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
   * @throws at what can't be read without a role, like a secret
   */
  public static none(scope: Construct, id: string): IExecutionRole {
    return new NoExecutionRole(scope, id);
  }

  /**
   * The role.
   */
  public readonly resource: IamRole;
  public readonly roleArn: string;

  private readonly place: { readonly partition: string; readonly region: string; readonly account: string };
  private readonly taskRegions: (() => string)[] = [];

  /**
   * @throws if `managedPolicyQuota` is not a positive whole number; at synth if the policies don't fit into the role's
   * quota
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ExecutionRoleProps = {},
  ) {
    const { roleName, path, permissionsBoundary, description, tags, provider } = props;
    super(scope, id, provider);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { partition, region, account } = AwsEnvironment.of(this, provider);
    this.place = { partition, region, account };
    this.resource = new IamRole(
      this,
      'Resource',
      literalConfig({
        name: roleName,
        namePrefix: roleName === undefined ? namePrefix(this, IAM_NAMES) : undefined,
        path,
        permissionsBoundary,
        description,
        assumeRolePolicy: new JsonText(this, () => this.trustPolicy()).toString(),
        tags,
        provider,
      }),
    );
    this.roleArn = attributeOf(this.resource, 'arn');
    this._policies = new RolePolicies(this, this._access, {
      role: attributeOf(this.resource, 'name'),
      namePrefix: namePrefix(this, IAM_NAMES),
      managedPolicyQuota: props.managedPolicyQuota,
      pathWildcard: props.pathWildcard,
      path,
      tags,
      provider,
    });
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: roles keep the
   * names that begin with the first path.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Role`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  /**
   * Tasks of another stack have their own provider: its Region is known where it is text. Otherwise it is taken for the
   * role's.
   */
  public allowTasksOf(scope: IConstruct, provider?: TerraformProvider): void {
    if (TerraformStack.of(scope) === TerraformStack.of(this)) {
      const { region } = AwsEnvironment.of(this, provider);
      this.taskRegions.push(() => region);
    } else {
      const own = () => knownRegion(this, this.props.provider);
      const other = () => knownRegion(scope, provider);
      this.taskRegions.push(() => (other() === undefined || other() === own() ? this.place.region : other()!));
    }
  }

  /** IAM is the same in all Regions of a partition, but a task is of one. */
  private trustPolicy(): object {
    const { partition, region, account } = this.place;
    const regions = this.taskRegions.length > 0 ? this.taskRegions.map((of) => of()) : [region];
    const byText = new Map(
      regions.map((text) => [this._access.stable(text), new PlainText(`arn:${partition}:ecs:${text}:${account}:*`)]),
    );
    const arns = [...byText].sort(([a], [b]) => compare(a, b)).map(([, arn]) => arn);
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': arns.length > 1 ? arns : arns[0] },
            StringEquals: { 'aws:SourceAccount': new PlainText(account) },
          },
        },
      ],
    };
  }
}
