import { readFileSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join } from 'path';
import { build } from 'esbuild';

const IMPORT = /^const (\w+_\d+) = require\("([^"]+)"\);$/gm;
const EXPORT_STAR = /^__exportStar\(require\("(\.\/[^"]+)"\), exports\);$/gm;

/**
 * An index that loads what it exports only when it is asked for: importing a store doesn't load the provider's modules for databases and batch
 * jobs.
 *
 * @param text of an index that TypeScript compiled
 * @param namesOf what a module exports
 */
export function lazyExports(text: string, namesOf: (path: string) => readonly string[]): string {
  const modules = [...text.matchAll(EXPORT_STAR)].map(([, path]) => ({ path, names: namesOf(path) }));
  if (modules.length === 0) {
    throw new Error('nothing to make lazy: the compiler writes exports in another form than expected');
  }
  const exported = modules.flatMap(({ path, names }) => names.map((name) => `lazily("${name}", () => require("${path}").${name});`));
  return ['"use strict";', 'Object.defineProperty(exports, "__esModule", { value: true });', LAZILY, ...exported].join('\n');
}

/**
 * A module whose imports load when they are first used: most of what a class imports is for things that few apps have.
 *
 * @param text of a module that TypeScript compiled
 */
export function lazyImports(text: string): string {
  const names: string[] = [];
  const lazy = text.replace(IMPORT, (_, name: string, path: string) => {
    names.push(name);
    return `let ${name} = () => { const loaded = require("${path}"); ${name} = () => loaded; return loaded; };`;
  });
  return names.length === 0 ? text : lazy.replace(new RegExp(`\\b(${names.join('|')})\\.`, 'g'), '($1()).');
}

const LAZILY = `function lazily(name, load) {
    Object.defineProperty(exports, name, {
        enumerable: true,
        configurable: true,
        get: () => {
            const value = load();
            Object.defineProperty(exports, name, { enumerable: true, value });
            return value;
        },
    });
}`;

/**
 * Puts the compiled library into its index: a file for each class takes longer to find and read than to run. What depends on a peer still
 * loads it only when it is needed.
 *
 * @param index the index that the compiler wrote, which is replaced
 */
export async function bundleLibrary(index: string): Promise<void> {
  const load = createRequire(index);
  const contents = lazyExports(readFileSync(index, 'utf8'), (path) => Object.keys(load(path) as object));
  const names = [...contents.matchAll(/^lazily\("(\w+)"/gm)].map(([, name]) => name);
  await build({
    stdin: { contents, resolveDir: dirname(index), sourcefile: 'index.js' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [{
      name: 'lazy-imports',
      setup: ({ onLoad }) => onLoad({ filter: /[\\/]lib[\\/].*\.js$/ }, ({ path }) => ({ contents: lazyImports(readFileSync(path, 'utf8')) })),
    }],
    outfile: index,
    allowOverwrite: true,
    // never runs: tells Node.js the names for import statements
    footer: { js: `0 && (module.exports = { ${names.join(', ')} });` },
    logLevel: 'warning',
  });
}

if (require.main === module) {
  void bundleLibrary(join(__dirname, '..', 'lib', 'index.js'));
}
