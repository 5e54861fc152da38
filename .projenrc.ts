import { cdktf, javascript, ReleasableCommits, TextFile } from 'projen';
import { addAcceptanceWorkflow } from './projenrc/acceptance-workflow';
import { addChecksWorkflow } from './projenrc/checks-workflow';
import { addCompatibility } from './projenrc/compatibility';
import { addCompatibilityWorkflow } from './projenrc/compatibility-workflow';
import { addLanguages } from './projenrc/languages';

const REPOSITORY = 'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets';

const project = new cdktf.ConstructLibraryCdktf({
  name: 'cdktf-ecs-secrets',
  author: 'cdktf-ecs-secrets contributors',
  authorAddress: REPOSITORY,
  authorOrganization: true,
  repositoryUrl: `${REPOSITORY}.git`,
  homepage: `${REPOSITORY}#readme`,
  description: 'Secrets for ECS and Batch containers from one map: stores, task definition and execution role in step, no value in the Terraform state.',
  keywords: ['terraform', 'aws', 'ecs', 'fargate', 'batch', 'secrets', 'ssm', 'parameter-store', 'secretsmanager'],
  license: 'Apache-2.0',
  copyrightOwner: 'cdktf-ecs-secrets contributors',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.9.0',
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  tsconfigDevFile: 'tsconfig.dev.json',
  projenrcTs: true,
  sampleCode: false,
  cdktfVersion: '^0.21.0',
  constructsVersion: '^10.4.2',
  peerDeps: ['@cdktf/provider-aws@>=20.1.0 <22'],
  devDeps: [
    'cdktf@0.21.0',
    'constructs@10.4.2',
    '@cdktf/provider-aws@20.1.0',
    '@cdktf/hcl-tools@0.21.0',
    '@aws-sdk/client-batch@^3',
    '@aws-sdk/client-cloudwatch-logs@^3',
    '@aws-sdk/client-ec2@^3',
    '@aws-sdk/client-ecs@^3',
    '@aws-sdk/client-eventbridge@^3',
    '@aws-sdk/client-iam@^3',
    '@aws-sdk/client-kms@^3',
    '@aws-sdk/client-organizations@^3',
    '@aws-sdk/client-s3@^3',
    '@aws-sdk/client-secrets-manager@^3',
    '@aws-sdk/client-ssm@^3',
    '@aws-sdk/client-sfn@^3',
    '@aws-sdk/client-sts@^3',
    // AGPL: a second opinion for tests, never in what is published
    '@cloud-copilot/iam-simulate@0.1.173',
    // how the SDK reads a profile
    '@smithy/core@^3',
    'axe-core@^4',
    'commander@^14',
    'esbuild@^0.27',
    'fast-check@^4',
    'tsconfig-paths@^4',
    'yaml@^2',
    'jsii-rosetta@~5.9.0',
    'jsii-pacmak@^1.120.0',
  ],
  peerDependencyOptions: { pinnedDevDependency: false },

  publishToPypi: { distName: 'cdktf-ecs-secrets', module: 'cdktf_ecs_secrets' },
  publishToMaven: {
    javaPackage: 'io.github.cdktfecssecrets',
    mavenGroupId: 'io.github.cdktf-ecs-secrets',
    mavenArtifactId: 'cdktf-ecs-secrets',
  },
  publishToNuget: { dotNetNamespace: 'CdktfEcsSecrets', packageId: 'CdktfEcsSecrets' },
  publishToGo: { moduleName: 'github.com/cdktf-ecs-secrets/cdktf-ecs-secrets-go', packageName: 'cdktfecssecrets' },

  githubOptions: {
    mergify: false,
    pullRequestLintOptions: {
      semanticTitleOptions: { types: ['feat', 'fix', 'docs', 'test', 'refactor', 'perf', 'style', 'build', 'ci', 'chore'] },
    },
  },
  releasableCommits: ReleasableCommits.featuresAndFixes(),
  depsUpgrade: false,
  pullRequestTemplateContents: [
    '## What and why',
    '',
    '## How it was checked',
    '',
    '- [ ] a test that fails without the change',
    '- [ ] `npm test`; `npm run e2e` where Terraform sees a difference',
    '- [ ] public members documented; `npx projen compile && npx projen docgen` after a change of the API',
    '- [ ] the title is a [conventional commit](https://www.conventionalcommits.org): `fix: …`, `feat: …`, `feat!: …` where existing code or state breaks',
    '- [ ] no secret value in code, tests, snapshots or this text',
  ],

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      // CDKTF's packer of assets, which no test has, is half of what a test would load
      moduleNameMapper: { '^cdktf-ecs-secrets$': '<rootDir>/src', '^archiver$': '<rootDir>/test/support/no-archiver.ts' },
      globalSetup: '<rootDir>/test/support/temporary-folder.ts',
      globalTeardown: '<rootDir>/test/support/remove-temporary-folder.ts',
      // of two processors the default would use one
      maxWorkers: '100%',
      testPathIgnorePatterns: ['/node_modules/', '/test/e2e/'],
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.build/', '<rootDir>/compatibility/'],
    },
  },
  tsconfigDev: {
    compilerOptions: { isolatedModules: true, skipLibCheck: true, baseUrl: '.', paths: { 'cdktf-ecs-secrets': ['./src'] } },
    include: ['.projenrc.ts'],
    exclude: ['benchmarks'],
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['cli', 'test', 'examples', 'scripts'],
    prettier: false,
    commandOptions: { extraArgs: ['--cache', '--cache-strategy', 'content', '--cache-location', '.build/eslint/'] },
  },
  bin: { 'ecs-secrets': 'bin/ecs-secrets' },
  gitignore: ['/bin/', '.jsii.tabl.json', 'cdktf.out', '.build', '*.tfstate', '*.tfstate.backup', '.terraform', 'plan.out'],
});

