import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { typeErrors } from '../support/type-errors';

jest.setTimeout(180_000);

const ROOT = join(__dirname, '../..');
const BUILD = join(ROOT, '.build');
const PAGE = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8');

/** Files of the page: blocks that begin with their name. */
const FILES = [...PAGE.matchAll(/^```ts nofixture\n\/\/ (\S+)\n([^]*?)^```$/gm)].map(([, name, text]) => ({ name, text }));

/** The page's settings of jest and of the compiler, as its commands write them. */
function written(file: string): any {
  const [, json] = new RegExp(`^echo '(.*)' > ${file.replace('.', '\\.')}$`, 'm').exec(PAGE)!;
  return JSON.parse(json.replace(/\\\\/g, '\\'.repeat(2)));
}

test('the files of the page have the right types', () => {
  expect(FILES.map(({ name }) => name)).toEqual(['api.ts', 'api.test.ts', 'mistakes.test.ts', 'main.ts']);
  expect(typeErrors(Object.fromEntries(FILES.map(({ name, text }) => [name.replace(/\.ts$/, ''), text])), ['jest', 'node'])).toEqual([]);
});

test('the tests of the page pass as they stand there', () => {
  // GIVEN
  mkdirSync(BUILD, { recursive: true });
  const directory = mkdtempSync(join(BUILD, 'testing-page-'));
  try {
    FILES.forEach(({ name, text }) => writeFileSync(join(directory, name), text));
    const { compilerOptions } = written('tsconfig.json');
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, isolatedModules: true } }));
    // the library from here
    writeFileSync(join(directory, 'jest.config.json'), JSON.stringify({ ...written('jest.config.json'), moduleNameMapper: { '^cdktf-ecs-secrets$': join(ROOT, 'src') } }));

    // WHEN
    const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
    const said = execFileSync(process.execPath, [jest, '--rootDir', directory, '--ci=false', '--json', '--silent'], { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

    // THEN
    const { numPassedTests, numTotalTests, snapshot } = JSON.parse(said);
    expect([numPassedTests, numTotalTests, snapshot.added]).toEqual([6, 6, 1]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
