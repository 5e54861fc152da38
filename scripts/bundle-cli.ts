import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');

/**
 * Bundles the command line into one file without dependencies, and writes the licences of what is in it beside it.
 */
export function bundleCli(outfile: string): void {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['cli/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    tsconfig: 'tsconfig.dev.json',
    // the library's rules come along, the framework doesn't
    alias: { cdktf: './cli/tokens.ts', cdktn: './cli/tokens.ts' },
    define: { ECS_SECRETS_VERSION: JSON.stringify(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version) },
    banner: { js: '#!/usr/bin/env node' },
    minify: true,
    // errors are told apart by the names of their classes
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  chmodSync(outfile, 0o755);
  writeFileSync(join(dirname(outfile), 'THIRD-PARTY-LICENSES.txt'), licences(Object.keys(metafile.inputs)));
}

function licences(inputs: string[]): string {
  const packages = new Set(inputs.map((input) => input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter((path) => path !== undefined));
  return [...packages].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
    const file = readdirSync(join(ROOT, path)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(ROOT, path, file), 'utf8').trim();
    return `${name} ${version} (${license})\n${'='.repeat(60)}\n${text}\n`;
  }).join('\n');
}

if (require.main === module) {
  const bin = join(ROOT, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(bin);
  }
  bundleCli(join(bin, 'ecs-secrets'));
}
