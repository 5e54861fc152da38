import { TerraformVariable } from 'cdktf';
import type { StoredPlace } from './copied-values';
import {
  GENERATED_VALUE_OPTIONS,
  GeneratedValueOptions,
  STORED_PARAMETER_OPTIONS,
  STORED_SECRET_OPTIONS,
  StoredParameterOptions,
  StoredSecretOptions,
  WRITE_OPTIONS,
  WriteOptions,
} from './secret-value-options';
import { TEXT } from '../checks/api-shape';
import { PARAMETER_NAME_LENGTH, PATH_PATTERN, SECRET_NAME } from '../checks/names';
import { PROP_TYPES } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { PARAMETER_ARN_PATTERN, SECRET_ARN_PATTERN } from '../checks/value-from';
import { VALUE_EXPRESSION, VARIABLE_TYPE } from '../checks/writing';
import { Hcl, hcl, templateOf, valueOf } from '../terraform/hcl';
import { isUnresolved } from '../terraform/tokens';
import { variableAddress } from '../terraform/variable-address';

/**
 * How a value reaches AWS. All kinds except `plaintext` are passed as write-only arguments, so they are in no state,
 * plan or output.
 */
export class SecretValue {
  /**
   * What an `external` value is until somebody replaces it.
   */
  public static readonly PLACEHOLDER = 'REPLACE_ME: this value is set outside Terraform';

  /**
   * The value of a Terraform variable, which is made ephemeral and sensitive. Terraform asks for it at every plan and
   * apply.
   *
   * @param variable a string variable of the same stack
   * @throws if the variable is of another type
   */
  public static fromVariable(variable: TerraformVariable, options: WriteOptions = {}): SecretValue {
    enforce(undefined, { props: options, ...WRITE_OPTIONS }, PROP_TYPES);
    enforce(undefined, { variable, map: false }, VARIABLE_TYPE);
    return new SecretValue({ kind: 'variable', version: options.version, variable });
  }

  /**
   * One key of a `map(string)` variable, so that one variable feeds many names. The variable is made ephemeral and
   * sensitive.
   *
   * @param variable a variable of type `map(string)`, of the same stack
   * @param key the map's key; where it is missing, the plan fails with a message that names it
   * @throws if the variable has no keys
   */
  public static fromVariableKey(variable: TerraformVariable, key: string, options: WriteOptions = {}): SecretValue {
    enforce(undefined, { props: options, ...WRITE_OPTIONS }, PROP_TYPES);
    enforce(undefined, { variable, map: true }, VARIABLE_TYPE);
    return new SecretValue({ kind: 'variable', version: options.version, variable, variableKey: key });
  }

  /**
   * A value that AWS generates when the entry is created, kept for ever unless `version` changes. Nobody, Terraform
   * included, knows it.
   */
  public static generated(options: GeneratedValueOptions = {}): SecretValue {
    enforce(undefined, { props: options, ...GENERATED_VALUE_OPTIONS }, PROP_TYPES);
    return new SecretValue({ kind: 'generated', version: options.version, generation: options });
  }

  /**
   * A value that people type into the console: created as a placeholder, then never read and never overwritten.
   *
   * @param options `version` is for an entry that was written by Terraform before: keep the number it had, so that its
   * value stays
   */
  public static external(options: WriteOptions = {}): SecretValue {
    enforce(undefined, { props: options, ...WRITE_OPTIONS }, PROP_TYPES);
    return new SecretValue({ kind: 'external', literal: SecretValue.PLACEHOLDER, version: options.version });
  }

  /**
   * Configuration, not a secret: an SSM `String`, visible in the configuration on purpose. A changed value is written
   * without a version.
   */
  public static plaintext(value: string): SecretValue {
    return new SecretValue({ kind: 'plaintext', literal: value });
  }

  /**
   * Any ephemeral expression, like an attribute of an ephemeral resource, or text composed of several.
   *
   * @param expression a token, or Terraform's own text like `${ephemeral.vault_kv_secret_v2.app.data["key"]}` or
   * `postgres://${var.user}:${urlencode(var.password)}@db.example.com/app`
   * @throws if it refers to nothing: a value written in the code would be in the stack's file
   */
  public static fromExpression(expression: string, options: WriteOptions = {}): SecretValue {
    enforce(undefined, { props: options, ...WRITE_OPTIONS }, PROP_TYPES);
    enforce(undefined, { expression }, VALUE_EXPRESSION);
    return new SecretValue({ kind: 'expression', expression: templateOf(expression), version: options.version });
  }

