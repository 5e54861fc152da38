import { execFileSync } from 'child_process';
import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { twinManifest } from '../../scripts/compatibility/manifest';
import { twinApp, twinFile, twinModule, twinReadme, twinSource } from '../../scripts/compatibility/rewrite';
import { runs, testsThatNeed } from '../support/programs';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('names of modules', () => {
  test.each([
    ['cdktf', 'cdktn'],
    ['cdktf/lib/tokens', 'cdktn/lib/tokens'],
    ['cdktf-ecs-secrets', 'cdktn-ecs-secrets'],
    ['@cdktf/provider-aws', '@cdktn/provider-aws'],
    ['@cdktf/provider-aws/lib/kms-key', '@cdktn/provider-aws/lib/kms-key'],
  ])('%s is %s', (name, twin) => {
    expect(twinModule(name)).toBe(twin);
  });

  test.each(['./cdktf-out', '../cdktf', 'cdktf.out', 'cdktf.json', 'cdktf-local-exec', '@cdktf/warn', 'my-cdktf', 'constructs', 'fs'])('%s stays', (name) => {
    expect(twinModule(name)).toBe(name);
  });
});

describe('sources', () => {
  test.each([
    ["import { App } from 'cdktf';", "import { App } from 'cdktn';"],
    ["import * as cdktf from 'cdktf';", "import * as cdktf from 'cdktn';"],
    ['import type { A } from "@cdktf/provider-aws/lib/a";', 'import type { A } from "@cdktn/provider-aws/lib/a";'],
    ["import 'cdktf';", "import 'cdktn';"],
    ["export * from 'cdktf-ecs-secrets';", "export * from 'cdktn-ecs-secrets';"],
    ["const { App } = require('cdktf');", "const { App } = require('cdktn');"],
    ["await import('@cdktf/provider-aws/lib/a')", "await import('@cdktn/provider-aws/lib/a')"],
    ["jest.mock('cdktf', () => ({}))", "jest.mock('cdktn', () => ({}))"],
    // code that the command prints
    ["return `import { TerraformStack } from 'cdktf';\n`;", "return `import { TerraformStack } from 'cdktn';\n`;"],
    ["'run cdktf synth first, or give the path of cdktf.out'", "'run cdktn synth first, or give the path of cdktf.out'"],
  ])('%s', (source, twin) => {
    expect(twinSource(source)).toBe(twin);
  });

  test.each([
    // what becomes an address, a name or metadata in the stack
    "new Construct(this, 'cdktf');",
    "new TerraformStack(app, 'cdktf-ecs-secrets');",
    "new ContainerSecrets(this, 'Secrets', { path: '/cdktf', jsonSecret: { cdktf: SecretValue.generated() } });",
    "const METADATA = 'cdktf-ecs-secrets:acknowledged';",
    "const HOOK = Symbol.for('cdktf-ecs-secrets/hcl-output');",
    'filter(({ type }) => type === `@cdktf/${level}`)',
    // what the frameworks share
    "import { cdktfOutSource } from './cdktf-out';",
    "join(__dirname, 'cdktf.out')",
    "'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets/blob/main/API.md'",
    'this.cdktfStack.addOverride(path, value);',
    'process.env.CDKTF_OUTDIR',
    "Array.from('cdktf')",
  ])('leaves %s', (source) => {
    expect(twinSource(source)).toBe(source);
  });

  test('rewriting twice is rewriting once', () => {
    const once = twinSource(read('examples/quickstart/main.ts'));
    expect(once).not.toBe(read('examples/quickstart/main.ts'));
    expect(twinSource(once)).toBe(once);
  });

  test('no module of CDKTF is left in any source', () => {
    const sources = ['src', 'cli', 'examples', 'test', 'rosetta'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`).filter((file) => /\.(ts|ts-fixture)$/.test(file)));
    expect(sources.length).toBeGreaterThan(200);
    const left = sources.filter((path) => !path.startsWith('test/scripts/')).filter((path) => /['"](cdktf|@cdktf\/provider-[^'"]*|cdktf-ecs-secrets)['"]/.test(twinFile(path, read(path))));
    expect(left).toEqual([]);
  });
});

test('an app says what it is deployed with, and keeps the rest', () => {
  const app = { language: 'typescript', projectId: 'quickstart' };
  expect(JSON.parse(twinApp(JSON.stringify(app)))).toEqual({ ...app, targetVersions: { terraform: '>=1.11.0' } });
});

describe('the README', () => {
  const README = '# cdktf-ecs-secrets\n\nNeeds CDKTF 0.21.\n\nUsing CDK Terrain (cdktn)? → this\n';

  test('is the twin\'s, and points back', () => {
    expect(twinReadme(README)).toMatch(/^# cdktn-ecs-secrets\n\nNeeds CDK Terrain 0\.24\.\n\n[^]*targetVersions[^]*Using CDKTF\? → `npm i cdktf-ecs-secrets`/);
  });

  test('of this repository says nothing that the twin\'s reader can\'t use', () => {
    const readme = twinReadme(read('README.md'));
    expect(readme).toContain('`@cdktn/provider-aws` 23 to 25');
    expect(readme).not.toMatch(/@cdktf\/|cdktf deploy|from 'cdktf/);
  });

  test('fails where a version of CDKTF is left', () => {
    expect(() => twinReadme(`${README}With CDKTF 0.20 too.\n`)).toThrow("'With CDK Terrain 0.20 too.'");
  });

  test('fails without its line about the twin', () => {
    expect(() => twinReadme('# cdktf-ecs-secrets\n')).toThrow("README.md has no line 'Using CDK Terrain (cdktn)? …'");
  });
});

describe('docs/cdktn.md', () => {
  const { test: testWithSed } = testsThatNeed('sed', runs('sed', '-E', 's/a/b/', '/dev/null'));
  const guide = read('docs/cdktn.md');

  testWithSed('has the recipe that does to an app what the twin\'s build does', () => {
    const script = /sed -i -E "(.*)" \$/.exec(guide)![1].replace(/\\"/g, '"');
    const app = ["import { App } from 'cdktf';", 'import "cdktf";', "const { KmsKey } = require('@cdktf/provider-aws/lib/kms-key');",
      "import { SecretValue } from 'cdktf-ecs-secrets';", "new Construct(this, 'cdktf');", "import x from './cdktf-out';", "'cdktf.out'", ''].join('\n');
    const sed = (input: string) => execFileSync('sed', ['-E', script], { input, encoding: 'utf8' });
    expect(sed(app)).toBe(twinSource(app));
    expect(sed(read('examples/quickstart/main.ts'))).toBe(twinSource(read('examples/quickstart/main.ts')));
  });

  test('says the versions that a move needs', () => {
    expect(guide).toContain(`"targetVersions": ${JSON.stringify(JSON.parse(twinApp('{}')).targetVersions).replace(/([{:])"/g, '$1 "').replace('}', ' }')}`);
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(read('package.json'));
  const twin = twinManifest(manifest);

  test('has its own name in every registry', () => {
    expect(twin.name).toBe('cdktn-ecs-secrets');
    expect(twin.jsii.targets).toEqual({
      java: { package: 'io.github.cdktnecssecrets', maven: { groupId: 'io.github.cdktf-ecs-secrets', artifactId: 'cdktn-ecs-secrets' } },
      python: { distName: 'cdktn-ecs-secrets', module: 'cdktn_ecs_secrets' },
      dotnet: { namespace: 'CdktnEcsSecrets', packageId: 'CdktnEcsSecrets' },
      go: { moduleName: 'github.com/cdktf-ecs-secrets/cdktn-ecs-secrets-go', packageName: 'cdktnecssecrets' },
    });
  });

  test('has the peers of CDK Terrain, and no dependency', () => {
    expect(twin.peerDependencies).toEqual({ '@cdktn/provider-aws': '>=23 <26', 'cdktn': '>=0.24 <1', 'constructs': '^10.6.0' });
    expect(twin).not.toHaveProperty('dependencies');
    expect(twin).not.toHaveProperty('devDependencies');
  });

  test('has the same version, command, repository and home page', () => {
    const { version, bin, repository, homepage, license } = manifest;
    expect(homepage).toBeDefined();
    expect(twin).toMatchObject({ version, bin, repository, homepage, license });
  });
});
