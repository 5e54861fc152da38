import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ContainerSecrets, ParameterTier, SecretValue } from '../../src';
import { newStack, only, synth, synthScope } from '../support/synth';

const external = SecretValue.external();

test('both stores, under names that follow from the path', () => {
  // GIVEN
  const stack = newStack();
  const provider = new AwsProvider(stack, 'west', { region: 'eu-west-1', alias: 'west' });

  // WHEN
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/example/api',
    parameters: { A: external },
    jsonSecret: { B: external },
    encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k',
    parameterTier: ParameterTier.STANDARD,
    recoveryWindowInDays: 0,
    tags: { team: 'x' },
    provider,
  });

  // THEN
  const { resource, ephemeral } = synth(stack);
  expect(only(resource.aws_ssm_parameter)).toMatchObject({ name: '/example/api/${each.key}', provider: 'aws.west', tags: { team: 'x' }, tier: 'Standard' });
  expect(only(resource.aws_secretsmanager_secret)).toMatchObject({ name: 'example/api', provider: 'aws.west', tags: { team: 'x' }, recovery_window_in_days: 0 });
  const reads = Object.values<any>(ephemeral.aws_secretsmanager_secret_version);
  expect(reads.map(({ provider: reader }) => reader)).toEqual(['aws.west', 'aws.west', 'aws.west']);
  Object.values<any>(resource.aws_secretsmanager_secret_version).forEach((version) => expect(version.provider).toBe('aws.west'));
  expect(secrets.bindSecrets(stack).entries.map((e) => e.name)).toEqual(['A', 'B']);
  expect(secrets.parameterMap?.names).toEqual(['A']);
  expect(secrets.secret?.names).toEqual(['B']);
});

test('a store that isn\'t asked for isn\'t made, an emptied one stays', () => {
  const { resource } = synthScope((stack) => {
    new ContainerSecrets(stack, 'One', { path: '/one', parameters: { A: external } });
    new ContainerSecrets(stack, 'Two', { path: '/two', jsonSecret: {} });
  });
  expect(Object.keys(resource.aws_ssm_parameter)).toHaveLength(1);
  // keys that people added by hand are still in it
  expect(only(resource.aws_secretsmanager_secret).name).toBe('two');
});

test('a name of one\'s own for the secret', () => {
  const { resource } = synthScope((stack) => {
    new ContainerSecrets(stack, 'Secrets', { path: '/example', jsonSecret: { A: external }, jsonSecretName: 'other' });
  });
  expect(only(resource.aws_secretsmanager_secret).name).toBe('other');
});

describe('refused', () => {
  test('fails for a name in both maps', () => {
    expect(() => new ContainerSecrets(newStack(), 'S', { path: '/a', parameters: { A: external }, jsonSecret: { A: external } })).toThrow(
      '\'A\' is both in parameters and in jsonSecret: remove one of them (Stack/S)',
    );
  });

  test('fails for a path without a slash in front, also without parameters', () => {
    expect(() => new ContainerSecrets(newStack(), 'S', { path: 'a', jsonSecret: { A: external } })).toThrow('has no slash in front');
  });
});
