import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { ISecretSource, SecretBinding } from '../references/secret-source';

/**
 * The role with which ECS prepares a task: it reads secrets, pulls images and opens log streams. The application never
 * has it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export interface IExecutionRole extends IConstruct {
  /**
   * ARN of the role.
   */
  readonly roleArn: string;
  /**
   * What a task has to wait for: the policies of the role.
   */
  readonly policies: ITerraformDependable[];
  /**
   * Allows to read what the sources give, and to decrypt it where a customer key encrypts it.
   */
  grantRead(...sources: ISecretSource[]): void;
  /**
   * Allows reading what a source has told already.
   *
   * @param binding what `bindSecrets` of the source returned
   */
  addBinding(binding: SecretBinding): void;
  /**
   * Allows to pull images of an ECR repository.
   */
  grantPull(repositoryArn: string, options?: GrantOptions): void;
  /**
   * Allows a pull through cache to fetch images that aren't in it yet. Pulling an image takes `grantPull` of its
   * repository besides, which follows from the container's image.
   *
   * @param repositoriesArn the cache's repositories: `arn:PARTITION:ecr:REGION:ACCOUNT:repository/PREFIX/*`, or one of
   * them
   * @throws if the ARN isn't that of repositories with a prefix
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
   */
  grantPullThroughCache(repositoriesArn: string, options?: PullThroughCacheOptions): void;
  /**
   * Allows to write to a log group of CloudWatch Logs.
   */
  grantLogs(logGroupArn: string, options?: LogGrantOptions): void;
  /**
   * Allows to read one object of S3, and to ask for the Region of its bucket.
   */
  grantReadObject(bucketArn: string, objectArn: string, options?: ObjectGrantOptions): void;
  /**
   * Why the role is allowed what it is: one line per action and resource, with the environment variables of the
   * containers that need it. Sorted.
   */
  explainAccess(): string[];
  /**
   * What the owner of secrets and keys in another account has to allow. The role can only get its own side of the
   * permission.
   *
   * `SecretResourcePolicy` creates the policy of a secret. Parameters of another account are not among what can be
   * allowed: ECS refuses them.
   *
   * @param account the owner's account, 12 digits
   * @throws if that isn't an account's number
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
   */
  ownerStatements(account: string): OwnerStatement[];
  /**
   * Allows to look up a file system of FSx for Windows File Server.
   */
  grantFileSystem(fileSystemArn: string, options?: GrantOptions): void;
  /**
   * Tells the role which resource must wait for its policies, also for those that later grants add.
   */
  addDependent(dependent: IPolicyDependent): void;
  /**
   * Lets tasks have the role that run in the Region of a provider. `TaskDefinition` and `BatchJobDefinition` call it
   * for theirs.
   *
   * @param scope a construct in the tasks' stack
   * @param provider the provider whose Region the tasks run in, by default that of the stack
   */
  allowTasksOf(scope: IConstruct, provider?: TerraformProvider): void;
}

/**
 * Who a grant is for.
 */
export interface GrantOptions {
  /**
   * Name of the container. `explainAccess` names it.
   *
   * @default - no container
   */
  readonly container?: string;
}

/**
 * What a pull through cache does when it has no repository for an image.
 */
export interface PullThroughCacheOptions extends GrantOptions {
  /**
   * Whether the pull creates the repository, so that the role needs `ecr:CreateRepository` besides
   * `ecr:BatchImportUpstreamImage`.
   *
   * @default false
   */
  readonly createRepository?: boolean;
}

/**
 * What a log driver does with its group.
 */
export interface LogGrantOptions extends GrantOptions {
  /**
   * Whether the log driver creates the group (`awslogs-create-group`).
   *
   * @default false
   */
  readonly createGroup?: boolean;
}

/**
 * How an object of S3 is encrypted.
 */
export interface ObjectGrantOptions extends GrantOptions {
  /**
   * What the object is to the container. `explainAccess` says it.
   *
   * @default environment file
   */
  readonly purpose?: string;
  /**
   * ARN of the customer key that encrypts the object.
   *
   * @default - none; the object is encrypted by S3 or with the AWS managed key
   */
  readonly encryptionKeyArn?: string;
  /**
   * Whether an S3 Bucket Key encrypts the object.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   * @default - either
   */
  readonly bucketKeyEnabled?: boolean;
}

/**
 * A statement for the policy of a secret or of a key in another account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export interface OwnerStatement {
  /**
   * ARN of the secret or the key.
   */
  readonly resourceArn: string;
  /**
   * The statement as JSON. It allows the role through a condition, so that the role need not be there yet.
   */
  readonly statement: string;
}

/**
 * A Terraform resource that waits for others.
 */
export interface IPolicyDependent {
  /**
   * Addresses of what the resource waits for.
   */
  dependsOn?: string[];
}
