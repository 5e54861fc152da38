import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, GetParameterCommand, GetParametersByPathCommand, GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Clients } from './support/clients';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks, proveLeaksAreFound } from './support/leaks';
import { AWS_PROVIDER, describeReal } from './support/prerequisites';
import { Workspace } from './support/terraform';

jest.setTimeout(300_000);

const PARAMETER = 'pa"ram&eter <value> ${literal}';
const TOKEN = 'the-token-é-\\-value';
const VARIABLES = { VALUES: { DB_PASSWORD: PARAMETER, TOKEN } };

function configuration({ decryptParameter } = { decryptParameter: true }) {
  const decrypt = (service: string, context: string, arn: string) => ({
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: '${aws_kms_key.KEY.arn}',
    Condition: { StringEquals: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com`, [`kms:EncryptionContext:${context}`]: arn } },
  });
  return {
    terraform: { required_providers: { aws: AWS_PROVIDER }, backend: { local: { path: '/nowhere/terraform.tfstate' } } },
    provider: { aws: [{ region: 'us-east-1', skip_credentials_validation: true, skip_metadata_api_check: 'true', skip_region_validation: true }] },
    variable: { VALUES: { type: 'map(string)', ephemeral: true, sensitive: true } },
    resource: {
      aws_kms_key: { KEY: { description: 'customer key' } },
      aws_ssm_parameter: {
        PASSWORD: { name: '/demo/DB_PASSWORD', type: 'SecureString', key_id: '${aws_kms_key.KEY.arn}', value_wo: '${var.VALUES["DB_PASSWORD"]}', value_wo_version: 1 },
        OTHER: { name: '/demo/OTHER', type: 'String', value: 'not for the task' },
      },
      aws_secretsmanager_secret: {
        SECRET: { name: 'demo', kms_key_id: '${aws_kms_key.KEY.arn}', recovery_window_in_days: 0 },
        OTHER: { name: 'other', recovery_window_in_days: 0 },
      },
      aws_secretsmanager_secret_version: {
        SECRET: { secret_id: '${aws_secretsmanager_secret.SECRET.id}', secret_string_wo: '${jsonencode({ TOKEN = var.VALUES["TOKEN"], COUNT = 1754110382 })}', secret_string_wo_version: 1 },
      },
      aws_iam_role: {
        ROLE: {
          name: 'execution',
          assume_role_policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:123456789012:*' }, StringEquals: { 'aws:SourceAccount': '123456789012' } },
            }],
          }),
        },
      },
      aws_iam_role_policy: {
        POLICY: {
          role: '${aws_iam_role.ROLE.name}',
          policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: '${aws_ssm_parameter.PASSWORD.arn}' },
              { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '${aws_secretsmanager_secret.SECRET.arn}' },
              ...decryptParameter ? [decrypt('ssm', 'PARAMETER_ARN', '${aws_ssm_parameter.PASSWORD.arn}')] : [],
              decrypt('secretsmanager', 'SecretARN', '${aws_secretsmanager_secret.SECRET.arn}'),
            ],
          }),
        },
      },
      aws_ecs_task_definition: {
        TASK: {
          family: 'demo',
          execution_role_arn: '${aws_iam_role.ROLE.arn}',
          depends_on: ['aws_secretsmanager_secret_version.SECRET'],
          container_definitions: JSON.stringify([{
            name: 'app',
            image: 'app',
            memory: 128,
            environment: [{ name: 'PLAIN', value: 'visible' }],
            secrets: [
              { name: 'DB_PASSWORD', valueFrom: '${aws_ssm_parameter.PASSWORD.arn}' },
              { name: 'TOKEN', valueFrom: '${aws_secretsmanager_secret.SECRET.arn}:TOKEN::' },
            ],
            logConfiguration: {
              logDriver: 'splunk',
              options: { 'splunk-url': 'https://splunk.example.com' },
              secretOptions: [{ name: 'splunk-token', valueFrom: '${aws_secretsmanager_secret.SECRET.arn}:COUNT::' }],
            },
          }]),
        },
      },
    },
  };
}

describeReal('the end-to-end harness', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  let role: Clients;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(configuration());
    await workspace.init();
    await workspace.validate();
    const plan = await workspace.plan({ variables: VARIABLES });
    expect(plan.changes).toContain('create aws_ecs_task_definition.TASK');
    const lines = await workspace.apply({ plan, variables: VARIABLES });
    expect(lines.join('\n')).toContain('Apply complete! Resources: 9 added');
    role = emulator.clientsFor(await emulator.assumeAsEcs('arn:aws:iam::123456789012:role/execution'));
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the second plan is empty', async () => {
    const plan = await workspace.plan({ variables: VARIABLES });
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
  });

  test('the agent gets the values with the execution role', async () => {
    const { containers, calls } = await resolveTask(emulator, 'demo');
    expect(containers).toEqual({
      app: {
        environment: { PLAIN: 'visible', DB_PASSWORD: PARAMETER, TOKEN },
        logOptions: { 'splunk-url': 'https://splunk.example.com', 'splunk-token': '1.754110382e+09' },
      },
    });
    expect(calls.map(({ action }) => action)).toEqual(['ssm:GetParameters', 'secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue']);
  });

  test('the log tells what was called in which order by whom', async () => {
    const calls = await emulator.calls();
    const registered = calls.find(({ action }) => action === 'ecs:RegisterTaskDefinition')!;
    const written = calls.find(({ action, resources }) => action === 'ssm:PutParameter' && resources[0].endsWith(':parameter/demo/DB_PASSWORD'))!;
    expect(written.seq).toBeLessThan(registered.seq);
    expect(written).toMatchObject({ allowed: true, status: 200, detail: { Name: '/demo/DB_PASSWORD' } });
    const read = calls.filter((call) => call.role === 'arn:aws:iam::123456789012:role/execution');
    expect(read.length).toBeGreaterThan(0);
    expect(JSON.stringify(calls)).not.toContain('token-é');
  });

  test.each([
    ['another parameter', 'ssm:GetParameters', async () => role.ssm.send(new GetParametersCommand({ Names: ['/demo/OTHER'] }))],
    ['one parameter of two', 'parameter/demo/OTHER', async () => role.ssm.send(new GetParametersCommand({ Names: ['/demo/DB_PASSWORD', '/demo/OTHER'] }))],
    ['a parameter one by one', 'ssm:GetParameter ', async () => role.ssm.send(new GetParameterCommand({ Name: '/demo/DB_PASSWORD' }))],
    ['a path', 'ssm:GetParametersByPath', async () => role.ssm.send(new GetParametersByPathCommand({ Path: '/demo' }))],
    ['writing', 'ssm:PutParameter', async () => role.ssm.send(new PutParameterCommand({ Name: '/demo/DB_PASSWORD', Value: 'x', Overwrite: true }))],
    ['another secret', 'secretsmanager:GetSecretValue', async () => role.secretsManager.send(new GetSecretValueCommand({ SecretId: 'other' }))],
    ['reading about a key', 'kms:DescribeKey', async () => role.kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/ssm' }))],
  ])('fails for the execution role: %s', async (_, named, send) => {
    const refused = expect(send()).rejects;
    await refused.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining(named) });
    expect((await emulator.calls()).at(-1)).toMatchObject({ allowed: false, status: 400 });
  });

  test.each([
    ['from another Region', async () => emulator.assumeAsEcs('arn:aws:iam::123456789012:role/execution', { region: 'eu-west-1' })],
    ['from another account', async () => emulator.assumeAsEcs('arn:aws:iam::123456789012:role/execution', { account: '210987654321' })],
    ['by the administrator', async () => emulator.assumeAsAdmin('arn:aws:iam::123456789012:role/execution')],
    ['where there is no such role', async () => emulator.assumeAsEcs('arn:aws:iam::123456789012:role/none')],
  ])('fails to assume the role %s', async (_, assume) => {
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('nothing leaks, and the search would see it', async () => {
    expect(await findLeaks(workspace, { DB_PASSWORD: PARAMETER, TOKEN })).toEqual([]);
    expect(proveLeaksAreFound().length).toBeGreaterThan(8);
    // What is in the configuration on purpose is found in each of the places: the control with Terraform's own files.
    const found = new Set((await findLeaks(workspace, { OTHER: 'not for the task' })).map(({ file }) => file));
    expect([...found].sort()).toEqual([
      '1.tfplan!tfconfig/m-/cdk.tf.json', '1.tfplan!tfplan', '2.tfplan!tfconfig/m-/cdk.tf.json', '2.tfplan!tfplan', '2.tfplan!tfstate', '2.tfplan!tfstate-prev',
      'cdk.tf.json', 'terraform show -json', 'terraform show -json 1.tfplan', 'terraform show -json 2.tfplan', 'terraform.tfstate',
    ]);
  });

  test('fails to start the task without kms:Decrypt for the parameter', async () => {
    workspace.write(configuration({ decryptParameter: false }));
    await workspace.apply({ variables: VARIABLES });
    await expect(resolveTask(emulator, 'demo')).rejects.toThrow(
      'ResourceInitializationError: fetching secret data from SSM Parameter Store in us-east-1: AccessDeniedException: The ciphertext refers to a customer master key',
    );
  });

  test('fails with the values masked', async () => {
    const failing = new Workspace(emulator);
    failing.write({ variable: { SHOWN: { type: 'string', validation: [{ condition: '${var.SHOWN == ""}', error_message: 'got ${var.SHOWN}' }] } } });
    await failing.init();
    await expect(failing.plan({ variables: { SHOWN: 'a-value-to-mask' } })).rejects.toThrow(/terraform plan ended with code 1: .*got \*\*\*/);
    failing.remove();
  });

  test('destroy leaves nothing', async () => {
    await workspace.destroy({ variables: VARIABLES });
    const { ssm, secretsManager, iam, ecs } = emulator.admin;
    expect((await ssm.send(new DescribeParametersCommand({}))).Parameters).toEqual([]);
    expect((await secretsManager.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList).toEqual([]);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    expect((await ecs.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns).toEqual([]);
  });
});
