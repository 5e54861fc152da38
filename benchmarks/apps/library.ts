import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { measure } from './measure';
import { IMAGE, KEYS, PARAMETERS, REGION, serviceName } from './workload';
import { ContainerSecrets, SecretValues, TaskDefinition } from '../../lib';

// modules load when they are asked for; that belongs to the import
void [ContainerSecrets, SecretValues, TaskDefinition];

measure((services, outdir) => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'bench');
  new AwsProvider(stack, 'aws', { region: REGION });
  const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
  for (let i = 0; i < services; i++) {
    const name = serviceName(i);
    const secrets = new ContainerSecrets(stack, `${name}-secrets`, {
      path: `/bench/${name}`,
      ...(PARAMETERS.length > 0 ? { parameters: SecretValues.fromVariable(values, PARAMETERS) } : {}),
      ...(KEYS.length > 0 ? { jsonSecret: SecretValues.fromVariable(values, KEYS) } : {}),
    });
    new TaskDefinition(stack, `${name}-task`, { family: name, containers: [{ name: 'app', image: IMAGE, secrets: [secrets] }] });
  }
  return () => app.synth();
});
