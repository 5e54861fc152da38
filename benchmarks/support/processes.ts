import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, rmSync, statSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { transformSync } from 'esbuild';
import type { Measured } from '../apps/measure';

const APPS = join(__dirname, '..', 'apps');
/** Where the apps run: what they import is looked for in the benchmark's own folder first. */
export const BUILD = join(__dirname, '..', '.build');

/** `hand-written` defines the same as the library, `plain` is what people write by hand. */
export type AppName = 'library' | 'hand-written' | 'aws-cdk' | 'plain';

/** How many parameters and keys of a JSON secret each service has. */
export type Names = '20+20' | '3+3' | '0+40';

/** One process: what it says of itself, and what is seen from outside. */
export interface Run extends Measured {
  /** Milliseconds from start to end. */
  readonly total: number;
  /** Bytes of the stack file or template. */
  readonly bytes: number;
}

/** Compiles the apps once, so that no run pays for TypeScript. */
export function compileApps(): void {
  mkdirSync(BUILD, { recursive: true });
  for (const file of readdirSync(APPS)) {
    const { code } = transformSync(readFileSync(join(APPS, file), 'utf8'), { loader: 'ts', format: 'cjs', platform: 'node', target: 'node20' });
    writeFileSync(join(BUILD, file.replace(/\.ts$/, '.js')), code);
  }
}

/** Runs an app in a process of its own. */
export function run(app: AppName, services: number, names: Names = '20+20'): Run {
  const outdir = join(BUILD, `${app}.out`);
  rmSync(outdir, { recursive: true, force: true });
  const begin = process.hrtime.bigint();
  const output = execFileSync(process.execPath, ['--require', join(BUILD, 'measure.js'), join(BUILD, `${app}.js`), String(services), outdir], {
    encoding: 'utf8',
    // AWS CDK's validation of the template, several seconds, is left out
    env: { ...process.env, BENCH_NAMES: names, NODE_OPTIONS: '', CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  const total = Number(process.hrtime.bigint() - begin) / 1e6;
  const measured = JSON.parse(output.trim().split('\n').pop()!) as Measured;
  return { ...measured, total, bytes: statSync(resultOf(app)).size };
}

/** The file that an app writes. */
export function resultOf(app: AppName): string {
  const outdir = join(BUILD, `${app}.out`);
  return app === 'aws-cdk' ? join(outdir, 'bench.template.json') : join(outdir, 'stacks', 'bench', 'cdk.tf.json');
}
