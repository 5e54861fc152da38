import { IResolvable, IResolveContext, Token } from 'cdktf';
import { textOfToken } from './attribute-reference';
import { rawTemplateParts } from './template';
import { isUnresolved } from './tokens';

const TOKEN_BEGIN = '${TfToken[';
const STRING_TOKEN = /(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})/;
const STRING_TOKENS = new RegExp(STRING_TOKEN, 'g');

/**
 * A Terraform expression. CDKTF's `Fn` and `Op` cover single calls; for-expressions with conditions, `can` on an
 * element and the like have no class there.
 *
 * Resolves to the bare expression inside another expression, and to `${…}` anywhere else.
 */
export class Hcl implements IResolvable {
  public readonly creationStack: string[] = [];

  public constructor(private readonly render: (context: IResolveContext) => string) {}

  public resolve(context: IResolveContext): any {
    return this.textWithin(context);
  }

  /** The same, for what becomes a part of a longer text. */
  public textWithin(context: IResolveContext): string {
    const outer = context.suppressBraces;
    context.suppressBraces = true;
    const text = this.render(context);
    context.suppressBraces = outer;
    return outer ? text : `\${${text}}`;
  }

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): string {
    return this.toString();
  }
}

/**
 * An expression from raw text; substitutions are tokens, other expressions, or numbers. Plain strings go through
 * `quoted`.
 */
export function hcl(strings: TemplateStringsArray, ...substitutions: (string | number | IResolvable)[]): Hcl {
  return new Hcl((context) =>
    strings
      .map((text, i) => (i < substitutions.length ? text + expressionText(substitutions[i], context) : text))
      .join(''),
  );
}

function expressionText(value: string | number | IResolvable, context: IResolveContext): string {
  if (value instanceof Hcl) {
    return value.textWithin(context);
  }
  if (typeof value !== 'string') {
    return String(context.resolve(value));
  }
  return value.includes(TOKEN_BEGIN) ? textOfToken(value, context) : value;
}

/**
 * Expressions joined with a separator.
 */
export function joined(expressions: (string | IResolvable)[], separator: string): Hcl {
  return new Hcl((context) => expressions.map((e) => expressionText(e, context)).join(separator));
}

/**
 * A quoted template: literal text is escaped, tokens in it are interpolated.
 */
export function quoted(text: string): Hcl {
  return new Hcl((context) => {
    context.suppressBraces = false;
    const body = literalParts(text).map((part) =>
      part.token ? String(context.resolve(part.text)) : escapeLiteral(part.text) + marks(part.marks),
    );
    return `"${body.join('')}"`;
  });
}

/**
 * Terraform's own text as an expression: a reference, an interpolation, or several within other text. It may hold
 * tokens.
 */
export function templateOf(text: string): Hcl {
  const parts = rawTemplateParts(text);
  if (!parts.some((part) => part.expression)) {
    return new Hcl(() => text);
  }
  return new Hcl((context) => {
    if (parts.length === 1 && text.startsWith('${')) {
      return tokensIn(text).includes(text) ? textOfToken(text, context) : String(context.resolve(text.slice(2, -1)));
    }
    const body = parts.map((part) => {
      if (!part.expression) {
        return JSON.stringify(part.text).slice(1, -1);
      }
      context.suppressBraces = !tokensIn(part.text).includes(part.text);
      return String(context.resolve(part.text));
    });
    return `"${body.join('')}"`;
  });
}

/**
 * A JavaScript value as an expression. Object keys are quoted and sorted.
 */
export function valueOf(value: unknown): Hcl {
  return new Hcl((context) => renderValue(value, context));
}

function renderValue(value: unknown, context: IResolveContext): string {
  if (value === undefined || value === null) {
    return 'null';
  }
  if (typeof value === 'string') {
    const parts = splitTokens(value);
    return parts.length === 1 && parts[0].token ? String(context.resolve(value)) : quoted(value).textWithin(context);
  }
  if (typeof value !== 'object') {
    return String(context.resolve(value));
  }
  if (isUnresolved(value)) {
    return String(context.resolve(value));
  }
  if (Array.isArray(value)) {
    return `[${value.map((v) => renderValue(v, context)).join(', ')}]`;
  }
  const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(byKey);
  return `{${entries.map(([k, v]) => `"${escapeLiteral(k)}" = ${renderValue(v, context)}`).join(', ')}}`;
}

/**
 * The CDKTF string tokens of a text.
 */
export function tokensIn(text: string): readonly string[] {
  return text.includes(TOKEN_BEGIN) ? text.match(STRING_TOKENS) ?? [] : [];
}

/**
 * Splits a string into literal text and CDKTF string tokens.
 */
export function splitTokens(text: string): { readonly text: string; readonly token: boolean }[] {
  if (!text.includes(TOKEN_BEGIN)) {
    return text === '' ? [] : [{ text, token: false }];
  }
  return text
    .split(STRING_TOKEN)
    .map((part, i) => ({ text: part, token: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/**
 * Splits a text in the same way, and also takes `$` and `%` off the end of a part that a token follows: Terraform would
 * take them and the token's `${` for an escaped brace.
 */
export function literalParts(text: string): { text: string; token: boolean; marks: string }[] {
  const parts = splitTokens(text);
  return parts.map((part, i) => {
    const marked = part.token || !parts[i + 1]?.token ? '' : /[$%]*$/.exec(part.text)![0];
    return { text: part.text.slice(0, part.text.length - marked.length), token: part.token, marks: marked };
  });
}

/** The characters `$` and `%` as an interpolation of their own. */
export function marks(text: string): string {
  return text === '' ? '' : `\${"${text}"}`;
}

/**
 * Keeps `${` and `%{` of literal text from being read as a template, for strings that stand in Terraform's JSON syntax.
 */
export function escapeTemplate(text: string): string {
  if (!text.includes('{')) {
    return text;
  }
  return text.replace(/([$%])\{/g, '$1$1{');
}

/**
 * The same for text that may hold tokens, which stay.
 */
export function escapeLiteralParts(text: string): string {
  if (!text.includes('{') && !text.startsWith('\ufeff')) {
    return text;
  }
  const escaped = literalParts(text)
    .map((part) => (part.token ? part.text : escapeTemplate(part.text) + marks(part.marks)))
    .join('');
  // Terraform drops a byte order mark that a text begins with
  return escaped.replace(/^\ufeff/, '${"\\ufeff"}');
}

/** Literal text without tokens as a quoted HCL string. */
export function quotedLiteral(text: string): string {
  return `"${escapeLiteral(text)}"`;
}

/** The inside of a quoted HCL string. */
function escapeLiteral(text: string): string {
  return JSON.stringify(escapeTemplate(text)).slice(1, -1);
}

/**
 * Order by code unit, the same on every machine.
 */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Order of `Object.entries` by key.
 */
export function byKey(a: [string, unknown], b: [string, unknown]): number {
  return compare(a[0], b[0]);
}
