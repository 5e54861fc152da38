import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'cdktf';
import { EXAMPLES } from './all';

const FOLDER = join(__dirname, '../../examples');
const ALL = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
/** Those in other languages have tests of their own. */
const FOLDERS = ALL.filter((folder) => existsSync(join(FOLDER, folder, 'main.ts')));

/** Arguments that hold a value and go into the state. */
const STORED = /^(value|insecure_value|secret_string|secret_binary|password|master_password|random_password|auth_token|private_key)$/;
/** What values of well-known services look like, and anything long that isn't a name, an ARN or a digest. */
const SECRET_LOOKING = /AKIA[0-9A-Z]{16}|-----BEGIN|\bgh[pousr]_\w{20}|\bxox[abp]-|\bsk_(live|test)_|\beyJ[\w-]{20}|(?<![\w/.:-])(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{32,}(?![\w.:-])/;

function textOf(folder: string, file: string): string {
  return readFileSync(join(FOLDER, folder, file), 'utf8');
}

/** Stack files of an example, parsed. */
function stacksOf(folder: string): any[] {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const app = new App({ outdir });
    EXAMPLES[folder](app);
    app.synth();
    return readdirSync(join(outdir, 'stacks')).map((stack) => JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function argumentsOf(value: unknown, path: string[] = []): { path: string[]; value: string }[] {
  if (typeof value === 'string') {
    return [{ path, value }];
  }
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => argumentsOf(inner, [...path, key])) : [];
}

test('each folder is an example that the tests know, and is in the list of them', () => {
  expect(FOLDERS).toEqual(Object.keys(EXAMPLES).sort());
  const links = [...textOf('.', 'README.md').matchAll(/\]\(([\w-]+)\)/g)].map(([, folder]) => folder);
  expect([...new Set(links)].sort()).toEqual(ALL);
});

describe.each(FOLDERS)('%s', (folder) => {
  test('is an app of its own, with a README that tells how to run it', () => {
    const { targetVersions, ...project } = JSON.parse(textOf(folder, 'cdktf.json'));
    expect(project).toEqual({ language: 'typescript', app: 'npx ts-node main.ts', projectId: folder, sendCrashReports: 'false' });
    // what CDK Terrain asks for besides, in the twin
    expect([undefined, '>=1.11.0']).toContain(targetVersions?.terraform);
    expect(textOf(folder, 'main.ts')).toMatch(/\nif \(require\.main === module\) \{\n {2}const app = new App\(\);\n[^}]*\n {2}app\.synth\(\);\n\}\n$/);
    const readme = textOf(folder, 'README.md');
    expect(readme).toContain('npx ts-node main.ts');
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link);
    expect(links.filter((link) => !existsSync(join(FOLDER, folder, link)))).toEqual([]);
  });

  test('has no literal value where the state would keep it, and none that looks like a secret', () => {
    const stacks = stacksOf(folder);
    expect(stacks.length).toBeGreaterThan(0);
    const stored = stacks.flatMap(({ resource }) => argumentsOf(resource)).filter(({ path, value }) => STORED.test(path.at(-1)!) && !value.startsWith('${'));
    expect(stored).toEqual([]);
    const all = stacks.flatMap((stack) => argumentsOf(stack)).filter(({ path }) => !path.includes('//'));
    const suspicious = all.flatMap(({ path, value }) => value.replace(/\$\{[^}]*\}/g, '').match(SECRET_LOOKING)?.map((found) => `${path.join('.')}: ${found}`) ?? []);
    expect(suspicious).toEqual([]);
  });
});

test.each([
  'AKIAABCDEFGHIJKLMNOP', '-----BEGIN PRIVATE KEY-----', 'password is hunterA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6',
])('the search for what looks like a secret finds %s', (value) => {
  expect(value).toMatch(SECRET_LOOKING);
});
