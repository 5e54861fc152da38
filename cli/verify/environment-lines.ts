import { Finding, error, warning } from './findings';
import { Stored } from '../../src/inventory/stored';

/** The agent reads line by line, and fails at a longer one. */
const LONGEST_LINE = 64 * 1024;

/**
 * What is wrong with the lines of an environment file, read as the ECS agent does: quotes and blanks are part of name
 * and value. Lines are called by their numbers; names and values stay here.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/taskresource/envFiles/envfile.go
 */
export function linesFindings(stored: Stored, text: string): Finding[] {
  const problems = new Map<string, number[]>();
  const note = (what: string, line: number) => problems.set(what, [...problems.get(what) ?? [], line]);
  let count = 0;
  text.split('\n').forEach((raw, i) => {
    const line = raw.replace(/\r$/, '');
    if (Buffer.byteLength(line) > LONGEST_LINE) {
      note('long', i + 1);
    }
    if (line.startsWith('#') || line.trim() === '') {
      return;
    }
    const at = line.indexOf('=');
    const [name, value] = [line.slice(0, at), line.slice(at + 1)];
    if (at < 1) {
      note('ignored', i + 1);
      return;
    }
    count++;
    if (/^\s|\s$|^export\s|^\ufeff/.test(name)) {
      note('name', i + 1);
    }
    if (/^(["']).*\1$/s.test(value) && value.length > 1) {
      note('quotes', i + 1);
    } else if (/^\s|\s$/.test(value)) {
      note('blanks', i + 1);
    } else if (/\s#/.test(value)) {
      note('comment', i + 1);
    }
  });
  const what = `environment file '${stored.name}'`;
  const found = [...problems].map(([problem, lines]) => PROBLEMS[problem](`${what}, ${linesOf(lines)}`));
  return count === 0 ? [...found, warning('empty', `${what} sets no variable`, 'write NAME=value lines')] : found;
}

const PROBLEMS: { readonly [problem: string]: (where: string) => Finding } = {
  long: (where) =>
    error('line-too-long', `${where}: longer than 64 KiB, which makes the task fail`, 'store it in a secret'),
  ignored: (where) =>
    warning('line-ignored', `${where}: not in the form NAME=value, so ECS skips it`, 'correct it, or begin it with #'),
  name: (where) =>
    warning(
      'line-name',
      `${where}: blanks, 'export' or a byte order mark become part of the name`,
      'begin the line with the name alone',
    ),
  quotes: (where) =>
    warning(
      'line-quotes',
      `${where}: the quotes become part of the value`,
      'leave them out: ECS takes everything after = as it is',
    ),
  blanks: (where) => warning('line-blanks', `${where}: the blanks become part of the value`, 'remove them'),
  comment: (where) =>
    warning(
      'line-comment',
      `${where}: what looks like a comment becomes part of the value`,
      'put comments on lines of their own',
    ),
};

function linesOf(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(', ');
  return `${lines.length === 1 ? 'line' : 'lines'} ${shown}${lines.length > 5 ? ' …' : ''}`;
}
