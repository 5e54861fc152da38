import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { hclBlocksOf } from './hcl-output';

/**
 * One `moved` block, for a resource whose id and not whose path changes.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 */
export class MovedBlock extends TerraformElement {
  /**
   * @param addresses the one that the state may hold, and the one that the resource has now; asked for at synth
   */
  public constructor(scope: Construct, id: string, private readonly addresses: () => { from: string; to: string }) {
    super(scope, id);
    hclBlocksOf(this).blocks.push(() => {
      const { from, to } = addresses();
      return `moved {\n  from = ${from}\n  to   = ${to}\n}`;
    });
  }

  public toTerraform(): any {
    return { moved: [this.addresses()] };
  }
}
