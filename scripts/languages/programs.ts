import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { delimiter, join } from 'path';
import { PACKAGES, ROOT } from './bindings';

/** A whole program, in each language the same. */
export interface Program {
  readonly name: string;
  /** What each language calls the file, and its text. */
  readonly typescript: string;
  readonly go: string;
  readonly java: string;
}

/** Builds and runs a program in a folder of its own, and returns its stack files as one text. */
type Run = (source: string, directory: string, bindings: string) => string;

const run = (program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}) =>
  execFileSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

const typescript: Run = (source, directory) => {
  writeFileSync(join(directory, 'main.ts'), source);
  const tsNode = ['-T', '-P', join(ROOT, 'tsconfig.dev.json'), '-r', 'tsconfig-paths/register'];
  run(join(ROOT, 'node_modules', '.bin', 'ts-node'), [...tsNode, 'main.ts'], directory, { TS_NODE_PROJECT: join(ROOT, 'tsconfig.dev.json'), TS_NODE_CWD: ROOT });
  return stacksIn(directory);
};

const GO_MODULES = [
  ['github.com/aws/constructs-go/constructs/v10', 'v10.4.2', 'constructs/go/constructs'],
  ['github.com/cdktf/cdktf-provider-aws-go/aws/v20', 'v20.1.0', 'provider-aws/go/aws'],
  ['github.com/hashicorp/terraform-cdk-go/cdktf', 'v0.21.0', 'cdktf/go/cdktf'],
  ['github.com/cdktf-ecs-secrets/cdktf-ecs-secrets-go/cdktfecssecrets', 'v0.0.0', 'library/go/cdktfecssecrets'],
];

const go: Run = (source, directory, bindings) => {
  writeFileSync(join(directory, 'main.go'), source);
  const modules = GO_MODULES.map(([path, version, folder]) => `require ${path} ${version}\nreplace ${path} => ${join(bindings, folder)}\n`);
  writeFileSync(join(directory, 'go.mod'), `module example\n\ngo 1.25\n\n${modules.join('')}`);
  run('go', ['build', '-mod=mod', '-o', 'program', '.'], directory);
  run(join(directory, 'program'), [], directory);
  return stacksIn(directory);
};

const java: Run = (source, directory, bindings) => {
  const name = source.match(/public class (\w+)/)?.[1] ?? 'Main';
  const packageName = source.match(/^package ([\w.]+);/m)?.[1];
  const file = join(directory, ...(packageName?.split('.') ?? []), `${name}.java`);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, source);
  const folders = ['library', ...Object.values(PACKAGES)].map((folder) => join(bindings, folder, 'java', 'src', 'main'));
  const jars = join(bindings, 'jars', '*');
  const sources = folders.map((folder) => join(folder, 'java'));
  run('javac', ['-nowarn', '-encoding', 'UTF-8', '-d', 'classes', '-cp', jars, '-sourcepath', [...sources, '.'].join(delimiter), '-implicit:class', file], directory);
  const classpath = ['classes', ...folders.map((folder) => join(folder, 'resources')), jars];
  run('java', ['-cp', classpath.join(delimiter), packageName === undefined ? name : `${packageName}.${name}`], directory);
  return stacksIn(directory);
};

const RUNS: { readonly [language in 'typescript' | 'go' | 'java']: Run } = { typescript, go, java };

/** The jars of jsii's runtime for Java, in the version of the generator. */
export function downloadJars(directory: string): void {
  const generator = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'jsii-pacmak', 'package.json'), 'utf8')).version;
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  const dependencies = [
    dependency('software.amazon.jsii', 'jsii-runtime', generator),
    dependency('org.jetbrains', 'annotations', '19.0.0'),
    dependency('javax.annotation', 'javax.annotation-api', '1.3.2'),
  ];
  const pom = join(directory, 'pom.xml');
  writeFileSync(pom, '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>languages</groupId>'
    + `<artifactId>languages</artifactId><version>1</version><dependencies>${dependencies.join('')}</dependencies></project>\n`);
  rmSync(join(directory, 'jars'), { recursive: true, force: true });
  run('mvn', ['--quiet', '--batch-mode', '-Dstyle.color=never', '--file', pom, 'dependency:copy-dependencies', '-DoutputDirectory=jars'], directory);
}

/** Runs a program in a language. */
export function stacksOf(program: Program, language: keyof typeof RUNS, bindings: string): string {
  const directory = join(bindings, 'programs', program.name, language);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return RUNS[language](program[language], directory, bindings);
}

function stacksIn(directory: string): string {
  const folder = join(directory, 'cdktf.out', 'stacks');
  return readdirSync(folder).sort().map((stack) => {
    // the local backend's path is where the program ran
    return `${stack}\n${readFileSync(join(folder, stack, 'cdk.tf.json'), 'utf8').replaceAll(directory, '.')}\n`;
  }).join('');
}
