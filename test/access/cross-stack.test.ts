import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import {
  ContainerSecrets, DiscoveredJsonSecret, DiscoveredParameters, ExecutionRole, ISecretSource, KeyDiscovery, SecretValue, SecretValues, TaskDefinition,
  VariableSecrets,
} from '../../src';

describe('sources of one stack, used in another', () => {
  test('are referred to by ARNs that the first stack puts out, and nothing else crosses', () => {
    // GIVEN
    const { app, shared } = withShared('shared');
    const user = new TerraformStack(app, 'user');
    task(user, 'Task', shared.secrets.only('USER', 'PASSWORD'));

    // WHEN
    const stacks = synth(app);

    // THEN
    const { parameterMap, secret } = shared.secrets;
    const [parameter, json, key] = [`aws_ssm_parameter.${parameterMap!.resource.friendlyUniqueId}["USER"].arn`, `aws_secretsmanager_secret.${secret!.resource.friendlyUniqueId}.arn`, 'aws_kms_key.Key.arn'];
    expect(Object.values<any>(stacks.shared.output).map(({ value }) => value).sort()).toEqual([key, json, parameter].map((address) => `\${${address}}`).sort());
    expect(Object.values<any>(stacks.shared.output).every(({ sensitive }) => sensitive)).toBe(true);
    expect(containersOf(stacks)).toMatchObject([{
      secrets: [{ name: 'PASSWORD', valueFrom: `${json}:PASSWORD::` }, { name: 'USER', valueFrom: parameter }],
    }]);
    expect(statementsOf(stacks)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [key],
        Condition: { StringEquals: { 'kms:ViaService': `secretsmanager.\${split(":", ${key})[3]}.SUFFIX`, 'kms:EncryptionContext:SecretARN': [json] } },
      },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [key],
        Condition: { StringEquals: { 'kms:ViaService': `ssm.\${split(":", ${key})[3]}.SUFFIX`, 'kms:EncryptionContext:PARAMETER_ARN': [parameter] } },
      },
      { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [json] },
      { Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: [parameter] },
    ]);
  });

  test.each<[string, (stack: TerraformStack) => ISecretSource, string[]]>([
    [
      'DiscoveredJsonSecret, also one whose value is in the first state',
      (stack) => new DiscoveredJsonSecret(stack, 'Source', { secretName: 'vendor', keys: KeyDiscovery.fromValue() }),
      ['data.aws_secretsmanager_secret.Source.arn', 'local.Source_Passed_HASH'],
    ],
    ['DiscoveredParameters', (stack) => new DiscoveredParameters(stack, 'Source', { path: '/vendor' }), ['local.Source_Passed_HASH']],
    [
      'VariableSecrets',
      (stack) => new VariableSecrets(stack, 'Source', { path: '/team', parameters: new TerraformVariable(stack, 'values', { type: 'map(string)' }) }),
      ['local.Source_ParameterMap_Passed_HASH'],
    ],
  ])('that are lists pass on names and ARNs: %s', (_, make, addresses) => {
    // GIVEN
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cross-stack-')) });
    const [shared, user] = ['shared', 'user'].map((id) => new TerraformStack(app, id));
    [shared, user].forEach((stack) => new AwsProvider(stack, 'aws', { region: 'eu-central-1' }));

    // WHEN
    task(user, 'Task', make(shared));
    const stacks = synth(app);

    // THEN
    const outputs = Object.values<any>(stacks.shared.output).map(({ value }) => value.replace(/^\$\{|\}$/g, '').replace(/_[0-9A-F]{8}$/, '_HASH').replace(/_[0-9A-F]{8}(?=\.)/, ''));
    expect(outputs.sort()).toEqual(addresses);
    expect(JSON.stringify(stacks.user)).not.toContain('secret_string');
  });

  test('are nothing that a resource of the other stack could wait for', () => {
    // GIVEN
    const { app, shared } = withShared('shared');
    const user = new TerraformStack(app, 'user');
    const own = new ContainerSecrets(user, 'Own', { path: '/own', jsonSecret: SecretValues.external(['OWN']) });
    const { serviceDependencies, executionRole } = task(user, 'Task', shared.secrets.only('PASSWORD'), own);

    // WHEN
    const stacks = synth(app);

    // THEN
    expect(serviceDependencies).toEqual([own.secret!.version, ...executionRole.policies]);
    const [{ depends_on: dependsOn }] = Object.values<any>(stacks.user.resource.aws_ecs_task_definition);
    expect(dependsOn).toEqual(Object.keys(stacks.user.resource.aws_iam_role_policy).map((id) => `aws_iam_role_policy.${id}`));
    expect(user.dependencies).toEqual([shared.stack]);
  });

  test('give the same policy name in every run, and the one they have in their own stack', () => {
    const nameWith = (ownStack: boolean) => {
      const app = newApp();
      const stack = new TerraformStack(app, 'shared');
      const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/app', parameters: SecretValues.external(['A', 'B']), jsonSecret: SecretValues.external(['C']) });
      const user = ownStack ? stack : new TerraformStack(app, 'user');
      task(user, 'Task', secrets);
      return Object.values<any>(synth(app)[user.node.id].resource.aws_iam_role_policy)[0].name_prefix.replace(`${user.node.id}-Task-`, '');
    };
    expect(nameWith(false)).toBe(nameWith(false));
    expect(nameWith(false)).toBe(nameWith(true));
  });

  test('stay apart where two stacks have the same names and ids', () => {
    // GIVEN
    const { app, shared } = withShared('one');
    const two = sharedIn(new TerraformStack(app, 'two'));
    const user = new TerraformStack(app, 'user');
    task(user, 'Task', shared.secrets.only('USER'), two.secrets.only('USER').renamed({ USER: 'OTHER_USER' }));

    // WHEN
    const policy = statementsOf(synth(app), false);

    // THEN
    expect(policy.map(({ Action, Resource }) => [Action[0], new Set(Resource).size])).toEqual([['kms:Decrypt', 1], ['kms:Decrypt', 1], ['ssm:GetParameters', 2]]);
  });

  test('are explained by the same names', () => {
    // GIVEN
    const { app, shared } = withShared('shared');
    const { executionRole } = task(new TerraformStack(app, 'user'), 'Task', shared.secrets.only('USER'));
    const explained = executionRole.explainAccess();

    // WHEN
    synth(app);

    // THEN
    expect(explained).toContain("ssm:GetParameters on ssm /app/USER: container 'api' (USER)");
    expect(executionRole.explainAccess()).toEqual(explained);
  });
});

