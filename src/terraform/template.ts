/**
 * A part of a Terraform template: literal text, or an expression without its `${` and `}`.
 */
export interface TemplatePart {
  readonly text: string;
  readonly expression: boolean;
}

/**
 * Takes a Terraform string apart; `$${` and `%%{` become what they stand for.
 *
 * @throws if an interpolation has no end
 */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('$${', i) || text.startsWith('%%{', i)) {
      literal += text.slice(i + 1, i + 3);
      i += 2;
    } else if (text.startsWith('${', i)) {
      const end = endOfInterpolation(text, i + 2);
      parts.push({ text: literal, expression: false }, { text: text.slice(i + 2, end), expression: true });
      literal = '';
      i = end;
    } else {
      literal += text[i];
    }
  }
  return [...parts, { text: literal, expression: false }].filter((part) => part.expression || part.text !== '');
}

/**
 * Takes a Terraform string apart as `templateParts` does, and leaves each part as it is written: escapes, and
 * expressions and directives with their braces.
 *
 * @throws if an interpolation has no end
 */
export function rawTemplateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('$${', i) || text.startsWith('%%{', i)) {
      literal += text.slice(i, i + 3);
      i += 2;
    } else if (text.startsWith('${', i) || text.startsWith('%{', i)) {
      const end = endOfInterpolation(text, i + 2);
      parts.push({ text: literal, expression: false }, { text: text.slice(i, end + 1), expression: true });
      literal = '';
      i = end;
    } else {
      literal += text[i];
    }
  }
  return [...parts, { text: literal, expression: false }].filter((part) => part.text !== '');
}

/**
 * JSON with interpolations, as Terraform arguments hold it. An interpolation inside a string stays there as `${…}`; one
 * that stands for a whole value becomes such a string. Undefined where the text isn't JSON around its interpolations.
 */
export function parseTemplateJson(text: string): unknown {
  let out = '';
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('${', i) && !text.startsWith('$${', i - 1)) {
      const end = endOfInterpolation(text, i + 2) + 1;
      const expression = JSON.stringify(text.slice(i, end)).slice(1, -1);
      out += inString ? expression : `"${expression}"`;
      i = end - 1;
    } else if (text[i] === '\\') {
      out += text.slice(i, i + 2);
      i++;
    } else {
      inString = text[i] === '"' ? !inString : inString;
      out += text[i];
    }
  }
  try {
    return JSON.parse(out);
  } catch {
    return undefined;
  }
}

/** Position of the brace that ends an interpolation; braces in its strings don't count, interpolations in those do. */
function endOfInterpolation(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '"') {
      i = endOfString(text, i + 1);
    } else {
      depth += text[i] === '{' ? 1 : text[i] === '}' ? -1 : 0;
      if (depth === 0) {
        return i;
      }
    }
  }
  throw new Error('interpolation without an end: synthesise the app again');
}

/** Position of the quote that ends a string of an expression. */
export function endOfString(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
    } else if (text.startsWith('$${', i)) {
      i += 2;
    } else if (text.startsWith('${', i)) {
      i = endOfInterpolation(text, i + 2);
    } else if (text[i] === '"') {
      return i;
    }
  }
  throw new Error('string without an end in an expression: synthesise the app again');
}
