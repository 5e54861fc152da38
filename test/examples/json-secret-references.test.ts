import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { HAMADA_INFO, JsonSecretReferencesStack } from '../../examples/json-secret-references/main';
import { only, parseTemplate, synth } from '../support/synth';

const { secret, references } = JSON.parse(readFileSync(join(__dirname, '../fixtures/value-from.json'), 'utf8'));

function example() {
  return synth(new JsonSecretReferencesStack(Testing.app() as App, 'json-secret-references'));
}

test('every way to refer to the secret is there', () => {
  const [app, other] = parseTemplate(only(example().resource.aws_ecs_task_definition).container_definitions);
  const suffixes = app.secrets.map(({ valueFrom }: { valueFrom: string }) => valueFrom.replace(HAMADA_INFO.arn, ''));
  expect(HAMADA_INFO.arn).toBe(secret.arn);
  expect(suffixes.sort()).toEqual(references.filter(({ injects }: any) => injects).map(({ suffix }: any) => suffix).sort());
  expect(other.secrets).toEqual([
    { name: 'AGE', valueFrom: `${secret.arn}:age::` },
    { name: 'GENDER', valueFrom: expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret\.HamadaInfo\.arn\}:gender::$/) },
  ]);
});

test('the role reads this secret and nothing else', () => {
  const { Statement } = parseTemplate(only(example().resource.aws_iam_role_policy).policy);
  expect(Statement).toEqual([
    { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [secret.arn, '${data.aws_secretsmanager_secret.HamadaInfo.arn}'] },
  ]);
});
