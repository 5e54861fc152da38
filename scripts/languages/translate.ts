import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, withPackages } from './bindings';

/** Where jsii-pacmak looks for the translations. */
const TABLET = join(ROOT, '.jsii.tabl.json');

/** Names that Python writes otherwise, which the translator doesn't know, and the name of the file. */
export function withPythonNames(source: string): string {
  return source.replace(/\.except\(/g, '.except_(').replace(/^# main\.ts$/m, '# main.py');
}

/** Translates the examples of the README and of the API's docs into each language. Each has to compile, so that no type is guessed. */
function main(): void {
  const rosetta = join(ROOT, 'node_modules', '.bin', 'jsii-rosetta');
  withPackages((directory) => {
    execFileSync(rosetta, ['extract', '--strict', '--directory', directory, '--cache-to', TABLET, ROOT], { stdio: ['ignore', 'ignore', 'inherit'] });
  });
  const tablet = JSON.parse(readFileSync(TABLET, 'utf8'));
  for (const { translations } of Object.values<any>(tablet.snippets)) {
    translations.python.source = withPythonNames(translations.python.source);
  }
  writeFileSync(TABLET, JSON.stringify(tablet));
  process.stdout.write(`${Object.keys(tablet.snippets).length} examples translated\n`);
}

if (require.main === module) {
  main();
}
