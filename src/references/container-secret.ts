import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { ISecretSource, SecretBinding, SecretStore } from './secret-source';
import { StoredNames } from './stored-names';
import { formatValueFrom, iamArnOf, parameterArnOf, parseValueFrom } from './value-from';
import { FLAG, OBJECT, TEXT } from '../checks/api-shape';
import { ENCRYPTION_KEY_ARN, ENCRYPTION_KEY_REGION } from '../checks/encryption-key';
import { JSON_KEY_DOT, UNKNOWN_STAGE } from '../checks/json-key-reference';
import { EXISTING_SECRET_NAME, PARAMETER_NAME_LENGTH, PATH_PATTERN } from '../checks/names';
import { PROP_TYPES, PropFields, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import {
  ARN_PARTITION,
  PARAMETER_ARN_PATTERN,
  PARTIAL_SECRET_ARN,
  SECRET_ARN_PATTERN,
  VALUE_FROM_TOKEN,
} from '../checks/value-from';
import { warn } from '../checks/warnings';
import { isUnresolved } from '../terraform/tokens';

/**
 * What to read of a parameter.
 */
export interface ParameterReferenceOptions {
  /**
   * ARN of the customer key that encrypts the parameter; an alias doesn't authorise.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
   * @default - the AWS managed key
   */
  readonly encryptionKeyArn?: string;
  /**
   * Whether the plan fails, naming container and variable, where the value is missing, empty, no text, or a placeholder
   * of `SecretValue.external`.
   *
   * Reads with the deployer's credentials, which takes `ssm:GetParameter` or `secretsmanager:GetSecretValue`, and
   * `kms:Decrypt` for a customer key. What is read goes into no state and no plan.
   *
   * @default false
   */
  readonly verifyAtPlan?: boolean;
}

/**
 * What to read of a secret.
 */
export interface SecretReferenceOptions extends ParameterReferenceOptions {
  /**
   * Top-level key of the secret's JSON, case-sensitive.
   *
   * @default - the whole string
   */
  readonly jsonKey?: string;
  /**
   * Staging label of the version, like `AWSPREVIOUS`. Excludes `versionId`.
   *
   * @default - AWSCURRENT
   */
  readonly versionStage?: string;
  /**
   * Id of the version. Excludes `versionStage`.
   *
   * @default - the version that the stage names
   */
  readonly versionId?: string;
}

/** Where a thing that is given by its name is looked up. */
export interface ParameterNameOptions extends ParameterReferenceOptions {
  /**
   * The provider whose account and Region hold it.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/** Where a secret that is given by its name is looked up. */
export interface SecretNameOptions extends SecretReferenceOptions {
  /**
   * The provider whose account and Region hold it.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PARAMETER = { encryptionKeyArn: TEXT, verifyAtPlan: FLAG };
const SECRET = { ...PARAMETER, jsonKey: TEXT, versionStage: TEXT, versionId: TEXT };
const PARAMETER_OPTIONS = propsOf<ParameterReferenceOptions>({}, PARAMETER);
const PARAMETER_NAME_OPTIONS = propsOf<ParameterNameOptions>({}, { ...PARAMETER, provider: OBJECT });
const SECRET_OPTIONS = propsOf<SecretReferenceOptions>({}, SECRET);
const SECRET_NAME_OPTIONS = propsOf<SecretNameOptions>({}, { ...SECRET, provider: OBJECT });

/**
 * One entry that somebody else owns.
 */
export class ContainerSecret implements ISecretSource {
  /**
   * A parameter by its ARN.
   *
   * @param name the environment variable, or the log driver's option
   * @param arn the parameter's full ARN
   * @throws if the ARN isn't a parameter's
   */
  public static fromParameterArn(name: string, arn: string, options: ParameterReferenceOptions = {}): ContainerSecret {
    enforceTexts({ name, arn }, options, PARAMETER_OPTIONS);
    enforce(undefined, { name, arn }, PARAMETER_ARN_PATTERN);
    return new ContainerSecret(name, SecretStore.PARAMETER_STORE, arn, options);
  }

  /**
   * A parameter by its name, in the account and Region of the provider.
   *
   * @param id of the construct that holds the reference
   * @param name the environment variable, or the log driver's option
   * @param parameterName the parameter's name, with or without a slash in front
   * @throws if the name isn't a parameter's
   */
  public static fromParameterName(
    scope: Construct,
    id: string,
    name: string,
    parameterName: string,
    options: ParameterNameOptions = {},
  ): ContainerSecret {
    enforceTexts({ name, parameterName }, options, PARAMETER_NAME_OPTIONS, scope);
    const reference = new Construct(scope, id);
    enforce(reference, { path: parameterName }, PATH_PATTERN, PARAMETER_NAME_LENGTH);
    StoredNames.of(reference, options.provider).referToParameter(reference, parameterName);
    const arn = parameterArnOf(reference, parameterName, options.provider);
    return new ContainerSecret(name, SecretStore.PARAMETER_STORE, arn, options, parameterName, options.provider);
  }

  /**
   * A secret, or a key of its JSON, by its ARN.
   *
   * @param name the environment variable, or the log driver's option
   * @param arn the secret's full ARN, with the six characters at its end
   * @throws if the ARN isn't a secret's, if the key contains a colon, or if stage and version id are both given
   */
  public static fromSecretArn(name: string, arn: string, options: SecretReferenceOptions = {}): ContainerSecret {
    enforceTexts({ name, arn }, options, SECRET_OPTIONS);
    enforce(undefined, { name, arn }, SECRET_ARN_PATTERN);
    return new ContainerSecret(name, SecretStore.SECRETS_MANAGER, arn, options);
  }

  /**
   * A secret, or a key of its JSON, by the secret's name. Its full ARN is looked up at plan, its value is not.
   *
   * @param id of the data source
   * @param name the environment variable, or the log driver's option
   * @param secretName the secret's name
   * @throws if the name isn't a secret's, if the key contains a colon, or if stage and version id are both given
   */
  public static fromSecretName(
    scope: Construct,
    id: string,
    name: string,
    secretName: string,
    options: SecretNameOptions = {},
  ): ContainerSecret {
    enforceTexts({ name, secretName }, options, SECRET_NAME_OPTIONS, scope);
    enforce(scope, { name: secretName }, EXISTING_SECRET_NAME);
    const secret = new DataAwsSecretsmanagerSecret(scope, id, { name: secretName, provider: options.provider });
    return new ContainerSecret(name, SecretStore.SECRETS_MANAGER, secret.arn, options, secretName, options.provider);
  }

  /**
   * Any `valueFrom` that a task definition may hold. The text stays as it is, so that a task definition that is taken
   * over doesn't change; the role is allowed to read exactly what it names. For something new, `fromParameterName` and
   * `fromSecretName` give complete ARNs.
   *
   * ECS takes a name for that of a parameter in the task's own account and Region. A secret's ARN may lack the hyphen
   * and six characters that Secrets Manager adds: the role then allows `ARN-??????`, and a warning says so.
   *
   * @param name the environment variable, or the log driver's option
   * @param valueFrom a parameter's name or ARN, a secret's ARN, or `ARN:KEY:STAGE:VERSION-ID`
   * @param options the provider is the task's
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
   * @throws if the ECS agent would refuse it, or if it is a token: its store is unknown, use `fromParameterArn` or
   * `fromSecretArn`
   */
  public static fromValueFrom(name: string, valueFrom: string, options: ParameterNameOptions = {}): ContainerSecret {
    enforceTexts({ name, valueFrom }, options, PARAMETER_NAME_OPTIONS);
    enforce(undefined, { name, valueFrom }, VALUE_FROM_TOKEN);
    const { store, arn, ...reference } = parseValueFrom(name, valueFrom)!;
    const storedName = arn.startsWith('arn:') ? undefined : arn;
    return new ContainerSecret(name, store, arn, { ...options, ...reference }, storedName, options.provider, valueFrom);
  }

  /**
   * The text for the task definition.
   */
  public readonly valueFrom: string;

  private constructor(
    private readonly name: string,
    private readonly store: SecretStore,
    private readonly arn: string,
    private readonly options: SecretReferenceOptions,
    private readonly storedName?: string,
    private readonly provider?: TerraformProvider,
    text?: string,
  ) {
    const { jsonKey, versionStage, versionId, encryptionKeyArn } = options;
    const region = isUnresolved(arn) ? undefined : arn.split(':')[3];
    enforce(undefined, { encryptionKeyArn, region }, ENCRYPTION_KEY_ARN, ENCRYPTION_KEY_REGION);
    enforce(undefined, { name, arn }, ARN_PARTITION);
    // `ARN:::` says as much as `ARN`, and stays as it is
    this.valueFrom = text ?? formatValueFrom({ store, arn, jsonKey, versionStage, versionId });
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const reference = { name: this.name, ...this.options };
    warn(scope, reference, UNKNOWN_STAGE, this.name);
    warn(scope, reference, JSON_KEY_DOT, this.name);
    const { name, valueFrom, store, storedName, provider } = this;
    if (store === SecretStore.SECRETS_MANAGER) {
      warn(scope, { name, arn: this.arn }, PARTIAL_SECRET_ARN, name);
    }
    const arn = iamArnOf(scope, this.arn, provider);
    const { encryptionKeyArn, verifyAtPlan, jsonKey, versionStage, versionId } = this.options;
    const looked = store === SecretStore.SECRETS_MANAGER ? this.arn : arn;
    const verification = verifyAtPlan ? { arn: looked, jsonKey, versionStage, versionId, provider } : undefined;
    return { entries: [{ name, valueFrom, read: { store, arn, storedName, encryptionKeyArn }, verification }] };
  }
}

function enforceTexts(
  texts: { readonly [name: string]: string },
  options: ParameterReferenceOptions,
  known: PropFields,
  scope?: IConstruct,
): void {
  const required = Object.fromEntries(Object.keys(texts).map((name) => [name, TEXT]));
  enforce(scope, { props: texts, required }, PROP_TYPES);
  enforce(scope, { props: options, ...known }, PROP_TYPES);
}
