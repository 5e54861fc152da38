const SHORT: { readonly [char: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Control characters, line and paragraph separators, marks that turn the direction of writing, characters that are
 * none, halves of pairs.
 */
const INVISIBLE = new RegExp([
  '[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\uffff]',
  '[\\ud800-\\udbff](?![\\udc00-\\udfff])',
  '(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
].join('|'), 'g');

/**
 * A text from a file or an account as one line that a terminal shows and a workflow log doesn't obey: what can't be
 * seen is escaped, and so is what begins a command of GitHub Actions or Azure Pipelines.
 */
export function visible(text: string): string {
  return text
    .replace(INVISIBLE, (char) => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/^(\s*)::/, '$1\\u003a:')
    .replace(/##(?=\[|vso)/g, '#\\u0023');
}

/** JSON in which nothing is left that a terminal obeys. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(INVISIBLE, (char) =>
    char === '\n' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text in a cell of a Markdown table. */
export function markdownCell(text: string): string {
  // an @ would call somebody
  return visible(text).replace(/[\\|`*<>[\]~]/g, '\\$&').replace(/@(?=\w)/g, '&#64;');
}

/** A text in a cell of a Markdown table, in the letters of code. */
export function markdownCode(text: string): string {
  const inner = visible(text).replace(/\|/g, '\\|');
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${inner}${space}${fence}`;
}

/** A text in a label of a Mermaid graph. */
export function mermaidLabel(text: string): string {
  const codes: { readonly [char: string]: string } = {
    '"': '#quot;',
    '<': '#lt;',
    '>': '#gt;',
    '`': '#96;',
    '#': '#35;',
  };
  return visible(text).replace(/["<>`#]/g, (char) => codes[char]);
}
