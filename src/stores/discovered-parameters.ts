import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { FLAG, OBJECT, TEXT } from '../checks/api-shape';
import { ENCRYPTION_KEY_ARN } from '../checks/encryption-key';
import { PATH_LEADING_SLASH, PATH_PATTERN } from '../checks/names';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { SecretBinding } from '../references/secret-source';
import { SelectableSource } from '../references/selectable-source';
import { hcl } from '../terraform/hcl';
import { passedTo } from '../terraform/passed-to';

/**
 * Properties of `DiscoveredParameters`.
 */
export interface DiscoveredParametersProps {
  /**
   * The path, with a slash in front: each parameter below it becomes an environment variable under its last level.
   */
  readonly path: string;
  /**
   * Whether parameters further below count too. Two of the same last level fail the plan.
   *
   * @default false
   */
  readonly recursive?: boolean;
  /**
   * ARN of the customer key that encrypts the parameters.
   *
   * @default - the AWS managed key
   */
  readonly encryptionKeyArn?: string;
  /**
   * The provider whose account and Region hold the parameters.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<DiscoveredParametersProps>(
  { path: TEXT },
  { recursive: FLAG, encryptionKeyArn: TEXT, provider: OBJECT },
);

/**
 * Whatever parameters stand under a path at plan time. Nothing is created and nothing overwritten.
 *
 * Terraform reads them without decryption: the state holds names, ARNs and the ciphertext of a `SecureString`, and the
 * text of a `String`. The deployer needs `ssm:GetParametersByPath` on the path, and no right to decrypt.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-hierarchies.html
 */
export class DiscoveredParameters extends SelectableSource {
  /**
   * The data source that reads the path.
   */
  public readonly data: DataAwsSsmParametersByPath;

  /**
   * @throws if the path isn't a parameter's
   */
  public constructor(scope: Construct, id: string, private readonly props: DiscoveredParametersProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    enforce(this, { path: props.path }, PATH_LEADING_SLASH, PATH_PATTERN);
    enforce(this, props, ENCRYPTION_KEY_ARN);
    this.data = new DataAwsSsmParametersByPath(this, 'Resource', {
      path: props.path,
      recursive: props.recursive,
      withDecryption: false,
      provider: props.provider,
    });
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const arns = this.data.fqn;
    const entry = hcl`{ name = reverse(split("/", n))[0], valueFrom = ${arns}.arns[i], arn = ${arns}.arns[i] }`;
    const entries = hcl`[for i, n in ${arns}.names : ${entry}]`;
    const { path, encryptionKeyArn } = this.props;
    return {
      entries: [],
      lists: [
        { label: this.node.path, entries: passedTo(scope, this, entries), parameterPath: path, encryptionKeyArn },
      ],
    };
  }
}
