import type { RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Emulator } from './emulator';

/** What somebody made in the console before there was any Terraform. */
export interface HandMade {
  readonly task: RegisterTaskDefinitionCommandInput;
  readonly job: RegisterJobDefinitionCommandInput;
  /** Contents of the secrets, by name. */
  readonly secrets: { readonly [name: string]: object };
  /** All values that may not appear anywhere. */
  readonly values: { readonly [label: string]: string };
}

export async function createByHand(emulator: Emulator): Promise<HandMade> {
  const { ssm, secretsManager, kms, iam, s3 } = emulator.admin;
  const { account, region } = emulator;
  const values = { USER: 'a-user-made-by-hand', PASSWORD: 'a-password-made-by-hand', OTHER: 'another-made-by-hand', TOKEN: 'a-token-made-by-hand', PARAMETER: 'a-parameter-made-by-hand' };
  const secrets = { 'app/db': { USER: values.USER, PASSWORD: values.PASSWORD, OTHER: values.OTHER, PORT: 5432 }, 'job/token': { TOKEN: values.TOKEN } };
  const key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  const secret = async (Name: 'app/db' | 'job/token', options: object = {}) =>
    (await secretsManager.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(secrets[Name]), ...options }))).ARN!;
  const database = await secret('app/db', { Description: 'by hand', KmsKeyId: key, Tags: [{ Key: 'team', Value: 'shop' }] });
  const token = await secret('job/token');
  const parameter = async (name: string, options: object = {}) => {
    await ssm.send(new PutParameterCommand({ Name: name, Value: values.PARAMETER, Type: 'SecureString', ...options }));
    return `arn:aws:ssm:${region}:${account}:parameter${name}`;
  };
  const [userName, apiKey] = [await parameter('/example.com/rds/user_name'), await parameter('/mackerel.io/api-key', { KeyId: key })];
  await s3.send(new CreateBucketCommand({ Bucket: 'config' }));
  await s3.send(new PutObjectCommand({ Bucket: 'config', Key: 'app.env', Body: 'LEVEL=info' }));
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }] };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'by-hand', AssumeRolePolicyDocument: JSON.stringify(trust) }));

  return {
    values,
    secrets,
    task: {
      family: 'by-hand',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: Role!.Arn,
      volumes: [{ name: 'scratch' }],
      tags: [{ key: 'team', value: 'shop' }],
      containerDefinitions: [
        {
          name: 'app',
          image: 'app:1',
          environment: [{ name: 'LEVEL', value: 'info' }],
          environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::config/app.env' }],
          mountPoints: [{ sourceVolume: 'scratch', containerPath: '/tmp' }],
          secrets: [{ name: 'USER', valueFrom: `${database}:USER::` }, { name: 'DB_PASSWORD', valueFrom: `${database}:PASSWORD::` }, { name: 'DB_USER', valueFrom: userName }],
          logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'https://splunk.example.com:8088' }, secretOptions: [{ name: 'splunk-token', valueFrom: `${database}:OTHER::` }] },
        },
        { name: 'mackerel-container-agent', image: 'mackerel/mackerel-container-agent:latest', essential: false, secrets: [{ name: 'MACKEREL_APIKEY', valueFrom: apiKey }] },
      ],
    },
    job: {
      jobDefinitionName: 'by-hand-job',
      type: 'container',
      platformCapabilities: ['EC2'],
      containerProperties: {
        image: 'job:1',
        command: ['import'],
        executionRoleArn: Role!.Arn,
        resourceRequirements: [{ type: 'MEMORY', value: '2048' }, { type: 'VCPU', value: '1' }],
        // AWS Batch compares them in order
        secrets: [{ name: 'DB_USER', valueFrom: userName }, { name: 'TOKEN', valueFrom: `${token}:TOKEN::` }],
      },
    },
  };
}
