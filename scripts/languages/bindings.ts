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
 *
 * @param library The folder of the compiled package: this one, or the twin's.
 */
export function withPackages(use: (directory: string) => void, library = ROOT): void {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-languages-'));
  try {
    const modules = join(directory, 'node_modules');
    const { name, peerDependencies } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
    mkdirSync(join(modules, '@types'), { recursive: true });
    symlinkSync(library, join(modules, name), 'dir');
    symlinkSync(installed('@types/node'), join(modules, '@types/node'), 'dir');
    for (const peer of Object.keys(peerDependencies)) {
      if (peer.endsWith('/provider-aws')) {
        sliceProvider(installed(peer, library), usedParts(), join(modules, peer));
      } else {
        symlinkSync(installed(peer, library), join(modules, peer), 'dir');
      }
    }
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

function installed(name: string, library = ROOT): string {
  return dirname(require.resolve(`${name}/package.json`, { paths: [library] }));
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
