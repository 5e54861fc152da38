import { readTextFile } from './text-file';
import { ValidationError } from '../checks/validation-error';

/** Names with dots and hyphens are read by some frameworks. */
const LINE = /^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/** A name of a dotenv file. */
export interface DotenvName {
  readonly name: string;
  /** Whether a comment behind its value begins with `optional`. */
  readonly optional: boolean;
}

/**
 * Names of a dotenv file; values are passed over, also those in quotes that have several lines.
 *
 * @throws if a line has no name; it may be part of a value and isn't shown
 */
export function readDotenvNames(path: string): DotenvName[] {
  const text = readTextFile(path);
  const names: DotenvName[] = [];
  let line = 0;
  let counted = 0;
  for (let start = 0; start < text.length; ) {
    line += countLines(text, counted, start);
    counted = start;
    const end = endOfLine(text, start);
    const content = text.slice(start, end).trimStart();
    if (content.trim() === '' || content.startsWith('#')) {
      start = end + 1;
      continue;
    }
    const match = LINE.exec(content);
    if (match === null) {
      throw new ValidationError(
        `line ${line + 1} of '${path}' is not NAME=value: write one name per line, and values of several ` +
          'lines in quotes',
      );
    }
    const value = end - content.length + match[0].length;
    const valueEnd = endOfQuoted(text, value);
    const rest = text.slice(valueEnd ?? value, endOfLine(text, valueEnd ?? value));
    names.push({ name: match[1], optional: /(?:^|\s)#\s*optional\b/i.test(rest) });
    start = endOfLine(text, valueEnd ?? value) + 1;
  }
  return names;
}

/**
 * Where a value in quotes ends; undefined where it isn't in quotes, or more than a comment follows them, as in `'tis`.
 */
function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== '\'' && quote !== '`') {
    return undefined;
  }
  let i = start + 1;
  while (i < text.length && text[i] !== quote) {
    i += quote === '"' && text[i] === '\\' ? 2 : 1;
  }
  const rest = text.slice(i + 1, endOfLine(text, i + 1));
  return i < text.length && /^[ \t]*(?:#|$)/.test(rest) ? i + 1 : undefined;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

function countLines(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length - 1;
}
