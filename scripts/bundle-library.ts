import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { dirname, join, posix } from 'path';
import { transformSync } from 'esbuild';
import { defineTypicalApp } from './typical-app';

const IMPORT = /^const (\w+) = (require\("([^"]+)"\));$/gm;
/** What is left of the imports then: those of a module as a whole. */
const REQUIRE = /\brequire\("(\.[^"]+)"\)/g;
const EXPORT_STAR = /^__exportStar\(require\("(\.\/[^"]+)"\), exports\);$/gm;

/** What an app that uses the library has loaded in any case. */
const LOADED = ['cdktf', 'cdktn', 'constructs', 'crypto', 'fs', 'path'];

/** A module of the library as the compiler wrote it. */
export interface Module {
  /** Path from the folder of the index, without extension. */
  readonly path: string;
  readonly text: string;
}

/** The files that the modules are put into. */
export interface Bundle {
  /** The index with the modules that most apps need. */
  readonly index: string;
  /** All other modules. */
  readonly rest: string;
}

/**
 * Puts a library's modules into two files: one for each class takes longer to find and to read than to run. What most apps need is in
 * the index, everything else, modules of the provider included, is not even read before it is used.
 *
 * @param modules in the order in which they may run
 * @param exported names of the index, with the path of the module that has each
 * @param core paths of the modules that most apps need
 */
export function bundle(modules: readonly Module[], exported: ReadonlyMap<string, string>, core: ReadonlySet<string>): Bundle {
  const functions = (some: readonly Module[]) => some.map((module) => {
    // comments are not worth their reading, and with one letter outside of Latin-1 each letter of the file takes two bytes
    const short = transformSync(linked(module, core), { minifyWhitespace: true, legalComments: 'none', define: { exports: '__exports' } });
    const { code } = transformSync(short.code, { charset: 'ascii' });
    return `"${module.path}": function (__exports, __load, __lazily) {\n${code}},`;
  }).join('\n');
  const [inCore, others] = [modules.filter(({ path }) => core.has(path)), modules.filter(({ path }) => !core.has(path))];
  const names = [...exported.keys()];
  return {
    index: [
      '"use strict";',
      'Object.defineProperty(exports, "__esModule", { value: true });',
      LOADER,
      `const core = {\n${functions(inCore)}\n};`,
      ...[...exported].map(([name, path]) => `exported("${name}", "${path}");`),
      // never runs: tells Node.js the names for import statements
      `0 && (module.exports = { ${names.join(', ')} });`,
      '',
    ].join('\n'),
    rest: [
      '"use strict";',
      'module.exports = {',
      functions(others),
      '};',
      '',
    ].join('\n'),
  };
}

/** The text of a module whose imports name modules of the bundle; what most apps don't need loads when it is first used. */
function linked({ path, text }: Module, core: ReadonlySet<string>): string {
  const lazy: string[] = [];
  const body = text.replace(/^"use strict";$/m, '').replace(IMPORT, (_, name: string, required: string, from: string) => {
    const target = from.startsWith('.') ? pathOf(path, from) : undefined;
    const load = target === undefined ? required : loadOf(target);
    if (LOADED.includes(from) || (core.has(path) && target !== undefined && core.has(target))) {
      return `const ${name} = ${load};`;
    }
    lazy.push(name);
    return `const ${name} = __lazily(() => ${load});`;
  });
  const used = lazy.length === 0 ? body : body.replace(new RegExp(`\\b(${lazy.join('|')})\\.`, 'g'), '($1()).');
  return used.replace(REQUIRE, (_, from: string) => loadOf(pathOf(path, from)));
}

function loadOf(path: string): string {
  return `__load("${path}")`;
}

/** Path of the module that another one imports. */
function pathOf(importer: string, from: string): string {
  return posix.join(posix.dirname(importer), from);
}

const LOADER = `const loaded = new Map();
function load(path) {
    let module = loaded.get(path);
    if (module === undefined) {
        module = {};
        (core[path] ?? require("./rest")[path])(module, load, lazily);
        loaded.set(path, module);
    }
    return module;
}
function lazily(load) {
    let module;
    return () => module ??= load();
}
function exported(name, path) {
    Object.defineProperty(exports, name, {
        enumerable: true,
        configurable: true,
        get: () => {
            const value = load(path)[name];
            Object.defineProperty(exports, name, { enumerable: true, value });
            return value;
        },
    });
}`;

/**
 * Replaces an index that the compiler wrote by a bundle of all that it exports.
 *
 * @param use uses what most apps need of the library
 */
export function bundleLibrary(index: string, use: (library: never) => void): void {
  const folder = dirname(index);
  const load = createRequire(index);
  const exported = new Map([...readFileSync(index, 'utf8').matchAll(EXPORT_STAR)].flatMap(([, path]) =>
    Object.keys(load(path) as object).map((name) => [name, posix.normalize(path)] as const)));
  if (exported.size === 0) {
    throw new Error('nothing to bundle: the compiler writes exports in another form than expected');
  }
  const modules = modulesOf(folder, new Set(exported.values()));
  const write = (core: ReadonlySet<string>, afterwards: string) => {
    const { index: text, rest } = bundle(modules, exported, core);
    writeFileSync(index, text);
    writeFileSync(join(folder, 'rest.js'), rest + afterwards);
  };
  const used = new Set<string>();
  Object.assign(globalThis, { [USED]: used });
  write(new Set(), `module.exports = new Proxy(module.exports, { get: (all, path) => { globalThis.${USED}.add(path); return all[path]; } });\n`);
  try {
    use(load(index) as never);
  } finally {
    write(used, '');
  }
}

/** The global variable in which a bundle that is used for its making tells what runs. */
const USED = 'usedModulesOfTheLibrary';

type Found = Map<string, Module>;

/** All modules that the given ones need, those that are needed first. */
function modulesOf(folder: string, paths: ReadonlySet<string>, found: Found = new Map(), importers: readonly string[] = []): readonly Module[] {
  for (const path of paths) {
    if (importers.includes(path)) {
      throw new Error(`modules import each other: ${[...importers.slice(importers.indexOf(path)), path].join(' → ')}`);
    }
    if (!found.has(path)) {
      const text = readFileSync(join(folder, `${path}.js`), 'utf8');
      const needed = new Set([...text.matchAll(REQUIRE)].map(([, from]) => pathOf(path, from)));
      modulesOf(folder, needed, found, [...importers, path]);
      found.set(path, { path, text });
    }
  }
  return [...found.values()];
}

if (require.main === module) {
  bundleLibrary(join(__dirname, '..', 'lib', 'index.js'), (library) => {
    const outdir = mkdtempSync(join(tmpdir(), 'ecs-secrets-bundle-'));
    defineTypicalApp(library, outdir);
    rmSync(outdir, { recursive: true });
  });
}
