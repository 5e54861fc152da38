import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { bundleLibrary } from '../../scripts/bundle-library';
import { temporaryFolder } from '../temporary-files';

const INDEX = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n__exportStar(require("./a"), exports);\n__exportStar(require("./rooms/b"), exports);\n';
const A = [
  '"use strict";',
  'const b_1 = require("./rooms/b");',
  'const path_1 = require("path");',
  '/** Costs nothing to read. */',
  'class A extends b_1.B { f() { return new b_1.B(); } path() { return (0, path_1.join)("a"); } }',
  'exports.A = A;',
  'exports.Aa = "aa";',
].join('\n');
const B = [
  '"use strict";',
  'const other_1 = require("other");',
  'exports.B = class B { other() { return new other_1.Other(); } };',
  'console.log("b is loaded");',
].join('\n');
const OTHER = 'console.log("other is loaded"); exports.Other = class Other {};';

/** @returns the folder of a library whose index is bundled */
function bundled(files: { readonly [path: string]: string }, use: (library: never) => void, folder = temporaryFolder()): string {
  for (const [path, text] of Object.entries({ 'index.js': INDEX, 'a.js': A, 'rooms/b.js': B, 'node_modules/other/index.js': OTHER, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const log = jest.spyOn(console, 'log').mockReturnValue();
  bundleLibrary(join(folder, 'index.js'), use);
  log.mockRestore();
  return folder;
}

function run(folder: string, code: string, ...options: string[]): string {
  return execFileSync(process.execPath, [...options, '-e', code], { cwd: folder, encoding: 'utf8' }).trim();
}

test('loads what is asked for, and nothing else', () => {
  const folder = bundled({ 'a.js': '"use strict";\nexports.A = class A {};\nexports.Aa = "aa";' }, () => {});
  expect(run(folder, 'const all = require("./index.js"); console.log(Object.keys(all).join(), all.A.name, all.A === all.A)')).toBe('A,Aa,B A true');
  expect(run(folder, 'const { B } = require("./index.js"); console.log(B.name)')).toBe('b is loaded\nB');
  expect(run(folder, 'import { A, B } from "./index.js"; console.log(A.name, B.name)', '--input-type=module')).toBe('b is loaded\nA B');
});

test('the index has what an app needs, the other file all else', () => {
  // WHEN
  const folder = bundled({ 'c.js': '"use strict";\nexports.C = "c";', 'index.js': `${INDEX}__exportStar(require("./c"), exports);\n` }, ({ A: a }: { readonly A: new () => unknown }) => new a());
  const [index, rest] = ['index.js', 'rest.js'].map((file) => readFileSync(join(folder, file), 'utf8'));

  // THEN
  expect([...index.matchAll(/^"([^"]+)": function/gm)].map(([, path]) => path)).toEqual(['rooms/b', 'a']);
  expect([...rest.matchAll(/^"([^"]+)": function/gm)].map(([, path]) => path)).toEqual(['c']);
  expect(index).toContain('const b_1 = __load("rooms/b");');
  expect(index).not.toContain('Costs nothing');
  expect(run(folder, 'const { A, C } = require("./index.js"); console.log(new A().f().constructor.name, C)')).toBe('b is loaded\nB c');
});

test("a module that isn't the library's loads when it is used", () => {
  const folder = bundled({}, ({ A: a }: { readonly A: new () => unknown }) => new a());
  expect(run(folder, 'const { B } = require("./index.js"); const b = new B(); console.log("B"); console.log(b.other().constructor.name)'))
    .toBe('b is loaded\nB\nother is loaded\nOther');
});

test('a module that is imported as a whole is one of the bundle, too', () => {
  const files = {
    'a.js': '"use strict";\nconst all = __importStar(require("./rooms/c"));\nfunction __importStar(m) { return m; }\nexports.A = class A { c() { return all.C; } };',
    'rooms/c.js': '"use strict";\nexports.C = "c";',
  };
  const folder = bundled(files, () => {});
  expect(readFileSync(join(folder, 'rest.js'), 'utf8')).not.toMatch(/require\("\./);
  rmSync(join(folder, 'rooms'), { recursive: true });
  expect(run(folder, 'const { A } = require("./index.js"); console.log(new A().c())')).toBe('c');
});

test('import statements find what the index exports, and nothing from inside', () => {
  const folder = bundled({}, ({ A: a }: { readonly A: new () => unknown }) => new a());
  expect(run(folder, 'import * as all from "./index.js"; console.log(Object.keys(all).filter((name) => /^[A-Z]/.test(name)).join())', '--input-type=module')).toBe('b is loaded\nA,Aa,B');
});

test("a module that couldn't load is tried again", () => {
  const folder = bundled({ 'rooms/b.js': '"use strict";\nif (process.env.NOT_YET) { throw new Error("not yet"); }\nexports.B = class B {};' }, () => {});
  const code = 'process.env.NOT_YET = 1; const all = require("./index.js"); try { all.B } catch (e) { console.log(e.message) } delete process.env.NOT_YET; console.log(all.B.name)';
  expect(run(folder, code)).toBe('not yet\nB');
});

test.each([
  ['the compiler writes something else', { 'index.js': 'export * from "./a";' }, 'nothing to bundle: the compiler writes exports in another form than expected'],
  ['modules import each other', { 'rooms/b.js': 'const a_1 = require("../a");\nexports.B = class B { a() { return new a_1.A(); } };' }, 'modules import each other: a → rooms/b → a'],
])('fails where %s', (_, files, message) => {
  expect(() => bundled(files, () => {})).toThrow(message);
});

test('leaves nothing of its own behind where the use fails', () => {
  const folder = temporaryFolder();
  expect(() => bundled({ 'index.js': INDEX }, () => {
    throw new Error('not today');
  }, folder)).toThrow('not today');
  expect(readFileSync(join(folder, 'rest.js'), 'utf8')).not.toContain('Proxy');
});
