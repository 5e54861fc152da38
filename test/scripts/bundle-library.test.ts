import { execFileSync } from 'child_process';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { bundleLibrary, lazyExports } from '../../scripts/bundle-library';
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

test('fails where the compiler writes something else', () => {
  expect(() => lazyExports('export * from "./a";', () => ['A'])).toThrow('nothing to make lazy: the compiler writes exports in another form than expected');
});

test('one file loads what is asked for, and nothing else', () => {
  // GIVEN
  const folder = temporaryFolder();
  const index = join(folder, 'index.js');
  mkdirSync(join(folder, 'rooms'));
  writeFileSync(index, INDEX);
  writeFileSync(join(folder, 'a.js'), 'exports.A = class A {}; exports.Aa = require("./rooms/b").B;');
  writeFileSync(join(folder, 'rooms', 'b.js'), 'exports.B = "b"; if (process.env.TELL) console.log("b is loaded");');

  // WHEN
  bundleLibrary(index);

  // THEN
  const run = (code: string, ...options: string[]) =>
    execFileSync(process.execPath, [...options, '-e', code], { cwd: folder, env: { ...process.env, TELL: '1' }, encoding: 'utf8' }).trim();
  expect(run('const all = require("./index.js"); console.log(Object.keys(all).join())')).toBe('A,Aa,B');
  expect(run('const { B } = require("./index.js"); console.log(B)')).toBe('b is loaded\nb');
  expect(run('const all = require("./index.js"); console.log(all.A === all.A, all.A.name)')).toBe('b is loaded\ntrue A');
  expect(run('import { A, B } from "./index.js"; console.log(A.name, B)', '--input-type=module')).toBe('b is loaded\nA b');
});
