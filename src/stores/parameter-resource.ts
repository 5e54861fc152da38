import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { IResolvable, TerraformProvider, TerraformVariable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { fixSetting } from './fixed-setting';
import { ParameterTier } from './parameter-tier';
import { Hcl, escapeTemplate, hcl, valueOf } from '../terraform/hcl';
import { literalConfig } from '../terraform/literal-config';
import { StoredPlace } from '../values/copied-values';
import { missingValue } from '../values/missing-value';

export interface ParameterResourceProps {
  readonly path: string;
  /** What `for_each` iterates over: names, with what `version` reads of each. */
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
  /** Where values are copied from. */
  readonly copied?: readonly StoredPlace[];
  /** The customer key, where there is one. */
  readonly encryptionKeyArn?: string;
  /** The key of one instance. */
  readonly keyId?: string;
  /** How to write them so, for a message. */
  readonly advice: string;
  /** Changes when all values are written together with other settings. */
  readonly rewritten: string;
  readonly tier?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * All parameters of a path as one resource, whether their names are known at synth or at plan: the names are the
 * instances' keys.
 */
export function createParameters(scope: Construct, props: ParameterResourceProps): SsmParameter {
  const value = hcl`try(coalesce(${props.value}), "")`;
  const parameter = `parameter ${props.path}/\${each.key}`;
  const place = `(${escapeTemplate(scope.node.path)})`;
  const size = props.tier === undefined || props.tier === 'Standard' ? 4096 : 8192;
  const larger =
    size === 8192 ? 'put it into the JSON secret' : "set parameterTier to 'Advanced', or put it into the JSON secret";
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
      // AWS refuses a replacement under the same name: so a parameter whose tier goes back to Standard is not deleted
      // first
      createBeforeDestroy: true,
      precondition: [
        {
          condition: hcl`${value} != ""`,
          errorMessage: missingValue(
            scope,
            `parameter ${props.path}/\${each.key}`,
            'none or an empty one',
            props.variables,
            props.copied,
          ),
        },
        // AWS refuses what is longer, or has two braces; but the provider takes a refused write for done, and the next
        // plan says nothing
        {
          condition: hcl`length(trim(base64encode(${value}), "=")) <= ${Math.ceil((size * 4) / 3)}`,
          errorMessage: `${parameter} has a value of more than ${size} bytes: ${larger} ${place}`,
        },
        {
          condition: hcl`!strcontains(${value}, "{{")`,
          errorMessage:
            `${parameter} has a value that contains '{{', which Parameter Store refuses: put it into ` +
            `the JSON secret ${place}`,
        },
      ],
    },
  });
  resource.addOverride('for_each', props.forEach);
  fixPlace(scope, props, resource);
  fixSettings(scope, props, resource);
  return resource;
}

function fixPlace(scope: Construct, { path }: ParameterResourceProps, resource: SsmParameter): void {
  fixSetting(scope, 'Place', {
    value: valueOf(path),
    isSame: hcl`self.input == ${valueOf(path)}`,
    resource,
    errorMessage:
      `parameters below \${self.input} would be replaced by others below ${path}, and what only people know ` +
      'of them lost: keep the path, or add a ' +
      'second store with the new path whose values are SecretValues.fromStoredParameters(…), apply, and ' +
      'take this one away in another apply ' +
      `(${escapeTemplate(scope.node.path)})`,
  });
}

/** AWS takes another key or tier only together with the value, which Terraform doesn't store. */
function fixSettings(scope: Construct, props: ParameterResourceProps, resource: SsmParameter): void {
  const customerKey = props.encryptionKeyArn === undefined ? 'no' : 'yes';
  // where the code doesn't say it, the tier stays what it is
  const tier = props.tier === undefined || props.tier === ParameterTier.INTELLIGENT_TIERING ? '' : props.tier;
  const before = [tier, ...(tier === ParameterTier.STANDARD ? [''] : [])];
  const sameTier = tier === '' ? hcl`true` : hcl`contains(${valueOf(before)}, self.input.tier)`;
  const key = valueOf(props.encryptionKeyArn ?? '');
  fixSetting(scope, 'Settings', {
    value: hcl`{ customer_key = ${valueOf(customerKey)}, key = ${key}, tier = ${valueOf(tier)} }`,
    // a key that is only created by this apply is unknown, but that there was none before isn't
    isSame: hcl`self.input.customer_key == ${valueOf(customerKey)} && ${sameTier} ? self.input.key == ${key} : false`,
    unless: props.rewritten,
    resource,
    errorMessage:
      `the key or tier of the parameters below ${props.path} changes, which AWS takes only together with ` +
      `their values: ${props.advice} ` +
      `(${escapeTemplate(scope.node.path)})`,
  });
}
