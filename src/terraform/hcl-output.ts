import { IResolveContext, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { sharedState } from './shared-state';
import { templateParts } from './template';

export interface HclBlocks {
  /** Blocks to append, in HCL, resolved in the stack. */
  blocks: (() => string)[];
  requiredVersion?: () => string | undefined;
  isRendering: boolean;
}

/** Whether the stack renders HCL: the same tokens then resolve to text that survives CDKTF's HCL renderer. */
export function isRenderingHcl(context: IResolveContext): boolean {
  return hclBlocksOf(context.scope).isRendering;
}

/**
 * CDKTF 0.21 renders no `ephemeral` block in `cdktf synth --hcl`, writes `required_version` as
 * `0 = "required_version"`, conditions as arguments, addresses in quotes, and an expression in `"${…}"`, which
 * `terraform fmt` would take off. The stack's own renderer is extended once per stack to mend all of them.
 */
export function hclBlocksOf(scope: IConstruct): HclBlocks {
  return sharedState(scope, 'hcl-output', () => extendRenderer(TerraformStack.of(scope)));
}

function extendRenderer(stack: TerraformStack): HclBlocks {
  const added: HclBlocks = { blocks: [], isRendering: false };
  const render = stack.toHclTerraform.bind(stack);
  stack.toHclTerraform = () => {
    added.isRendering = true;
    try {
      const { hcl, metadata } = render();
      return {
        hcl: [mended(hcl, added.requiredVersion?.()), ...added.blocks.map((block) => block())].join('\n\n'),
        metadata,
      };
    } finally {
      added.isRendering = false;
    }
  };
  return added;
}

const HEREDOC = /(<<EOF\n[\s\S]*?\nEOF$)/m;
const CONDITIONS = /^( *)(precondition|postcondition) = \[\n((?:\{\n(?:[a-z_]+ = .*\n)+\},\n)+)\]$/gm;
const ADDRESSES = /^( *)(ignore_changes|depends_on) = \[\n((?:"[^"]*",\n)+)\]$/gm;
const INTERPOLATIONS = /^( *[\w-]+ = )"(\$\{.*\})"$/gm;

/** What stands in a heredoc is somebody's text. */
function mended(hcl: string, requiredVersion: string | undefined): string {
  return hcl.split(HEREDOC).map((text, i) => (i % 2 === 1 ? text : mendedBlocks(text, requiredVersion))).join('');
}

function mendedBlocks(hcl: string, requiredVersion: string | undefined): string {
  return hcl
    .replace(/^ *\d+ = "required_version"$/m, (line) =>
      requiredVersion === undefined ? line : `  required_version = "${requiredVersion}"`,
    )
    .replace(CONDITIONS, (_, indent: string, name: string, blocks: string) =>
      blocks.trimEnd().replace(/^\{$/gm, `${indent}${name} {`).replace(/^\},$/gm, `${indent}}`),
    )
    .replace(
      ADDRESSES,
      (_, indent: string, name: string, list: string) =>
        `${indent}${name} = [${list
          .trimEnd()
          .replace(/"([^"]*)",?\n?/g, '$1, ')
          .replace(/, $/, '')}]`,
    )
    .replace(INTERPOLATIONS, (line, start: string, template: string) => {
      const [first, ...rest] = templateParts(template);
      return first.expression && rest.length === 0 ? start + first.text : line;
    });
}
