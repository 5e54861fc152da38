import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { OBJECT, TEXT } from '../../checks/api-shape';
import { ENCRYPTION_KEY_ARN } from '../../checks/encryption-key';
import { EXISTING_SECRET_NAME } from '../../checks/names';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { REGISTRY_KEYS } from '../../checks/registry';
import { enforce } from '../../checks/rule';
import { PARTIAL_SECRET_ARN, SECRET_ARN_PATTERN, isPartialArn } from '../../checks/value-from';
import { warn } from '../../checks/warnings';
import { SecretBinding, SecretRead, SecretStore } from '../../references/secret-source';
import { iamArnOf } from '../../references/value-from';
import { JsonSecret } from '../../stores/json-secret';
import { isUnresolved } from '../../terraform/tokens';

/**
 * What to know of a secret that somebody else owns.
 */
export interface RepositoryCredentialsOptions {
  /**
   * ARN of the customer key that encrypts the secret; an alias doesn't authorise.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   * @default - the AWS managed key
   */
  readonly encryptionKeyArn?: string;
}

/**
 * What to know of a secret that is looked up by its name.
 */
export interface RepositoryCredentialsNameOptions extends RepositoryCredentialsOptions {
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const OPTIONS = propsOf<RepositoryCredentialsOptions>({}, { encryptionKeyArn: TEXT });
const NAME_OPTIONS = propsOf<RepositoryCredentialsNameOptions>({}, { encryptionKeyArn: TEXT, provider: OBJECT });

/**
 * User and password of a private registry: a secret of Secrets Manager whose JSON has the keys `username` and
 * `password`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
 */
export class RepositoryCredentials {
  /**
   * A secret of one's own.
   *
   * @throws if it lacks the key `username` or `password`
   */
  public static fromJsonSecret(secret: JsonSecret): RepositoryCredentials {
    enforce(secret, { names: secret.names }, REGISTRY_KEYS);
    const { entries, dependencies } = secret.only('username', 'password').bindSecrets(secret);
    return new RepositoryCredentials(secret.arn, entries[0].read, dependencies);
  }

  /**
   * A secret by its ARN.
   *
   * @param arn the secret's full ARN, with the six characters at its end
   * @throws if the ARN isn't a secret's
   */
  public static fromSecretArn(arn: string, options: RepositoryCredentialsOptions = {}): RepositoryCredentials {
    enforce(undefined, { props: { arn }, required: { arn: TEXT } }, PROP_TYPES);
    enforce(undefined, { props: options, ...OPTIONS }, PROP_TYPES);
    enforce(undefined, { name: 'repositoryCredentials', arn }, SECRET_ARN_PATTERN);
    enforce(undefined, options, ENCRYPTION_KEY_ARN);
    return new RepositoryCredentials(arn, {
      store: SecretStore.SECRETS_MANAGER,
      arn,
      encryptionKeyArn: options.encryptionKeyArn,
    });
  }

  /**
   * A secret by its name. Its full ARN is looked up at plan, its value is not.
   *
   * @param id of the data source
   * @param secretName the secret's name
   * @throws if the name isn't a secret's
   */
  public static fromSecretName(
    scope: Construct,
    id: string,
    secretName: string,
    options: RepositoryCredentialsNameOptions = {},
  ): RepositoryCredentials {
    enforce(scope, { props: { secretName }, required: { secretName: TEXT } }, PROP_TYPES);
    enforce(scope, { props: options, ...NAME_OPTIONS }, PROP_TYPES);
    enforce(scope, { name: secretName }, EXISTING_SECRET_NAME);
    enforce(scope, options, ENCRYPTION_KEY_ARN);
    const { arn } = new DataAwsSecretsmanagerSecret(scope, id, { name: secretName, provider: options.provider });
    const read = {
      store: SecretStore.SECRETS_MANAGER,
      arn,
      storedName: secretName,
      encryptionKeyArn: options.encryptionKeyArn,
    };
    return new RepositoryCredentials(arn, read);
  }

  /**
   * A secret as a task definition names it: by its ARN, by its ARN without the six characters at the end, or by its
   * name in the task's own Region. The text stays as it is, so that a task definition that is taken over doesn't
   * change. A name is looked up at plan, so that the role is allowed to read exactly this secret; for an ARN without
   * the six characters it allows `ARN-??????`, and a warning says so.
   *
   * @param id of the data source that looks up a name
   * @param credentialsParameter the text of the task definition
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RepositoryCredentials.html
   * @throws if it is neither a secret's ARN nor the name of one
   */
  public static fromCredentialsParameter(
    scope: Construct,
    id: string,
    credentialsParameter: string,
    options: RepositoryCredentialsNameOptions = {},
  ): RepositoryCredentials {
    enforce(scope, { props: { credentialsParameter }, required: { credentialsParameter: TEXT } }, PROP_TYPES);
    enforce(scope, { props: options, ...NAME_OPTIONS }, PROP_TYPES);
    enforce(scope, options, ENCRYPTION_KEY_ARN);
    const { encryptionKeyArn, provider } = options;
    if (!isUnresolved(credentialsParameter) && !credentialsParameter.startsWith('arn:')) {
      enforce(scope, { name: credentialsParameter }, EXISTING_SECRET_NAME);
      const { arn } = new DataAwsSecretsmanagerSecret(scope, id, { name: credentialsParameter, provider });
      const read = { store: SecretStore.SECRETS_MANAGER, arn, storedName: credentialsParameter, encryptionKeyArn };
      return new RepositoryCredentials(credentialsParameter, read);
    }
    const subject = { name: 'repositoryCredentials', arn: credentialsParameter };
    if (isPartialArn(credentialsParameter)) {
      warn(scope, subject, PARTIAL_SECRET_ARN, 'repositoryCredentials');
    } else {
      enforce(scope, subject, SECRET_ARN_PATTERN);
    }
    const arn = iamArnOf(scope, credentialsParameter);
    return new RepositoryCredentials(credentialsParameter, {
      store: SecretStore.SECRETS_MANAGER,
      arn,
      encryptionKeyArn,
    });
  }

  private constructor(
    /**
     * ARN of the secret, or how the task definition names it.
     */
    public readonly credentialsParameter: string,
    private readonly read: SecretRead,
    private readonly dependencies: SecretBinding['dependencies'] = [],
  ) {}

  /** @internal */
  public get _binding(): SecretBinding {
    const { credentialsParameter, read, dependencies } = this;
    return { entries: [{ name: 'repositoryCredentials', valueFrom: credentialsParameter, read }], dependencies };
  }
}
