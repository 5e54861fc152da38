import { TerraformVariable } from 'cdktf';
import { IConstruct } from 'constructs';
import { StoredPlace, textOfPlace } from './copied-values';
import { escapeTemplate } from '../terraform/hcl';

/**
 * What the plan says where a value isn't given, as a template of Terraform.
 *
 * @param place What would hold the value; may contain interpolations.
 * @param given What is given instead: `none`, or `none or an empty one`.
 * @param variables The variables that feed it; none where an expression does.
 * @param copied What it may be copied from.
 */
export function missingValue(
  scope: IConstruct,
  place: string,
  given: string,
  variables: readonly (TerraformVariable | undefined)[],
  copied: readonly StoredPlace[] = [],
): string {
  const sources = new Set([
    ...variables.map((variable) => (variable ? `variable '${variable.friendlyUniqueId}'` : 'its expression')),
    ...copied.map((stored) => escapeTemplate(textOfPlace(stored))),
  ]);
  const copies = copied.length > 0 ? 'store it there first' : 'correct the expression';
  const fix = variables.some((variable) => variable) ? 'pass it, for example with --var-file=FILE.tfvars.json' : copies;
  return (
    `${place} has no value: ${[...sources].join(' or ') || 'its expression'} gives ${given}: ${fix} ` +
    `(${escapeTemplate(scope.node.path)})`
  );
}
