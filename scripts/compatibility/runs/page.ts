import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, Run, Skipped, recorded } from './run';

const PAGE = join(ROOT, 'docs/compatibility.md');
const RUNS = join(ROOT, 'compatibility/runs.json');
const GENERATED = /(<!-- what ran: written by npm run compatibility -->\n)[\s\S]*(<!-- end -->)/;

export interface Runs {
  /** What every run of `.ci/run` runs. */
  readonly inCi: readonly Run[];
  readonly byHand: readonly (Run & { readonly date: string })[];
}

/** The table: one row for tests and what they ran with, but for the versions of Node.js, which share a row. */
export function table({ inCi, byHand }: Runs): string {
  const rows = new Map<string, Set<string>>();
  const add = ({ what, engine = '', provider, framework, language, node }: Run, where: string) => {
    const key = [where, what, engine, provider, framework, language].join('\0');
    rows.set(key, (rows.get(key) ?? new Set()).add(node));
  };
  inCi.forEach((run) => add(run, run.typesOnly ? 'types only' : 'in CI'));
  byHand.forEach((run) => add(run, `by hand on ${run.date}`));
  const lines = [...rows].map(([key, nodes]) => {
    const [where, what, engine, provider, framework, language] = key.split('\0');
    return [what, engine || 'none', provider, framework, language, [...nodes].sort().join(', '), where];
  });
  const header = ['what ran', 'engine', 'AWS provider', 'framework', 'language', 'Node.js', 'where'];
  // what applies comes first, and what CI runs before what people ran
  const order = (line: string[]) => [line[1] === 'none' ? '1' : '0', `${['in CI', 'types only'].indexOf(line[6])}`.replace('-1', '2'), ...line].join('\0');
  const ordered = lines.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return [header, header.map(() => '---'), ...ordered].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

export function withTable(page: string, runs: Runs): string {
  return page.replace(GENERATED, (_, start: string, end: string) => `${start}${table(runs)}\n${end}`);
}

/**
 * What the page says of CI and didn't run, or ran and isn't said. What couldn't run is left out, and an engine that not every machine has and that
 * the page has as run by hand.
 */
export function differences({ inCi, byHand }: Runs, ran: readonly Run[], skipped: readonly Skipped[]): string[] {
  const [said, done] = [inCi, ran].map((runs) => new Set(runs.map(text)));
  const excused = new Set(skipped.map(({ what }) => what));
  const engine = (run: Run) => `${run.what}: ${run.engine?.split(' ')[0]}`;
  const others = new Set(byHand.map(engine));
  return [
    ...inCi.filter((run) => !done.has(text(run)) && !excused.has(run.what)).map((run) => `said, but not run: ${text(run)}`),
    ...ran.filter((run) => !said.has(text(run)) && !others.has(engine(run))).map((run) => `run, but not said: ${text(run)}`),
  ];
}

function text({ what, engine, provider, framework, language, node }: Run): string {
  return `${what}: ${[engine, `AWS provider ${provider}`, framework, language, `Node.js ${node}`].filter(Boolean).join(', ')}`;
}

/** Order and names don't depend on which test ended first. */
function sorted<T extends Run>(runs: readonly T[]): T[] {
  return [...runs].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function main(how: string | undefined): void {
  const { runs, skipped } = recorded();
  let known: Runs = JSON.parse(readFileSync(RUNS, 'utf8'));
  if (how === '--check') {
    const wrong = differences(known, runs, skipped);
    skipped.forEach((run) => process.stdout.write(`not run here: ${run.what}: ${run.skipped}\n`));
    if (withTable(readFileSync(PAGE, 'utf8'), known) !== readFileSync(PAGE, 'utf8')) {
      wrong.push('docs/compatibility.md is not what npm run compatibility writes');
    }
    if (wrong.length > 0) {
      wrong.push('npm run compatibility -- --in-ci takes what ran, after a whole .ci/run');
      throw new Error(wrong.join('\n'));
    }
    return;
  }
  if (how === '--in-ci') {
    known = { ...known, inCi: sorted(runs) };
  } else if (how === '--by-hand') {
    const date = new Date().toISOString().slice(0, 10);
    const again = new Set(runs.map(text));
    const kept = known.byHand.filter((run) => !again.has(text(run)));
    known = { ...known, byHand: sorted([...kept, ...runs.map((run) => ({ ...run, date }))]) };
  } else if (how !== undefined) {
    throw new Error(`'${how}' is not known: give --check, --in-ci or --by-hand`);
  }
  writeFileSync(RUNS, `${JSON.stringify(known, null, 2)}\n`);
  writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), known));
}

if (require.main === module) {
  try {
    main(process.argv[2]);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
