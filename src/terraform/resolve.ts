import { DefaultTokenResolver, IResolvable, IResolveContext, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';

/**
 * A token's text in the Terraform configuration of the scope's stack.
 */
export function resolve(scope: IConstruct, value: unknown): any {
  return resolveWith(scope, value, new DefaultTokenResolver(new StringConcat()));
}

/**
 * A text that identifies what a token refers to. It is the same in every run, also for things of another stack of the
 * app, and different for different things. It is not for Terraform.
 */
export function stableText(scope: IConstruct, text: string): string {
  return String(resolveWith(scope, text, new OriginResolver(new StringConcat())));
}

function resolveWith(scope: IConstruct, value: unknown, resolver: DefaultTokenResolver): any {
  return Tokenization.resolve(value, { scope: TerraformStack.of(scope), resolver, preparing: false });
}

/**
 * Two stacks can have resources of the same address; after CDKTF has prepared them, a reference is an output's, with
 * another name.
 */
class OriginResolver extends DefaultTokenResolver {
  public resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: Parameters<DefaultTokenResolver['resolveToken']>[2],
  ): any {
    const { originStack, identifier } = token as IResolvable & { originStack?: TerraformStack; identifier?: string };
    const foreign = originStack !== undefined && originStack !== TerraformStack.of(context.scope);
    return foreign && identifier !== undefined
      ? `${originStack.node.path}/${identifier}`
      : super.resolveToken(token, context, postProcessor);
  }
}
