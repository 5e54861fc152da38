import { existsSync, readFileSync, readdirSync } from 'fs';
import { dirname, join, posix } from 'path';

export const ROOT = join(__dirname, '../..');

/** Imports of types count: whoever reads a file has to know them, too. */
const IMPORT = /(?:^|\n)(?:import|export)\s[^;]*?from '(\.[^']+)';/g;

/** The files below some folders, by their paths from the project's root, with what each imports of these folders. */
export type Imports = ReadonlyMap<string, readonly string[]>;

export function importsOf(folders: readonly string[], root = ROOT): Imports {
  const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => posix.join(folder, file)));
  return new Map(files.sort().map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [file, [...text.matchAll(IMPORT)].map(([, from]) => target(root, file, from))];
  }));
}

function target(root: string, file: string, from: string): string {
  const path = posix.join(dirname(file), from);
  return [`${path}.ts`, `${path}/index.ts`].find((candidate) => existsSync(join(root, candidate))) ?? path;
}

/** Files that import each other, each circle once, as a path that ends where it begins. */
export function circles(imports: Imports): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file]);
    } else if (!done.has(file)) {
      imports.get(file)?.forEach((imported) => visit(imported, [...path, file]));
      done.add(file);
    }
  };
  [...imports.keys()].forEach((file) => visit(file, []));
  return found;
}

/** A room: the folder of a file. */
export function roomOf(file: string): string {
  return dirname(file).replace(/^src\//, '');
}

/** For each room, the rooms that it imports from. */
export function arrows(imports: Imports): ReadonlyMap<string, readonly string[]> {
  const rooms = new Map<string, Set<string>>();
  imports.forEach((imported, file) => {
    const room = rooms.get(roomOf(file)) ?? new Set();
    imported.map(roomOf).filter((other) => other !== roomOf(file)).forEach((other) => room.add(other));
    rooms.set(roomOf(file), room);
  });
  return new Map([...rooms].map(([room, others]) => [room, [...others].sort()]));
}
