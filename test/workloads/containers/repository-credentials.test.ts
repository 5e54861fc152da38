import { JsonSecret, RepositoryCredentials, SecretValue, TaskDefinition } from '../../../src';
import { only, parseTemplate, synthScope } from '../../support/synth';
import { KEY, SECRET, statementsOf } from '../tasks';

const APP = { name: 'app', image: 'registry.example.com/api:1' };

test('of a secret of one\'s own', () => {
  // WHEN
  const json = synthScope((stack) => {
    const jsonSecret = { username: SecretValue.external(), password: SecretValue.external(), EXTRA: SecretValue.external() };
    const secret = new JsonSecret(stack, 'Secret', { secretName: 'example/registry', jsonSecret });
    const task = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, repositoryCredentials: RepositoryCredentials.fromJsonSecret(secret) }] });
    // THEN
    expect(task.serviceDependencies).toContain(secret.version);
  });
  const arn = expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}$/);
  const [container] = parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions);
  expect(container.repositoryCredentials).toEqual({ credentialsParameter: arn });
  expect(statementsOf(json)).toEqual([{ Action: ['secretsmanager:GetSecretValue'], Effect: 'Allow', Resource: [arn] }]);
});

test('of a secret by its ARN, with its key', () => {
  // WHEN
  const repositoryCredentials = RepositoryCredentials.fromSecretArn(SECRET, { encryptionKeyArn: KEY });
  const json = synthScope((stack) => new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, repositoryCredentials }] }));
  // THEN
  expect(statementsOf(json).map((statement) => [statement.Action[0], statement.Resource, statement.Condition?.StringEquals['kms:EncryptionContext:SecretARN']])).toEqual([
    ['kms:Decrypt', [KEY], [SECRET]],
    ['secretsmanager:GetSecretValue', [SECRET], undefined],
  ]);
});

test('of a secret by its name', () => {
  const json = synthScope((stack) => {
    const repositoryCredentials = RepositoryCredentials.fromSecretName(stack, 'Registry', 'example/registry');
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, repositoryCredentials }] });
  });
  expect(only(json.resource.aws_ecs_task_definition).container_definitions).toContain('"repositoryCredentials":{"credentialsParameter":"${data.aws_secretsmanager_secret.Registry.arn}"}');
});

test('fails for a secret without the keys', () => {
  synthScope((stack) => {
    const secret = new JsonSecret(stack, 'Secret', { secretName: 'example/registry', jsonSecret: { user_name: SecretValue.external(), password: SecretValue.external() } });
    expect(() => RepositoryCredentials.fromJsonSecret(secret)).toThrow(
      'repositoryCredentials need the keys \'username\' and \'password\', \'username\' is missing: rename \'user_name\' (Stack/Secret)',
    );
  });
});

test('fails for something that is not a secret\'s ARN', () => {
  expect(() => RepositoryCredentials.fromSecretArn('registry')).toThrow('\'repositoryCredentials\' doesn\'t name a secret by its ARN, got \'registry\'');
});
