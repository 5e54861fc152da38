import { TerraformElement, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { hclBlocksOf } from './hcl-output';

/** Write-only arguments came with Terraform 1.11. */
const WRITE_ONLY = '>= 1.11';
const ID = 'EcsSecretsTerraformVersion';

/**
 * Makes the stack refuse a Terraform that would put values into its state, beside what the stack already demands.
 */
export function requireTerraform(scope: IConstruct): void {
  const stack = TerraformStack.of(scope);
  if (!stack.node.tryFindChild(ID)) {
    new RequiredVersion(stack, ID);
  }
}

class RequiredVersion extends TerraformElement {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    hclBlocksOf(this).requiredVersion = () => this.merged();
  }

  public toTerraform(): any {
    const required_version = this.merged();
    // the stack's own overrides are merged last and would replace ours
    if (this.demanded() !== undefined) {
      this.cdktfStack.addOverride('terraform.required_version', required_version);
    }
    return { terraform: { required_version } };
  }

  public toHclTerraform(): any {
    return this.toTerraform();
  }

  private merged(): string {
    const demanded = this.demanded();
    if (demanded === undefined || demanded.split(/\s*,\s*/).includes(WRITE_ONLY)) {
      return demanded ?? WRITE_ONLY;
    }
    return `${demanded}, ${WRITE_ONLY}`;
  }

  private demanded(): string | undefined {
    const { rawOverrides } = this.cdktfStack as unknown as {
      rawOverrides?: { terraform?: { required_version?: string } };
    };
    return rawOverrides?.terraform?.required_version;
  }
}
