import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ContainerImage, ContainerSecrets, RevisionOwner, SecretValues, Service, TaskDefinition } from 'cdktf-ecs-secrets';

const REGION = 'ap-northeast-1';
const ACCOUNT = '123456789012';
const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const WHERE = { clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/example`, subnets: ['subnet-0123456789abcdef0'] };

export class CiRevisionsStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: REGION });
    const secrets = new ContainerSecrets(this, 'Secrets', { path: '/example', parameters: SecretValues.external(['API_TOKEN', 'QUEUE_PASSWORD']) });

    // the pipeline registers a revision per image; the service follows the latest one, whoever registered it
    const api = new TaskDefinition(this, 'Api', {
      family: 'example-api',
      containers: [
        {
          name: 'api',
          // the pipeline writes the tag that it deployed: a revision from here has the same image
          image: ContainerImage.fromParameter(this, 'ApiTag', { repository: `${REGISTRY}/example-api`, parameterName: '/example-deploy/api-tag' }),
          secrets: [secrets.only('API_TOKEN')],
        },
      ],
    });
    new Service(this, 'ApiService', { ...WHERE, serviceName: 'api', taskDefinition: api, revisionOwner: RevisionOwner.LATEST });

    // ecspresso deploys the worker; Terraform creates the service and never touches its revision again
    const worker = new TaskDefinition(this, 'Worker', {
      family: 'example-worker',
      skipDestroy: true, // the revision that runs stays registered
      containers: [{ name: 'worker', image: `${REGISTRY}/example-worker:latest`, secrets: [secrets.only('QUEUE_PASSWORD')] }],
    });
    new Service(this, 'WorkerService', { ...WHERE, serviceName: 'worker', taskDefinition: worker, revisionOwner: RevisionOwner.CI });
    new TerraformOutput(this, 'worker-task-def', { value: worker.toJson() });
  }
}

if (require.main === module) {
  const app = new App();
  new CiRevisionsStack(app, 'ci-revisions');
  app.synth();
}
