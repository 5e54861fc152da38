import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';

const E2E = join(__dirname, '../e2e');
const EMULATOR = join(E2E, 'emulator');
/** Files that the patches share. */
const SHARED = ['__init__.py', 'wrap.py'];

const [TABLE] = /\| behaviour \| source[^]*?\n\n/.exec(readFileSync(join(EMULATOR, 'README.md'), 'utf8'))!;
const ROWS = TABLE.trim().split('\n').slice(2).map((row) => row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()))
  .filter(([behaviour]) => !behaviour.startsWith('**'));
const filesIn = (cell: string) => [...cell.matchAll(/`([\w./-]+\.(?:py|ts))`/g)].map(([, file]) => file);

test.each(ROWS)('the emulator: %s', (_behaviour, source, patch, tests, _laxer) => {
  expect(source).toMatch(/https:|^none: /);
  expect(patch).not.toBe('');
  expect(filesIn(patch).filter((file) => !existsSync(join(EMULATOR, file)))).toEqual([]);
  expect(filesIn(tests)).not.toEqual([]);
  expect(filesIn(tests).filter((file) => !existsSync(join(EMULATOR, file)) && !existsSync(join(E2E, file)))).toEqual([]);
});

test('every patch stands in the table', () => {
  const listed = ROWS.flatMap(([, , patch]) => filesIn(patch));
  const patches = readdirSync(join(EMULATOR, 'patches')).filter((file) => file.endsWith('.py') && !SHARED.includes(file));
  expect(patches.filter((file) => !listed.includes(`patches/${file}`))).toEqual([]);
});
