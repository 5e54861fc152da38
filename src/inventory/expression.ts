import { endOfString, templateParts } from '../terraform/template';

/**
 * A reference of an expression, like `aws_ssm_parameter.X["KEY"].arn`: names, and indexes in brackets.
 */
export interface Traversal {
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  readonly index: boolean;
}

/**
 * What a reference refers to; undefined where only Terraform can tell.
 */
export type Lookup = (traversal: Traversal) => unknown;

/**
 * The string that a template evaluates to. What only Terraform knows stays in it as `${…}`, always written the same
 * way.
 */
export function resolveTemplate(text: string, lookup: Lookup): string {
  return templateParts(text)
    .map((part) => (part.expression ? textOf(evaluate(part.text, lookup)) ?? `\${${part.text.trim()}}` : part.text))
    .join('');
}

/**
 * The value of an expression; undefined if only Terraform can evaluate it, or if it is none of the few kinds that this
 * library writes.
 */
export function evaluate(expression: string, lookup: Lookup): unknown {
  try {
    return new Evaluation(expression, lookup).run();
  } catch (error) {
    if (error instanceof NotEvaluated) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Addresses of all resources and variables that an expression names, in order, each once.
 */
export function addressesIn(expression: string): string[] {
  const found = expression.match(/\b(?:data\.|ephemeral\.)?[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*/g) ?? [];
  return [...new Set(found.filter((address) => /^(data\.|var\.|local\.|aws_|[a-z0-9]+_)/.test(address)))];
}

class NotEvaluated extends Error {}

const FUNCTIONS: { readonly [name: string]: (...args: any[]) => unknown } = {
  jsonencode: (value) => JSON.stringify(value),
  nonsensitive: (value) => value,
  split: (separator: string, text: string) => text.split(separator),
  tolist: (value) => value,
  toset: (value) => value,
  tostring: (value) => String(value),
  trimprefix: (text: string, prefix: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
};

class Evaluation {
  private at = 0;

  public constructor(private readonly text: string, private readonly lookup: Lookup) {}

  public run(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) {
      throw new NotEvaluated();
    }
    return value;
  }

  private value(): unknown {
    this.space();
    const char = this.text[this.at];
    if (char === '"') {
      return this.string();
    }
    if (char === '[') {
      return this.list('[', ']');
    }
    const number = this.match(/-?\d+(\.\d+)?/y);
    if (number !== undefined) {
      return Number(number);
    }
    const name = this.match(/[A-Za-z_][\w-]*/y);
    if (name === undefined) {
      throw new NotEvaluated();
    }
    return this.text[this.at] === '(' ? this.indexed(this.call(name)) : this.traversal(name);
  }

  private string(): string {
    const end = endOfString(this.text, this.at + 1);
    const raw = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    const parts = templateParts(raw).map((part) =>
      part.expression ? textOf(evaluate(part.text, this.lookup)) : unescaped(part.text),
    );
    if (parts.includes(undefined)) {
      throw new NotEvaluated();
    }
    return parts.join('');
  }

  private call(name: string): unknown {
    const args = this.list('(', ')');
    const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (apply === undefined || args.includes(undefined)) {
      throw new NotEvaluated();
    }
    return apply(...args);
  }

  private list(open: string, close: string): unknown[] {
    this.expect(open);
    const values: unknown[] = [];
    for (this.space(); this.text[this.at] !== close; this.space()) {
      values.push(this.value());
      this.space();
      if (this.text[this.at] !== close) {
        this.expect(',');
      }
    }
    this.at++;
    return values;
  }

  private indexed(value: unknown): unknown {
    while (this.text[this.at] === '[') {
      const [index] = this.list('[', ']');
      value = Array.isArray(value) ? value[Number(index)] : undefined;
    }
    return value;
  }

  private traversal(first: string): unknown {
    const steps: Step[] = [{ name: first, index: false }];
    for (;;) {
      if (this.text[this.at] === '[') {
        const [index] = this.list('[', ']');
        steps.push({ name: String(index), index: true });
      } else if (this.text[this.at] === '.') {
        this.at++;
        const name = this.match(/[A-Za-z_][\w-]*|\d+/y);
        if (name === undefined) {
          throw new NotEvaluated();
        }
        steps.push({ name, index: /^\d/.test(name) });
      } else {
        return this.lookup({ steps });
      }
    }
  }

  private expect(char: string): void {
    this.space();
    if (this.text[this.at] !== char) {
      throw new NotEvaluated();
    }
    this.at++;
  }

  private space(): void {
    this.match(/\s+/y);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    throw new NotEvaluated();
  }
}
