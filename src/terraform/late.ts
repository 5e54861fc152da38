import { IResolvable, IResolveContext, Token } from 'cdktf';
import { Referable } from './attribute-reference';

/**
 * Text that is only known at synth. CDKTF's `Lazy` captures a stack trace for each.
 */
export class Late implements IResolvable {
  public readonly creationStack: string[] = [];

  /**
   * @param isLocal whether nothing in the text can be another stack's, so that it isn't made before it is written
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
