import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeReal } from './support/prerequisites';
import { terraformEnvironment } from './support/terraform-environment';

jest.setTimeout(300_000);

const ROOT = join(__dirname, '../..');
const FOLDERS = readdirSync(join(ROOT, 'examples')).filter((folder) => existsSync(join(ROOT, 'examples', folder, 'main.ts')));
const execute = promisify(execFile);

/** What the command line of CDKTF does with HCL after synthesis. */
const FORMAT = `
const { format } = require('@cdktf/hcl-tools');
const { readFileSync, writeFileSync } = require('fs');
const files = process.argv.slice(1);
Promise.all(files.map(async (file) => writeFileSync(file, await format(readFileSync(file, 'utf8'))))).then(() => process.exit(0));`;

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** All examples in both forms as modules of one configuration: one start of the provider checks them all. */
describeReal('the examples', () => {
  let directory: string;
  let said: string;
  const terraform = (command: string, ...args: string[]) => {
    return execute('terraform', [command, '-no-color', ...args], { cwd: directory, env: terraformEnvironment() });
  };

  /** Folders of the stacks in one form, from the configuration's own. */
  const stackFolders = (form: string) => FOLDERS.flatMap((folder) => {
    const stacks = join(form, folder, 'stacks');
    return readdirSync(join(directory, stacks)).map((stack) => join(stacks, stack));
  });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'e2e-examples-'));
    const tsNode = join(ROOT, 'node_modules/ts-node/dist/bin.js');
    const script = join(__dirname, 'support/synthesise-examples.ts');
    said = (await execute(process.execPath, [tsNode, '-P', join(ROOT, 'examples/tsconfig.json'), script, directory], { cwd: ROOT })).stderr;
    await execute(process.execPath, ['-e', FORMAT, ...stackFolders('hcl').map((folder) => join(directory, folder, 'cdk.tf'))], { cwd: ROOT });

    const modules = ['json', 'hcl'].flatMap(stackFolders).map((folder) => [folder.replace(/\W/g, '-'), { source: `./${folder}` }]);
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ module: Object.fromEntries(modules) }));
    await terraform('init', '-backend=false');
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('each is synthesised, without a warning', () => {
    expect(said.split('\n').filter((line) => /warning|error/i.test(line))).toEqual([]);
    expect(stackFolders('json').length).toBeGreaterThanOrEqual(FOLDERS.length);
    expect(stackFolders('json').map((folder) => folder.replace('json', 'hcl'))).toEqual(stackFolders('hcl'));
  });

  test('the command of the READMEs works as it is written', async () => {
    const [command, ...args] = 'npx ts-node main.ts'.split(' ');
    const outdir = join(directory, 'by-command');
    await execute(command, args, { cwd: join(ROOT, 'examples/quickstart'), env: { ...process.env, CDKTF_OUTDIR: outdir } });
    const stack = 'quickstart/cdk.tf.json';
    expect(readFileSync(join(outdir, 'stacks', stack), 'utf8')).toBe(readFileSync(join(directory, 'json/quickstart/stacks', stack), 'utf8'));
  });

  test('each is valid for Terraform and the provider, in JSON and in HCL', async () => {
    const { Modules } = JSON.parse(readFileSync(join(directory, '.terraform/modules/modules.json'), 'utf8')) as { Modules: { Dir: string }[] };
    expect(Modules.map(({ Dir }) => Dir).sort()).toEqual(['.', ...stackFolders('hcl'), ...stackFolders('json')].sort());
    // a module's backend isn't used, and Terraform says so
    const { stdout } = await terraform('validate', '-json').catch((failure) => failure);
    const { valid, diagnostics } = JSON.parse(stdout) as { valid: boolean; diagnostics: Diagnostic[] };
    const unexpected = diagnostics.filter(({ summary }) => summary !== 'Backend configuration ignored');
    expect(unexpected.map(({ severity, summary, detail, range }) => `${range?.filename} ${severity}: ${summary}: ${detail}`)).toEqual([]);
    expect(valid).toBe(true);
  });

  test('HCL is formatted as terraform fmt does it', async () => {
    const { stdout } = await terraform('fmt', '-check', '-recursive', 'hcl').catch((failure) => failure);
    expect(stdout).toBe('');
  });

  test('fails for a file that terraform fmt would change', async () => {
    const file = join(directory, 'hcl/quickstart/stacks/quickstart/cdk.tf');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/^ {2}family/m, ' family'));
    await expect(terraform('fmt', '-check', '-recursive', 'hcl')).rejects.toMatchObject({ code: 3, stdout: expect.stringContaining('quickstart') });
    writeFileSync(file, text);
  });
});
