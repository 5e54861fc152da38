import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { hclBlocksOf } from './hcl-output';

export interface MovedBlockProps {
  /** Address that the state may hold, made when it is needed. */
  readonly from: () => string;
  /** The address that it has now. */
  readonly to: () => string;
}

/**
 * One `moved` block, for a resource whose id and not whose path changes.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 */
export class MovedBlock extends TerraformElement {
  public constructor(scope: Construct, id: string, private readonly props: MovedBlockProps) {
    super(scope, id);
    hclBlocksOf(this).blocks.push(() => `moved {\n  from = ${props.from()}\n  to   = ${props.to()}\n}`);
  }

  public toTerraform(): any {
    return { moved: [{ from: this.props.from(), to: this.props.to() }] };
  }
}