  /**
   * A copy of what a parameter holds, which nobody sees: it is read when Terraform runs, and goes into no state and no
   * plan. It moves a value to another store, path, key, Region or account. Copied onto the parameter itself, with a
   * higher version, the value is encrypted with the map's key.
   *
   * Terraform reads the parameter at every plan, so that it has to be there. Once the copy is made, go back to
   * `external` or `generated` with the same version, which writes nothing. The deployer needs `ssm:GetParameter`, and
   * `kms:Decrypt` for a customer key.
   *
   * @param parameterName name or ARN of the parameter, like `/example/api/DB_PASSWORD`
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
   * @throws if it isn't a parameter's name
   */
  public static fromStoredParameter(parameterName: string, options: StoredParameterOptions = {}): SecretValue {
    enforce(undefined, { props: { parameterName }, required: { parameterName: TEXT } }, PROP_TYPES);
    enforce(undefined, { props: options, ...STORED_PARAMETER_OPTIONS }, PROP_TYPES);
    if (parameterName.startsWith('arn:')) {
      enforce(undefined, { name: parameterName, arn: parameterName }, PARAMETER_ARN_PATTERN);
    } else {
      enforce(undefined, { path: parameterName }, PATH_PATTERN, PARAMETER_NAME_LENGTH);
    }
    return new SecretValue({
      kind: 'stored',
      version: options.version,
      stored: { parameterName, provider: options.provider },
    });
  }

  /**
   * A copy of what a secret of Secrets Manager holds, which nobody sees: as with `fromStoredParameter`.
   *
   * The deployer needs `secretsmanager:GetSecretValue`, and `kms:Decrypt` for a customer key.
   *
   * @param secretId name or ARN of the secret
   * @param options without `jsonKey` the whole string is the value
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
   * @throws if it isn't a secret's name or ARN, or both a stage and an id name the version
   */
  public static fromStoredSecret(secretId: string, options: StoredSecretOptions = {}): SecretValue {
    enforce(undefined, { props: { secretId }, required: { secretId: TEXT } }, PROP_TYPES);
    enforce(undefined, { props: options, ...STORED_SECRET_OPTIONS }, PROP_TYPES);
    if (secretId.startsWith('arn:')) {
      enforce(undefined, { name: secretId, arn: secretId }, SECRET_ARN_PATTERN);
    } else {
      enforce(undefined, { name: secretId }, SECRET_NAME);
    }
    const { jsonKey, versionStage, versionId, provider, version } = options;
    if (versionStage !== undefined && versionId !== undefined) {
      throw new ValidationError(`secret '${secretId}' is read by versionStage and versionId at once: give one of them`);
    }
    return new SecretValue({
      kind: 'stored',
      version,
      stored: { secretId, jsonKey, versionStage, versionId, provider },
    });
  }

  /** @internal */
  public readonly _kind: SecretValueKind;
  /** A value known at synth. @internal */
  public readonly _literal?: string;
  /** @internal */
  public readonly _version: number;
  /** @internal */
  public readonly _variable?: TerraformVariable;
  /** @internal */
  public readonly _variableKey?: string;
  /** @internal */
  public readonly _generation?: GeneratedValueOptions;
  /** @internal */
  public readonly _stored?: StoredPlace;

  private readonly expression?: Hcl;

  private constructor(parts: SecretValueParts) {
    this._kind = parts.kind;
    this.expression = parts.expression;
    this._literal = parts.literal;
    this._version = parts.version ?? 1;
    this._variable = parts.variable;
    this._variableKey = parts.variableKey;
    this._generation = parts.generation;
    this._stored = parts.stored;
  }

  /**
   * Never shows a value.
   */
  public toString(): string {
    return `[secret value: ${this._kind}]`;
  }

  /**
   * Never shows a value.
   */
  public toJSON(): any {
    return this.toString();
  }

  /** What holds the value, absent where it is known at synth or has to be made first. @internal */
  public get _expression(): Hcl | undefined {
    const { _variable: variable, _variableKey: key } = this;
    if (variable === undefined) {
      return this.expression;
    }
    const address = variableAddress(variable);
    return key === undefined ? new Hcl(() => address) : hcl`lookup(${address}, ${valueOf(key)}, null)`;
  }

  /** Whether the value is known at synth and not a token. @internal */
  public get _literalText(): string | undefined {
    return this._literal !== undefined && !isUnresolved(this._literal) ? this._literal : undefined;
  }
}

/** @internal */
export type SecretValueKind = 'variable' | 'generated' | 'external' | 'plaintext' | 'expression' | 'stored';

interface SecretValueParts {
  readonly kind: SecretValueKind;
  readonly expression?: Hcl;
  readonly literal?: string;
  readonly version?: number;
  readonly variable?: TerraformVariable;
  readonly variableKey?: string;
  readonly generation?: GeneratedValueOptions;
  readonly stored?: StoredPlace;
}
