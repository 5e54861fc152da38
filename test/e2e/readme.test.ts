import { execFileSync, spawn } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { AddressInfo, createServer } from 'net';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { Emulator } from './support/emulator';
import { engineOf } from './support/engine';
import { AWS_PROVIDER, describeReal } from './support/prerequisites';
import { terraformEnvironment } from './support/terraform-environment';
import { pack } from '../../scripts/compatibility/consumer';
import { twinReadme } from '../../scripts/compatibility/rewrite';
import { record } from '../../scripts/compatibility/runs/run';

jest.setTimeout(900_000);

const ROOT = join(__dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const TESTING = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8');

/** The first blocks of a page in this language. */
function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\b.*\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block);
}

interface FirstApp {
  readonly page: string;
  /** The package as it is published. */
  readonly tarball: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What somebody has who pasted the README's first blocks into an empty folder. */
class Pasted {
  public readonly directory = mkdtempSync(join(tmpdir(), 'e2e-readme-'));

  public constructor(private readonly options: FirstApp) {
    [this.main] = blocks(options.page, 'ts');
  }

  /** The README's commands in a shell; the package comes from its tarball, and npm from its cache where it can. */
  public async paste(commands: string): Promise<string> {
    const shell = commands
      .replace(/ cdkt[fn]-ecs-secrets /, () => ` ${this.options.tarball} `)
      .replace('npm install', 'npm install --prefer-offline --no-audit --no-fund --loglevel=error');
    return this.run('sh', '-ec', shell);
  }

  /** The framework's command line. A provider mirror has no checksums for other platforms to lock. */
  public async cli(command: string, ...args: string[]): Promise<string> {
    const locking = command === 'synth' ? [] : ['--skip-provider-lock'];
    const [, name] = /npx (cdkt[fn]) synth/.exec(this.options.page)!;
    return this.run('npx', name, command, ...locking, ...args);
  }

  /** What was installed, and the Node.js that it ran with. */
  public async versions(): Promise<{ framework: string; node: string }> {
    const [, name] = /npx (cdkt[fn]) synth/.exec(this.options.page)!;
    const { version } = JSON.parse(readFileSync(join(this.directory, `node_modules/${name}/package.json`), 'utf8'));
    const node = (await this.run('node', '--version')).replace(/^v(\d+)[^]*/, '$1');
    return { framework: `${name === 'cdktn' ? 'CDK Terrain' : 'CDKTF'} ${version}`, node };
  }

  public stack(): any {
    return JSON.parse(readFileSync(join(this.directory, 'cdktf.out/stacks/example/cdk.tf.json'), 'utf8'));
  }

  public get main(): string {
    return readFileSync(join(this.directory, 'main.ts'), 'utf8');
  }

