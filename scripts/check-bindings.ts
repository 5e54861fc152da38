import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

export interface JsiiType {
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  /** An interface of data: a struct. */
  readonly datatype?: boolean;
}

interface Language {
  /** The file that declares a type, below the language's directory. */
  file(type: JsiiType): string;
  declaration(type: JsiiType): RegExp;
}

/** What users start from: these have to be there whatever the assembly says. */
const MAIN_TYPES = [
  'BatchJobDefinition', 'Checks', 'ContainerDefinition', 'ContainerSecret', 'ContainerSecrets', 'DatabaseSecret', 'DiscoveredJsonSecret', 'DiscoveredParameters',
  'EnvironmentContract', 'ExecutionRole', 'ISecretSource', 'JsonSecret', 'ParameterMap', 'RedeployOnChange', 'SecretInventory', 'SecretRotation', 'SecretValue',
  'SecretValues', 'Service', 'TaskDefinition', 'VariableSecrets',
];

const LANGUAGES: { readonly [directory: string]: Language } = {
  python: {
    file: () => 'src/cdktf_ecs_secrets/__init__.py',
    declaration: ({ name }) => new RegExp(`^class ${name}(\\(|:)`, 'm'),
  },
  java: {
    file: ({ name }) => `src/main/java/io/github/cdktfecssecrets/${name}.java`,
    declaration: ({ name, kind }) => new RegExp(`^public (abstract )?${kind} ${name}\\b`, 'm'),
  },
  dotnet: {
    file: ({ name }) => `CdktfEcsSecrets/CdktfEcsSecrets/${name}.cs`,
    declaration: ({ name, kind, datatype }) => new RegExp(`^ {4}public (abstract )?${datatype ? 'class' : kind} ${name}\\b`, 'm'),
  },
  go: {
    file: ({ name }) => `cdktfecssecrets/${name}.go`,
    declaration: ({ name, kind, datatype }) => new RegExp(`^type ${name} ${kind === 'enum' ? 'string' : datatype ? 'struct' : 'interface'}\\b`, 'm'),
  },
};

/** Names that are reserved words somewhere, or look different there: docs/languages.md tells users so. */
export const RENAMED: readonly { readonly language: string; readonly type: string; readonly text: string }[] = [
  { language: 'python', type: 'ContainerSecrets', text: 'def except_(self, *names: builtins.str)' },
  { language: 'java', type: 'SelectableSource', text: 'SecretSelection except(' },
  { language: 'dotnet', type: 'SelectableSource', text: 'SecretSelection Except(params string[] names)' },
  { language: 'go', type: 'ContainerSecrets', text: 'Except(names ...*string) SecretSelection' },
  { language: 'go', type: 'SecretValue', text: 'func SecretValue_FromVariableKey(' },
  { language: 'java', type: 'TaskDefinition', text: 'IExecutionRole getExecutionRole()' },
  { language: 'go', type: 'RevisionOwner', text: 'RevisionOwner_LATEST RevisionOwner' },
  { language: 'go', type: 'ProxyConfiguration', text: 'Type *string' },
  { language: 'dotnet', type: 'SystemControl', text: 'string? Namespace' },
];

/** What is missing in the languages' output; one line each. */
export function missingBindings(
  types: readonly JsiiType[],
  read: (path: string) => string | undefined,
  expected = MAIN_TYPES,
  renamed = RENAMED,
): string[] {
  const known = new Map(types.map((type) => [type.name, type]));
  const problems = expected.filter((name) => !known.has(name)).map((name) => `the assembly has no ${name}`);
  for (const [directory, language] of Object.entries(LANGUAGES)) {
    for (const type of types) {
      const path = join(directory, language.file(type));
      const text = read(path);
      if (text === undefined) {
        problems.push(`${directory}: no ${path}`);
      } else if (!language.declaration(type).test(text)) {
        problems.push(`${directory}: ${path} doesn't declare the ${type.kind} ${type.name}`);
      }
    }
  }
  for (const { language, type, text } of renamed) {
    const path = join(language, LANGUAGES[language].file({ name: type, kind: 'class' }));
    if (!read(path)?.includes(text)) {
      problems.push(`${language}: ${path} has no '${text}': correct docs/languages.md`);
    }
  }
  return problems;
}

function main(directory: string): void {
  const cache = new Map<string, string>();
  const read = (path: string): string | undefined => {
    const file = join(directory, path);
    if (!cache.has(file) && existsSync(file)) {
      cache.set(file, readFileSync(file, 'utf8'));
    }
    return cache.get(file);
  };
  const assembly = JSON.parse(readFileSync(join(__dirname, '..', '.jsii'), 'utf8'));
  const types = Object.values<JsiiType>(assembly.types);
  const problems = missingBindings(types, read);
  problems.forEach((problem) => process.stderr.write(`${problem}\n`));
  process.stdout.write(`${types.length} types in ${Object.keys(LANGUAGES).join(', ')}: ${problems.length} problems\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (require.main === module) {
  main(process.argv[2]);
}
