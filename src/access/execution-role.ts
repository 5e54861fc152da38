import { createHash } from 'crypto';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { ITerraformDependable, Lazy, TerraformProvider, TerraformResource, Token, dependable } from 'cdktf';
import { Construct } from 'constructs';
import { IExecutionRole, IPolicyDependent, LogGrantOptions, ObjectGrantOptions } from './execution-role-interface';
import { pullGrants } from './image-grants';
import { ImportedExecutionRole, ImportedExecutionRoleOptions } from './imported-execution-role';
import { logGrants } from './log-grants';
import { objectGrants } from './object-grants';
import { packGrants } from './policy-packing';
import { readGrants } from './read-grants';
import { Grant, fingerprint, lengthOf, mergeGrants, toStatement } from './statement';
import { ISecretSource, SecretRead } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { JsonText, PlainText } from '../terraform/json-text';
import { resolve } from '../terraform/resolve';

/** Half of a role's 10,240 inline characters: while a policy is replaced, the old one and the new one are both attached. */
const INLINE_LIMIT = 5120;
const MANAGED_LIMIT = 6144;

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
   * A role that somebody else owns.
   */
  public static fromRoleArn(scope: Construct, id: string, roleArn: string, options: ImportedExecutionRoleOptions = {}): IExecutionRole {
    return new ImportedExecutionRole(scope, id, roleArn, options);
  }

  /**
   * The role.
   */
  public readonly resource: IamRole;
  public readonly roleArn: string;
  public readonly policies: ITerraformDependable[] = [];

  private readonly props: ExecutionRoleProps;
  private readonly environment: AwsEnvironment;
  private readonly reads: SecretRead[] = [];
  private readonly otherGrants: Grant[] = [];
  private readonly dependents: IPolicyDependent[] = [];
  private readonly stableTexts = new Map<string, string>();
  private documents: Grant[][] = [];
  private inline = true;

  public constructor(scope: Construct, id: string, props: ExecutionRoleProps = {}) {
    super(scope, id);
    this.props = props;
    this.environment = AwsEnvironment.of(this, props.provider);
    this.resource = new IamRole(this, 'Resource', {
      name: props.roleName,
      namePrefix: props.roleName === undefined ? this.namePrefix() : undefined,
      path: props.path,
      permissionsBoundary: props.permissionsBoundary,
      description: props.description,
      assumeRolePolicy: new JsonText(this.trustPolicy()).toString(),
      tags: props.tags,
      provider: props.provider,
    });
    this.roleArn = this.resource.arn;
  }

  public grantRead(...sources: ISecretSource[]): void {
    for (const source of sources) {
      this.reads.push(...source.bindSecrets(this).entries.map((entry) => entry.read));
    }
    this.pack();
  }

  /**
   * @param repositoryArn ARN of the repository
   */
  public grantPull(repositoryArn: string): void {
    this.otherGrants.push(...pullGrants(repositoryArn, (text) => this.stable(text)));
    this.pack();
  }

  /**
   * @param logGroupArn ARN of the log group, with or without `:*` at its end
   */
  public grantLogs(logGroupArn: string, options: LogGrantOptions = {}): void {
    this.otherGrants.push(...logGrants(logGroupArn, options.createGroup ?? false, (text) => this.stable(text)));
    this.pack();
  }

  /**
   * @param bucketArn ARN of the bucket
   * @param objectArn ARN of the object
   */
  public grantReadObject(bucketArn: string, objectArn: string, options: ObjectGrantOptions = {}): void {
    this.otherGrants.push(...objectGrants(bucketArn, objectArn, options, (text) => this.stable(text), () => this.environment.dnsSuffix));
    this.pack();
  }

  /**
   * @param fileSystemArn ARN of the file system
   */
  public grantFileSystem(fileSystemArn: string): void {
    this.otherGrants.push({ actions: ['fsx:DescribeFileSystems'], resources: [{ arn: fileSystemArn, label: this.stable(fileSystemArn), length: 128 }] });
    this.pack();
  }

  public addDependent(dependent: IPolicyDependent): void {
    this.dependents.push(dependent);
    this.policies.forEach((policy) => waitFor(dependent, policy));
  }

  /** Divides all grants among policies; creates the resources that are missing. What they say is worked out at synth. */
  private pack(): void {
    const grants = mergeGrants([
      ...readGrants(this.reads, (text) => this.stable(text), () => this.environment.dnsSuffix),
      ...this.otherGrants,
    ]);
    if (this.inline && grants.reduce((sum, grant) => sum + lengthOf(grant), 0) > INLINE_LIMIT) {
      this.inline = false;
      this.policies.splice(0).forEach((policy) => this.dropPolicy(policy));
    }
    this.documents = this.inline ? [grants] : packGrants(grants, MANAGED_LIMIT);
    while (this.policies.length < this.documents.length) {
      const policy = this.inline ? this.addInlinePolicy() : this.addManagedPolicy(this.policies.length);
      this.policies.push(policy);
      this.dependents.forEach((dependent) => waitFor(dependent, policy));
    }
  }

  private addInlinePolicy(): TerraformResource {
    return new IamRolePolicy(this, 'Policy', {
      name: Lazy.stringValue({ produce: () => this.policyName(0) }),
      role: this.resource.id,
      policy: this.policyDocument(0),
      provider: this.props.provider,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private addManagedPolicy(index: number): TerraformResource {
    const { path, tags, provider } = this.props;
    const policy = new IamPolicy(this, `Policy${index + 1}`, {
      namePrefix: Lazy.stringValue({ produce: () => `${this.namePrefix()}${this.policyName(index)}-` }),
      policy: this.policyDocument(index),
      path,
      tags,
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    return new IamRolePolicyAttachment(this, `Attachment${index + 1}`, {
      role: this.resource.name,
      policyArn: policy.arn,
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private dropPolicy(policy: ITerraformDependable): void {
    this.node.tryRemoveChild('Policy');
    for (const dependent of this.dependents) {
      const dropped = this.stable(policy.fqn);
      dependent.dependsOn = dependent.dependsOn?.filter((address) => this.stable(address) !== dropped);
    }
  }

  /** Another content gets another name: the new policy can then be attached before the old one goes. */
  private policyName(index: number): string {
    return `${index + 1}-${createHash('sha256').update(fingerprint(this.documents[index])).digest('hex').slice(0, 12)}`;
  }

  private policyDocument(index: number): string {
    return new JsonText(() => ({ Version: '2012-10-17', Statement: this.documents[index].map(toStatement) })).toString();
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

  /** IAM takes 38 characters and adds 26 of its own. */
  private namePrefix(): string {
    const ids = this.node.scopes.slice(1).map((scope) => scope.node.id);
    return `${ids.join('-').replace(/[^A-Za-z0-9+=,.@_-]/g, '').slice(-37)}-`;
  }

  private stable(text: string): string {
    if (!Token.isUnresolved(text)) {
      return text;
    }
    let resolved = this.stableTexts.get(text);
    if (resolved === undefined) {
      resolved = String(resolve(this, text));
      this.stableTexts.set(text, resolved);
    }
    return resolved;
  }
}

function waitFor(dependent: IPolicyDependent, policy: ITerraformDependable): void {
  dependent.dependsOn = [...(dependent.dependsOn ?? []), dependable(policy)];
}
