import { readFileSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';

const EXPORT_STAR = /^__exportStar\(require\("(\.\/[^"]+)"\), exports\);$/gm;

/**
 * Rewrites an index of `export * from …` as the compiler wrote it, so that each module loads when an app first asks for one of its exports.
 * The provider's bindings take most of the time of loading this library, and an app uses a few of them.
 *
 * @throws if the compiler writes exports in another form
 */
export function makeLazy(index: string): void {
  const load = createRequire(index);
  const modules = [...readFileSync(index, 'utf8').matchAll(EXPORT_STAR)].map(([, path]) => path);
  const exported = modules.flatMap((path) => Object.keys(load(path)).map((name) => ({ name, path })));
  if (exported.length === 0) {
    throw new Error(`${index} has no 'export * from': the compiler writes exports in another form than expected`);
  }
  writeFileSync(index, [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'function lazily(name, get) { Object.defineProperty(exports, name, { enumerable: true, get }); }',
    ...exported.map(({ name, path }) => `lazily("${name}", () => require("${path}").${name});`),
    '// This never runs. Node.js reads in it what import statements can name.',
    `0 && (module.exports = { ${exported.map(({ name }) => name).join(', ')} });`,
    '',
  ].join('\n'));
}

if (require.main === module) {
  makeLazy(join(__dirname, '../lib/index.js'));
}
