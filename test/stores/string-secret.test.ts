import { TerraformVariable } from 'cdktf';
import { SecretValue, StringSecret, StringSecretProps, TaskDefinition } from '../../src';
import { resolve } from '../../src/terraform/resolve';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const LICENCE = { secretName: 'shop/licence', name: 'LICENCE' };

function versionOf(props: Partial<StringSecretProps>): any {
  const stack = newStack();
  new StringSecret(stack, 'Licence', { ...LICENCE, value: SecretValue.generated(), ...props });
  return only(synth(stack).resource.aws_secretsmanager_secret_version);
}

test('a secret whose whole text is the value, read by the container that uses it', () => {
  // GIVEN
  const stack = newStack();
  const variable = new TerraformVariable(stack, 'licence', { type: 'string' });
  const secret = new StringSecret(stack, 'Licence', {
    ...LICENCE, value: SecretValue.fromVariable(variable, { version: 3 }), encryptionKeyArn: KEY, recoveryWindowInDays: 7, tags: { Team: 'shop' },
  });

  // WHEN
  const containers = [{ name: 'app', image: 'app:1', secrets: [secret.renamed({ LICENCE: 'APP_LICENCE' })] }];
  const task = new TaskDefinition(stack, 'Task', { family: 'app', containers });

  // THEN
  const { resource, variable: variables } = synth(stack);
  expect(only(resource.aws_secretsmanager_secret)).toMatchObject({
    name: 'shop/licence', kms_key_id: KEY, recovery_window_in_days: 7, tags: { Team: 'shop' },
  });
  expect(only(resource.aws_secretsmanager_secret_version)).toMatchObject({
    secret_string_wo: '${var.licence}',
    secret_string_wo_version: 3,
    version_stages: ['AWSCURRENT', 'TERRAFORM_VALUE_3'],
    lifecycle: { ignore_changes: ['version_stages'] },
  });
  expect(variables.licence).toMatchObject({ ephemeral: true, sensitive: true });
  const arn = resolve(stack, secret.arn);
  expect(parseTemplate(only(resource.aws_ecs_task_definition).container_definitions)[0].secrets).toEqual([{ name: 'APP_LICENCE', valueFrom: arn }]);
  expect(JSON.stringify(resource.aws_iam_role_policy)).toContain('secretsmanager:GetSecretValue');
  expect(task.redeployTriggers).toEqual({ 'app/APP_LICENCE': '3' });
  expect(resolve(stack, task.serviceDependencies.map(({ fqn }) => fqn)).join()).toContain('aws_secretsmanager_secret_version.Licence');
});

test('what people type is never written again, whatever its version', () => {
  expect(versionOf({ value: SecretValue.external({ version: 2 }) })).toMatchObject({
    secret_string_wo: `\${"${SecretValue.PLACEHOLDER}"}`, lifecycle: { ignore_changes: ['version_stages', 'secret_string_wo_version'] },
  });
});

test('plaintext is written when it changes', () => {
  const [first, second] = ['one', 'two'].map((text) => versionOf({ value: SecretValue.plaintext(text) }).secret_string_wo_version);
  expect(first).not.toBe(second);
});

test('a value that its variable lacks stops the plan', () => {
  const stack = newStack();
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  new StringSecret(stack, 'Licence', { ...LICENCE, value: SecretValue.fromVariableKey(values, 'licence') });
  expect(only(synth(stack).resource.aws_secretsmanager_secret_version).lifecycle.precondition).toEqual([{
    condition: '${lookup(var.values, "licence", null) != null}',
    error_message: 'secret shop/licence has no value: variable values holds none under licence (Stack/Licence)',
  }]);
});

test.each<[string, Partial<StringSecretProps>, string]>([
  ['a name that is not an environment variable\'s', { name: 'A=B' }, 'A=B'],
  ['a name of the secret that AWS refuses', { secretName: 'a b' }, 'a b'],
  ['text instead of a value', { value: 'typed' as any }, 'value'],
  ['more text than a secret holds', { value: SecretValue.plaintext('x'.repeat(65537)) }, '65537 bytes'],
])('fails for %s', (_, props, message) => {
  expect(() => versionOf(props)).toThrow(message);
  expect(() => versionOf(props)).toThrow('(Stack/Licence)');
});
