import { ITerraformDependable } from 'cdktf';
import { IConstruct } from 'constructs';
import { ISecretSource } from '../references/secret-source';

/**
 * The role with which ECS prepares a task: it reads secrets, pulls images and opens log streams. The application never has it.
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
   * Allows to pull images of an ECR repository.
   */
  grantPull(repositoryArn: string): void;
  /**
   * Allows to write to a log group of CloudWatch Logs.
   */
  grantLogs(logGroupArn: string, options?: LogGrantOptions): void;
  /**
   * Allows to read one object of S3, and to ask for the Region of its bucket.
   */
  grantReadObject(bucketArn: string, objectArn: string, options?: ObjectGrantOptions): void;
  /**
   * Allows to look up a file system of FSx for Windows File Server.
   */
  grantFileSystem(fileSystemArn: string): void;
  /**
   * Tells the role which resource must wait for its policies, also for those that later grants add.
   */
  addDependent(dependent: IPolicyDependent): void;
}

/**
 * What a log driver does with its group.
 */
export interface LogGrantOptions {
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
export interface ObjectGrantOptions {
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
 * A Terraform resource that waits for others.
 */
export interface IPolicyDependent {
  /**
   * Addresses of what the resource waits for.
   */
  dependsOn?: string[];
}
