import { IResolvable, IResolveContext, TerraformElement, TerraformStack, Token, ref } from 'cdktf';

/** What has attributes: a resource. */
export interface Referable extends TerraformElement {
  readonly terraformResourceType: string;
}

/**
 * The references by their tokens, so that a long text asks them directly: CDKTF would take the token apart and put it
 * together again. What another copy of this library has made is left to CDKTF.
 */
const references = new Map<string, AttributeReference>();

/**
 * A reference within a stack. CDKTF's own captures a stack trace for each, which takes longer than all the rest of a
 * resource. A reference to another stack is left to CDKTF, which passes it through an output.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/tokens/private/intrinsic.ts#L32
 */
export class AttributeReference implements IResolvable {
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
      return text;
    }
    this.foreign ??= ref(this.address(), this.originStack);
    return this.foreign.resolve(context);
  }

  /** What it says in the stack that is being written; undefined where it refers to another one. */
  public textWithin(context: IResolveContext): string | undefined {
    if (!this.isWithin(context)) {
      return undefined;
    }
    return context.suppressBraces ? this.address() : `\${${this.address()}}`;
  }

  /** Whether it refers to the stack that is being written. */
  public isWithin(context: IResolveContext): boolean {
    return TerraformStack.of(context.scope) === this.originStack;
  }

  public toString(): string {
    if (this.token === undefined) {
      this.token = Token.asString(this);
      references.set(this.token, this);
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
  return new AttributeReference(
    resource,
    () => `${resource.terraformResourceType}.${resource.friendlyUniqueId}${index}.${attribute}`,
  ).toString();
}

/**
 * An attribute of a data source, as a token.
 */
export function dataOf(source: Referable, attribute: string): string {
  return new AttributeReference(
    source,
    () => `data.${source.terraformResourceType}.${source.friendlyUniqueId}.${attribute}`,
  ).toString();
}

/**
 * A token's text in the stack that is being written.
 */
export function textOfToken(token: string, context: IResolveContext): string {
  return references.get(token)?.textWithin(context) ?? String(context.resolve(token));
}

/** Whether a token is one of ours that refers within the stack, so that there is nothing to prepare. */
export function isLocalToken(token: string, context: IResolveContext): boolean {
  return references.get(token)?.isWithin(context) ?? false;
}
