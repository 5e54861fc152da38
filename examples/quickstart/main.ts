import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { ContainerSecrets, SecretValue, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

export class QuickstartStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'ap-northeast-1' });

    const key = new KmsKey(this, 'Key', { description: 'secrets of the example application', enableKeyRotation: true });
    const values = new TerraformVariable(this, 'secrets', { type: 'map(string)', default: {} });

    // the only place where the names stand
    const secrets = new ContainerSecrets(this, 'Secrets', {
      path: '/example',
      encryptionKeyArn: key.arn,
      parameters: SecretValues.fromVariable(values, ['DB_USER', 'DB_PASSWORD']),
      jsonSecret: {
        API_KEY: SecretValue.fromVariableKey(values, 'API_KEY'), // from the variable
        SESSION_SECRET: SecretValue.generated(), // made by AWS, known to nobody
        SMTP_PASSWORD: SecretValue.external(), // typed into the console by people
      },
    });

    new TaskDefinition(this, 'Task', {
      family: 'example',
      containers: [
        {
          name: 'app',
          image: '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:1.0.0',
          secrets: [secrets.except('SMTP_PASSWORD')],
          environment: { LOG_LEVEL: 'info' },
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/example', 'awslogs-stream-prefix': 'app' } },
        },
        {
          name: 'mailer',
          image: 'public.ecr.aws/docker/library/busybox:1.37',
          essential: false,
          secrets: [secrets.only('SMTP_PASSWORD')],
        },
      ],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new QuickstartStack(app, 'quickstart');
  app.synth();
}
