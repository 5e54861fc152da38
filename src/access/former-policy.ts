import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { hclBlocksOf } from '../terraform/hcl-output';

const TYPE = 'aws_iam_role_policy';

/**
 * The inline policy of an imported role once had a name that depended on nothing but what it allowed. Two stacks that
 * allowed the same things then shared one policy, and whoever deleted it took away the other's right. Terraform forgets
 * such a policy and leaves it on the role, because a plan can't tell whether somebody else still needs it.
 *
 * It has the id that the policy had, and with it the policy's address.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export class FormerPolicy extends TerraformElement {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    hclBlocksOf(this).blocks.push(
      () => `removed {\n  from = ${this.address}\n  lifecycle {\n    destroy = false\n  }\n}`,
    );
  }

  public toTerraform(): any {
    return { removed: [{ from: this.address, lifecycle: { destroy: false } }] };
  }

  private get address(): string {
    return `${TYPE}.${this.friendlyUniqueId}`;
  }
}
