import { IResolvable, IResolveContext, TerraformElement, TerraformStack, Token, ref } from 'cdktf';
import { LocalReference, registerToken } from './local-tokens';
import { resolvedAs } from './resolved-as';

/** What has attributes: a resource. */
export interface Referable extends TerraformElement {
  readonly terraformResourceType: string;
}

/**
 * A reference within a stack. CDKTF's own captures a stack trace for each, which takes longer than all the rest of a resource; that of another
 * stack is left to CDKTF, which passes it through an output.
 */
export class AttributeReference implements IResolvable, LocalReference {
  public readonly creationStack: string[] = [];

  private foreign?: IResolvable;
  private token?: string;

  /**
   * @param address what refers, made when it is needed: the element's id can change until then
   */
  public constructor(private readonly element: TerraformElement, private readonly address: () => string) {}

  public get originStack(): TerraformStack {
    return this.element.cdktfStack;
  }

  public get identifier(): string {
    return this.address();
  }

  public resolve(context: IResolveContext): any {
    const text = this.textWithin(context);
    if (text !== undefined) {
      return resolvedAs(context, text);
    }
    this.foreign ??= ref(this.address(), this.originStack);
    return this.foreign.resolve(context);
  }

  public textWithin(context: IResolveContext): string | undefined {
    if (!this.isWithin(context)) {
      return undefined;
    }
    return context.suppressBraces ? this.address() : `\${${this.address()}}`;
  }

  public isWithin(context: IResolveContext): boolean {
    return TerraformStack.of(context.scope) === this.originStack;
  }

  public toString(): string {
    if (this.token === undefined) {
      this.token = Token.asString(this);
      registerToken(this.token, this);
    }
    return this.token;
  }

  public toJSON(): string {
    return this.toString();
  }
}

/**
 * An attribute of a resource, as a token.
 *
 * @param instance key of the instance where the resource has `for_each`, text that needs no escaping
 */
export function attributeOf(resource: Referable, attribute: string, instance?: string): string {
  const index = instance === undefined ? '' : `["${instance}"]`;
  return new AttributeReference(resource, () => `${resource.terraformResourceType}.${resource.friendlyUniqueId}${index}.${attribute}`).toString();
}

/**
 * An attribute of a data source, as a token.
 */
export function dataOf(source: Referable, attribute: string): string {
  return new AttributeReference(source, () => `data.${source.terraformResourceType}.${source.friendlyUniqueId}.${attribute}`).toString();
}
