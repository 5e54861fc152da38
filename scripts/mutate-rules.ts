import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { RULES } from '../src/checks/rules';

/**
 * Takes each rule away in turn, and tells whether the tests of the rule notice: those that call its function alone, and those that use the
 * library as its users do. A rule that nobody would miss fails the run.
 *
 * The tests of all rules are in one file, and only one rule at a time is gone, so that one run of jest is enough.
 */

interface JestReport {
  readonly testResults: { readonly message: string; readonly assertionResults: JestResult[] }[];
}

interface JestResult {
  readonly status: string;
  readonly title: string;
  readonly ancestorTitles: string[];
}

const ROOT = join(__dirname, '..');
const ALONE = 'fails for what is wrong, in one lowercase sentence without a period';
const USED = 'fails where somebody uses the library that way';

function resultsWithoutRules(): JestResult[] {
  const directory = mkdtempSync(join(tmpdir(), 'mutate-'));
  const report = join(directory, 'report.json');
  try {
    const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
    const setup = join(__dirname, 'without-rule.ts');
    spawnSync(process.execPath, [jest, 'test/checks/rules.test.ts', '--json', `--outputFile=${report}`, '--setupFilesAfterEnv', setup], { cwd: ROOT, stdio: 'ignore' });
    return (JSON.parse(readFileSync(report, 'utf8')) as JestReport).testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const start = Date.now();
const results = resultsWithoutRules();
const notices = (id: string, test: string) => results.some(({ status, title, ancestorTitles: [rule] }) => rule === id && title === test && status === 'failed');
const outcomes = RULES.map(({ id }) => ({ id, alone: notices(id, ALONE), used: notices(id, USED) }));
const unmissed = outcomes.filter(({ alone, used }) => !alone || !used);
const mark = (isNoticed: boolean) => (isNoticed ? 'fails' : 'PASSES');
const table = outcomes.map(({ id, alone, used }) => `| ${id} | ${mark(alone)} | ${mark(used)} |`);
process.stdout.write(['| without the rule | its own test | the use of the library |', '|---|---|---|', ...table, ''].join('\n'));
process.stdout.write(`${outcomes.length - unmissed.length} of ${outcomes.length} rules are missed when they are gone (${Math.round((Date.now() - start) / 1000)} s)\n`);
if (unmissed.length > 0) {
  process.stdout.write(`nobody misses ${unmissed.map(({ id }) => id).join(', ')}\n`);
  process.exitCode = 1;
}
