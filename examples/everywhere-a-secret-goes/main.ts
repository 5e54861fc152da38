import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { ContainerSecrets, EnvironmentFile, JsonSecret, RepositoryCredentials, SecretFiles, SecretValue, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

export class EverywhereASecretGoesStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });

    const key = new KmsKey(this, 'Key', { description: 'secrets of the example application', enableKeyRotation: true });
    const values = new TerraformVariable(this, 'secrets', { type: 'map(string)', default: {} });
    const secrets = new ContainerSecrets(this, 'Secrets', {
      path: '/everywhere',
      encryptionKeyArn: key.arn,
      parameters: SecretValues.fromVariable(values, ['DB_PASSWORD', 'DD_API_KEY']),
      jsonSecret: SecretValues.fromVariable(values, ['SPLUNK_TOKEN', 'TLS_KEY']),
    });

    // ECS wants a secret of its own for a registry, with just these keys
    const registry = new JsonSecret(this, 'Registry', {
      secretName: 'everywhere-registry',
      encryptionKeyArn: key.arn,
      jsonSecret: {
        username: SecretValue.fromVariableKey(values, 'REGISTRY_USERNAME'),
        password: SecretValue.fromVariableKey(values, 'REGISTRY_PASSWORD'),
      },
    });

    // the file is uploaded with `aws s3 cp`: the content of an aws_s3_object would stand in the state
    const bucket = new S3Bucket(this, 'Config', { bucketPrefix: 'everywhere-config-' });
    new S3BucketPublicAccessBlock(this, 'ConfigAccess', {
      bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'ConfigEncryption', {
      bucket: bucket.id,
      rule: [{ bucketKeyEnabled: true, applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn } }],
    });

    new TerraformOutput(this, 'bucket', { value: bucket.bucket });

    const repositoryCredentials = RepositoryCredentials.fromJsonSecret(registry);
    new TaskDefinition(this, 'Task', {
      family: 'everywhere',
      cpu: 512,
      memory: 1024,
      containers: [
        {
          name: 'app',
          image: 'registry.example.com/app:1.0.0',
          repositoryCredentials,
          user: '1000',
          secrets: [secrets.only('DB_PASSWORD')],
          // /run/secrets/TLS_KEY for user 1000, and TLS_KEY_FILE in the environment
          secretFiles: new SecretFiles({ secrets: [secrets.only('TLS_KEY')], uid: 1000 }),
          environment: { LOG_LEVEL: 'info' },
          environmentFiles: [EnvironmentFile.fromBucketArn(bucket.arn, 'app.env', { encryptionKeyArn: key.arn, bucketKeyEnabled: true })],
          logConfiguration: {
            logDriver: 'awsfirelens',
            options: { Name: 'datadog', Host: 'http-intake.logs.datadoghq.com', TLS: 'on', dd_service: 'app', provider: 'ecs' },
            secretOptions: [secrets.only('DD_API_KEY').renamed({ DD_API_KEY: 'apikey' })],
          },
        },
        {
          name: 'worker',
          image: 'registry.example.com/worker:1.0.0',
          repositoryCredentials,
          logConfiguration: {
            logDriver: 'splunk',
            options: { 'splunk-url': 'https://splunk.example.com:8088' },
            secretOptions: [secrets.only('SPLUNK_TOKEN').renamed({ SPLUNK_TOKEN: 'splunk-token' })],
          },
        },
        {
          name: 'log-router',
          image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:3',
          firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/everywhere', 'awslogs-stream-prefix': 'router' } },
        },
      ],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new EverywhereASecretGoesStack(app, 'everywhere-a-secret-goes');
  app.synth();
}
