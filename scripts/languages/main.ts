import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { generateBindings, ROOT } from './bindings';
import { downloadJars, Program, stacksOf } from './programs';

/** Programs that build and run the languages, with the arguments that show their version. */
const TOOLS = { go: ['go', 'version'], java: ['javac', '-version'], maven: ['mvn', '--version'] };

/** The one whole program that a page has in a language. */
export function blockOf(markdown: string, language: string): string {
  const blocks = [...markdown.matchAll(/^```(\w+)[^\n]*\n(.*?)^```/gms)].filter(([, name, text]) => name === language && /\bapp\.[sS]ynth\(\)/.test(text));
  if (blocks.length !== 1) {
    throw new Error(`the page has ${blocks.length} whole programs in ${language}, not one`);
  }
  return blocks[0][2];
}

function programs(): Program[] {
  const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
  const page = read('docs/languages.md');
  return [
    {
      name: 'quickstart',
      typescript: read('examples/quickstart/main.ts'),
      go: read('examples/go/main.go'),
      java: read('examples/java/src/main/java/example/Quickstart.java'),
    },
    { name: 'page', typescript: blockOf(page, 'ts'), go: blockOf(page, 'go'), java: blockOf(page, 'java') },
  ];
}

function main(): number {
  const missing = Object.values(TOOLS).filter(([program, argument]) => spawnSync(program, [argument]).status !== 0).map(([program]) => program);
  if (missing.length > 0) {
    process.stderr.write(`languages: not installed: ${missing.join(', ')}\n`);
    return 1;
  }
  const bindings = resolve(process.env.LANGUAGES_CACHE ?? join(ROOT, '.build', 'languages'));
  mkdirSync(bindings, { recursive: true });
  generateBindings(bindings);
  downloadJars(bindings);
  let different = 0;
  for (const program of programs()) {
    const expected = stacksOf(program, 'typescript', bindings);
    for (const language of ['go', 'java'] as const) {
      const same = stacksOf(program, language, bindings) === expected;
      different += same ? 0 : 1;
      const folder = join(bindings, 'programs', program.name);
      process.stdout.write(`${program.name} in ${language}: ${same ? "the stack is TypeScript's" : `differs: diff -r ${folder}/typescript ${folder}/${language}`}\n`);
    }
  }
  return different;
}

if (require.main === module) {
  process.exitCode = main();
}
