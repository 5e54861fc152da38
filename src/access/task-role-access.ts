import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { IPolicyDependent } from './execution-role-interface';
import { applicationCalls, RequiredAccess } from './required-access';
import { RolePolicies } from './role-policies';
import { toStatement } from './statement';
import { FLAG, MAP, NUMBER, OBJECT, TEXT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ISecretSource } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { JsonText } from '../terraform/json-text';
import { IAM_NAMES, namePrefix } from '../terraform/name-prefix';

/**
 * Properties of `TaskRoleAccess`.
 */
export interface TaskRoleAccessProps {
  /**
   * Name of the role that the application has, like the `name` of an `aws_iam_role`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  readonly roleName: string;
  /**
   * Whether the application calls `DescribeSecret` as well, as the Secrets Manager agent and caching clients do.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/secrets-manager-agent.html
   * @default false
   */
  readonly describeSecrets?: boolean;
  /**
   * Number of managed policies that can be attached to the role beside those of its owner.
   *
   * @default 10
   */
  readonly managedPolicyQuota?: number;
  /**
   * Tags of managed policies.
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

const PROPS = propsOf<TaskRoleAccessProps>(
  { roleName: TEXT },
  { describeSecrets: FLAG, managedPolicyQuota: NUMBER, tags: MAP, provider: OBJECT },
);

/**
 * What an application may read by itself, with the AWS SDK or the Secrets Manager agent: policies on the *task* role,
 * as exact as those of the execution role, and never mixed with them.
 *
 * @example
 * const access = new TaskRoleAccess(this, 'Access', { roleName: taskRole.name });
 * access.grantRead(secrets.only('SIGNING_KEY'));
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export class TaskRoleAccess extends Construct {
  private readonly access: RequiredAccess;
  private readonly rolePolicies: RolePolicies;

  /**
   * @throws if `managedPolicyQuota` is not a positive whole number; at synth if the policies don't fit into the role's
   * quota
   */
  public constructor(scope: Construct, id: string, props: TaskRoleAccessProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { roleName: role, describeSecrets, managedPolicyQuota, tags, provider } = props;
    const dnsSuffix = () => AwsEnvironment.of(this, provider).dnsSuffix;
    this.access = new RequiredAccess(this, dnsSuffix, applicationCalls(describeSecrets ?? false));
    this.rolePolicies = new RolePolicies(this, this.access, {
      role,
      namePrefix: namePrefix(this, IAM_NAMES),
      managedPolicyQuota,
      tags,
      provider,
    });
  }

  /**
   * Policies that allow what has been granted until now.
   */
  public get policies(): ITerraformDependable[] {
    return this.rolePolicies.resources;
  }

  /**
   * The statements as a JSON list, for a policy that somebody else attaches. Reading it creates nothing.
   */
  public get statements(): string {
    return new JsonText(this, () => this.access.grants().map(toStatement)).toString();
  }

  /**
   * Allows the application to read what the sources give: `GetParameter` and `GetParameters`, or `GetSecretValue`, on
   * exactly that, and to decrypt it where a customer key encrypts it. A secret is readable as a whole, also where the
   * source is one key of its JSON.
   *
   * @throws if one of them isn't a source
   */
  public grantRead(...sources: ISecretSource[]): void {
    this.access.addReads(sources);
    this.rolePolicies.expand();
  }

  /**
   * Allows what ECS Exec takes: the four actions of `ssmmessages`, which know no resource.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
   */
  public grantExecuteCommand(): void {
    this.access.addExecuteCommand();
    this.rolePolicies.expand();
  }

  /**
   * Why the role is allowed what it is: one line per action and resource. Sorted.
   */
  public explainAccess(): string[] {
    return this.rolePolicies.explain().map((line) => line.replace('granted in code', 'the application'));
  }

  /**
   * Lets a resource wait for the policies, a service for instance: `access.addDependent(service.resource)`.
   */
  public addDependent(dependent: IPolicyDependent): void {
    this.rolePolicies.addDependent(dependent);
  }
}
