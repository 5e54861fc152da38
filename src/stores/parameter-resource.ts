import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { IResolvable, TerraformProvider, TerraformVariable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { Hcl, escapeTemplate, hcl } from '../terraform/hcl';
import { literalConfig } from '../terraform/literal-config';
import { missingValue } from '../values/missing-value';

export interface ParameterResourceProps {
  readonly path: string;
  /** Name → whatever `version` makes of it. */
  readonly forEach: IResolvable;
  /** The value of one instance; ephemeral, may be null. */
  readonly value: Hcl;
  /** The variables that feed the values; undefined for one that comes from an expression. */
  readonly variables: readonly (TerraformVariable | undefined)[];
  /** The number of one instance's value. */
  readonly version: Hcl;
  readonly type: string;
  /** Whether one instance's value is a placeholder that others replace; undefined where none is. */
  readonly isPlaceholder?: Hcl;
  readonly keyId?: string;
  readonly tier?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * All parameters of a path as one resource, whether their names are known at synth or at plan: the names are the instances' keys.
 */
export function createParameters(scope: Construct, props: ParameterResourceProps): SsmParameter {
  const value = hcl`try(coalesce(${props.value}), "")`;
  const resource = new SsmParameter(scope, 'Resource', {
    name: `${props.path}/\${each.key}`,
    type: props.type,
    // without a value the precondition speaks, not the provider
    valueWo: value.toString(),
    valueWoVersion: Token.asNumber(props.version),
    // an external value must not be replaced by its placeholder: the API refuses instead
    overwrite: props.isPlaceholder && hcl`${props.isPlaceholder} ? false : null`,
    keyId: props.keyId,
    tier: props.tier,
    ...literalConfig({ tags: props.tags }),
    provider: props.provider,
    lifecycle: {
      precondition: [
        {
          condition: hcl`${value} != ""`,
          errorMessage: missingValue(scope, `parameter ${props.path}/\${each.key}`, 'none or an empty one', props.variables),
        },
      ],
      // what was refused once is taken for written, and the value that was there stays in the state
      postcondition: props.isPlaceholder && [
        {
          condition: hcl`!(${props.isPlaceholder}) || self.has_value_wo == true`,
          errorMessage: `parameter ${props.path}/\${each.key} would keep its value in the state, it was made with 'value' and came here by import or moved: write it once with a higher version, like SecretValue.fromVariableKey(…, { version: 2 }), then use SecretValue.external({ version: 2 }) (${escapeTemplate(scope.node.path)})`,
        },
      ],
    },
  });
  resource.addOverride('for_each', props.forEach);
  return resource;
}
