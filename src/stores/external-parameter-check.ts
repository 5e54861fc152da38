import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { escapeTemplate, hcl, valueOf } from '../terraform/hcl';
import { terraformData } from '../terraform/terraform-data';

/**
 * Stops the plan where a parameter that people are to fill can't be theirs yet:
 *
 * - It is still a `String`, as plaintext is. AWS takes another type only together with a value, and the placeholder
 *   must not be one; so Terraform would fail at every apply.
 * - Its value is in the state, because it was imported. Terraform takes the write that AWS refused for done, and would
 *   keep the value there.
 *
 * These are not conditions of the parameters themselves, because a `self` that could not be created is an error of its
 * own, which Terraform prints before AWS's.
 */
export function checkExternalParameters(
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
  const place = `(${escapeTemplate(scope.node.path)})`;
  terraformData(scope, 'TypeCheck', {
    lifecycle: {
      precondition: names.flatMap((name) => [
        {
          condition: hcl`${types.attributeOf(valueOf(name), 'type')} != "String"`.toString(),
          errorMessage:
            `parameter ${path}/${name} is a String, which AWS makes a SecureString only together with its ` +
            'value: for one apply make it ' +
            `SecretValue.fromStoredParameter('${path}/${name}'), then SecretValue.external() ${place}`,
        },
        {
          condition: hcl`${resource.fqn}[${valueOf(name)}].has_value_wo == true`.toString(),
          errorMessage:
            `parameter ${path}/${name} would keep its value in the state, it was made with 'value' and came here by ` +
            'import or moved: for one apply make it ' +
            `SecretValue.fromStoredParameter('${path}/${name}', { version: 2 }), with a version that is one higher ` +
            `than its own, then SecretValue.external({ version: 2 }) ${place}`,
        },
      ]),
    },
  });
}
