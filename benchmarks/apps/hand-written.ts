import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
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

/** The same resources with the provider's own classes: a parameter each, and no library. */
measure((services, outdir) => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'bench');
  new AwsProvider(stack, 'aws', { region: REGION });
  stack.addOverride('terraform.required_version', '>= 1.11');
  new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {}, sensitive: true }).addOverride('ephemeral', true);
  const partition = new DataAwsPartition(stack, 'partition').partition;
  const region = new DataAwsRegion(stack, 'region').id;
  const account = new DataAwsCallerIdentity(stack, 'account').accountId;
  for (let i = 0; i < services; i++) {
    const name = serviceName(i);
    const parameters = PARAMETERS.map((key) => new SsmParameter(stack, `${name}-${key}`, parameterConfig(name, key)));
    const secret = jsonSecret(stack, name);
    const role = new IamRole(stack, `${name}-role`, {
      namePrefix: `${name}-`,
      assumeRolePolicy: JSON.stringify(trustPolicy(partition, region, account)),
    });
    const arns = parameters.map((parameter) => parameter.arn);
    const secretArn = secret.arn;
    const policy = new IamRolePolicy(stack, `${name}-policy`, {
      name: 'secrets',
      role: role.name,
      policy: JSON.stringify({
        Statement: [
          { Action: ['secretsmanager:GetSecretValue'], Effect: 'Allow', Resource: [secretArn] },
          { Action: ['ssm:GetParameters'], Effect: 'Allow', Resource: arns },
        ],
        Version: '2012-10-17',
      }),
      lifecycle: { createBeforeDestroy: true },
    });
    const keys = KEYS.map((key) => ({ name: key, valueFrom: `${secretArn}:${key}::` }));
    const secrets = [...keys, ...PARAMETERS.map((key, index) => ({ name: key, valueFrom: arns[index] }))];
    new EcsTaskDefinition(stack, `${name}-task`, {
      family: name,
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: role.arn,
      containerDefinitions: JSON.stringify([{ image: IMAGE, name: 'app', secrets }]),
      dependsOn: [policy],
      lifecycle: { createBeforeDestroy: true },
    });
  }
  return () => app.synth();
});

function given(key: string): string {
  return `lookup(var.secrets, "${key}", null)`;
}

function parameterConfig(service: string, key: string): ConstructorParameters<typeof SsmParameter>[2] {
  const value = `try(coalesce(${given(key)}), "")`;
  return {
    name: `/bench/${service}/${key}`,
    type: 'SecureString',
    valueWo: `\${${value}}`,
    valueWoVersion: 1,
    lifecycle: {
      precondition: [
        {
          condition: `\${${value} != ""}`,
          errorMessage: `parameter /bench/${service}/${key} has no value: the variable that feeds it holds none under that name, or an empty one`,
        },
      ],
    },
  };
}

/** A new key must not take back what others wrote, so the JSON is merged into what is stored. */
function jsonSecret(stack: TerraformStack, service: string): SecretsmanagerSecret {
  const secret = new SecretsmanagerSecret(stack, `${service}-secret`, { name: `bench/${service}` });
  const secretId = secret.id;
  const seed = new SecretsmanagerSecretVersion(stack, `${service}-seed`, {
    secretId,
    secretStringWo: '{}',
    secretStringWoVersion: 1,
    versionStages: ['TERRAFORM_SEED'],
    lifecycle: { ignoreChanges: ['version_stages'] },
  });
  stack.addOverride(`ephemeral.aws_secretsmanager_secret_version.${service}-stored`, { secret_id: seed.secretId });
  const stored = `ephemeral.aws_secretsmanager_secret_version.${service}-stored.secret_string`;
  const names = `[${KEYS.map((key) => `"${key}"`).join(', ')}]`;
  const placeholder = 'REPLACE_ME: this value is set outside Terraform';
  const kept = '{ for k, v in s : k => v if !contains(["_versions"], k) && !(contains(keys(w), k) && '
    + `(try(s["_versions"][k], 1) != lookup(w, k, 1) || v == "${placeholder}")) }`;
  const versions = 'merge(try(s["_versions"], {}), w)';
  const marks = `{ for k in ["_versions"] : k => { for n, i in ${versions} : n => i if i != 1 } if anytrue([for i in values(${versions}) : i != 1]) }`;
  const merged = `merge({}, { for k in ${names} : k => tostring(lookup(var.secrets, k, null)) }, ${kept}, {}, ${marks})`;
  new SecretsmanagerSecretVersion(stack, `${service}-version`, {
    secretId,
    secretStringWo: `\${jsonencode([for s in [try(jsondecode(${stored}), {})] : [for w in [tomap({ for k in ${names} : k => 1 })] : ${merged}][0]][0])}`,
    secretStringWoVersion: 1,
    lifecycle: {
      precondition: [
        {
          condition: `\${can(keys(jsondecode(${stored})))}`,
          errorMessage: `secret bench/${service} holds no JSON object, so no key can be added to it: store a JSON object like {} first`,
        },
        ...KEYS.map((key) => ({
          condition: `\${${given(key)} != null}`,
          errorMessage: `key ${key} of secret bench/${service} has no value: variable secrets holds none under that name`,
        })),
      ],
    },
  });
  return secret;
}

function trustPolicy(partition: string, region: string, account: string): object {
  return {
    Statement: [
      {
        Action: 'sts:AssumeRole',
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
          StringEquals: { 'aws:SourceAccount': account },
        },
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
      },
    ],
    Version: '2012-10-17',
  };
}
