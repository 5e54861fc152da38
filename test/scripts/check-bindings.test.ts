import { JsiiType, missingBindings } from '../../scripts/check-bindings';

const TYPES: JsiiType[] = [
  { name: 'Store', kind: 'class' },
  { name: 'StoreProps', kind: 'interface', datatype: true },
  { name: 'ISource', kind: 'interface' },
  { name: 'Tier', kind: 'enum' },
];
const FILES: { [path: string]: string } = {
  'python/src/cdktf_ecs_secrets/__init__.py': 'class Store(\nclass StoreProps:\nclass ISource(typing_extensions.Protocol):\nclass Tier(enum.Enum):\n    def except_(',
  'java/src/main/java/io/github/cdktfecssecrets/Store.java': 'public class Store extends Object {',
  'java/src/main/java/io/github/cdktfecssecrets/StoreProps.java': 'public interface StoreProps {',
  'java/src/main/java/io/github/cdktfecssecrets/ISource.java': 'public interface ISource {',
  'java/src/main/java/io/github/cdktfecssecrets/Tier.java': 'public enum Tier {',
  'dotnet/CdktfEcsSecrets/CdktfEcsSecrets/Store.cs': '    public class Store : Construct',
  'dotnet/CdktfEcsSecrets/CdktfEcsSecrets/StoreProps.cs': '    public class StoreProps : IStoreProps',
  'dotnet/CdktfEcsSecrets/CdktfEcsSecrets/ISource.cs': '    public interface ISource',
  'dotnet/CdktfEcsSecrets/CdktfEcsSecrets/Tier.cs': '    public enum Tier',
  'go/cdktfecssecrets/Store.go': 'type Store interface {',
  'go/cdktfecssecrets/StoreProps.go': 'type StoreProps struct {',
  'go/cdktfecssecrets/ISource.go': 'type ISource interface {',
  'go/cdktfecssecrets/Tier.go': 'type Tier string',
};
const RENAMED = [{ language: 'python', type: 'Store', text: 'def except_(' }];
const problems = (files: { [path: string]: string }, main = ['Store']) => missingBindings(TYPES, (path) => files[path], main, RENAMED);

describe('bindings', () => {
  test('accepts what declares every type in every language', () => {
    expect(problems(FILES)).toEqual([]);
  });

  test('fails without a file', () => {
    const { 'go/cdktfecssecrets/Tier.go': _, ...files } = FILES;
    expect(problems(files)).toEqual(['go: no go/cdktfecssecrets/Tier.go']);
  });

  test.each([
    ['java/src/main/java/io/github/cdktfecssecrets/Store.java', 'public interface Store {', "java: java/src/main/java/io/github/cdktfecssecrets/Store.java doesn't declare the class Store"],
    ['go/cdktfecssecrets/StoreProps.go', 'type StorePropsMore struct {', "go: go/cdktfecssecrets/StoreProps.go doesn't declare the interface StoreProps"],
    ['dotnet/CdktfEcsSecrets/CdktfEcsSecrets/StoreProps.cs', '', "dotnet: dotnet/CdktfEcsSecrets/CdktfEcsSecrets/StoreProps.cs doesn't declare the interface StoreProps"],
  ])('fails when %s declares something else', (path, text, expected) => {
    expect(problems({ ...FILES, [path]: text })).toEqual([expected]);
  });

  test('fails when the assembly lacks a main class', () => {
    expect(problems(FILES, ['Store', 'TaskDefinition'])).toEqual(['the assembly has no TaskDefinition']);
  });

  test('fails when a documented name is another one', () => {
    const path = 'python/src/cdktf_ecs_secrets/__init__.py';
    expect(problems({ ...FILES, [path]: FILES[path].replace('except_(', 'without(') })).toEqual([
      `python: ${path} has no 'def except_(': correct docs/languages.md`,
    ]);
  });
});
