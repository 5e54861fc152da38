import { TerraformLocal, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Hcl } from './hcl';

const ID = 'Passed';

/**
 * An expression of one construct as another one may write it. To another stack it goes as a local value: CDKTF would
 * make an output of each thing that the expression refers to as a whole, which can be a secret's value, and an output
 * is in the state.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/terraform-stack.ts#L403
 * @param owner where what the expression refers to belongs
 * @param id of the local value below the owner; each of its expressions has another
 */
export function passedTo(consumer: IConstruct, owner: IConstruct, expression: Hcl, id = ID): string {
  if (TerraformStack.of(consumer) === TerraformStack.of(owner)) {
    return expression.toString();
  }
  const local = owner.node.tryFindChild(id) as TerraformLocal | undefined;
  return (local ?? new TerraformLocal(owner, id, expression)).asString;
}
