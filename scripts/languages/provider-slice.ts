import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

/**
 * Copies the AWS provider's bindings with only some of their parts, like `ssm-parameter`, and the parts that these refer to.
 *
 * The package has 23,000 classes, of which the library uses a few. Generating all of them for Go takes minutes and more than half a
 * gigabyte; of those that are generated from the copy every file is the same.
 *
 * @param source The folder of the package.
 * @param parts Folders in `lib`.
 * @param outdir Where the copy is written, as `node_modules` has it.
 */
export function sliceProvider(source: string, parts: readonly string[], outdir: string): void {
  const folders = exportedFolders(readFileSync(join(source, 'lib', 'index.d.ts'), 'utf8'));
  const assembly = JSON.parse(readFileSync(join(source, '.jsii'), 'utf8'));

  const wanted = new Set([...folders].filter(([, folder]) => parts.includes(folder)).map(([name]) => name));
  const missing = parts.filter((part) => ![...folders.values()].includes(part));
  if (missing.length > 0) {
    throw new Error(`${assembly.name} has no ${missing.join(', ')}`);
  }
  const { types, submodules } = reducedAssembly(assembly, wanted);

  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(join(outdir, 'lib'), { recursive: true });
  for (const file of ['package.json', 'LICENSE', 'README.md']) {
    cpSync(join(source, file), join(outdir, file));
  }
  const kept = [...folders].filter(([name]) => wanted.has(name));
  kept.forEach(([, folder]) => cpSync(join(source, 'lib', folder), join(outdir, 'lib', folder), { recursive: true }));
  writeFileSync(join(outdir, 'lib', 'index.js'), kept.map(([name, folder]) => `exports.${name} = require('./${folder}');\n`).join(''));
  writeFileSync(join(outdir, 'lib', 'index.d.ts'), kept.map(([name, folder]) => `export * as ${name} from './${folder}';\n`).join(''));
  writeFileSync(join(outdir, '.jsii'), JSON.stringify({ ...assembly, types, submodules }));
}

/** The folder of each exported name. */
function exportedFolders(index: string): Map<string, string> {
  return new Map([...index.matchAll(/export \* as (\w+) from '\.\/([\w-]+)(?:\/index)?'/g)].map(([, name, folder]) => [name, folder]));
}

/** The types and submodules of the wanted names; adds to them the names that they refer to. */
function reducedAssembly(assembly: any, wanted: Set<string>): { types: object; submodules: object } {
  const partOf = (fqn: string) => fqn.split('.')[1];
  const reference = new RegExp(`${assembly.name}\\.(\\w+)`, 'g');
  let types: [string, unknown][] = [];
  for (let size = -1; size !== wanted.size;) {
    size = wanted.size;
    types = Object.entries(assembly.types).filter(([fqn]) => wanted.has(partOf(fqn)));
    for (const [, name] of JSON.stringify(types).matchAll(reference)) {
      wanted.add(name);
    }
  }
  const submodules = Object.entries(assembly.submodules).filter(([fqn]) => wanted.has(partOf(fqn)));
  return { types: Object.fromEntries(types), submodules: Object.fromEntries(submodules) };
}

/** The parts that texts import, in TypeScript's words. */
export function importedParts(texts: readonly string[]): string[] {
  const imported = texts.flatMap((text) => [...text.matchAll(/@cdktf\/provider-aws\/lib\/([\w-]+)/g)].map(([, part]) => part));
  return [...new Set(imported)].sort();
}
