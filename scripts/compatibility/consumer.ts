import { spawn } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { build } from 'esbuild';
import { ROOT } from './tree';

export interface ConsumerOptions {
  readonly tarball: string;
  /** What the package is used with, in the versions it is tested with. */
  readonly peers: { readonly [name: string]: string };
  /** A file of an example as an app of this framework has it. */
  readonly file: (path: string, text: string) => string;
}

const TYPESCRIPT = join(ROOT, 'node_modules/typescript/bin/tsc');

/** As in an app of somebody's own, with Node's types from here. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022', module: 'node16', lib: ['es2022'], strict: true, skipLibCheck: true, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')],
  },
  include: ['*/main.ts'],
};

/** An app that has the packed package from nowhere but its tarball. */
export class Consumer {
  public readonly directory = mkdtempSync(join(tmpdir(), 'consumer-'));

  public constructor(private readonly options: ConsumerOptions) {}

  /** Installs the package, compiles the examples against its declarations and synthesises them. */
  public async synthesise(examples: string[]): Promise<void> {
    const { tarball, peers } = this.options;
    const name = JSON.parse(await run('tar', ['-xzOf', tarball, 'package/package.json'], this.directory)).name;
    this.write('package.json', JSON.stringify({ private: true, dependencies: { ...peers, [name]: `file:${tarball}` } }));
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], this.directory);
    for (const example of examples) {
      cpSync(join(ROOT, 'examples', example), join(this.directory, example), { recursive: true, filter: (path) => !/(show\.ts|cdktf\.out)$/.test(path) });
      const files = readdirSync(join(this.directory, example), { recursive: true, encoding: 'utf8' });
      files.filter((file) => /\.ts$|^cdktf\.json$/.test(file)).forEach((file) => this.rewrite(`${example}/${file}`));
    }
    this.write('tsconfig.json', JSON.stringify(TSCONFIG));
    await run(process.execPath, [TYPESCRIPT, '-p', '.'], this.directory);
    for (const example of examples) {
      const { targetVersions } = JSON.parse(readFileSync(join(this.directory, example, 'cdktf.json'), 'utf8'));
      // as the framework's command hands it on
      const env = { ...process.env, CDKTF_CONTEXT_JSON: JSON.stringify({ targetVersions }) };
      await run(process.execPath, ['main.js'], join(this.directory, example), env);
    }
  }

  /** Synthesises an example as an app that is one file, which only works where every module of the package can be found. */
  public async synthesiseBundled(example: string): Promise<void> {
    const folder = join(this.directory, example);
    const context = { targetVersions: JSON.parse(readFileSync(join(folder, 'cdktf.json'), 'utf8')).targetVersions };
    await build({ absWorkingDir: folder, entryPoints: ['main.js'], outfile: join(folder, 'bundled.js'), bundle: true, platform: 'node', logLevel: 'error' });
    rmSync(join(folder, 'cdktf.out'), { recursive: true });
    await run(process.execPath, ['bundled.js'], folder, { ...process.env, CDKTF_CONTEXT_JSON: JSON.stringify(context) });
  }

  /** What a script prints whose `library` is the package of this `name`, or the trace of what it throws. */
  public async script(code: string): Promise<string> {
    const { dependencies } = JSON.parse(readFileSync(join(this.directory, 'package.json'), 'utf8'));
    const name = Object.keys(dependencies).find((dependency) => dependency.endsWith('-ecs-secrets'));
    const traced = `const name = '${name}'; const library = require(name); try { ${code} } catch (e) { console.log(e.code, e.stack) }`;
    return run(process.execPath, ['--enable-source-maps', '-e', traced], this.directory);
  }

  /** Synthesises an example again, with another program of Node.js or for other engines. */
  public async synthesiseWith(node: string, example: string, targets?: { [engine: string]: string }): Promise<void> {
    const folder = join(this.directory, example);
    const targetVersions = targets ?? JSON.parse(readFileSync(join(folder, 'cdktf.json'), 'utf8')).targetVersions;
    rmSync(join(folder, 'cdktf.out'), { recursive: true });
    await run(node, ['main.js'], folder, { ...process.env, CDKTF_CONTEXT_JSON: JSON.stringify({ targetVersions }) });
  }

  /** What the installed command prints about an example. */
  public async command(example: string, args: string[], node = process.execPath): Promise<string> {
    return run(node, [join(this.directory, 'node_modules/.bin/ecs-secrets'), ...args], join(this.directory, example));
  }

  /** The stacks of an example by name, without what is the framework's own: its version, the provider's, and where the app is. */
  public stacks(example: string): { [name: string]: unknown } {
    const stacks = join(this.directory, example, 'cdktf.out/stacks');
    return Object.fromEntries(readdirSync(stacks).map((name) => [name, this.comparable(join(stacks, name, 'cdk.tf.json'))]));
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private comparable(file: string): unknown {
    const { '//': _, ...stack } = JSON.parse(readFileSync(file, 'utf8').replaceAll(this.directory, ''));
    const { aws } = stack.terraform.required_providers;
    delete aws.version;
    // the same provider to Terraform: https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
    aws.source = aws.source.replace(/^aws$/, 'hashicorp/aws');
    return stack;
  }

  private rewrite(path: string): void {
    this.write(path, this.options.file(path, readFileSync(join(ROOT, 'examples', path), 'utf8')));
  }

  private write(file: string, text: string): void {
    writeFileSync(join(this.directory, file), text);
  }
}

/** Examples that are apps. */
export function exampleNames(): string[] {
  return readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'main.ts'))).sort();
}

/** The package of a folder, as the registry gets it. */
export async function pack(folder: string, destination: string): Promise<string> {
  mkdirSync(destination, { recursive: true });
  const [{ filename }] = JSON.parse(await run('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', destination], folder));
  return join(destination, filename);
}

/** What a program prints. */
export async function run(command: string, args: string[], cwd: string, env = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let all = '';
    child.stdout.on('data', (data) => {
      stdout += data;
      all += data;
    });
    child.stderr.on('data', (data) => (all += data));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(stdout) : reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${all}`))));
  });
}
