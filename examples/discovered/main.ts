import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, S3Backend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ContainerImage, DiscoveredJsonSecret, DiscoveredParameters, KeyDiscovery, Service, TaskDefinition } from 'cdktf-ecs-secrets';

const REGION = 'ap-northeast-1';
const ACCOUNT = '123456789012';

export class DiscoveredStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: REGION });
    // a schedule needs a state that outlives the runner
    const backend = new S3Backend(this, { bucket: 'example-terraform-state', key: `${id}.tfstate`, region: REGION, encrypt: true });
    backend.addOverride('use_lockfile', true);

    // what the application's owner adds in the console is in the containers after the next run
    const parameters = new DiscoveredParameters(this, 'Parameters', { path: '/example' });
    const json = new DiscoveredJsonSecret(this, 'Json', { secretName: 'example', keys: KeyDiscovery.fromTag() });

    const taskDefinition = new TaskDefinition(this, 'Task', {
      family: 'example',
      containers: [
        {
          name: 'app',
          // whoever builds the image writes its tag
          image: ContainerImage.fromParameter(this, 'ImageTag', {
            repository: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/example`,
            parameterName: '/example-deploy/image-tag',
          }),
          secrets: [parameters, json],
        },
      ],
    });

    new Service(this, 'Service', {
      serviceName: 'example',
      clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/example`,
      taskDefinition,
      subnets: ['subnet-0123456789abcdef0'],
      circuitBreaker: {},
      waitForSteadyState: true,
    });
  }
}

if (require.main === module) {
  const app = new App();
  new DiscoveredStack(app, 'discovered');
  app.synth();
}
