import { IResolvable, IResolveContext, Token } from 'cdktf';
import { Referable } from './attribute-reference';

/**
 * Text that is only known at synth. CDKTF's `Lazy` would do the same, but captures a stack trace for each text, which
 * takes longer than making it.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/tokens/lazy.ts#L156
 */
export class Late implements IResolvable {
  public readonly creationStack: string[] = [];

  /**
   * @param isLocal whether nothing in the text can belong to another stack, so the text is only produced when it is
   * written
   */
  public constructor(private readonly produce: () => string, private readonly isLocal = false) {}

  public resolve(context: IResolveContext): any {
    return this.isLocal && context.preparing ? undefined : this.produce();
  }

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): string {
    return this.toString();
  }
}

/**
 * A resource's address, for `depends_on`, as a token.
 */
export function addressOf(resource: Referable): string {
  return new Late(() => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`).toString();
}
