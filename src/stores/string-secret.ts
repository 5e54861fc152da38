import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformProvider, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { REPLICA_REGIONS, ReplicaRegion } from './json-secret-props';
import { createSecret, shownName } from './json-secret-resource';
import { MAP, NUMBER, OBJECT, TEXT } from '../checks/api-shape';
import { ENVIRONMENT_NAME } from '../checks/container';
import { SECRET_NAME, SECRET_NAME_SUFFIX } from '../checks/names';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { SECRET_VALUE_SIZE } from '../checks/values';
import { warn } from '../checks/warnings';
import { SecretSelection } from '../references/secret-selection';
import { ISecretSource, SecretBinding, SecretStore } from '../references/secret-source';
import { textOfValueFrom } from '../references/value-from';
import { attributeOf } from '../terraform/attribute-reference';
import { escapeTemplate, valueOf } from '../terraform/hcl';
import { requireTerraform } from '../terraform/required-version';
import { SecretValue } from '../values/secret-value';
import { enforceValue, groupValues, isGiven, versionText, writeVersion } from '../values/written-values';

/**
 * Properties of `StringSecret`.
 */
export interface StringSecretProps {
  /**
   * Name of the secret, like `example/licence`.
   *
   * @default - Terraform makes a unique one, which begins with the construct's path
   */
  readonly secretName?: string;
  /**
   * Name of the environment variable, like `LICENCE_KEY`.
   */
  readonly name: string;
  /**
   * The value. It is written when the secret is created, and again when its `version` changes.
   */
  readonly value: SecretValue;
  /**
   * ARN of the customer key that encrypts the secret.
   *
   * The plan stops where it is taken away, because the AWS provider doesn't do that, and says how to do it.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   * @default - the AWS managed key `aws/secretsmanager`
   */
  readonly encryptionKeyArn?: string;
  /**
   * Days for which a deleted secret can be restored: 7 to 30, or 0 to delete it at once. Its name is taken until then.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
   * @default 30
   */
  readonly recoveryWindowInDays?: number;
  /**
   * Regions that hold a copy.
   *
   * @default - none
   */
  readonly replicaRegions?: ReplicaRegion[];
  /**
   * What the secret is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Tags of the secret.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<StringSecretProps>({ name: TEXT, value: OBJECT }, {
  secretName: TEXT,
  encryptionKeyArn: TEXT,
  recoveryWindowInDays: NUMBER,
  replicaRegions: REPLICA_REGIONS,
  description: TEXT,
  tags: MAP,
  provider: OBJECT,
});

/**
 * One secret of Secrets Manager that is one text as a whole, like a licence, a private key or a certificate in PEM
 * form. A container gets the text as it is, line breaks included.
 *
 * Terraform never reads the secret. A text that people type into the console stays until the value's `version` changes;
 * one that is `external` is never overwritten.
 *
 * @example
 * const licence = new StringSecret(this, 'Licence', {
 *   secretName: 'shop/licence',
 *   name: 'LICENCE',
 *   value: SecretValue.external(),
 * });
 * const containers = [{ name: 'shop', image: 'shop:1', secrets: [licence] }];
 * new TaskDefinition(this, 'Task', { family: 'shop', containers });
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export class StringSecret extends Construct implements ISecretSource {
  /**
   * The secret.
   */
  public readonly resource: SecretsmanagerSecret;
  /**
   * The version that holds the value.
   */
  public readonly version: SecretsmanagerSecretVersion;
  /**
   * ARN of the secret.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
   */
  public readonly arn: string;

  private readonly props: StringSecretProps;

  /**
   * @throws if the secret's name or the environment variable's name is not valid, or the value is too long
   */
  public constructor(scope: Construct, id: string, props: StringSecretProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    this.props = props;
    const { name, value, secretName, provider } = props;
    if (secretName !== undefined) {
      enforce(this, { name: secretName }, SECRET_NAME);
      warn(this, { name: secretName }, SECRET_NAME_SUFFIX, secretName);
    }
    enforce(this, { name }, ENVIRONMENT_NAME);
    enforceValue(this, name, value);
    enforce(this, { bytes: Buffer.byteLength(value._literalText ?? '') }, SECRET_VALUE_SIZE);
    requireTerraform(this);

    const [group] = groupValues(this, [[name, value]], provider);
    const version = writeVersion(value);
    this.resource = createSecret(this, props);
    this.arn = attributeOf(this.resource, 'arn');
    this.version = new SecretsmanagerSecretVersion(this, 'Version', {
      secretId: attributeOf(this.resource, 'id'),
      secretStringWo: group.value(valueOf(name)).toString(),
      secretStringWoVersion: typeof version === 'number' ? version : Token.asNumber(version),
      // AWS removes a version without a label in time, and Terraform would write the value again, over what people have
      // typed since
      versionStages: ['AWSCURRENT', `TERRAFORM_VALUE_${version}`],
      lifecycle: {
        ignoreChanges: ['version_stages', ...(value._kind === 'external' ? ['secret_string_wo_version'] : [])],
        precondition: value._variableKey === undefined ? undefined : [this.isGiven(value)],
      },
      provider,
    });
  }

  /**
   * The same value under another name, given as `{ FROM: 'TO' }`.
   */
  public renamed(names: { [from: string]: string }): SecretSelection {
    return SecretSelection.of(this).renamed(names);
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const { arn, props: { name, value, secretName, encryptionKeyArn } } = this;
    return {
      entries: [{
        name,
        valueFrom: textOfValueFrom({ arn }),
        version: versionText(scope, this, name, value),
        read: { store: SecretStore.SECRETS_MANAGER, arn, storedName: secretName, encryptionKeyArn },
      }],
      dependencies: [this.version],
    };
  }

  private isGiven(value: SecretValue) {
    const variable = value._variable!.friendlyUniqueId;
    const message =
      `secret ${shownName(this, this.props.secretName)} has no value: variable ${variable} holds none under ` +
      `${value._variableKey} (${this.node.path})`;
    return { condition: isGiven(value), errorMessage: escapeTemplate(message) };
  }
}
