import { TerraformStack } from 'cdktf';
import {
  ContainerSecret, DatabaseSecret, DiscoveredJsonSecret, ISecretSource, JsonSecret, KeyDiscovery, RepositoryCredentials, SecretResourcePolicy,
  SecretValue, TaskDefinition,
} from '../../src';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const NAMES = [
  'rds!db-5c2d7cbd-0d8c-4f3e-8a1a-9e7d5d0b8a11', 'rds!cluster-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', 'redshift!shop-admin', 'events!connection/shop/1',
  'ecs-sc!11111111', 'appflow!shop', 'databrew!default',
];
const PREFIX = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:';

function containerOf(build: (stack: TerraformStack) => ISecretSource[]): { container: any; json: any } {
  const stack = newStack();
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: build(stack) }] });
  const json = synth(stack);
  return { container: parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions)[0], json };
}

describe.each(NAMES)('a secret that AWS manages: %s', (name) => {
  const arn = `${PREFIX}${name}-AbCdEf`;

  test('by its ARN, as it stands in a task definition, and read exactly', () => {
    const { container, json } = containerOf(() => [
      ContainerSecret.fromSecretArn('A', arn, { jsonKey: 'password' }),
      ContainerSecret.fromValueFrom('B', `${arn}:username::`),
    ]);
    expect(container.secrets).toEqual([{ name: 'A', valueFrom: `${arn}:password::` }, { name: 'B', valueFrom: `${arn}:username::` }]);
    expect(parseTemplate(only(json.resource.aws_iam_role_policy).policy).Statement).toEqual([
      expect.objectContaining({ Action: ['secretsmanager:GetSecretValue'], Resource: [arn] }),
    ]);
  });

  test('by its name', () => {
    const { json } = containerOf((stack) => [
      ContainerSecret.fromSecretName(stack, 'Secret', 'A', name),
      new DiscoveredJsonSecret(stack, 'Found', { secretName: name, keys: KeyDiscovery.fromTag() }),
    ]);
    expect(Object.values<any>(json.data.aws_secretsmanager_secret).map((data) => data.name)).toEqual([name, name]);
  });

  test('of a registry, of a file, with a policy, and found by its ARN', () => {
    const stack = newStack();
    const file = {
      family: 'f',
      memory: '512',
      containerDefinitions: [{ name: 'c', image: 'i', repositoryCredentials: { credentialsParameter: arn }, secrets: [{ name: 'A', valueFrom: arn }] }],
    };
    TaskDefinition.fromJson(stack, 'Task', JSON.stringify(file));
    RepositoryCredentials.fromSecretName(stack, 'Registry', name);
    new DiscoveredJsonSecret(stack, 'Found', { secretArn: arn, keys: KeyDiscovery.fromTag() });
    const encryptionKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
    new SecretResourcePolicy(stack, 'Policy', { secretArn: arn, encryptionKeyArn, roleArns: ['arn:aws:iam::111122223333:role/api'] });
    const [container] = parseTemplate(only(synth(stack).resource.aws_ecs_task_definition).container_definitions);
    expect(container).toMatchObject(file.containerDefinitions[0]);
  });

  test('fails for creating one', () => {
    expect(() => new JsonSecret(newStack(), 'Secret', { secretName: name, jsonSecret: { A: SecretValue.external() } }))
      .toThrow(`secret '${name}' is created by a service of AWS: refer to it with fromSecretName or fromSecretArn, or choose a name without '!' (Stack/Secret)`);
  });
});

test('the password that RDS manages', () => {
  const secretArn = `${PREFIX}${NAMES[0]}-AbCdEf`;
  const database = DatabaseSecret.fromManagedPassword({ secretArn, host: 'db', allowAdminUser: true });
  const { container } = containerOf(() => [database.namedAs({ username: 'DB_USER', password: 'DB_PASSWORD' })]);
  expect(container.secrets.map(({ valueFrom }: any) => valueFrom)).toEqual([`${secretArn}:password::`, `${secretArn}:username::`]);
});

test.each(['!db', 'rds!a!b', 'RDS!a'])('fails for what is not a name of a service: %s', (name) => {
  expect(() => ContainerSecret.fromSecretArn('A', `${PREFIX}${name}-AbCdEf`)).toThrow('doesn\'t name a secret by its ARN');
});