test('a role of another stack has the policies, and the task waits for that stack as a whole', () => {
  // GIVEN
  const { app, shared } = withShared('shared');
  const executionRole = new ExecutionRole(shared.stack, 'Role');
  const user = new TerraformStack(app, 'user');
  const { serviceDependencies } = new TaskDefinition(user, 'Task', {
    family: 'api', executionRole, containers: [{ name: 'api', image: 'nginx', secrets: [shared.secrets.only('USER')] }],
  });

  // WHEN
  const stacks = synth(app);

  // THEN
  expect(Object.keys(stacks.shared.resource.aws_iam_role_policy)).toHaveLength(1);
  expect(Object.values<any>(stacks.user.resource.aws_ecs_task_definition)[0].depends_on).toBeUndefined();
  expect(serviceDependencies).toEqual([]);
});

interface Shared {
  readonly stack: TerraformStack;
  readonly secrets: ContainerSecrets;
}

const directories: string[] = [];

afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true })));

function newApp(): App {
  const outdir = mkdtempSync(join(tmpdir(), 'cross-stack-'));
  directories.push(outdir);
  return new App({ outdir });
}

function withShared(id: string): { app: App; shared: Shared } {
  const app = newApp();
  return { app, shared: sharedIn(new TerraformStack(app, id)) };
}

function sharedIn(stack: TerraformStack): Shared {
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/app',
    parameters: { USER: SecretValue.external(), OTHER: SecretValue.external() },
    jsonSecret: { PASSWORD: SecretValue.generated(), TOKEN: SecretValue.external() },
    encryptionKeyArn: new KmsKey(stack, 'Key').arn,
  });
  return { stack, secrets };
}

function task(stack: TerraformStack, id: string, ...secrets: ISecretSource[]): TaskDefinition {
  return new TaskDefinition(stack, id, { family: 'api', containers: [{ name: 'api', image: 'nginx', secrets }] });
}

function synth(app: App): { [stack: string]: any } {
  app.node.children.forEach((stack) => new AwsProvider(stack as TerraformStack, 'Aws', { region: 'eu-central-1' }));
  app.synth();
  const stacks = app.node.children.map(({ node }) => [node.id, JSON.parse(readFileSync(join(app.outdir, 'stacks', node.id, 'cdk.tf.json'), 'utf8'))]);
  return Object.fromEntries(stacks);
}

function containersOf(stacks: { [stack: string]: any }): any[] {
  return JSON.parse(located(Object.values<any>(stacks.user.resource.aws_ecs_task_definition)[0].container_definitions, stacks));
}

function statementsOf(stacks: { [stack: string]: any }, locate = true): any[] {
  const { policy } = Object.values<any>(stacks.user.resource.aws_iam_role_policy)[0];
  return JSON.parse(locate ? located(policy, stacks) : policy.replace(/split\(":", [^)]*\)/g, '')).Statement;
}

/** With addresses of the shared stack instead of the outputs that carry them. */
function located(text: string, stacks: { [stack: string]: any }): string {
  return text
    .replace(/data\.terraform_remote_state\.[\w-]+\.outputs\.([\w-]+)/g, (_, output) => stacks.shared.output[output].value.slice(2, -1).replace(/"/g, '\\"'))
    .replace(/\$\{(aws_[\w.]+(?:\[\\"\w+\\"\])?\.arn)\}/g, '$1')
    .replace(/\$\{data\.aws_partition\.\w+\.dns_suffix\}/g, 'SUFFIX')
    .replace(/split\(":"/g, 'split(\\":\\"');
}
