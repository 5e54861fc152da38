import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { KeyDiscovery } from './key-discovery';
import { OBJECT, TEXT, madeBy } from '../checks/api-shape';
import { ENCRYPTION_KEY_ARN } from '../checks/encryption-key';
import { EXISTING_SECRET_NAME } from '../checks/names';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { SECRET_ARN_PATTERN } from '../checks/value-from';
import { SecretBinding, SecretStore } from '../references/secret-source';
import { SelectableSource } from '../references/selectable-source';
import { hcl } from '../terraform/hcl';
import { passedTo } from '../terraform/passed-to';

/**
 * Properties of `DiscoveredJsonSecret`.
 */
export interface DiscoveredJsonSecretProps {
  /** Where to find the keys. It decides what gets into the state. */
  readonly keys: KeyDiscovery;
  /**
   * Name of the secret; give this or `secretArn`.
   *
   * @default - the secret is named by its ARN
   */
  readonly secretName?: string;
  /**
   * Full ARN of the secret; give this or `secretName`.
   *
   * @default - the secret is looked up by its name
   */
  readonly secretArn?: string;
  /**
   * ARN of the customer key that encrypts the secret.
   *
   * @default - the AWS managed key
   */
  readonly encryptionKeyArn?: string;
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<DiscoveredJsonSecretProps>(
  { keys: madeBy('KeyDiscovery', '_namesOf') },
  { secretName: TEXT, secretArn: TEXT, encryptionKeyArn: TEXT, provider: OBJECT },
);

/**
 * Whatever keys a secret has at plan time. Nothing is created and nothing overwritten: somebody who must not touch
 * Terraform adds a key in the console, and the next run puts it into the task definition.
 */
export class DiscoveredJsonSecret extends SelectableSource {
  /**
   * The data source that finds the secret; it doesn't read the value.
   */
  public readonly data: DataAwsSecretsmanagerSecret;

  private readonly props: DiscoveredJsonSecretProps;
  private readonly names: string;

  /**
   * @throws if the secret is named twice or not at all, or by a name or ARN that isn't a secret's
   */
  public constructor(scope: Construct, id: string, props: DiscoveredJsonSecretProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    this.props = props;
    const { secretName, secretArn, provider } = props;
    if ((secretName === undefined) === (secretArn === undefined)) {
      throw new ValidationError(
        `${secretName === undefined ? 'neither secretName nor secretArn is' : 'both secretName and secretArn are'} ` +
          'given: give one of them',
        this,
      );
    }
    if (secretName !== undefined) {
      enforce(this, { name: secretName }, EXISTING_SECRET_NAME);
    } else {
      enforce(this, { name: id, arn: secretArn! }, SECRET_ARN_PATTERN);
    }
    enforce(this, props, ENCRYPTION_KEY_ARN);
    this.data = new DataAwsSecretsmanagerSecret(this, 'Resource', { name: secretName, arn: secretArn, provider });
    this.names = props.keys._namesOf(this, this.data, provider).toString();
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const { arn } = this.data;
    const entries = hcl`[for k in ${this.names} : { name = k, valueFrom = "\${${arn}}:\${k}::", arn = ${arn} }]`;
    return {
      entries: [],
      lists: [
        {
          label: this.node.path,
          entries: passedTo(scope, this, entries),
          read: {
            store: SecretStore.SECRETS_MANAGER,
            arn,
            storedName: this.props.secretName,
            encryptionKeyArn: this.props.encryptionKeyArn,
          },
        },
      ],
    };
  }
}
