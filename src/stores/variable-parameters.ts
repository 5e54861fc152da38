import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformLocal, TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { createParameters } from './parameter-resource';
import { VariableNames } from './variable-names';
import { ENCRYPTION_KEY_ARN } from '../checks/encryption-key';
import { enforce } from '../checks/rule';
import { ISecretSource, SecretBinding } from '../references/secret-source';
import { hcl } from '../terraform/hcl';
import { passedTo } from '../terraform/passed-to';

export interface VariableParametersProps {
  readonly path: string;
  readonly names: VariableNames;
  readonly encryptionKeyArn?: string;
  readonly parameterTier?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * The parameters of `VariableSecrets`.
 */
export class VariableParameters extends Construct implements ISecretSource {
  public readonly resource: SsmParameter;

  private readonly versions: TerraformLocal;

  public constructor(scope: Construct, id: string, private readonly props: VariableParametersProps) {
    super(scope, id);
    const { path, names, encryptionKeyArn, parameterTier, tags, provider } = props;
    enforce(this, props, ENCRYPTION_KEY_ARN);
    this.versions = new TerraformLocal(this, 'Versions', names.versions);
    this.resource = createParameters(this, {
      path,
      forEach: hcl`${this.versions.asString}`,
      value: names.valueOf('each.key'),
      variables: [names.variable],
      version: hcl`each.value`,
      type: 'SecureString',
      encryptionKeyArn,
      keyId: encryptionKeyArn,
      rewritten: hcl`sha256(jsonencode(${this.versions.asString}))`.toString(),
      advice: 'raise the version of each in the same apply, in the variable given as versions',
      tier: parameterTier,
      tags,
      provider,
    });
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const entries = hcl`[for k, p in ${this.resource.fqn} : { name = k, valueFrom = p.arn, arn = p.arn }]`;
    return {
      entries: [],
      lists: [
        {
          label: this.node.path,
          entries: passedTo(scope, this, entries),
          parameterPath: this.props.path,
          encryptionKeyArn: this.props.encryptionKeyArn,
          version: hcl`sha256(jsonencode(${this.versions.asString}))`.toString(),
        },
      ],
    };
  }
}
