import { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { Hcl, hcl } from '../terraform/hcl';
import { terraformData } from '../terraform/terraform-data';

export interface FixedSettingProps {
  /** An expression for the setting that must stay the same. */
  readonly value: Hcl;
  /** Whether it is the same; `self.input` is what was remembered. */
  readonly isSame: Hcl;
  /** Lets the setting change when this text does. */
  readonly unless?: string;
  /** What was made with the setting. */
  readonly resource: ITerraformDependable;
  readonly errorMessage: string;
}

/**
 * Remembers a setting of a store, so that the plan stops where a change of it would lose what is stored. Terraform
 * can't compare a resource with what it was before; but a `terraform_data` that ignores changes of its input still has
 * the first one. It is written after the store, so that an apply that failed before leaves the setting free.
 */
export function fixSetting(scope: Construct, id: string, props: FixedSettingProps): TerraformResource {
  const resource = terraformData(scope, id, {
    dependsOn: [props.resource],
    lifecycle: {
      ignoreChanges: ['input'],
      postcondition: [{ condition: hcl`${props.isSame}`.toString(), errorMessage: props.errorMessage }],
    },
  });
  resource.addOverride('input', props.value);
  if (props.unless !== undefined) {
    resource.addOverride('triggers_replace', props.unless);
  }
  return resource;
}
