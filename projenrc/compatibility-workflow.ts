import { cdktf, github } from 'projen';
import { JobPermission, JobStep } from 'projen/lib/github/workflows-model';

/** Any release from here on. */
const NEWEST = { terraform: 'latest', tofu: 'latest', provider: '>= 6.50.0' };

const NODE: JobStep = {
  name: 'Setup Node.js',
  uses: 'actions/setup-node@v7.0.0',
  with: { 'node-version': '${{ matrix.node }}', 'package-manager-cache': false },
};

/** Every Monday morning, and by hand: what .ci/run can't have, from the real registries. docs/compatibility.md says what it is for. */
export function addCompatibilityWorkflow(project: cdktf.ConstructLibraryCdktf): void {
  const workflow = new github.GithubWorkflow(project.github!, 'compatibility', {
    limitConcurrency: true,
    concurrencyOptions: { group: 'compatibility' },
  });
  workflow.on({ schedule: [{ cron: '17 4 * * 1' }], workflowDispatch: {} });
  const common = { permissions: { contents: JobPermission.READ }, runsOn: ['${{ matrix.os }}'] };
  workflow.addJob('engines', {
    ...common,
    name: '${{ matrix.engine }} ${{ matrix.version }}, provider ${{ matrix.provider }}, ${{ matrix.os }}',
    timeoutMinutes: 60,
    env: { CI: 'true', E2E_REQUIRED: '1', E2E_AWS_PROVIDER: '${{ matrix.provider }}', E2E_TERRAFORM: '${{ matrix.engine }}' },
    strategy: { failFast: false, matrix: { include: engines() } },
    steps: [
      github.WorkflowSteps.checkout(),
      NODE,
      { name: 'Setup Python', uses: 'actions/setup-python@v7.0.0', with: { 'python-version': '3.12' } },
      {
        name: 'Setup Terraform',
        if: "matrix.engine == 'terraform'",
        uses: 'hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd', // v3.1.2
        with: { terraform_version: '${{ matrix.version }}', terraform_wrapper: false },
      },
      {
        name: 'Setup OpenTofu',
        if: "matrix.engine == 'tofu'",
        uses: 'opentofu/setup-opentofu@a1320f892987e89d278cc92dc5adc984fb93aca4', // v2.0.2
        with: { tofu_version: '${{ matrix.version }}', tofu_wrapper: false },
      },
      { name: 'Install', run: 'npm ci --no-audit --no-fund' },
      { name: 'Install the AWS emulator', run: 'python -m pip install -r test/e2e/requirements.txt' },
      { name: 'End to end', run: 'npm run --silent e2e -- --core' },
    ],
  });
  workflow.addJob('node', {
    ...common,
    name: 'Node.js ${{ matrix.node }}, ${{ matrix.os }}',
    timeoutMinutes: 30,
    env: { CI: 'true' },
    strategy: {
      failFast: false,
      matrix: { domain: { os: ['ubuntu-latest', 'macos-latest', 'windows-latest'], node: ['20', '22', '24'] } },
    },
    steps: [
      github.WorkflowSteps.checkout(),
      NODE,
      { name: 'Install', run: 'npm ci --no-audit --no-fund' },
      { name: 'Quickstart', run: 'npm run --silent quickstart' },
      { name: 'Unit tests', run: 'npx jest --ci' },
      { name: 'Compile', run: 'npx projen compile' },
      { name: 'The command', run: 'node bin/ecs-secrets help' },
    ],
  });
  // what the next release of jsii asks for, before the library needs it
  workflow.addJob('jsii-6', {
    ...common,
    runsOn: ['ubuntu-latest'],
    timeoutMinutes: 30,
    env: { CI: 'true' },
    steps: [
      github.WorkflowSteps.checkout(),
      { ...NODE, with: { 'node-version': '22', 'package-manager-cache': false } },
      { name: 'Install', run: 'npm ci --no-audit --no-fund' },
      { name: 'Compile with jsii 6', run: 'npx projen jsii-6' },
    ],
  });
}

/** All engines with all providers on Linux; on the others the oldest of both, the newest of both. */
function engines(): { [name: string]: string }[] {
  const programs = [
    { engine: 'terraform', version: '1.11.4' },
    { engine: 'terraform', version: NEWEST.terraform },
    { engine: 'tofu', version: '1.11.0' },
    { engine: 'tofu', version: NEWEST.tofu },
  ];
  const providers = ['5.100.0', '6.26.0', '6.50.0', NEWEST.provider];
  const linux = programs.flatMap((program) => providers.map((provider) => ({ ...program, provider, os: 'ubuntu-latest', node: '22' })));
  const others = ['macos-latest', 'windows-latest'].flatMap((os) => [
    { ...programs[0], provider: providers[0], os, node: '22' },
    { ...programs[1], provider: NEWEST.provider, os, node: '22' },
    { ...programs[3], provider: NEWEST.provider, os, node: '22' },
  ]);
  return [...linux, ...others];
}
