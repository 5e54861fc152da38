import { TerraformVariable } from 'cdktf';
import { IConstruct } from 'constructs';
import { escapeTemplate } from '../terraform/hcl';

/**
 * What the plan says where a value isn't given, as a template of Terraform.
 *
 * @param place What would hold the value; may contain interpolations.
 * @param given What is given instead: `none`, or `none or an empty one`.
 * @param variables The variables that feed it; none where an expression does.
 */
export function missingValue(scope: IConstruct, place: string, given: string, variables: readonly (TerraformVariable | undefined)[]): string {
  const sources = new Set(variables.map((variable) => (variable ? `variable '${variable.friendlyUniqueId}'` : 'its expression')));
  const fix = variables.some((variable) => variable) ? 'pass it, for example with --var-file=FILE.tfvars.json' : 'correct the expression';
  return `${place} has no value: ${[...sources].join(' or ') || 'its expression'} gives ${given}: ${fix} (${escapeTemplate(scope.node.path)})`;
}
