import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { cpus, totalmem } from 'os';
import { join } from 'path';
import type { PlanTimes } from './plans';
import type { AppName } from './processes';
import { spreadOf } from './statistics';
import { OTHERS, Size, ratio } from './synth';

const ROOT = join(__dirname, '..', '..');
const NAMES: { readonly [app in AppName]: string } = { 'library': 'this library', 'hand-written': 'by hand', 'aws-cdk': 'AWS CDK', 'plain': 'unguarded, by hand' };

export interface Results {
  readonly sizes: readonly Size[];
  /** Beside what people write by hand, one for each number of names. */
  readonly plain: readonly Size[];
  /** Time for ten times as many secrets, divided by the time for the tenth. */
  readonly growth: number;
  readonly plans: PlanTimes | string;
}

/** Puts the results where readers look for them. */
export function publish(results: Results): void {
  const when = `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run bench\`: ${machine()}.`;
  const chart = '![seconds by number of services](performance.svg)';
  const short = [chart, '', totals(results.sizes), '', `${when} The ratios are medians of runs beside each other.`];
  replaceBlock('docs/performance.md', [...short, '', plainly(results.plain), '', details(results.sizes), '', rest(results)].join('\n'));
  const rows = results.sizes.flatMap(({ services, runs }) =>
    (['library', ...OTHERS] as const).map((app) => ({ app: NAMES[app], services, seconds: spreadOf(runs[app].map((r) => r.total)).median / 1000 })));
  const svg = execFileSync(process.execPath, [join(__dirname, 'chart.mjs')], { input: JSON.stringify(rows), encoding: 'utf8' });
  writeFileSync(join(ROOT, 'docs', 'performance.svg'), svg);
}

function totals(sizes: readonly Size[]): string {
  const rows = sizes.map((size) => {
    const { median } = spreadOf(size.runs.library.map((r) => r.total));
    const [hand, cdk] = OTHERS.map((other) => `${ratio(size, 'total', other).toFixed(2)} ×`);
    return [size.services, `${(median / 1000).toFixed(2)} s`, hand, cdk, `${ratio(size, 'memory', 'hand-written').toFixed(2)} ×`];
  });
  return table(['services', 'synth, whole process', 'of the time by hand', 'of AWS CDK\'s', 'of the memory by hand'], rows);
}

function plainly(sizes: readonly Size[]): string {
  const rows = sizes.map((size) => {
    const { median } = spreadOf(size.runs.library.map((r) => r.total));
    const ratios = (['total', 'memory', 'bytes'] as const).map((of) => `${ratio(size, of, 'plain').toFixed(2)} ×`);
    return [size.services, size.names.replace('+', ', '), `${(median / 1000).toFixed(2)} s`, ...ratios];
  });
  const head = ['services', 'of each: parameters, JSON keys', 'synth, whole process', 'of the time unguarded', 'of its memory', 'of its stack\'s size'];
  return `Beside what people write by hand, unguarded:\n\n${table(head, rows)}`;
}

function details(sizes: readonly Size[]): string {
  const rows = sizes.flatMap((size) => (['library', ...OTHERS] as const).map((app) => {
    const cells = (['import', 'build', 'synth', 'total', 'memory'] as const).map((of) => {
      const { median, least, most } = spreadOf(size.runs[app].map((r) => r[of]));
      return `${Math.round(median)} (${Math.round(least)}–${Math.round(most)})`;
    });
    const times = app === 'library' ? '1' : (1 / ratio(size, 'total', app)).toFixed(2);
    return [size.services, NAMES[app], ...cells, `${Math.round(size.runs[app][0].bytes / 1024)}`, times];
  }));
  const head = ['services', 'with', 'import, ms', 'build, ms', 'synth, ms', 'process, ms', 'memory, MiB', 'result, KiB', 'process, × this library'];
  return `Median, least and most.\n\n${table(head, rows)}`;
}

function rest({ growth, plans }: Results): string {
  const linear = `Ten times the secrets, 10,000 instead of 1,000, take ${growth.toFixed(1)} times the time to build and synthesise.`;
  if (typeof plans === 'string') {
    return `${linear}\n\nTerraform's plan was not measured: ${plans}.`;
  }
  const seconds = (values: readonly number[]) => `${(spreadOf(values).median / 1000).toFixed(1)} s`;
  return `${linear}\n\n\`terraform plan\` of ${plans.secrets} secrets, real AWS provider, local emulator: ${seconds(plans.library)} with this library, `
    + `${seconds(plans.hand)} by hand, ${plans.ratio.toFixed(2)} ×.`;
}

function machine(): string {
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function replaceBlock(file: string, text: string): void {
  const path = join(ROOT, file);
  const [before, after] = readFileSync(path, 'utf8').split(/(?<=<!-- benchmark: written by npm run bench -->\n)[\s\S]*?(?=<!-- end -->)/);
  writeFileSync(path, `${before}${text}\n${after}`);
}
