import { DiscoveredJsonSecret, DiscoveredParameters, KeyDiscovery, TaskDefinition } from '../../src';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:info-5yaxBf';

test('parameters below a path, never decrypted', () => {
  // GIVEN
  const stack = newStack();
  const found = new DiscoveredParameters(stack, 'Found', { path: '/example', recursive: true, encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k' });

  // WHEN
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [found] }] });

  // THEN
  const { data, resource, locals } = synth(stack);
  expect(only(data.aws_ssm_parameters_by_path)).toEqual({ path: '/example', recursive: true, with_decryption: false });
  expect(JSON.stringify(locals)).toContain('reverse(split(\\"/\\", n))[0]');
  const statements = parseTemplate(only(resource.aws_iam_policy).policy).Statement;
  expect(statements.map((s: any) => s.Action[0])).toEqual(['ssm:GetParameters', 'kms:Decrypt']);
  // names that are read at plan must not wait for an apply
  expect(only(data.aws_ssm_parameters_by_path)).not.toHaveProperty('depends_on');
});

describe('keys of a secret', () => {
  const synthesised = (keys: KeyDiscovery, props: object = { secretName: 'info' }) => {
    const stack = newStack();
    const found = new DiscoveredJsonSecret(stack, 'Found', { keys, ...props });
    new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [found.except('INTERNAL')] }] });
    return synth(stack);
  };

  test('from tags: the value isn\'t read', () => {
    const { data, resource } = synthesised(KeyDiscovery.fromTag('names'));
    expect(Object.keys(data).sort()).toEqual(['aws_caller_identity', 'aws_partition', 'aws_region', 'aws_secretsmanager_secret']);
    expect(only(data.aws_secretsmanager_secret)).toEqual({ name: 'info' });
    const { Statement } = parseTemplate(only(resource.aws_iam_role_policy).policy);
    expect(Statement).toEqual([{ Action: ['secretsmanager:GetSecretValue'], Effect: 'Allow', Resource: [expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret\.Found_\w+\.arn\}$/)] }]);
  });

  test('from a parameter: neither is that decrypted', () => {
    const { data } = synthesised(KeyDiscovery.fromParameter('/names'));
    expect(only(data.aws_ssm_parameter)).toEqual({ name: '/names', with_decryption: false });
    expect(data).not.toHaveProperty('aws_secretsmanager_secret_version');
  });

  test('from the value, only when asked for', () => {
    const { data } = synthesised(KeyDiscovery.fromValue(), { secretArn: ARN });
    expect(only(data.aws_secretsmanager_secret_version)).toEqual({ secret_id: expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret\.Found_\w+\.id\}$/) });
  });
});

describe('refused', () => {
  const json = (props: object) => () => new DiscoveredJsonSecret(newStack(), 'Found', { keys: KeyDiscovery.fromTag(), ...props });

  test.each([
    ['no secret', {}, 'neither secretName nor secretArn is given: give one of them (Stack/Found)'],
    ['the secret twice', { secretName: 'info', secretArn: ARN }, 'both secretName and secretArn are given'],
    ['a partial ARN', { secretArn: ARN.replace('-5yaxBf', '') }, 'by a partial ARN'],
    ['a name with a space', { secretName: 'a b' }, 'contains \' \''],
  ])('fails for %s', (_, props, message) => {
    expect(json(props)).toThrow(message);
  });

  test('fails for a path without a slash in front', () => {
    expect(() => new DiscoveredParameters(newStack(), 'Found', { path: 'a' })).toThrow('has no slash in front');
  });
});
