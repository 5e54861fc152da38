import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { measure } from './measure';
import { IMAGE, KEYS, PARAMETERS, REGION, serviceName } from './workload';

/**
 * What people write by hand: a resource per parameter, one version of the secret, and nothing that guards a value.
 * A missing value is written as an empty one or fails somewhere, a new version takes back what was typed into the
 * console, and anybody's task can assume the role.
 */
measure((services, outdir) => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'bench');
  new AwsProvider(stack, 'aws', { region: REGION });
  new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {}, sensitive: true }).addOverride('ephemeral', true);
  for (let i = 0; i < services; i++) {
    const name = serviceName(i);
    const parameters = PARAMETERS.map((key) => new SsmParameter(stack, `${name}-${key}`, {
      name: `/bench/${name}/${key}`,
      type: 'SecureString',
      valueWo: `\${var.secrets["${key}"]}`,
      valueWoVersion: 1,
    }));
    const secret = KEYS.length === 0 ? undefined : jsonSecret(stack, name);
    const role = new IamRole(stack, `${name}-role`, {
      namePrefix: `${name}-`,
      assumeRolePolicy: JSON.stringify({
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
        Version: '2012-10-17',
      }),
    });
    const arns = parameters.map((parameter) => parameter.arn);
    const policy = new IamRolePolicy(stack, `${name}-policy`, {
      name: 'secrets',
      role: role.name,
      policy: JSON.stringify({
        Statement: [
          ...(secret ? [{ Action: ['secretsmanager:GetSecretValue'], Effect: 'Allow', Resource: [secret.arn] }] : []),
          ...(arns.length > 0 ? [{ Action: ['ssm:GetParameters'], Effect: 'Allow', Resource: arns }] : []),
        ],
        Version: '2012-10-17',
      }),
    });
    new EcsTaskDefinition(stack, `${name}-task`, {
      family: name,
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: role.arn,
      containerDefinitions: JSON.stringify([{
        name: 'app',
        image: IMAGE,
        secrets: [
          ...PARAMETERS.map((key, index) => ({ name: key, valueFrom: arns[index] })),
          ...KEYS.map((key) => ({ name: key, valueFrom: `${secret!.arn}:${key}::` })),
        ],
      }]),
      dependsOn: [policy],
    });
  }
  return () => app.synth();
});

function jsonSecret(stack: TerraformStack, service: string): SecretsmanagerSecret {
  const secret = new SecretsmanagerSecret(stack, `${service}-secret`, { name: `bench/${service}` });
  const pairs = KEYS.map((key) => `"${key}" = var.secrets["${key}"]`);
  new SecretsmanagerSecretVersion(stack, `${service}-version`, {
    secretId: secret.id,
    secretStringWo: `\${jsonencode({ ${pairs.join(', ')} })}`,
    secretStringWoVersion: 1,
  });
  return secret;
}
