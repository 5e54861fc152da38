import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Annotations, IAspect, TerraformResource } from 'cdktf';
import { IConstruct } from 'constructs';

/** Refuses what somebody encrypts with another key than the company's, also where they went past `CompanySecrets`. */
export class CustomerKeyOnly implements IAspect {
  public visit(node: IConstruct): void {
    if (keyOf(node) === 'none') {
      Annotations.of(node).addError('not encrypted with the customer key: use CompanySecrets, or give encryptionKeyArn');
    }
  }
}

function keyOf(node: IConstruct): string | undefined {
  if (!TerraformResource.isTerraformResource(node)) {
    return undefined;
  }
  switch (node.terraformResourceType) {
    case SsmParameter.tfResourceType: {
      const { typeInput, keyIdInput } = node as SsmParameter;
      return typeInput === 'SecureString' ? keyIdInput ?? 'none' : undefined;
    }
    case SecretsmanagerSecret.tfResourceType:
      return (node as SecretsmanagerSecret).kmsKeyIdInput ?? 'none';
    default:
      return undefined;
  }
}
