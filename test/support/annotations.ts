import { TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';

/** What CDKTF shows of a construct and those below it after synth, without the rule's id. */
export function annotationsOf(construct: IConstruct, level: 'warn' | 'info' = 'warn'): string[] {
  Testing.synth(TerraformStack.of(construct));
  return construct.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === `@cdktf/${level}`).map(({ data }) => String(data).replace(/ \[[a-z0-9-]+\]$/, '')));
}
