/** Text that stands in the code as it is. */
export class Code {
  public constructor(public readonly text: string) {}
}

/**
 * A value as TypeScript, in this project's own style.
 */
export function literal(value: unknown, indent = ''): string {
  if (value instanceof Code) {
    return value.text;
  }
  if (typeof value === 'string') {
    return `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, '\\\'')}'`;
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  const parts = Array.isArray(value)
    ? value.map((part) => literal(part, `${indent}  `))
    : Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => entryOf(key, part, `${indent}  `));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const gap = Array.isArray(value) || parts.length === 0 ? '' : ' ';
  const line = `${open}${gap}${parts.join(', ')}${gap}${close}`;
  return indent.length + line.length <= 110 && !line.includes('\n')
    ? line
    : `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join('')}${indent}${close}`;
}

function entryOf(key: string, value: unknown, indent: string): string {
  return value instanceof Code && value.text === key ? key : `${keyOf(key)}: ${literal(value, indent)}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
}
