import { existsSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { CommandError } from '../command-error';

/**
 * Arguments in which patterns with `*`, `?` and `**` are replaced by the files that match, for shells that don't do it.
 */
export function expandPatterns(given: readonly string[]): string[] {
  return [...new Set(given.flatMap((argument) => {
    if (!/[*?]/.test(argument) || existsSync(argument)) {
      return [argument];
    }
    const found = matching(argument.startsWith('/') ? '/' : '', argument.split('/').filter((part) => part !== ''));
    if (found.length === 0) {
      throw new CommandError(`no file matches '${argument}': correct the pattern, or give the files`);
    }
    return found.sort();
  }))];
}

function matching(directory: string, [part, ...rest]: string[]): string[] {
  if (part === undefined) {
    return [directory];
  }
  if (part === '**') {
    const below = entriesOf(directory).map((name) => join(directory, name)).filter(isFolder);
    return [...matching(directory, rest), ...below.flatMap((folder) => matching(folder, [part, ...rest]))];
  }
  const pattern = new RegExp(`^${part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
  return entriesOf(directory)
    .filter((name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => join(directory, name))
    .filter((path) => rest.length === 0 || isFolder(path))
    .flatMap((path) => matching(path, rest));
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory === '' ? '.' : directory).filter((name) => name !== 'node_modules');
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
