import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput } from 'cdktf';
import { Checks, ContainerSecret, RepositoryCredentials, TaskDefinition } from '../../src';
import { annotationsOf } from '../support/annotations';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const FILE = {
  family: 'shop',
  memory: '512',
  containerDefinitions: [{
    name: 'app',
    image: 'example:1',
    repositoryCredentials: { credentialsParameter: 'my-repo' },
    secrets: [{ name: 'FOO', valueFrom: '/shop/foo' }, { name: 'LEGACY', valueFrom: 'legacy' }, { name: 'PASSWORD', valueFrom: `${SECRET}info:password::` }],
    logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'https://splunk.example.com:8088' }, secretOptions: [{ name: 'splunk-token', valueFrom: 'splunk' }] },
  }],
};

function statementsOf(json: any): any[] {
  return Object.values<any>(json.resource.aws_iam_role_policy).flatMap(({ policy }) => parseTemplate(policy).Statement);
}

describe('a task definition that names things as ECS lets it', () => {
  const stack = newStack();
  const task = TaskDefinition.fromJson(stack, 'Task', JSON.stringify(FILE));
  new TerraformOutput(stack, 'Json', { value: task.toJson() });
  const json = synth(stack) as any;
  const place = (service: string) => expect.stringMatching(new RegExp(
    `^arn:\\$\\{data\\.aws_partition\\.\\w+\\.partition\\}:${service}:\\$\\{data\\.aws_region\\.\\w+\\.id\\}:\\$\\{data\\.aws_caller_identity\\.\\w+\\.account_id\\}:parameter/(shop/foo|legacy|splunk)$`,
  ));

  test('stays as it is', () => {
    expect(parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions)).toEqual(FILE.containerDefinitions);
    expect(parseTemplate(only(json.output).value).containerDefinitions).toEqual(FILE.containerDefinitions);
  });

  test('has a role that reads exactly what it names', () => {
    const [parameters, secrets] = ['ssm:GetParameters', 'secretsmanager:GetSecretValue'].map((action) => statementsOf(json).find(({ Action: [first] }) => first === action));
    expect(parameters.Resource).toEqual([place('ssm'), place('ssm'), place('ssm')]);
    expect(secrets.Resource).toEqual([`${SECRET}info-??????`, expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret\..*\.arn\}$/)]);
    expect(only(json.data.aws_secretsmanager_secret)).toEqual({ name: 'my-repo' });
  });

  test('is warned of the partial ARN, until somebody acknowledges it', () => {
    const messages = () => annotationsOf(task).filter((message) => message.includes('partial'));
    expect(messages()).toEqual([
      `'PASSWORD' names a secret by a partial ARN, got '${SECRET}info': the role allows '${SECRET}info-??????', use the ARN as Secrets Manager shows it, or fromSecretName`,
    ]);
    const meant = TaskDefinition.fromJson(newStack(), 'Task', JSON.stringify(FILE));
    Checks.of(meant).acknowledge('partial-secret-arn', 'as it runs today', { names: ['PASSWORD'] });
    expect(annotationsOf(meant).filter((message) => message.includes('partial'))).toEqual([]);
  });
});

test('a name belongs to the task\'s provider', () => {
  const stack = newStack();
  const provider = new AwsProvider(stack, 'eu-west-1', { region: 'eu-west-1', alias: 'west' });
  TaskDefinition.fromJson(stack, 'Task', JSON.stringify(FILE), { provider });
  const json = synth(stack) as any;
  expect(only(json.data.aws_secretsmanager_secret)).toEqual({ name: 'my-repo', provider: 'aws.west' });
  const region = Object.entries<any>(json.data.aws_region).find(([, data]) => data.provider === 'aws.west')![0];
  expect(statementsOf(json).find(({ Action: [first] }) => first === 'ssm:GetParameters').Resource[0]).toContain(`\${data.aws_region.${region}.id}`);
});

test('a partial ARN under a customer key is decrypted for the pattern', () => {
  const stack = newStack();
  const secret = ContainerSecret.fromValueFrom('A', `${SECRET}info`, { encryptionKeyArn: KEY });
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [secret] }] });
  const decrypt = statementsOf(synth(stack)).find(({ Action: [first] }) => first === 'kms:Decrypt');
  expect(decrypt.Condition.StringLike).toEqual({ 'kms:EncryptionContext:SecretARN': [`${SECRET}info-??????`] });
  expect(decrypt.Condition.StringEquals).toEqual({ 'kms:ViaService': expect.stringMatching(/^secretsmanager\./) });
});

test('what may be the end of a name is a warning', () => {
  const stack = newStack();
  const task = new TaskDefinition(stack, 'Task', {
    family: 'f', containers: [{ name: 'c', image: 'i', secrets: [ContainerSecret.fromSecretArn('A', `${SECRET}prod/app-config`)] }],
  });
  expect(annotationsOf(task)).toEqual([
    `'A': 'config' looks like a part of the secret's name, not like the end of its ARN, got '${SECRET}prod/app-config': `
    + 'if the ARN is partial, use the ARN as Secrets Manager shows it, or fromSecretName',
  ]);
});

describe('credentials of a registry', () => {
  const credentials = (text: string) => RepositoryCredentials.fromCredentialsParameter(newStack(), 'Registry', text);

  test.each([`${SECRET}registry-AbCdEf`, `${SECRET}registry`, 'registry', 'ecr-pullthroughcache/docker'])('%s', (text) => {
    expect(credentials(text).credentialsParameter).toBe(text);
  });

  test.each([
    ['a key', `${SECRET}registry-AbCdEf:username::`, 'doesn\'t name a secret by its ARN'],
    ['a parameter', 'arn:aws:ssm:eu-central-1:123456789012:parameter/registry', 'doesn\'t name a secret by its ARN'],
    ['a name with a colon', 'registry:1', 'contains \':\''],
    ['nothing', '', 'secret name has 0 characters'],
  ])('fails for %s', (_, text, message) => {
    expect(() => credentials(text)).toThrow(message);
    expect(() => credentials(text)).toThrow('(Stack)');
  });
});
