import { Precondition, TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { Hcl, valueOf } from './hcl';
import { hclBlocksOf } from './hcl-output';
import { resolve } from './resolve';

/**
 * The `check` block that CDKTF 0.21 lacks: a warning at plan and apply, which stops neither.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/check
 */
export class CheckBlock extends TerraformElement {
  /**
   * @param assertion what should be true, and what Terraform says where it isn't; asked for at synth, undefined where
   * there is nothing to check
   */
  public constructor(scope: Construct, id: string, private readonly assertion: () => Precondition | undefined) {
    super(scope, id, 'check');
    hclBlocksOf(this).blocks.push(() => this.toHclBlock());
  }

  public toTerraform(): any {
    const assertion = this.assertion();
    if (assertion === undefined) {
      return {};
    }
    const { condition, errorMessage } = assertion;
    return {
      check: {
        [this.friendlyUniqueId]: { assert: [{ condition: condition.toString(), error_message: errorMessage }] },
      },
    };
  }

  private toHclBlock(): string {
    const assertion = this.assertion();
    if (assertion === undefined) {
      return '';
    }
    const { condition, errorMessage } = assertion;
    const [expression, message] = [condition, errorMessage].map((part) => this.expression(part));
    return (
      `check "${this.friendlyUniqueId}" {\n  assert {\n    condition = ${expression}\n    error_message = ` +
      `${message}\n  }\n}`
    );
  }

  /** Resolved outside of an expression, the text stands in `${…}`. */
  private expression(part: string | Hcl): string {
    return (resolve(this, valueOf(part)) as string).slice(2, -1);
  }
}
