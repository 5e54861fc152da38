import { TerraformVariable } from 'cdktf';
import { JsonSecret, SecretValue, WriteOnlyValue } from '../../src';
import { resolve } from '../../src/terraform/resolve';
import { newStack, synth } from '../support/synth';

test('another resource gets the value and the version that the store gets', () => {
  // GIVEN
  const stack = newStack();
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  const value = SecretValue.fromVariableKey(values, 'PASSWORD', { version: 3 });

  // WHEN
  new JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: { PASSWORD: value } });
  const password = new WriteOnlyValue(stack, 'Password', { value });

  // THEN
  const { resource, variable } = synth(stack);
  expect(resolve(stack, password.value)).toBe('${lookup(var.values, "PASSWORD", null)}');
  expect(password.version).toBe(3);
  expect(variable.values).toMatchObject({ ephemeral: true, sensitive: true });
  const [{ lifecycle }] = Object.entries<any>(resource.terraform_data).filter(([id]) => id.startsWith('Password')).map(([, data]) => data);
  expect(lifecycle.precondition).toEqual([{
    condition: '${lookup(var.values, "PASSWORD", null) != null}',
    error_message: expect.stringContaining("write-only value 'Password' has no value: variable 'values' gives none"),
  }]);
});

test('a value that is copied is read once, where the other resource is', () => {
  const stack = newStack();
  const password = new WriteOnlyValue(stack, 'Password', { value: SecretValue.fromStoredSecret('a', { jsonKey: 'PASSWORD', version: 2 }) });
  const { ephemeral } = synth(stack);
  expect(Object.keys(ephemeral.aws_secretsmanager_secret_version)).toEqual([expect.stringMatching(/^Password_/)]);
  expect(resolve(stack, password.value)).toContain('jsondecode(ephemeral.aws_secretsmanager_secret_version.');
  expect(password.version).toBe(2);
});

test.each([
  ['a generated one', SecretValue.generated(), 'is generated, which can\'t be given to another resource as well: use DatabaseSecret'],
  ['one that people type', SecretValue.external(), 'is external'],
  ['plaintext', SecretValue.plaintext('visible'), 'is plaintext'],
])('fails for %s', (_, value, message) => {
  expect(() => new WriteOnlyValue(newStack(), 'Password', { value })).toThrow(message);
});
