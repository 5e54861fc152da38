import { readFileSync } from 'fs';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { ContainerSecrets, ExecutionRole, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

const app = new App();
const stack = new TerraformStack(app, 'files');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
const secrets = new ContainerSecrets(stack, 'Secrets', {
  path: '/shop',
  jsonSecret: SecretValues.fromSopsFile('test/fixtures/sops/secrets.enc.yaml', values),
});

const role = new ExecutionRole(stack, 'Role');
const task = TaskDefinition.fromJson(stack, 'Imported', readFileSync('examples/ecs-and-batch/ecs-task-def.json', 'utf8'), {
  executionRole: role,
  secrets: { 'mackerel-container-agent': [secrets] },
});
new TerraformOutput(stack, 'json', { value: task.toJson() });
new TerraformOutput(stack, 'access', { value: role.explainAccess() });
app.synth();
