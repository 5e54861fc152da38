import { TerraformProvider } from 'cdktf';
import { ANY, OBJECT, TEXT } from '../checks/api-shape';
import { propsOf } from '../checks/prop-types';

/**
 * When a value is written.
 */
export interface WriteOptions {
  /**
   * Number of this value: a value is written when the entry is created and whenever this number changes, and at no
   * other time. Terraform can't compare a value that it doesn't store, so a new value without a new number is not
   * written.
   *
   * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
   * @default 1
   */
  readonly version?: number;
}

/**
 * How AWS generates a value.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
export interface GeneratedValueOptions extends WriteOptions {
  /**
   * Length in characters, 1 to 4096.
   *
   * @default 32
   */
  readonly passwordLength?: number;
  /**
   * Characters that must not occur in the value.
   *
   * @default none
   */
  readonly excludeCharacters?: string;
  /**
   * Leaves out lower-case letters.
   *
   * @default false
   */
  readonly excludeLowercase?: boolean;
  /**
   * Leaves out numbers.
   *
   * @default false
   */
  readonly excludeNumbers?: boolean;
  /**
   * Leaves out punctuation: for values that end in a URL, like a database's.
   *
   * @default false
   */
  readonly excludePunctuation?: boolean;
  /**
   * Leaves out upper-case letters.
   *
   * @default false
   */
  readonly excludeUppercase?: boolean;
  /**
   * Allows the space character.
   *
   * @default false
   */
  readonly includeSpace?: boolean;
  /**
   * Whether each kind of character that isn't left out must occur.
   *
   * @default true
   */
  readonly requireEachIncludedType?: boolean;
}

/**
 * How a parameter is read whose value is copied.
 */
export interface StoredParameterOptions extends WriteOptions {
  /**
   * The provider whose account and Region hold the parameter.
   *
   * @default - that of the store that the value goes to
   */
  readonly provider?: TerraformProvider;
}

/**
 * How a secret is read whose value is copied.
 */
export interface StoredSecretOptions extends WriteOptions {
  /**
   * Top-level key of the secret's JSON.
   *
   * @default - the whole string
   */
  readonly jsonKey?: string;
  /**
   * Staging label of the version; give this or `versionId`.
   *
   * @default AWSCURRENT
   */
  readonly versionStage?: string;
  /**
   * Id of the version; give this or `versionStage`.
   *
   * @default - the version that the stage names
   */
  readonly versionId?: string;
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - that of the store that the value goes to
   */
  readonly provider?: TerraformProvider;
}

const WRITE = { version: ANY };
const READ = { ...WRITE, provider: OBJECT };

export const WRITE_OPTIONS = propsOf<WriteOptions>({}, WRITE);

export const STORED_PARAMETER_OPTIONS = propsOf<StoredParameterOptions>({}, READ);

export const STORED_SECRET_OPTIONS = propsOf<StoredSecretOptions>(
  {},
  { ...READ, jsonKey: TEXT, versionStage: TEXT, versionId: TEXT },
);

export const GENERATED_VALUE_OPTIONS = propsOf<GeneratedValueOptions>({}, {
  ...WRITE,
  passwordLength: ANY,
  excludeCharacters: ANY,
  excludeLowercase: ANY,
  excludeNumbers: ANY,
  excludePunctuation: ANY,
  excludeUppercase: ANY,
  includeSpace: ANY,
  requireEachIncludedType: ANY,
});
