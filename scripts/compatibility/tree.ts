import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { Manifest, testedManifest, twinManifest } from './manifest';
import { twinFile } from './rewrite';

export const ROOT = join(__dirname, '../..');

/** What tests and the package are made from. */
const COPIED = ['.npmignore', 'LICENSE', 'README.md', 'cli', 'docs', 'examples', 'rosetta', 'scripts', 'src', 'test', 'tsconfig.dev.json', 'tsconfig.json'];

/** What is about the repository and not about the library; the end-to-end tests are the same stacks, applied. */
const LEFT_OUT = /^(scripts\/compatibility|scripts\/snippets\.ts|test\/(acceptance|docs|e2e|scripts)|.*\/(cdktf\.out|node_modules))(\/|$)/;

/** What may be rewritten; fixtures may be anything. */
const TEXT = /^(README\.md|tsconfig\.dev\.json|.*\.(ts|ts-fixture)|.*\/cdktf\.json)$/;

interface Variant {
  readonly file: (path: string, text: string) => string;
  readonly manifest: (manifest: Manifest) => Manifest;
}

export const VARIANTS: { readonly [name: string]: Variant } = {
  'twin': { file: twinFile, manifest: twinManifest },
  'twin-lowest': { file: twinFile, manifest: twinManifest },
  'jsii-6': { file: (_, text) => text, manifest: (manifest) => manifest },
  'provider-6': { file: (_, text) => text, manifest: testedManifest },
};

/**
 * Writes the project as it is with other dependencies. Those that differ are in `compatibility/NAME`, all others are the root's.
 *
 * @returns the folder
 */
export function writeTree(name: string, tree = join(ROOT, '.build', name)): string {
  rmSync(tree, { recursive: true, force: true });
  for (const path of COPIED.flatMap(filesIn)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    if (TEXT.test(path)) {
      writeFileSync(join(tree, path), VARIANTS[name].file(path, readFileSync(join(ROOT, path), 'utf8')));
    } else {
      copyFileSync(join(ROOT, path), join(tree, path));
    }
  }
  const manifest = VARIANTS[name].manifest(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  writeFileSync(join(tree, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  symlinkSync(relative(tree, join(ROOT, 'compatibility', name, 'node_modules')), join(tree, 'node_modules'));
  return tree;
}

/** Paths from the root of the repository. */
function filesIn(path: string): string[] {
  if (LEFT_OUT.test(path)) {
    return [];
  }
  return statSync(join(ROOT, path)).isDirectory() ? readdirSync(join(ROOT, path)).flatMap((entry) => filesIn(`${path}/${entry}`)) : [path];
}
