import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** What the compiler says to some modules that stand in no file. */
export function typeErrors(modules: { readonly [name: string]: string }, types: string[] = []): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const texts = new Map(Object.entries(modules).map(([name, text]) => [join(ROOT, 'test', `${name}.ts`), text]));
  const host = ts.createCompilerHost({ ...options, noEmit: true, types });
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...texts.keys()], { ...options, noEmit: true, types }, host);
  return [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText, start = 0 }) => {
      const line = texts.get(path)!.slice(0, start).split('\n').length;
      return `${path.slice(ROOT.length + 6)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}
