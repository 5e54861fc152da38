import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { ContainerSecret, SecretSelection, SecretStore } from '../../src';
import { TaskDefinition } from '../../src/workloads/ecs-task/task-definition';
import { newStack, only, synth } from '../support/synth';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:info-5yaxBf';
const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/rds/user_name';

describe('by ARN', () => {
  test('a parameter', () => {
    const { entries } = ContainerSecret.fromParameterArn('DB_USER', PARAMETER).bindSecrets(newStack());
    expect(entries).toEqual([{ name: 'DB_USER', valueFrom: PARAMETER, read: { store: SecretStore.PARAMETER_STORE, arn: PARAMETER } }]);
  });

  test('a JSON key', () => {
    expect(ContainerSecret.fromSecretArn('AGE', SECRET, { jsonKey: 'age' }).valueFrom).toBe(`${SECRET}:age::`);
    expect(ContainerSecret.fromSecretArn('AGE', SECRET, { versionStage: 'AWSPREVIOUS' }).valueFrom).toBe(`${SECRET}::AWSPREVIOUS:`);
    expect(ContainerSecret.fromSecretArn('AGE', SECRET, { versionId: 'abc' }).valueFrom).toBe(`${SECRET}:::abc`);
  });

  test('an ARN that is only known at plan', () => {
    // GIVEN
    const stack = newStack();
    const secret = new DataAwsSecretsmanagerSecret(stack, 'Secret', { name: 'info' });

    // WHEN
    new TaskDefinition(stack, 'Task', {
      family: 'f',
      containers: [{ name: 'c', image: 'i', secrets: [ContainerSecret.fromSecretArn('AGE', secret.arn, { jsonKey: 'age' })] }],
    });

    // THEN
    expect(only(synth(stack).resource.aws_ecs_task_definition).container_definitions).toContain(
      '"valueFrom":"${data.aws_secretsmanager_secret.Secret.arn}:age::"',
    );
  });

  test('fails for a secret\'s ARN given as a parameter\'s', () => {
    expect(() => ContainerSecret.fromParameterArn('X', SECRET)).toThrow('write arn:PARTITION:ssm:REGION:ACCOUNT:parameter/NAME');
  });

  test('fails for key, stage and version in the ARN', () => {
    expect(() => ContainerSecret.fromSecretArn('X', `${SECRET}:age::`)).toThrow('give key, stage and version id as options');
  });

  test('fails for a colon in a key', () => {
    expect(() => ContainerSecret.fromSecretArn('X', SECRET, { jsonKey: 'a:b' })).toThrow('a JSON key can\'t contain a colon, got \'a:b\'');
  });

  test('fails for stage and version id together', () => {
    expect(() => ContainerSecret.fromSecretArn('X', SECRET, { versionStage: 'AWSCURRENT', versionId: 'abc' })).toThrow('exclude each other');
  });

  test('fails for a name that is none, where it is used: a source doesn\'t know what for', () => {
    const source = ContainerSecret.fromSecretArn('my=key', SECRET);
    const task = () => new TaskDefinition(newStack(), 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [source] }] });
    expect(task).toThrow(/'my=key' is not a valid environment variable name.*\(Stack\/Task\)/);
  });
});

describe('by name', () => {
  test('a parameter\'s ARN is put together for the provider\'s account, Region and partition', () => {
    // GIVEN
    const stack = newStack();
    const sources = ['/a/b', 'c'].map((name, i) => ContainerSecret.fromParameterName(stack, `P${i}`, `P${i}`, name));

    // WHEN
    new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: sources }] });

    // THEN
    const { resource, data } = synth(stack);
    const [partition] = Object.keys(data.aws_partition);
    const [region] = Object.keys(data.aws_region);
    const [account] = Object.keys(data.aws_caller_identity);
    const arn = `arn:\${data.aws_partition.${partition}.partition}:ssm:\${data.aws_region.${region}.id}:\${data.aws_caller_identity.${account}.account_id}:parameter/`;
    const text = only(resource.aws_ecs_task_definition).container_definitions;
    expect(text).toContain(`"${arn}a/b"`);
    expect(text).toContain(`"${arn}c"`);
  });

  test('a secret is looked up, its value is not', () => {
    const stack = newStack();
    const source = ContainerSecret.fromSecretName(stack, 'Info', 'AGE', 'info', { jsonKey: 'age' });
    new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [source] }] });
    const { data } = synth(stack);
    expect(only(data.aws_secretsmanager_secret)).toEqual({ name: 'info' });
    expect(data.aws_secretsmanager_secret_version).toBeUndefined();
  });

  test('fails for a name with a colon, and says where', () => {
    expect(() => ContainerSecret.fromParameterName(newStack(), 'P', 'P', '/a/b:3')).toThrow(/contains ':'.*\(Stack\/P\)/);
  });
});

describe('selections', () => {
  const source = SecretSelection.of({
    bindSecrets: () => ({
      entries: ['A', 'B', 'C'].map((name) => ({ name, valueFrom: name, read: { store: SecretStore.PARAMETER_STORE, arn: name } })),
    }),
  });
  const names = (selection: SecretSelection) => selection.bindSecrets(newStack()).entries.map((e) => `${e.name}=${e.valueFrom}`);

  test('only, except, renamed, and all after each other', () => {
    expect(names(source.only('A', 'C'))).toEqual(['A=A', 'C=C']);
    expect(names(source.except('B'))).toEqual(['A=A', 'C=C']);
    expect(names(source.renamed({ A: 'X' }))).toEqual(['X=A', 'B=B', 'C=C']);
    expect(names(source.renamed({ A: 'B', B: 'A' }).only('A'))).toEqual(['A=B']);
  });

  test('fails for a name it doesn\'t have, with the nearest one', () => {
    const long = SecretSelection.of({
      bindSecrets: () => ({ entries: [{ name: 'DB_PASSWORD', valueFrom: 'x', read: { store: SecretStore.PARAMETER_STORE, arn: 'x' } }] }),
    });
    expect(() => names(long.only('DB_PASWORD'))).toThrow('\'DB_PASWORD\' is not among the source\'s names, did you mean \'DB_PASSWORD\'? (Stack)');
    expect(() => names(long.except('ZZZ'))).toThrow('it has \'DB_PASSWORD\'');
    expect(() => names(long.renamed({ toString: 'X' }))).toThrow('\'toString\' is not among');
  });

  test('a new name may be no environment variable\'s: its use decides', () => {
    expect(names(source.only('A').renamed({ A: 'a-b' }))).toEqual(['a-b=A']);
  });
});