// what the package's readers find in the repository
for (const path of ['.nvmrc', '/API.md', '/CONTRIBUTING.md', '/cli', '/examples', '/benchmarks', '/docs', '/.ci', '/.build', 'cdktf.out', '/rosetta', '.jsii.tabl.json', '/scripts', '/compatibility']) {
  project.npmignore?.exclude(path);
}

// jest 30 resolves modules through unrs-resolver, whose newer releases ship no binary for every platform.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// what isn't exported here can change in any release; jsii reads the other two
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});

new TextFile(project, '.nvmrc', { lines: ['22'] });

// the project service only knows tsconfig.json, which has neither tests nor examples
Object.assign(project.eslint!.config.parserOptions, { projectService: undefined, project: './tsconfig.dev.json' });
project.eslint!.addOverride({
  files: ['src/**/*.ts', 'cli/**/*.ts'],
  rules: {
    'max-lines': ['error', 300],
    // the address of a page, and the path of an import, can't be wrapped
    '@stylistic/max-len': ['error', { code: 120, ignoreUrls: true, ignorePattern: '^import ' }],
  },
});
project.eslint!.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';

const tsNode = 'ts-node -T -P tsconfig.dev.json -r tsconfig-paths/register';

// the library has no dependency: what the command needs is in its one file
project.npmignore?.include('/bin/');
project.compileTask.exec(`${tsNode} scripts/lazy-index.ts`);
project.compileTask.exec(`${tsNode} scripts/bundle-cli.ts`);
project.compileTask.exec(`${tsNode} scripts/registry-pages.ts`);

project.package.setScript('quickstart', `${tsNode} examples/quickstart/show.ts`);
project.package.setScript('e2e', `${tsNode} test/e2e/run.ts`);
project.package.setScript('scan', `${tsNode} scripts/scan-plans.ts`);
project.package.setScript('acceptance', `${tsNode} test/acceptance/main.ts`);
project.package.setScript('checks', `${tsNode} scripts/generate-checks.ts`);
project.package.setScript('access', `${tsNode} scripts/access-table.ts`);
project.package.setScript('architecture', `${tsNode} scripts/architecture/page.ts`);
project.package.setScript('compatibility', `${tsNode} scripts/compatibility/runs/page.ts`);
project.package.setScript('mutate', `${tsNode} scripts/mutate-rules.ts`);
project.package.setScript('snippets', `${tsNode} scripts/snippets.ts`);
project.package.setScript('bench', `npm ci --prefix benchmarks --no-audit --no-fund && tsc --noEmit -p benchmarks && ${tsNode} benchmarks/run.ts`);
project.package.setScript('bench:smoke', `npm ci --prefix benchmarks --no-audit --no-fund && tsc --noEmit -p benchmarks && ${tsNode} benchmarks/smoke.ts`);
project.package.setScript('bindings', `${tsNode} scripts/check-bindings.ts .build/bindings`);

project.package.setScript('languages', `${tsNode} scripts/languages/main.ts`);
project.package.setScript('python', 'python3 scripts/python/check.py');

project.gitignore.exclude('__pycache__');

addLanguages(project);

addChecksWorkflow(project);
addAcceptanceWorkflow(project);
addCompatibilityWorkflow(project);

addCompatibility(project);

project.synth();
