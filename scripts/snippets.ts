import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'fs';
import { join } from 'path';
import { completeSource, formatLocation } from 'jsii-rosetta';
import { flattenDiagnosticMessageText } from 'typescript';
// not among the package's exports, hence the pinned minor version in .projenrc.ts
import { allTypeScriptSnippets } from '../node_modules/jsii-rosetta/lib/jsii/assemblies';
import { TypeScriptCompiler } from '../node_modules/jsii-rosetta/lib/typescript/ts-compiler';

const ROOT = join(__dirname, '..');
/** The snippets are compiled as if they stood here, and find the compiled library as a package. */
const DIRECTORY = join(ROOT, '.build', 'snippets');

interface SnippetProblem {
  /** Page and line of the snippet, or the API element that it documents. */
  readonly snippet: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Compiles TypeScript snippets as jsii-rosetta does in its strict mode: its extraction, fixtures and compiler options, all snippets in
 * one program. It leaves out the translation, which loads the provider's assembly anew for nearly every symbol.
 *
 * @param assembly The library's assembly: its README and the examples in its API docs.
 * @param markdown Further pages, by file.
 */
async function compileSnippets(assembly: any, markdown: { readonly [file: string]: string }): Promise<{ count: number; problems: SnippetProblem[] }> {
  const readmes = Object.entries(markdown).map(([file, text]) => [file, { readme: { markdown: text } }]);
  const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const documented = { ...assembly, submodules: { ...assembly.submodules, ...Object.fromEntries(readmes) } };
  const snippets = await allTypeScriptSnippets([{ assembly: documented, directory: ROOT, packageJson }]);

  linkLibrary();
  const sources = snippets.map((snippet, i) => ({ filename: join(DIRECTORY, `snippet-${i}.ts`), contents: completeSource(snippet) }));
  const { program, rootFiles } = new TypeScriptCompiler().compileBatchInMemory(sources, DIRECTORY);
  const problems = rootFiles.flatMap((file, i) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ start = 0, messageText }) => ({
      snippet: formatLocation(snippets[i].location).replace('.md-README-', '.md-'),
      code: file.text.slice(file.text.lastIndexOf('\n', start - 1) + 1).split('\n')[0].trim(),
      message: flattenDiagnosticMessageText(messageText, '\n'),
    })),
  );
  return { count: snippets.length, problems };
}

function linkLibrary(): void {
  mkdirSync(join(DIRECTORY, 'node_modules'), { recursive: true });
  const link = join(DIRECTORY, 'node_modules', 'cdktf-ecs-secrets');
  if (!existsSync(link)) {
    symlinkSync(ROOT, link, 'dir');
  }
}

/** Does not compile; stands for what the check has to find. */
const CONTROL = { page: 'control', markdown: "```ts\nnew ContainerSecrets(this, 'Secrets', { paht: '/example' });\n```\n" };

/** Pages for contributors, and a page whose files belong together and have a test of their own. */
const TESTED = /^(test\/|docs\/testing\.md$)/;

/** Every Markdown file for users but the README, which is in the assembly, and the generated reference. */
function pages(): { [file: string]: string } {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: ROOT, encoding: 'utf8' });
  const files = listed.trim().split('\n').filter((file) => file !== 'README.md' && file !== 'API.md' && !TESTED.test(file) && existsSync(join(ROOT, file)));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
}

async function main(): Promise<void> {
  const assembly = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8'));
  const readme = { markdown: readFileSync(join(ROOT, 'README.md'), 'utf8') };
  const { count, problems } = await compileSnippets({ ...assembly, readme }, { ...pages(), [CONTROL.page]: CONTROL.markdown });

  const found = problems.filter(({ snippet }) => !snippet.startsWith(CONTROL.page));
  for (const { snippet, code, message } of found) {
    process.stderr.write(`${snippet}: ${message}\n    ${code}\n`);
  }
  const blind = found.length === problems.length;
  if (blind) {
    process.stderr.write('a snippet that is wrong on purpose compiled: nothing is checked\n');
  }
  process.stdout.write(`${count - 1} snippets compiled, ${found.length} problems\n`);
  process.exitCode = blind || found.length > 0 ? 1 : 0;
}

if (require.main === module) {
  void main();
}
