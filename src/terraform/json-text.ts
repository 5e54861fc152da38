import { IResolvable, IResolveContext, Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { Hcl, byKey, escapeTemplate, literalParts, marks, quoted, splitTokens } from './hcl';
import { hclBlocksOf, isRenderingHcl } from './hcl-output';

/**
 * A string whose runtime value needs no JSON escaping, like an ARN: interpolated as it is, which costs a fraction of `jsonencode`.
 */
export class PlainText {
  public constructor(public readonly text: string) {}
}

/**
 * Canonical JSON as the value of a Terraform string argument: keys sorted, no white space, tokens interpolated.
 *
 * Literal text can't be taken for a template, and what a token turns out to hold is JSON-encoded by Terraform itself.
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

  public resolve(context: IResolveContext): string {
    const value = typeof this.value === 'function' ? this.value() : this.value;
    const outer = context.suppressBraces;
    context.suppressBraces = false;
    const out: string[] = [];
    write(value, context, out, isRenderingHcl() ? escapeForHcl : (text) => text);
    context.suppressBraces = outer;
    return out.join('');
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

function write(value: unknown, context: IResolveContext, out: string[], escape: Escape): void {
  if (value === undefined || value === null) {
    out.push('null');
  } else if (value instanceof PlainText) {
    out.push(escape('"'), ...literalParts(value.text).map((part) => (part.token ? String(context.resolve(part.text)) : escape(literal(part.text)) + marks(part.marks))), escape('"'));
  } else if (typeof value === 'string') {
    writeString(value, context, out, escape);
  } else if (typeof value === 'number') {
    out.push(String(context.resolve(value)));
  } else if (typeof value === 'boolean') {
    out.push(String(value));
  } else if (Token.isUnresolved(value)) {
    out.push(encoded(new Hcl((c) => String(c.resolve(value))), context));
  } else if (Array.isArray(value)) {
    writeList('[', value.map((v) => () => write(v, context, out, escape)), ']', out);
  } else {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(byKey);
    writeList('{', entries.map(([k, v]) => () => {
      out.push(escape(`"${literal(k)}":`));
      write(v, context, out, escape);
    }), '}', out);
  }
}

function writeList(open: string, writers: (() => void)[], close: string, out: string[]): void {
  out.push(open);
  writers.forEach((writer, i) => {
    if (i > 0) {
      out.push(',');
    }
    writer();
  });
  out.push(close);
}

function writeString(value: string, context: IResolveContext, out: string[], escape: Escape): void {
  const parts = splitTokens(value);
  if (!parts.some((part) => part.token)) {
    out.push(escape(`"${literal(value)}"`));
  } else if (parts.length === 1) {
    // a number or a bool would come out unquoted
    out.push(encoded(new Hcl((c) => `tostring(${String(c.resolve(value))})`), context));
  } else {
    out.push(encoded(quoted(value), context));
  }
}

function encoded(expression: Hcl, context: IResolveContext): string {
  return String(new Hcl((c) => `jsonencode(${expression.resolve(c)})`).resolve(context));
}

function literal(text: string): string {
  return escapeTemplate(JSON.stringify(text).slice(1, -1));
}
