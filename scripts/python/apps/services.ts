import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { ContainerSecrets, DatabaseEngine, DatabaseSecret, SecretValue, SecretValues, Service, TaskDefinition } from 'cdktf-ecs-secrets';

const CLUSTER = 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop';
const app = new App();
const stack = new TerraformStack(app, 'services');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });

const admin = new DatabaseSecret(stack, 'Admin', { secretName: 'shop/admin', engine: DatabaseEngine.POSTGRES, username: 'shop' });
const database = new DbInstance(stack, 'Database', {
  identifier: 'shop',
  engine: admin.engineName,
  instanceClass: 'db.t4g.micro',
  allocatedStorage: 20,
  username: admin.username,
  passwordWo: admin.passwordWo,
  passwordWoVersion: admin.passwordWoVersion,
});
admin.attach({ host: database.address, port: 5432 });
const connection = admin.namedAs({ host: 'DB_HOST', username: 'DB_USER', password: 'DB_PASSWORD' });

for (const name of ['api', 'worker', 'mailer']) {
  const secrets = new ContainerSecrets(stack, `Secrets-${name}`, {
    path: `/shop/${name}`,
    parameters: { ...SecretValues.fromVariable(values, ['TOKEN']), LOG_LEVEL: SecretValue.plaintext('info') },
    jsonSecret: { SESSION_SECRET: SecretValue.generated({ passwordLength: 48 }), DD_API_KEY: SecretValue.external() },
  });
  const task = new TaskDefinition(stack, `Task-${name}`, {
    family: `shop-${name}`,
    cpu: 256,
    memory: 512,
    containers: [
      {
        name,
        image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${name}:1.0.0`,
        secrets: [secrets.except('DD_API_KEY'), connection],
        portMappings: [{ containerPort: 8080, name: 'http' }],
        dependsOn: [{ containerName: 'log-router', condition: 'START' }],
        logConfiguration: {
          logDriver: 'awsfirelens',
          options: { Name: 'datadog', TLS: 'on' },
          secretOptions: [secrets.only('DD_API_KEY').renamed({ DD_API_KEY: 'apikey' })],
        },
      },
      {
        name: 'log-router',
        image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
        firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
      },
    ],
  });
  new Service(stack, `Service-${name}`, { serviceName: name, clusterArn: CLUSTER, taskDefinition: task, subnets: ['subnet-0123456789abcdef0'] });
}
app.synth();
