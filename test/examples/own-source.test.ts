import { App, Testing } from 'cdktf';
import { OwnSourceStack, VaultSecrets } from '../../examples/own-source/main';
import { newStack, only, parseTemplate, synth } from '../support/synth';
import { TaskDefinition } from 'cdktf-ecs-secrets';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:vault/shop/database-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/platform/cache-url';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function example() {
  return synth(new OwnSourceStack(Testing.app() as App, 'own-source'));
}

test('containers get what the sources give, and a selection of it', () => {
  const [app, migration] = parseTemplate(only(example().resource.aws_ecs_task_definition).container_definitions);
  expect(app.secrets).toEqual([
    { name: 'CACHE_URL', valueFrom: PARAMETER },
    { name: 'DB_PASSWORD', valueFrom: `${SECRET}:DB_PASSWORD::` },
    { name: 'DB_USER', valueFrom: `${SECRET}:DB_USER::` },
  ]);
  expect(migration.secrets).toEqual([{ name: 'PASSWORD', valueFrom: `${SECRET}:DB_ADMIN_PASSWORD::` }]);
});

test('the role reads the secret and the parameter, and decrypts the secret alone', () => {
  const { Statement } = parseTemplate(only(example().resource.aws_iam_role_policy).policy);
  expect(Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [KEY],
      Condition: {
        StringEquals: { 'kms:EncryptionContext:SecretARN': [SECRET], 'kms:ViaService': expect.stringMatching(/^secretsmanager\.eu-central-1\./) },
      },
    },
    { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [SECRET] },
    { Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: [PARAMETER] },
  ]);
});

test('fails for a secret whose ARN is only half of one, with container and path', () => {
  const secrets = [new VaultSecrets({ arn: 'vault/shop/database', keys: ['DB_USER'] })];
  expect(() => new TaskDefinition(newStack('shop'), 'Task', { family: 'shop', containers: [{ name: 'app', image: 'x', secrets }] }))
    .toThrow(/^container 'app': secrets\[0\] gives 'DB_USER' no valid valueFrom, got 'vault\/shop\/database:DB_USER::'.* \(shop\/Task\)$/);
});
