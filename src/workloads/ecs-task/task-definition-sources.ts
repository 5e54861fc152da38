import { TerraformProvider } from 'cdktf';
import { IExecutionRole } from '../../access/execution-role-interface';
import { ISecretSource } from '../../references/secret-source';

/**
 * What to add to a task definition that comes from a file.
 */
export interface TaskDefinitionSources {
  /**
   * Secrets beside those of the file, by the container's name. A name that the file has already is an error: take it
   * out of the file.
   *
   * @default - none
   */
  readonly secrets?: { [container: string]: ISecretSource[] };
  /**
   * The role that reads the secrets, instead of the file's.
   *
   * @default - the file's `executionRoleArn`, which isn't changed; where it has none, a role that allows exactly what
   * the containers need
   */
  readonly executionRole?: IExecutionRole;
  /**
   * ARN of the customer key that encrypts what the file refers to: secrets, registry credentials and environment files.
   *
   * @default - the AWS managed keys
   */
  readonly encryptionKeyArn?: string;
  /**
   * Whether fields of containers that AWS has and this version of the library doesn't know are kept as they are.
   * Without it they are an error, because most of them are misspelt. Fields beside the containers can't be kept:
   * Terraform's provider has an argument for each that it knows.
   *
   * @default false
   */
  readonly keepUnknownFields?: boolean;
  /**
   * Whether old revisions stay registered when a new one replaces them.
   *
   * @default false
   */
  readonly skipDestroy?: boolean;
  /**
   * The provider whose account and Region hold the task definition.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}
