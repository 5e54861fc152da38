import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { makeLazy } from '../../scripts/lazy-index';
import { temporaryFolder } from '../temporary-files';

const FILES = {
  'index.js': ['"use strict";', ...['a', 'types', 'rooms/b'].map((path) => `__exportStar(require("./${path}"), exports);`)].join('\n'),
  'a.js': '"use strict";\nconst b_1 = require("./rooms/b");\nexports.A = class A extends b_1.B {};\nexports.Aa = "aa";',
  'types.js': '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });',
  'rooms/b.js': '"use strict";\nif (process.env.LOG) { console.log("b is loaded"); }\nexports.B = class B {};',
};

/** @returns the folder of a library with a lazy index */
function lazyLibrary(files: { readonly [path: string]: string } = FILES): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'rooms'));
  Object.entries(files).forEach(([path, text]) => writeFileSync(join(folder, path), text));
  makeLazy(join(folder, 'index.js'));
  return folder;
}

function run(folder: string, code: string, ...options: string[]): string {
  return execFileSync(process.execPath, [...options, '-e', code], {
    cwd: folder, encoding: 'utf8', env: { ...process.env, LOG: '1' },
  }).trim();
}

test('a module loads when one of its exports is used, and once', () => {
  const folder = lazyLibrary();
  expect(run(folder, 'const all = require("./index.js"); console.log(Object.keys(all).join())')).toBe('A,Aa,B');
  expect(run(folder, 'const { B } = require("./index.js"); console.log(B.name, require("./index.js").B === B)')).toBe('b is loaded\nB true');
});

test('a class is the same by the index and by its own file', () => {
  expect(run(lazyLibrary(), 'console.log(require("./index.js").A === require("./a.js").A)')).toBe('b is loaded\ntrue');
});

test('import statements find what the index exports', () => {
  const code = 'import * as all from "./index.js"; import { A, Aa, B } from "./index.js"; console.log(A.name, Aa, B.name, all.Aa)';
  expect(run(lazyLibrary(), code, '--input-type=module')).toBe('b is loaded\nA aa B aa');
});

test('the other files stay as the compiler wrote them', () => {
  const folder = lazyLibrary();
  expect(readFileSync(join(folder, 'a.js'), 'utf8')).toBe(FILES['a.js']);
});

test('fails where the compiler writes exports in another form', () => {
  expect(() => lazyLibrary({ ...FILES, 'index.js': 'export * from "./a";' }))
    .toThrow("has no 'export * from': the compiler writes exports in another form than expected");
});