  public set main(text: string) {
    writeFileSync(join(this.directory, 'main.ts'), text);
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async run(command: string, ...args: string[]): Promise<string> {
    const child = spawn(command, args, { cwd: this.directory, env: this.options.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data));
    child.stderr.on('data', (data: Buffer) => (said += data));
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) {
      throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${said}`);
    }
    return said;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The end-to-end script of docs/testing.md, with the page's files in place. The emulator is installed already, and its port may be taken. */
async function testingScript(directory: string): Promise<string> {
  for (const file of blocks(TESTING, 'ts').filter((text) => /^\/\/ (api|main)\.ts\n/.test(text))) {
    writeFileSync(join(directory, /^\/\/ (\S+)/.exec(file)![1]), file);
  }
  const [values, script] = blocks(TESTING, 'sh').slice(-2);
  const commands = values.split('\n').filter((line) => !line.includes('pip install')).join('\n') + script;
  return commands.replaceAll('5000', String(await freePort())).replace(/npx cdktf \w+/g, '$& --skip-provider-lock');
}

/** A program of this version of Node.js, which npm has as a package. */
function installNode(version: string): string {
  const directory = join(ROOT, `.build/node-${version}`);
  const program = join(directory, 'node_modules/.bin/node');
  if (!existsSync(program)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{ "private": true }');
    execFileSync('npm', ['install', `node@${version}`, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: directory });
  }
  return dirname(program);
}

/** Both packages' pages, and what one of them needs to run here. */
const PAGES = [
  { name: 'CDKTF', page: README, folder: ROOT, prepare: () => ({}) },
  {
    name: 'CDK Terrain',
    page: twinReadme(README),
    folder: join(ROOT, '.build/twin'),
    prepare: (path: string) => ({ PATH: `${installNode('22')}:${path}` }),
    // the tests have no other provider
    statement: `stack.addOverride('terraform.required_providers.aws.version', '${AWS_PROVIDER.version}');`,
  },
];

describeReal('the README, pasted into an empty folder', () => {
  test.each(PAGES)('of $name is installed, synthesised, deployed, without changes afterwards, and destroyed', async ({ page, folder, prepare, statement }) => {
    // GIVEN
    const emulator = await Emulator.start({ region: 'eu-central-1' });
    // the plugin cache would be in the home folder
    const env = terraformEnvironment(emulator);
    const settings = { CI: '1', CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1', ...prepare(env.PATH!) };
    if (!existsSync(join(folder, 'lib/index.js'))) {
      throw new Error(`${folder} isn't compiled: run 'npx projen compile' and 'npx projen twin'`);
    }
    const app = new Pasted({ page, tarball: await pack(folder, join(ROOT, '.build/packages')), env: { ...env, ...settings } });
    const [install, deploy] = blocks(page, 'sh');
    try {
      // WHEN
      await app.paste(install);

      // THEN
      const [{ container_definitions: containers }] = Object.values<any>(app.stack().resource.aws_ecs_task_definition);
      expect(containers.match(/"name":"\w+","valueFrom"/g)).toHaveLength(4);

      // WHEN
      const pasted = app.main;
      app.main = pasted.replace('secrets: [secrets]', "secrets: [secrets.only('DB_USR')]");

      // THEN
      const line = pasted.split('\n').findIndex((text) => text.startsWith('new TaskDefinition(')) + 1;
      await expect(app.paste('npx tsx main.ts')).rejects.toThrow(new RegExp(`ValidationError: 'DB_USR' is not among .*\\n    at .*/main\\.ts:${line}:\\d+\\)?\\n`));
      app.main = statement === undefined ? pasted : pasted.replace('app.synth();', `${statement}\napp.synth();`);

      // WHEN
      const [values, command] = deploy.trim().split('\n');
      await app.paste(values);
      const variables = command.replace(/^npx cdkt[fn] deploy /, '');
      expect(variables).toMatch(/^--var-file=\S+$/);
      const before = await app.cli('diff', variables);
      await app.cli('deploy', variables, '--auto-approve');
      const after = await app.cli('diff', variables);

      // THEN
      expect(before).toContain('to add, 0 to change, 0 to destroy');
      const { Parameter } = await emulator.admin.ssm.send(new GetParameterCommand({ Name: '/example/DB_PASSWORD', WithDecryption: true }));
      expect(Parameter!.Value).toBe(JSON.parse(readFileSync(join(app.directory, 'secrets.tfvars.json'), 'utf8')).secrets.DB_PASSWORD);
      expect(after).toContain('No changes.');

      // WHEN
      const destroyed = await app.cli('destroy', variables, '--auto-approve');

      // THEN
      expect(destroyed).toContain('Destroy complete!');
      const { name, version } = engineOf(terraformEnvironment())!;
      record({
        what: 'the README, pasted: installed, deployed, destroyed with the framework\'s command line',
        engine: `${name} ${version}`,
        provider: AWS_PROVIDER.version,
        ...await app.versions(),
        language: 'TypeScript',
      });

      // WHEN the app of the page about testing stands there instead, with an emulator of its own
      if (folder === ROOT) {
        const said = await app.paste(await testingScript(app.directory));

        // THEN
        expect(said).toMatch(/No changes\.[^]*4 references, 4 fine[^]*Destroy complete!/);
      }
    } finally {
      await emulator.stop();
      app.remove();
    }
  });
});
