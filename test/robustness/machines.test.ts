import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';

jest.setTimeout(180_000);

const ROOT = join(__dirname, '../..');
const SYNTH = `
  const { App, Testing } = require('cdktf');
  const { QuickstartStack } = require('./examples/quickstart/main');
  const stack = new QuickstartStack(Testing.stubVersion(new App({ outdir: require('fs').mkdtempSync(require('os').tmpdir() + '/machine-') })), 'quickstart');
  const synth = () => { const text = JSON.stringify(stack.toTerraform()); return [text, stack.toHclTerraform().hcl]; };
  const [first, second] = [synth(), synth()];
  process.stdout.write(JSON.stringify({ first, second, locale: Intl.DateTimeFormat().resolvedOptions() }));
`;

interface Machine {
  readonly first: string[];
  readonly second: string[];
  readonly locale: { readonly locale: string; readonly timeZone: string };
}

async function synthOn(environment: { [name: string]: string }): Promise<Machine> {
  const args = ['-r', 'ts-node/register/transpile-only', '-r', 'tsconfig-paths/register', '-e', SYNTH];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LC_|LANG|TZ$)/.test(name)));
  const env = { ...inherited, TS_NODE_PROJECT: join(ROOT, 'tsconfig.dev.json'), TS_NODE_CACHE: 'false', ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

test('the quickstart is the same to the byte, twice, and with another locale and time zone', async () => {
  // WHEN
  const [here, there] = await Promise.all([
    synthOn({ LC_ALL: 'C', TZ: 'UTC' }),
    synthOn({ LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }),
  ]);

  // THEN
  expect(there.locale).toMatchObject({ locale: 'tr-TR', timeZone: 'Pacific/Kiritimati' });
  expect(here.locale.locale).not.toBe('tr-TR');
  expect(here.second).toEqual(here.first);
  expect(there.second).toEqual(there.first);
  expect(there.first).toEqual(here.first);
});
