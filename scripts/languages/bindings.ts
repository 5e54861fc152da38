import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { importedParts, sliceProvider } from './provider-slice';

export const ROOT = join(__dirname, '..', '..');
export const LANGUAGES = ['go', 'java'];
/** What the library's classes refer to, and in which folder their bindings are written. */
export const PACKAGES = { 'constructs': 'constructs', 'cdktf': 'cdktf', '@cdktf/provider-aws': 'provider-aws' };

/**
 * Does something in a folder whose `node_modules` has the library and what it refers to, of the AWS provider only the parts in use. The folder
 * is outside of the repository, where jsii-docgen would follow the link to the library into itself.
 */
export function withPackages(use: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-languages-'));
  try {
    const modules = join(directory, 'node_modules');
    sliceProvider(usedParts(), join(modules, '@cdktf', 'provider-aws'));
    symlinkSync(ROOT, join(modules, 'cdktf-ecs-secrets'), 'dir');
    mkdirSync(join(modules, '@types'));
    ['cdktf', 'constructs', '@types/node'].forEach((name) => symlinkSync(installed(name), join(modules, name), 'dir'));
    use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
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
  const versions = [...Object.keys(PACKAGES), 'jsii-pacmak'].map((name) => JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8')).version);
  const key = createHash('sha256').update(JSON.stringify([versions, usedParts(), LANGUAGES])).digest('hex');
  const mark = join(directory, 'made-from');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== key) {
    withPackages((packages) => {
      Object.entries(PACKAGES).forEach(([name, folder]) => generate(join(packages, 'node_modules', name), join(directory, folder)));
    });
    writeFileSync(mark, key);
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
