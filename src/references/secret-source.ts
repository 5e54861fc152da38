import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';

/**
 * Where a value is stored.
 */
export enum SecretStore {
  /**
   * A parameter of SSM Parameter Store.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html
   */
  PARAMETER_STORE = 'ssm',
  /**
   * A secret of Secrets Manager.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   */
  SECRETS_MANAGER = 'secretsmanager',
}

/**
 * The path under which parameters stand.
 */
export interface IParameterPath {
  /**
   * The path, with a slash in front: `/example/api`.
   */
  readonly path: string;
  /**
   * The path as the beginning of its parameters' ARNs: `arn:PARTITION:ssm:REGION:ACCOUNT:parameter/example/api`.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   */
  readonly pathArn: string;
}

/**
 * What it takes to read a stored value.
 */
export interface SecretRead {
  /**
   * The store to ask.
   */
  readonly store: SecretStore;
  /**
   * The full ARN as IAM knows it: of the parameter, or of the secret without JSON key, stage and version.
   */
  readonly arn: string;
  /**
   * The name in the store, where it is known at synth. Policies are sized and sorted by it.
   *
   * @default - the ARN stands for it
   */
  readonly storedName?: string;
  /**
   * ARN of the customer key that encrypts the value.
   *
   * @default - the AWS managed key, which needs no permission
   */
  readonly encryptionKeyArn?: string;
  /**
   * The path that the parameter shares with others of its source. Policies that would get too long can name it instead
   * of each parameter.
   *
   * @default - policies name the parameter
   */
  readonly parameterPath?: IParameterPath;
}

/**
 * How a plan reads a stored value to see whether it is there. The value goes into no state and no plan.
 *
 * It is read with the deployer's credentials, which takes `ssm:GetParameter` or `secretsmanager:GetSecretValue`, and
 * `kms:Decrypt` for a customer key.
 */
export interface SecretVerification {
  /**
   * ARN of the parameter or secret, as a token that is unknown as long as Terraform has yet to write the value: the
   * apply then looks.
   */
  readonly arn: string;
  /**
   * Top-level key of the secret's JSON.
   *
   * @default - the whole string
   */
  readonly jsonKey?: string;
  /**
   * Staging label of the version.
   *
   * @default - AWSCURRENT
   */
  readonly versionStage?: string;
  /**
   * Id of the version.
   *
   * @default - the version that the stage names
   */
  readonly versionId?: string;
  /**
   * The provider whose account and Region hold the value.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
  /**
   * The secret's string, where the stack that the text is of has read it already.
   *
   * @internal
   */
  readonly _text?: { readonly value: string; readonly owner: IConstruct };
}

/**
 * One environment variable, or option of a log driver, and the stored value that it gets.
 */
export interface SecretEntry {
  /**
   * Name of the environment variable or option.
   */
  readonly name: string;
  /**
   * What the task definition's `valueFrom` says: a full ARN, for a JSON key `ARN:KEY::`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
   */
  readonly valueFrom: string;
  /**
   * What reading it takes.
   */
  readonly read: SecretRead;
  /**
   * Something that changes whenever Terraform writes the value anew.
   *
   * @default - Terraform doesn't write the value
   */
  readonly version?: string;
  /**
   * How to see at plan whether the value is there.
   *
   * @default - the plan doesn't look
   */
  readonly verification?: SecretVerification;
  /**
   * What somebody who gives the value to a container should know. It becomes a warning there.
   *
   * @default - nothing
   */
  readonly warning?: string;
  /**
   * Whether `valueFrom` names the id of a version that Terraform wrote. Each new version then is a new revision of the
   * task definition.
   *
   * @default false
   */
  readonly pinned?: boolean;
}

/**
 * Environment variables whose names are only known at plan.
 */
export interface SecretList {
  /**
   * What tells this list from others in the same stack, the same in every run.
   */
  readonly label: string;
  /**
   * A Terraform expression, as a token: a list of objects with `name`, `valueFrom` and `arn` (the ARN as IAM knows it),
   * all text.
   */
  readonly entries: string;
  /**
   * What reading takes, where all entries are parts of one stored thing.
   *
   * @default - each entry is a parameter of its own
   */
  readonly read?: SecretRead;
  /**
   * Path that all parameters of the list are below. Decryption is bounded by it.
   *
   * @default - the list has no parameters
   */
  readonly parameterPath?: string;
  /**
   * ARN of the customer key that encrypts the parameters.
   *
   * @default - the AWS managed key, which needs no permission
   */
  readonly encryptionKeyArn?: string;
  /**
   * A token whose value changes whenever Terraform writes one of the values anew.
   *
   * @default - Terraform doesn't write the values
   */
  readonly version?: string;
}

/**
 * What a source gives to a container.
 */
export interface SecretBinding {
  /**
   * The environment variables whose names are known, one each.
   */
  readonly entries: SecretEntry[];
  /**
   * Those whose names are only known at plan.
   *
   * @default - none
   */
  readonly lists?: SecretList[];
  /**
   * Names that have to turn out to be in one of the lists; the plan fails if one isn't.
   *
   * @default - none
   */
  readonly expectedNames?: string[];
  /**
   * What has to be written before a task can start.
   *
   * @default - nothing
   */
  readonly dependencies?: ITerraformDependable[];
  /**
   * Name of the container that gets the environment variables. A role explains its statements with it.
   *
   * @default - no container
   */
  readonly usedBy?: string;
}

/**
 * Anything that environment variables of a container can come from.
 */
export interface ISecretSource {
  /**
   * Tells what the source gives. A source doesn't know what for.
   *
   * @param scope the construct that uses it
   */
  bindSecrets(scope: IConstruct): SecretBinding;
}
