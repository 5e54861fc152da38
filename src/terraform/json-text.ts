import { IResolvable, IResolveContext, Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { isLocalToken, textOfToken } from './attribute-reference';
import { Hcl, byKey, escapeTemplate, literalParts, marks, quoted, splitTokens, tokensIn } from './hcl';
import { hclBlocksOf, isRenderingHcl } from './hcl-output';
import { isUnresolved } from './tokens';

/**
 * A string whose runtime value needs no JSON escaping, like an ARN: interpolated as it is, which costs a fraction of
 * `jsonencode`.
 */
export class PlainText {
  public constructor(public readonly text: string) {}
}

/**
 * Canonical JSON as the value of a Terraform string argument: keys sorted, no white space, tokens interpolated.
 *
 * Literal text can't be taken for a template, and what a token turns out to hold is JSON-encoded by Terraform itself.
 * `JSON.stringify` would leave `${HOME}` for Terraform to evaluate; CDKTF's `Fn.jsonencode` takes twice the time, and
 * escapes neither quotes nor `%{`, so that such text becomes invalid HCL.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/tfExpression.ts#L55
 */
export class JsonText implements IResolvable {
  public readonly creationStack: string[] = [];

  /**
   * @param scope where the text will stand: its stack's HCL output needs help with such text
   * @param value the value, or what makes it when it is needed
   */
  public constructor(scope: IConstruct, private readonly value: unknown) {
    hclBlocksOf(scope);
  }

  public resolve(context: IResolveContext): any {
    return this.textWithin(context);
  }

  private textWithin(context: IResolveContext): string {
    const value = typeof this.value === 'function' ? this.value() : this.value;
    const outer = context.suppressBraces;
    if (context.preparing) {
      // before synth only what another stack has matters: CDKTF makes an output of it
      findForeign(value, context);
      return outer ? '""' : '';
    }
    context.suppressBraces = false;
    const writer = new Writer(context, outer || isRenderingHcl(context) ? escapeForHcl : (text) => text);
    writer.write(value);
    context.suppressBraces = outer;
    // an expression takes it as a string, like the argument of a function
    return outer ? `"${writer.text}"` : writer.text;
  }

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): string {
    return this.toString();
  }
}

type Escape = (text: string) => string;

/** CDKTF puts a string with an interpolation between quotes as it is. */
const escapeForHcl: Escape = (text) => text.replace(/[\\"]/g, '\\$&');

/** Resolves all that may refer to another stack. */
function findForeign(value: unknown, context: IResolveContext, found = new Set<string>()): void {
  if (value instanceof PlainText || typeof value === 'string') {
    for (const token of tokensIn(value instanceof PlainText ? value.text : value)) {
      if (!found.has(token)) {
        found.add(token);
        if (!isLocalToken(token, context)) {
          context.resolve(token);
        }
      }
    }
  } else if (isUnresolved(value)) {
    context.resolve(value);
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((inner) => findForeign(inner, context, found));
  }
}

class Writer {
  public text = '';
  private readonly resolved = new Map<string, string>();

  public constructor(private readonly context: IResolveContext, private readonly escape: Escape) {}

  public write(value: unknown): void {
    if (value === undefined || value === null) {
      this.text += 'null';
    } else if (value instanceof PlainText) {
      this.writePlain(value.text);
    } else if (typeof value === 'string') {
      this.writeString(value);
    } else if (typeof value === 'number') {
      this.text += String(this.context.resolve(value));
    } else if (typeof value === 'boolean') {
      this.text += String(value);
    } else if (isUnresolved(value)) {
      this.text += encoded(new Hcl((c) => String(c.resolve(value))), this.context);
    } else if (Array.isArray(value)) {
      this.writeList('[', value, ']', (element) => this.write(element));
    } else {
      const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(byKey);
      this.writeList('{', entries, '}', ([k, v]) => {
        this.text += this.escape(`"${literal(k)}":`);
        this.write(v);
      });
    }
  }

  private writeList<T>(open: string, elements: readonly T[], close: string, write: (element: T) => void): void {
    this.text += open;
    elements.forEach((element, i) => {
      if (i > 0) {
        this.text += ',';
      }
      write(element);
    });
    this.text += close;
  }

  private writePlain(text: string): void {
    const quote = this.escape('"');
    this.text += quote;
    for (const part of literalParts(text)) {
      this.text += part.token ? this.interpolated(part.text) : this.escape(literal(part.text)) + marks(part.marks);
    }
    this.text += quote;
  }

  /** The keys of a secret all begin with its ARN. */
  private interpolated(token: string): string {
    let text = this.resolved.get(token);
    if (text === undefined) {
      text = textOfToken(token, this.context);
      this.resolved.set(token, text);
    }
    return text;
  }

  private writeString(value: string): void {
    const parts = splitTokens(value);
    if (!parts.some((part) => part.token)) {
      this.text += this.escape(`"${literal(value)}"`);
    } else if (parts.length === 1) {
      // a number or a bool would come out unquoted
      this.text += encoded(new Hcl((c) => `tostring(${String(c.resolve(value))})`), this.context);
    } else {
      this.text += encoded(quoted(value), this.context);
    }
  }
}

function encoded(expression: Hcl, context: IResolveContext): string {
  return new Hcl((c) => `jsonencode(${expression.textWithin(c)})`).textWithin(context);
}

function literal(text: string): string {
  return escapeTemplate(JSON.stringify(text).slice(1, -1));
}
