import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { JsonSecret, SecretValues, TaskDefinition } from '../../src';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

function secretIn(stack: TerraformStack, encryptionKeyArn?: string): JsonSecret {
  return new JsonSecret(stack, 'Secret', {
    secretName: 'app', jsonSecret: SecretValues.external(['A', 'B']), replicaRegions: [{ region: 'eu-west-1', encryptionKeyArn }],
  });
}

describe('a copy of a secret', () => {
  test('is read in its Region, under its own key, and nothing of the original is', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const provider = new AwsProvider(stack, 'Eu', { alias: 'eu', region: 'eu-west-1' });
    const secret = secretIn(stack, KEY);

    // WHEN
    new TaskDefinition(stack, 'Task', {
      family: 'app', provider, containers: [{ name: 'app', image: 'example:1', secrets: [secret.replica('eu-west-1').only('A')] }],
    });

    // THEN
    const { resource, locals } = JSON.parse(Testing.synth(stack));
    const [[local, expression]] = Object.entries<any>(locals);
    const arn = `aws_secretsmanager_secret.${secret.resource.friendlyUniqueId}.arn`;
    expect(expression).toBe(`\${join(":", concat(slice(split(":", ${arn}), 0, 3), ["eu-west-1"], slice(split(":", ${arn}), 4, 7)))}`);
    const [{ container_definitions: containers }] = Object.values<any>(resource.aws_ecs_task_definition);
    expect(JSON.parse(containers)[0].secrets).toEqual([{ name: 'A', valueFrom: `\${local.${local}}:A::` }]);
    const [{ policy }] = Object.values<any>(resource.aws_iam_role_policy);
    const statements = JSON.parse(policy.replace(/\$\{data\.aws_partition\.[\w-]+\.dns_suffix\}/, 'SUFFIX')).Statement;
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [KEY],
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.SUFFIX', 'kms:EncryptionContext:SecretARN': [`\${local.${local}}`] } },
      },
      { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [`\${local.${local}}`] },
    ]);
  });

  test('can be used beside the original by the same role', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const secret = secretIn(stack);

    // WHEN
    const { executionRole } = new TaskDefinition(stack, 'Task', {
      family: 'app', containers: [{ name: 'app', image: 'example:1', secrets: [secret.only('A'), secret.replica('eu-west-1').only('B')] }],
    });
    secret.replica('eu-west-1');

    // THEN
    expect(executionRole.explainAccess()).toHaveLength(2);
    const [{ policy }] = Object.values<any>(JSON.parse(Testing.synth(stack)).resource.aws_iam_role_policy);
    expect(JSON.parse(policy).Statement).toMatchObject([{ Resource: [expect.stringContaining('aws_secretsmanager_secret.'), expect.stringContaining('local.')] }]);
  });

  test('fails in a Region without one', () => {
    const secret = secretIn(new TerraformStack(Testing.app(), 'stack'));
    expect(() => secret.replica('eu-west-2'))
      .toThrow("the secret has no copy in 'eu-west-2', did you mean 'eu-west-1'?: add { region: 'eu-west-2' } to replicaRegions (stack/Secret)");
  });
});
