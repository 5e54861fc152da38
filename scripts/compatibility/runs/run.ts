import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

export const ROOT = join(__dirname, '../../..');

/** Where tests write down what they ran with; emptied at the start of `.ci/run`. */
export const RAN = join(ROOT, '.build/ran');

/** Some tests that passed, and what they passed with. */
export interface Run {
  /** The tests, in the words of the page. */
  readonly what: string;
  /** What applied, as in `Terraform 1.15.5`. @default nothing was applied */
  readonly engine?: string;
  /** Version of the AWS provider that applied, or that the bindings are made from. */
  readonly provider: string;
  /** As in `CDKTF 0.21.0`. */
  readonly framework: string;
  readonly language: string;
  /** Major version of Node.js. */
  readonly node: string;
  /** Whether only types were looked at: nothing was synthesised. */
  readonly typesOnly?: boolean;
}

/** Tests that couldn't run here. */
export interface Skipped {
  readonly what: string;
  readonly skipped: string;
}

/** Frameworks and bindings, by the folder that has them. */
const TREES: { readonly [name: string]: { readonly framework: string; readonly bindings: string } } = {
  'root': { framework: 'node_modules/cdktf', bindings: 'node_modules/@cdktf/provider-aws' },
  'provider-6': { framework: 'node_modules/cdktf', bindings: 'compatibility/provider-6/node_modules/@cdktf/provider-aws' },
  'twin': { framework: 'compatibility/twin/node_modules/cdktn', bindings: 'compatibility/twin/node_modules/@cdktn/provider-aws' },
  'twin-lowest': {
    framework: 'compatibility/twin-lowest/node_modules/cdktn',
    bindings: 'compatibility/twin-lowest/node_modules/@cdktn/provider-aws',
  },
};

/** The versions that a tree has. */
export function versionsIn(tree: string): Pick<Run, 'framework' | 'provider' | 'node'> {
  if (!Object.hasOwn(TREES, tree)) {
    throw new Error(`there is no '${tree}': give one of ${Object.keys(TREES).join(', ')}`);
  }
  const { framework, bindings } = TREES[tree];
  const { version } = JSON.parse(readFileSync(join(ROOT, framework, 'package.json'), 'utf8'));
  const binding = readFileSync(join(ROOT, bindings, 'lib/ssm-parameter/index.js'), 'utf8');
  return {
    framework: `${framework.endsWith('cdktn') ? 'CDK Terrain' : 'CDKTF'} ${version}`,
    provider: /providerVersion: '([^']+)'/.exec(binding)![1],
    node: process.versions.node.split('.')[0],
  };
}

/** Writes down that tests passed, or that they couldn't run. */
export function record(run: Run | Skipped): void {
  mkdirSync(RAN, { recursive: true });
  const name = Object.values(run).join(' ').replace(/[^\w.]+/g, '-');
  writeFileSync(join(RAN, `${name}.json`), `${JSON.stringify(run)}\n`);
}

export function recorded(): { readonly runs: Run[]; readonly skipped: Skipped[] } {
  mkdirSync(RAN, { recursive: true });
  const all: (Run | Skipped)[] = readdirSync(RAN).sort().map((file) => JSON.parse(readFileSync(join(RAN, file), 'utf8')));
  const isSkipped = (run: Run | Skipped): run is Skipped => 'skipped' in run;
  return { runs: all.filter((run): run is Run => !isSkipped(run)), skipped: all.filter(isSkipped) };
}

export function forget(): void {
  rmSync(RAN, { recursive: true, force: true });
}
