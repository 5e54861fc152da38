import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { ContainerSecret, ContainerSecrets, SecretValue, SecretValues, TaskDefinition } from '../../src';
import { EphemeralResource } from '../../src/terraform/ephemeral-resource';
import { hcl } from '../../src/terraform/hcl';
import { newStack, synth } from '../support/synth';

const withSecrets = (stack: TerraformStack): TerraformStack => {
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/a',
    parameters: { ...SecretValues.fromVariable(values, ['A', 'value']), PLAIN: SecretValue.plaintext('{"json": "${x}"}') },
    jsonSecret: { B: SecretValue.generated() },
  });
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [secrets], environment: { E: 'a "b" ${c}' } }] });
  return stack;
};

describe('required_version', () => {
  test('is demanded once', () => {
    expect(synth(withSecrets(newStack())).terraform.required_version).toBe('>= 1.11');
  });

  test.each(['before', 'after'])('is merged with what the stack demands %s', (when) => {
    const stack = newStack();
    if (when === 'before') {
      stack.addOverride('terraform.required_version', '~> 1.12');
    }
    withSecrets(stack);
    if (when === 'after') {
      stack.addOverride('terraform.required_version', '~> 1.12');
    }
    expect(synth(stack).terraform.required_version).toBe('~> 1.12, >= 1.11');
    expect(synth(stack).terraform.required_version).toBe('~> 1.12, >= 1.11');
    expect(Testing.synthHcl(stack)).toContain('required_version = "~> 1.12, >= 1.11"');
  });
});

describe('an ephemeral block', () => {
  test('in JSON and in HCL', () => {
    // GIVEN
    const stack = newStack();
    const block = new EphemeralResource(stack, 'Block', {
      type: 'aws_thing',
      attributes: { text: 'a "b" ${c}', count_of: 2, absent: undefined },
      forEach: hcl`toset(["K"])`,
    });
    block.addOverride('added', true);

    // THEN
    expect(JSON.parse(Testing.synth(stack)).ephemeral).toEqual({
      aws_thing: {
        Block: {
          text: 'a "b" $${c}',
          count_of: 2,
          added: true,
          for_each: '${toset(["K"])}',
        },
      },
    });
    expect(Testing.synthHcl(stack)).toContain([
      'ephemeral "aws_thing" "Block" {',
      '  added = true',
      '  count_of = 2',
      '  for_each = toset(["K"])',
      '  text = "a \\"b\\" $${c}"',
      '}',
    ].join('\n'));
  });
});

test('HCL output holds what CDKTF\'s own renderer would break', () => {
  const text = Testing.synthHcl(withSecrets(newStack()));
  expect(text).toContain('for_each = {"A" = 1, "PLAIN" = ');
  expect(text).toContain('"PLAIN" = "{\\"json\\": \\"$${x}\\"}"');
  expect(text).toContain('{\\"name\\":\\"E\\",\\"value\\":\\"a \\\\\\"b\\\\\\" $${c}\\"}');
  expect(text).toMatch(/lifecycle \{\n {2}precondition \{\ncondition = /);
  expect(text).toMatch(/ignore_changes = \[version_stages\]/);
  expect(text).toMatch(/depends_on = \[aws_iam_role_policy\.\w+\]/);
  // JSON output afterwards is JSON again
  const stack = withSecrets(newStack());
  Testing.synthHcl(stack);
  expect(synth(stack).locals).toEqual(synth(withSecrets(newStack())).locals);
});

test('HCL output is mended too where the stack has no store', () => {
  const stack = newStack();
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [ContainerSecret.fromSecretName(stack, 'Found', 'A', 'a')] }] });
  expect(Testing.synthHcl(stack)).toContain('\\"valueFrom\\":\\"${data.aws_secretsmanager_secret.Found.arn}\\"');
});

test('HCL output leaves texts alone that only look like an expression', () => {
  const stack = withSecrets(newStack());
  const lines = 'a = "${each.key}"\nb = "${each.key}"';
  new SsmParameter(stack, 'Lines', { name: 'lines', type: 'String', insecureValue: lines });
  new SsmParameter(stack, 'Two', { name: '${each.key}${each.value}', type: 'String', insecureValue: '$${x}' });
  const text = Testing.synthHcl(stack);
  expect(text).toContain(`<<EOF\n${lines}\nEOF`);
  expect(text).toContain('name = "${each.key}${each.value}"');
  expect(text).toContain('insecure_value = "$${x}"');
});

test('synthesised twice, and in another order, it is the same text', () => {
  const make = (names: string[]) => {
    const stack = newStack();
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
    const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/a', parameters: SecretValues.fromVariable(values, names) });
    new TaskDefinition(stack, 'Task', {
      family: 'f',
      containers: names.map((name) => ({ name, image: 'i', secrets: [secrets.only(...names)] })),
    });
    return Testing.synth(stack);
  };
  expect(make(['A', 'B', 'C'])).toBe(make(['C', 'A', 'B']));
});
