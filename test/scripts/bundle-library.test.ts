import { execFileSync } from 'child_process';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { bundleLibrary, lazyExports, lazyImports } from '../../scripts/bundle-library';
import { temporaryFolder } from '../temporary-files';

const INDEX = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n__exportStar(require("./a"), exports);\n__exportStar(require("./rooms/b"), exports);\n';

test('names each export of each module', () => {
  const text = lazyExports(INDEX, (path) => (path === './a' ? ['A', 'Aa'] : ['B']));
  expect(text.match(/^lazily\(.*$/gm)).toEqual([
    'lazily("A", () => require("./a").A);',
    'lazily("Aa", () => require("./a").Aa);',
    'lazily("B", () => require("./rooms/b").B);',
  ]);
});

test('imports load when they are used', () => {
  const text = 'const a_1 = require("./a");\nconst cdktf_1 = require("cdktf");\nclass B extends a_1.A { f() { return (0, cdktf_1.ref)(new a_1.C(1)); } }';
  expect(lazyImports(text).split('\n')).toEqual([
    'let a_1 = () => { const loaded = require("./a"); a_1 = () => loaded; return loaded; };',
    'let cdktf_1 = () => { const loaded = require("cdktf"); cdktf_1 = () => loaded; return loaded; };',
    'class B extends (a_1()).A { f() { return (0, (cdktf_1()).ref)(new (a_1()).C(1)); } }',
  ]);
});

test('fails where the compiler writes something else', () => {
  expect(() => lazyExports('export * from "./a";', () => ['A'])).toThrow('nothing to make lazy: the compiler writes exports in another form than expected');
});

test('one file loads what is asked for, and nothing else', async () => {
  // GIVEN
  const folder = temporaryFolder();
  const index = join(folder, 'index.js');
  mkdirSync(join(folder, 'rooms'));
  writeFileSync(index, INDEX);
  writeFileSync(join(folder, 'a.js'), 'exports.A = class A {}; exports.Aa = require("./rooms/b").B;');
  writeFileSync(join(folder, 'rooms', 'b.js'), 'exports.B = "b"; if (process.env.TELL) console.log("b is loaded");');

  // WHEN
  await bundleLibrary(index);

  // THEN
  const run = (code: string, ...options: string[]) =>
    execFileSync(process.execPath, [...options, '-e', code], { cwd: folder, env: { ...process.env, TELL: '1' }, encoding: 'utf8' }).trim();
  expect(run('const all = require("./index.js"); console.log(Object.keys(all).join())')).toBe('A,Aa,B');
  expect(run('const { B } = require("./index.js"); console.log(B)')).toBe('b is loaded\nb');
  expect(run('const all = require("./index.js"); console.log(all.A === all.A, all.A.name)')).toBe('b is loaded\ntrue A');
  expect(run('import { A, B } from "./index.js"; console.log(A.name, B)', '--input-type=module')).toBe('b is loaded\nA b');
});
