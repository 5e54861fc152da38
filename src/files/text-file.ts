import { readFileSync } from 'fs';
import { TEXT } from '../checks/api-shape';
import { PROP_TYPES } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { isUnresolved } from '../terraform/tokens';

/**
 * Text of a file that is there at synth: without a byte order mark, and with every line ended the same way.
 *
 * @throws if there is no such file, or if it isn't UTF-8; no message shows what is in it
 */
export function readTextFile(path: string): string {
  enforce(undefined, { props: { path }, required: { path: TEXT } }, PROP_TYPES);
  if (isUnresolved(path)) {
    throw new ValidationError(
      'the path of a file is only known at plan: its names are needed at synth, give the path of a file ' +
        'that is there by then',
    );
  }
  const bytes = readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw new ValidationError(`file '${path}' is not UTF-8 text: save it as UTF-8`);
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ValidationError(
      code === 'ENOENT'
        ? `file '${path}' doesn't exist: give a path that is absolute or relative to '${process.cwd()}'`
        : `file '${path}' can't be read (${code}): give the path of a readable file`,
    );
  }
}

/**
 * JSON of a file, undefined where it is none: the parser's own message would quote the file.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
