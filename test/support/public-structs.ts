import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const SOURCE = join(__dirname, '../../src');

/** The names of all public structs, each with the names of its props, those of the structs that it extends included. */
export function publicStructs(): Map<string, string[]> {
  const declared = new Map(publicFiles().flatMap(interfacesOf).map((node) => [node.name.text, node]));
  const structs = [...declared.keys()].filter((name) => !/^I[A-Z]/.test(name)).sort();
  return new Map(structs.map((name) => [name, propsOf(name, declared)]));
}

/** The files that src/index.ts exports. */
function publicFiles(): string[] {
  const index = readFileSync(join(SOURCE, 'index.ts'), 'utf8');
  return [...index.matchAll(/from '\.\/(.*)'/g)].map(([, path]) => join(SOURCE, `${path}.ts`));
}

function interfacesOf(path: string): ts.InterfaceDeclaration[] {
  const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
  return statements.filter(ts.isInterfaceDeclaration).filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));
}

function propsOf(name: string, declared: ReadonlyMap<string, ts.InterfaceDeclaration>): string[] {
  const { members, heritageClauses = [] } = declared.get(name)!;
  const parents = heritageClauses.flatMap(({ types }) => types.map(({ expression }) => (expression as ts.Identifier).text));
  // what is internal begins so, and nobody else gives it
  const own = members.filter(ts.isPropertySignature).map((member) => (member.name as ts.Identifier).text).filter((prop) => !prop.startsWith('_'));
  return [...parents.flatMap((parent) => propsOf(parent, declared)), ...own];
}
