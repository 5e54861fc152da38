import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { ROOT, withPackages } from './bindings';

/** Where jsii-pacmak looks for the translations, in the folder of the package. */
const TABLET = '.jsii.tabl.json';

/** Names that Python writes otherwise, which the translator doesn't know, and the name of the file. */
export function withPythonNames(source: string): string {
  return source.replace(/\.except\(/g, '.except_(').replace(/^# main\.ts$/m, '# main.py');
}

/** Translates the examples of a package's README and API docs into each language. Each has to compile, so that no type is guessed. */
function main(library: string): void {
  const file = join(library, TABLET);
  const rosetta = join(ROOT, 'node_modules', '.bin', 'jsii-rosetta');
  withPackages((directory) => {
    execFileSync(rosetta, ['extract', '--strict', '--directory', directory, '--cache-to', file, library], { stdio: ['ignore', 'ignore', 'inherit'] });
  }, library);
  const tablet = JSON.parse(readFileSync(file, 'utf8'));
  for (const { translations } of Object.values<any>(tablet.snippets)) {
    translations.python.source = withPythonNames(translations.python.source);
  }
  writeFileSync(file, JSON.stringify(tablet));
  process.stdout.write(`${Object.keys(tablet.snippets).length} examples translated\n`);
}

if (require.main === module) {
  main(resolve(process.argv[2] ?? ROOT));
}
