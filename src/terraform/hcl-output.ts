import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

const HOOK = Symbol.for('cdktf-ecs-secrets/hcl-output');

/** Set while a stack renders HCL: the same tokens then resolve to text that survives CDKTF's HCL renderer. */
let rendering = 0;

export function isRenderingHcl(): boolean {
  return rendering > 0;
}

export interface HclBlocks {
  /** Blocks to append, in HCL, resolved in the stack. */
  blocks: (() => string)[];
  requiredVersion?: () => string | undefined;
}

/**
 * CDKTF 0.21 renders no `ephemeral` block in `cdktf synth --hcl`, and writes `required_version` as `0 = "required_version"`. The stack's
 * own renderer is extended once per stack to mend both.
 */
export function hclBlocksOf(scope: IConstruct): HclBlocks {
  const stack = TerraformStack.of(scope) as TerraformStack & { [HOOK]?: HclBlocks };
  const existing = stack[HOOK];
  if (existing) {
    return existing;
  }
  const added: HclBlocks = { blocks: [] };
  Object.defineProperty(stack, HOOK, { value: added, enumerable: false });
  const render = stack.toHclTerraform.bind(stack);
  stack.toHclTerraform = () => {
    rendering++;
    try {
      const { hcl, metadata } = render();
      const version = added.requiredVersion?.();
      const mended = version === undefined ? hcl : hcl.replace(/^ *\d+ = "required_version"$/m, () => `  required_version = "${version}"`);
      return { hcl: [mended, ...added.blocks.map((block) => block())].join('\n\n'), metadata };
    } finally {
      rendering--;
    }
  };
  return added;
}
