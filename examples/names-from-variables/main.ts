import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { EnvironmentContract, Service, TaskDefinition, VariableSecrets } from 'cdktf-ecs-secrets';

export class NamesFromVariablesStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'ap-northeast-1' });

    // one entry more in the .tfvars.json file is the one edit
    const secrets = new VariableSecrets(this, 'Secrets', {
      path: '/example',
      parameters: new TerraformVariable(this, 'parameters', { type: 'map(string)', default: {} }),
      // with the names in a list, these values are in no saved plan either
      jsonSecret: new TerraformVariable(this, 'json_secret', { type: 'map(string)', default: {} }),
      jsonSecretNames: new TerraformVariable(this, 'json_secret_names', { type: 'list(string)', default: [] }),
      versions: new TerraformVariable(this, 'versions', { type: 'map(number)', default: {} }),
    });

    const taskDefinition = new TaskDefinition(this, 'Task', {
      family: 'example',
      containers: [
        {
          name: 'app',
          image: 'public.ecr.aws/docker/library/busybox:1.37',
          secrets: [secrets],
          environmentContract: EnvironmentContract.of('DB_PASSWORD'), // the plan stops if nothing provides it
        },
      ],
    });

    new Service(this, 'Service', {
      serviceName: 'example',
      clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/example',
      subnets: ['subnet-0123456789abcdef0'],
      taskDefinition,
    });
  }
}

if (require.main === module) {
  const app = new App();
  new NamesFromVariablesStack(app, 'names-from-variables');
  app.synth();
}
