import { cdktf, github } from 'projen';

/** The acceptance tests, by hand only, in the account whose role the repository's variable names: docs/acceptance.md has the role. */
export function addAcceptanceWorkflow(project: cdktf.ConstructLibraryCdktf): void {
  const workflow = new github.GithubWorkflow(project.github!, 'acceptance', { limitConcurrency: true, concurrencyOptions: { group: 'acceptance' } });
  workflow.on({
    workflowDispatch: {
      inputs: {
        region: { description: 'AWS Region', type: 'string', default: 'eu-central-1', required: true },
        command: { description: 'What to do', type: 'choice', options: ['run', 'sweep'], default: 'run', required: true },
      },
    },
  });
  workflow.addJob('acceptance', {
    runsOn: ['ubuntu-latest'],
    timeoutMinutes: 60,
    environment: 'acceptance',
    permissions: { contents: github.workflows.JobPermission.READ, idToken: github.workflows.JobPermission.WRITE },
    env: { CI: 'true', COMMAND: '${{ inputs.command }}', AWS_REGION: '${{ inputs.region }}' },
    steps: [
      github.WorkflowSteps.checkout(),
      { name: 'Setup Node.js', uses: 'actions/setup-node@v7.0.0', with: { 'node-version': '20', 'package-manager-cache': false } },
      {
        name: 'Setup Terraform',
        uses: 'hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd', // v3.1.2
        with: { terraform_version: '1.11.4', terraform_wrapper: false },
      },
      {
        name: 'Assume the role',
        uses: 'aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502', // v4.0.2
        with: { 'role-to-assume': '${{ vars.ACCEPTANCE_ROLE_ARN }}', 'aws-region': '${{ inputs.region }}', 'role-duration-seconds': 3600 },
      },
      { name: 'Install', run: 'npm ci --no-audit --no-fund' },
      { name: 'Acceptance', run: 'npm run --silent acceptance -- "$COMMAND" --yes' },
      // the run cleans up itself; this is for one that was stopped
      { name: 'Sweep', if: 'always()', run: 'npm run --silent acceptance -- sweep --yes' },
    ],
  });
}
