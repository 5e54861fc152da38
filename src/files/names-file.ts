import { parseJson, readTextFile } from './text-file';
import { isMapName } from '../checks/names';
import { ValidationError } from '../checks/validation-error';

/**
 * Names from a list: one per line, or a JSON array of strings where the file ends in `.json`.
 *
 * @throws if something in it is not a name; it may be a value and isn't shown
 */
export function readNamesFile(path: string): string[] {
  const text = readTextFile(path);
  const entries = /\.json$/i.test(path) ? jsonEntries(text, path) : lineEntries(text);
  const names: string[] = [];
  const seen = new Set<string>();
  for (const [name, place] of entries) {
    if (typeof name !== 'string' || !isMapName(name)) {
      throw new ValidationError(
        `${place} of '${path}' is not a valid name: write names alone, of letters, digits, '_', '.' and '-'`,
      );
    }
    if (seen.has(name)) {
      throw new ValidationError(`'${name}' is in '${path}' twice: remove one of them`);
    }
    seen.add(name);
    names.push(name);
  }
  return names;
}

type Entry = [name: unknown, place: string];

function lineEntries(text: string): Entry[] {
  return text
    .split('\n')
    .map((line, i): Entry => [line.replace(/(^|\s)#[^]*$/, '').trim(), `line ${i + 1}`])
    .filter(([name]) => name !== '');
}

function jsonEntries(text: string, path: string): Entry[] {
  const list = parseJson(text);
  if (!Array.isArray(list)) {
    throw new ValidationError(`file '${path}' is not a JSON array: write ["NAME", …]`);
  }
  return list.map((name, i) => [name, `entry ${i + 1}`]);
}
