import { App, Testing } from 'cdktf';
import { EverywhereASecretGoesStack } from '../../examples/everywhere-a-secret-goes/main';
import { only, parseTemplate, synth } from '../support/synth';

const SECRET = expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}$/);

function example() {
  return synth(new EverywhereASecretGoesStack(Testing.app() as App, 'everywhere-a-secret-goes'));
}

test('a secret stands in each field that takes one', () => {
  // WHEN
  const [app, writer, router, worker] = parseTemplate(only(example().resource.aws_ecs_task_definition).container_definitions);

  // THEN
  const parameter = (name: string) => expect.stringMatching(new RegExp(`^\\$\\{aws_ssm_parameter\\.\\w+\\["${name}"\\]\\.arn\\}$`));
  expect(app).toMatchObject({
    secrets: [{ name: 'DB_PASSWORD', valueFrom: parameter('DB_PASSWORD') }],
    environment: [{ name: 'LOG_LEVEL', value: 'info' }, { name: 'TLS_KEY_FILE', value: '/run/secrets/TLS_KEY' }],
    environmentFiles: [{ type: 's3', value: '${aws_s3_bucket.Config.arn}/app.env' }],
    logConfiguration: { logDriver: 'awsfirelens', secretOptions: [{ name: 'apikey', valueFrom: parameter('DD_API_KEY') }] },
    repositoryCredentials: { credentialsParameter: SECRET },
  });
  expect(writer).toMatchObject({ name: 'app-secret-files', secrets: [{ name: 'TLS_KEY', valueFrom: expect.stringMatching(/:TLS_KEY::$/) }] });
  expect(router.firelensConfiguration.type).toBe('fluentbit');
  expect(worker.logConfiguration).toMatchObject({ logDriver: 'splunk', secretOptions: [{ name: 'splunk-token', valueFrom: expect.stringMatching(/:SPLUNK_TOKEN::$/) }] });
  expect(worker.repositoryCredentials).toEqual(app.repositoryCredentials);
});

test('the role reads and decrypts just these, each through the service that holds it', () => {
  const { Statement } = parseTemplate(only(example().resource.aws_iam_role_policy).policy);
  const counts = Statement.map(({ Action, Resource, Condition }: any) => {
    const { 'kms:ViaService': via, ...contexts } = Condition?.StringEquals ?? {};
    return [Action[0], Resource.length, via?.split('.')[0], Object.values<string[]>(contexts)[0]?.length];
  });
  expect(counts).toEqual([
    ['kms:Decrypt', 1, 's3', 1],
    ['kms:Decrypt', 1, 'secretsmanager', 2],
    ['kms:Decrypt', 1, 'ssm', 2],
    ['logs:CreateLogStream', 1, undefined, undefined],
    ['s3:GetBucketLocation', 1, undefined, undefined],
    ['s3:GetObject', 1, undefined, undefined],
    ['secretsmanager:GetSecretValue', 2, undefined, undefined],
    ['ssm:GetParameters', 2, undefined, undefined],
  ]);
});
