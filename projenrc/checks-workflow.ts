import { cdktf, github } from 'projen';

/** What projen's own build job doesn't run: everything in .ci/run, with the tools that it needs. */
export function addChecksWorkflow(project: cdktf.ConstructLibraryCdktf): void {
  const workflow = new github.GithubWorkflow(project.github!, 'checks', { limitConcurrency: true, concurrencyOptions: { group: '${{ github.workflow }}-${{ github.ref }}', cancelInProgress: true } });
  workflow.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
  workflow.addJob('checks', {
    runsOn: ['ubuntu-latest'],
    timeoutMinutes: 60,
    permissions: { contents: github.workflows.JobPermission.READ },
    env: { CI: 'true', NEWEST_TERRAFORM_REQUIRED: '1' },
    steps: [
      github.WorkflowSteps.checkout(),
      { name: 'Setup Node.js', uses: 'actions/setup-node@v7.0.0', with: { 'node-version': '20', 'package-manager-cache': false } },
      { name: 'Setup Python', uses: 'actions/setup-python@v7.0.0', with: { 'python-version': '3.12' } },
      { name: 'Setup Go', uses: 'actions/setup-go@v7.0.0', with: { 'go-version': '1.25', 'cache': false } },
      { name: 'Setup Java', uses: 'actions/setup-java@v6.0.0', with: { 'distribution': 'temurin', 'java-version': '17' } },
      {
        name: 'Setup Terraform',
        uses: 'hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd', // v3.1.2
        with: { terraform_version: '1.11.4', terraform_wrapper: false },
      },
      { name: 'Install the AWS emulator', run: 'python -m pip install -r test/e2e/requirements.txt' },
      { name: 'Checks', run: '.ci/run' },
    ],
  });
}
