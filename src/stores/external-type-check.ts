import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { escapeTemplate, hcl, valueOf } from '../terraform/hcl';
import { terraformData } from '../terraform/terraform-data';

/**
 * Stops the plan where a parameter that people are to fill is still a `String`, as plaintext is. AWS takes another type
 * only together with a value, and the placeholder must not be one; so Terraform would fail at every apply.
 */
export function checkExternalTypes(
  scope: Construct, path: string, names: readonly string[], resource: SsmParameter, provider?: TerraformProvider,
): void {
  if (names.length === 0) {
    return;
  }
  const types = new EphemeralResource(scope, 'Types', {
    type: 'aws_ssm_parameter',
    forEach: hcl`toset(${valueOf(names)})`,
    // unknown while the parameter has yet to be made
    attributes: { arn: hcl`${resource.fqn}[each.key].arn`.toString(), with_decryption: false },
    provider,
  });
  terraformData(scope, 'TypeCheck', {
    lifecycle: {
      precondition: names.map((name) => ({
        condition: hcl`${types.attributeOf(valueOf(name), 'type')} != "String"`.toString(),
        errorMessage:
          `parameter ${path}/${name} is a String, which AWS makes a SecureString only together with its ` +
          'value: for one apply make it ' +
          `SecretValue.fromStoredParameter('${path}/${name}'), then SecretValue.external() ` +
          `(${escapeTemplate(scope.node.path)})`,
      })),
    },
  });
}
