import { TerraformProvider } from 'cdktf';
import { IExecutionRole } from '../../access/execution-role-interface';
import { ISecretSource } from '../../references/secret-source';

/**
 * What to add to a job definition that comes from a file.
 */
export interface BatchJobDefinitionSources {
  /**
   * Secrets beside those of the file, by the container's name; the one container of `containerProperties` is `default`,
   * and that of a range of nodes goes by its `targetNodes`, like `0:3`. A name that the file has already is an error:
   * take it out of the file.
   *
   * @default - none
   */
  readonly secrets?: { [container: string]: ISecretSource[] };
  /**
   * The role that reads the secrets, instead of the file's; `ExecutionRole.none(…)` for none.
   *
   * @default - the file's `executionRoleArn`, which isn't changed, and goes to all nodes; where it has none, a role
   * that allows exactly what the containers need
   */
  readonly executionRole?: IExecutionRole;
  /**
   * ARN of the customer key that encrypts what the file refers to: secrets and registry credentials.
   *
   * @default - the AWS managed keys
   */
  readonly encryptionKeyArn?: string;
  /**
   * Whether fields of `containerProperties`, `ecsProperties` and `nodeProperties` that AWS has and this version of the
   * library doesn't know are kept as they are. Without it they are an error, because most of them are misspelt. Fields
   * beside them can't be kept: Terraform's provider has an argument for each that it knows.
   *
   * @default false
   */
  readonly keepUnknownFields?: boolean;
  /**
   * Whether an old revision is deregistered when a new one replaces it.
   *
   * @default true
   */
  readonly deregisterOnNewRevision?: boolean;
  /**
   * The provider whose account and Region hold the job definition.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}
