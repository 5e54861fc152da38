import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { importedParts, sliceProvider } from './provider-slice';

export const ROOT = join(__dirname, '..', '..');
export const LANGUAGES = ['go', 'java'];
/** What the library's classes refer to, and in which folder their bindings are written. */
export const PACKAGES = { 'constructs': 'constructs', 'cdktf': 'cdktf', '@cdktf/provider-aws': 'provider-aws' };

/**
 * A `node_modules` that has the library and what it refers to, of the AWS provider only the parts in use.
 *
 * @returns The folder of the provider.
 */
export function linkPackages(directory: string): string {
  const modules = join(directory, 'node_modules');
  const provider = join(modules, '@cdktf', 'provider-aws');
  sliceProvider(usedParts(), provider);
  for (const [name, target] of [['cdktf-ecs-secrets', ROOT], ...['cdktf', 'constructs'].map((found) => [found, installed(found)])]) {
    if (!existsSync(join(modules, name))) {
      symlinkSync(target, join(modules, name), 'dir');
    }
  }
  return provider;
}

/** Parts of the AWS provider that the library, the examples and the pages import. */
function usedParts(): string[] {
  const files = execFileSync('git', ['ls-files', 'src', 'rosetta', 'examples', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  return importedParts(files.filter((file) => existsSync(join(ROOT, file))).map((file) => readFileSync(join(ROOT, file), 'utf8')));
}

function installed(name: string): string {
  return dirname(require.resolve(`${name}/package.json`, { paths: [ROOT] }));
}

/** Generates bindings of the library, and of what it refers to unless a former run has left the same. */
export function generateBindings(directory: string): void {
  const provider = linkPackages(directory);
  const versions = [...Object.keys(PACKAGES), 'jsii-pacmak'].map((name) => JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8')).version);
  const key = createHash('sha256').update(JSON.stringify([versions, usedParts(), LANGUAGES])).digest('hex');
  for (const [name, folder] of Object.entries(PACKAGES)) {
    const mark = join(directory, folder, 'made-from');
    if (!existsSync(mark) || readFileSync(mark, 'utf8') !== key) {
      generate(folder === 'provider-aws' ? provider : installed(name), join(directory, folder));
      writeFileSync(mark, key);
    }
  }
  generate(ROOT, join(directory, 'library'));
}

function generate(source: string, outdir: string): void {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const pacmak = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');
  const targets = LANGUAGES.flatMap((language) => ['--target', language]);
  execFileSync(pacmak, ['--code-only', ...targets, '--outdir', outdir, source], { stdio: ['ignore', 'ignore', 'pipe'] });
}
