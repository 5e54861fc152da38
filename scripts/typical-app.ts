import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import type * as ecs from '../src';

/** Uses of the library what most apps do, and synthesises it. */
export function defineTypicalApp({ ContainerSecrets, SecretValue, SecretValues, TaskDefinition }: typeof ecs, outdir: string): void {
  // CDK Terrain, which the twin is built for, asks which Terraform it is for
  const app = new App({ outdir, context: { targetVersions: { terraform: '>=1.11.0' } } });
  const stack = new TerraformStack(app, 'typical');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)', default: {} });
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/typical',
    parameters: SecretValues.fromVariable(values, ['A', 'B']),
    jsonSecret: { ...SecretValues.fromVariable(values, ['C', 'D']), E: SecretValue.generated(), F: SecretValue.external() },
  });
  new TaskDefinition(stack, 'Task', {
    family: 'typical',
    containers: [{
      name: 'app',
      image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/typical:1.0.0',
      secrets: [secrets.except('F')],
      environment: { LOG_LEVEL: 'info' },
      portMappings: [{ containerPort: 8080 }],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/typical' } },
    }],
  });
  app.synth();
}
