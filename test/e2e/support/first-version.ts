import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { emulated } from './synthesis';

const ROOT = join(__dirname, '../../..');
/** The library as it was on 22 November 2026, before any of the changes that an upgrade has to get over. */
const FIRST = '5c9e32935c049fe3bd116b23e7eb9c92ae884ade';
const APP = 'test/e2e/apps/upgraded.ts';

/** One line that says why the first version can't be had here, or undefined. A clone with the whole history always has it. */
export function missingFirstVersion(): string | undefined {
  if (git('cat-file', '-e', `${FIRST}^{commit}`).status === 0) return undefined;
  return git('rev-parse', '--is-shallow-repository').stdout.trim() === 'false' ? undefined : `no commit ${FIRST.slice(0, 7)}: clone with the whole history`;
}

/** The stacks of an app, by the first version and by this one. The app and the examples in it are those of then. */
export function synthesiseBothVersions(): { [stack: string]: { readonly before: any; readonly after: any } } {
  const trees = join(ROOT, '.build/upgrade');
  rmSync(trees, { recursive: true, force: true });
  const archive = execFileSync('git', ['archive', FIRST, 'src', 'examples', 'tsconfig.dev.json', 'tsconfig.json'], { cwd: ROOT, maxBuffer: 2 ** 28 });
  const [before, after] = ['before', 'after'].map((version) => {
    const tree = join(trees, version);
    mkdirSync(join(tree, 'out'), { recursive: true });
    execFileSync('tar', ['-x', '-C', tree], { input: archive });
    if (version === 'after') {
      rmSync(join(tree, 'src'), { recursive: true });
      cpSync(join(ROOT, 'src'), join(tree, 'src'), { recursive: true });
    }
    cpSync(join(ROOT, APP), join(tree, APP));
    const tsNode = join(ROOT, 'node_modules/ts-node/dist/bin.js');
    execFileSync(process.execPath, [tsNode, '-P', 'examples/tsconfig.json', APP, join(tree, 'out')], { cwd: tree, stdio: ['ignore', 'ignore', 'pipe'] });
    return (file: string) => emulated(JSON.parse(readFileSync(join(tree, 'out', file), 'utf8')));
  });
  const files = readdirSync(join(trees, 'after/out'));
  return Object.fromEntries(files.map((file) => [file.replace('.json', ''), { before: before(file), after: after(file) }]));
}

function git(...args: string[]) {
  return spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
}
