import { spawnSync } from 'child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { engineOf } from './support/engine';
import { terraformEnvironment } from './support/terraform-environment';

const TERRAFORM = engineOf(terraformEnvironment()) !== undefined;
if (!TERRAFORM && process.env.E2E_REQUIRED !== '1') {
  process.stderr.write('sops-recipe: skipped, there is no terraform on the PATH\n');
}
const whereTerraform = TERRAFORM || process.env.E2E_REQUIRED === '1' ? describe : describe.skip;

const RECIPES = [...readFileSync(join(__dirname, '../../docs/sops.md'), 'utf8').matchAll(/```bash\n(.*)\n```/g)].map((match) => match[1]);

const VALUES: { readonly [name: string]: string } = {
  TEMPLATE: '${x}',
  DIRECTIVE: '%{ if true }%{ endif }',
  ESCAPED_TEMPLATE: '$${x} $$${x} %%{x} %%%{x} \\${x} \\\\${x}',
  STRIP_MARKERS: '~}${~ x ~}',
  LONE_SIGNS: '$ % $',
  QUOTES: '"double" \'single\' `back`',
  BACKSLASHES: '\\ \\\\ \\n \\u0041 \\b \\\\b \\',
  LINES: 'one\ntwo\r\nthree\n',
  TABS: '\ta\tb\t',
  CONTROLS: '\b\f\v\u0001\u001f\u007f',
  EMOJI: '😀 👩‍👩‍👧 🏳️‍🌈',
  NON_ASCII: 'naïve Zürich 日本語 \u2028 \u2029',
  SCRIPT: '</script><!-- & -->',
  LONG: 'a${b}"\\\n😀%'.repeat(400),
  SPACES: '  leading and trailing  ',
  HEREDOC: '<<EOF\nx\nEOF',
  COMMENTS: '# // /* */',
  SHELL: '$(id) `id` $HOME ! *',
  JSON: '{"a":"${b}","c":["%{d}"]}',
  EMPTY: '',
  LOOKS_LIKE_A_NUMBER: '007',
};

/** What SOPS decrypts to where a file holds numbers and booleans. */
const TYPED = { PORT: 5432, BIG: 1234567890123456, RATIO: 0.1, DEBUG: true };

whereTerraform('the recipe of docs/sops.md', () => {
  let directory: string;

  beforeAll(() => {
    // GIVEN one configuration that shows what arrived, and one like the library's
    directory = mkdtempSync(join(tmpdir(), 'sops-recipe-'));
    for (const [name, config] of [
      ['visible', 'variable "secrets" { type = map(string) }\noutput "secrets" { value = { for k, v in var.secrets : k => base64encode(v) } }'],
      ['ephemeral', 'variable "secrets" {\n  type = map(string)\n  ephemeral = true\n  sensitive = true\n}\nresource "terraform_data" "any" {}'],
    ]) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'main.tf'), config);
      expect(bash(join(directory, name), 'terraform init').status).toBe(0);
    }
    mkdirSync(join(directory, 'bin'));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('has a line for cdktf, and one for terraform alone', () => {
    expect(RECIPES.map((line) => /cdktf deploy|terraform apply/.exec(line)?.[0])).toEqual(['cdktf deploy', 'terraform apply']);
  });

  describe.each([0, 1])('line %i', (line) => {
    test.each([
      ['as current SOPS prints it', (json: string) => json],
      ['as Go before 1.22 prints control characters', (json: string) => json.replace(/(?<=(?:^|[^\\])(?:\\\\)*)\\([bf])/g, (_, c) => (c === 'b' ? '\\u0008' : '\\u000c'))],
      ['with characters of HTML escaped', (json: string) => json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ])('every value arrives as it is, %s', (_, print) => {
      // GIVEN
      decryptTo(print(JSON.stringify({ ...VALUES, ...TYPED }, undefined, '\t')));

      // WHEN
      const applied = run(line, 'visible');

      // THEN
      expect(applied.output).toContain('Apply complete!');
      const output = JSON.parse(bash(join(directory, 'visible'), 'terraform output -json').stdout).secrets.value as { [name: string]: string };
      const arrived = Object.fromEntries(Object.entries(output).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]));
      expect(arrived).toEqual({ ...VALUES, PORT: '5432', BIG: '1234567890123456', RATIO: '0.1', DEBUG: 'true' });
    });

    test('leaves no value in any file', () => {
      // GIVEN
      const marker = 'marker-3f9c';
      decryptTo(JSON.stringify({ A: marker, B: `\${${marker}}` }));

      // WHEN
      const applied = run(line, 'ephemeral');

      // THEN
      expect(applied.output).toContain('Apply complete!');
      expect(applied.output).not.toContain(marker);
      expect(filesUnder(join(directory, 'ephemeral')).filter((file) => readFileSync(file).includes(marker))).toEqual([]);
    });

    test('fails before anything happens where sops fails', () => {
      // GIVEN
      writeSops('echo "Failed to get the data key" >&2; exit 128');

      // WHEN
      const applied = run(line, 'visible');

      // THEN
      expect(applied.status).not.toBe(0);
      expect(applied.output).not.toContain('Apply complete!');
    });
  });

  function decryptTo(json: string): void {
    writeFileSync(join(directory, 'bin', 'decrypted.json'), json + '\n');
    writeSops('[ "$*" = "decrypt --output-type json secrets.enc.json" ] && cat "$(dirname "$0")/decrypted.json"');
  }

  /** There is no SOPS where this runs: what it would print is given. */
  function writeSops(script: string): void {
    writeFileSync(join(directory, 'bin', 'sops'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, 'bin', 'sops'), 0o755);
  }

  function run(line: number, configuration: string) {
    const cwd = join(directory, configuration);
    rmSync(join(cwd, 'terraform.tfstate'), { force: true });
    return bash(cwd, RECIPES[line].replace(/cdktf deploy|terraform apply/, 'terraform apply -auto-approve'));
  }

  function bash(cwd: string, command: string) {
    const environment = terraformEnvironment();
    const env = { ...environment, PATH: `${join(directory, 'bin')}:${environment.PATH}` };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, env, encoding: 'utf8' });
    return { status, stdout, output: stdout + stderr };
  }
});

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)).filter((path) => statSync(path).isFile());
}
