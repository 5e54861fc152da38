import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { SecretValue, SecretValues } from '../../src';
import { hcl, valueOf } from '../../src/terraform/hcl';
import { resolve } from '../../src/terraform/resolve';
import { objectOf } from '../../src/values/value-group';
import { digestNumber, groupValues, sortedValues, writeVersion } from '../../src/values/written-values';

let stack: TerraformStack;
let scope: Construct;

beforeEach(() => {
  stack = new TerraformStack(Testing.app(), 'Stack');
  scope = new Construct(stack, 'Scope');
});

function expressionsOf(values: { [name: string]: SecretValue }): { [name: string]: string } {
  const groups = groupValues(scope, sortedValues(values));
  const entries = groups.flatMap(({ names, value, literal }) => names.map((name) => [name, literal ?? resolve(stack, value(valueOf(name)))]));
  return Object.fromEntries(entries);
}

test('sorts names by code unit, the same on every machine', () => {
  const values = { b: SecretValue.external(), B: SecretValue.external(), _: SecretValue.external(), A: SecretValue.external() };
  expect(sortedValues(values).map(([name]) => name)).toEqual(['A', 'B', '_', 'b']);
});

test('makes variables ephemeral and sensitive', () => {
  // GIVEN
  const one = new TerraformVariable(stack, 'one', { type: 'string' });
  const many = new TerraformVariable(stack, 'many', { type: 'map(string)' });

  // WHEN
  const expressions = expressionsOf({ A: SecretValue.fromVariable(one), B: SecretValue.fromVariableKey(many, 'B'), C: SecretValue.plaintext('c') });

  // THEN
  expect(expressions).toEqual({ A: '${var.one}', B: '${lookup(var.many, "B", null)}', C: 'c' });
  expect(JSON.parse(Testing.synth(stack)).variable).toMatchObject({
    one: { ephemeral: true, sensitive: true },
    many: { ephemeral: true, sensitive: true },
  });
});

test('fails for a variable of another stack', () => {
  const variable = new TerraformVariable(new TerraformStack(stack.node.root, 'Other'), 'password', { type: 'string' });
  expect(() => expressionsOf({ A: SecretValue.fromVariable(variable) })).toThrow(
    "value of 'A' comes from variable 'Other/password' of another stack: its value would pass through that stack's state, declare the variable in stack 'Stack' (Stack/Scope)",
  );
});

test('values that are the same expression of their names are one group', () => {
  // GIVEN
  const [one, other] = ['one', 'other'].map((id) => new TerraformVariable(stack, id, { type: 'map(string)' }));
  const values = {
    ...SecretValues.fromVariable(one, ['C', 'A']),
    ...SecretValues.fromVariable(other, ['D']),
    B: SecretValue.fromVariableKey(one, 'b'),
    E: SecretValue.external(),
    F: SecretValue.external(),
  };

  // WHEN
  const groups = groupValues(scope, sortedValues(values));

  // THEN
  expect(groups.map(({ names, value, literal }) => [names, literal ?? resolve(stack, value(hcl`each.key`))])).toEqual([
    [['B'], '${lookup(var.one, "b", null)}'],
    [['A', 'C'], '${lookup(var.one, each.key, null)}'],
    [['D'], '${lookup(var.other, each.key, null)}'],
    [['E', 'F'], SecretValue.PLACEHOLDER],
  ]);
  expect(resolve(stack, objectOf(groups.slice(0, 3)))).toBe(
    '${merge({ for k in ["A", "C"] : k => lookup(var.one, k, null) }, {"B" = lookup(var.one, "b", null), "D" = lookup(var.other, "D", null)})}',
  );
  expect(resolve(stack, objectOf([]))).toBe('${{}}');
});

test('generates all values of equal options in one ephemeral block', () => {
  // WHEN
  const expressions = expressionsOf({ B: SecretValue.generated(), A: SecretValue.generated({ version: 2 }) });

  // THEN
  const { aws_secretsmanager_random_password: blocks } = JSON.parse(Testing.synth(stack)).ephemeral;
  const [[id, block]] = Object.entries(blocks) as [string, object][];
  expect(Object.keys(blocks)).toHaveLength(1);
  expect(block).toMatchObject({ for_each: '${toset(["A", "B"])}', password_length: 32, require_each_included_type: true });
  expect(expressions.A).toBe(`\${ephemeral.aws_secretsmanager_random_password.${id}["A"].random_password}`);
});

test('generates values of different options in blocks of their own, whose ids depend on the options alone', () => {
  // GIVEN
  const idsOf = (values: { [name: string]: SecretValue }) => {
    const other = new TerraformStack(Testing.app(), 'Stack');
    groupValues(new Construct(other, 'Scope'), sortedValues(values));
    return Object.keys(JSON.parse(Testing.synth(other)).ephemeral.aws_secretsmanager_random_password).sort();
  };

  // WHEN
  const ids = idsOf({ A: SecretValue.generated(), B: SecretValue.generated({ passwordLength: 64 }) });

  // THEN
  expect(ids).toHaveLength(2);
  expect(idsOf({ B: SecretValue.generated(), C: SecretValue.generated({ passwordLength: 64 }), D: SecretValue.generated() })).toEqual(ids);
});

test('characters to exclude are not template', () => {
  // WHEN
  expressionsOf({ A: SecretValue.generated({ excludeCharacters: '"@${/%{' }) });

  // THEN
  const [block] = Object.values(JSON.parse(Testing.synth(stack)).ephemeral.aws_secretsmanager_random_password);
  expect(block).toMatchObject({ exclude_characters: '"@$${/%%{' });
});

describe('the version', () => {
  test('of plaintext follows its text', () => {
    expect(writeVersion(SecretValue.plaintext('a'))).toBe(writeVersion(SecretValue.plaintext('a')));
    expect(writeVersion(SecretValue.plaintext('a'))).not.toBe(writeVersion(SecretValue.plaintext('b')));
  });

  test('of anything else is its own', () => {
    expect(writeVersion(SecretValue.external({ version: 3 }))).toBe(3);
    expect(writeVersion(SecretValue.generated())).toBe(1);
  });

  test('of plaintext or a version that only Terraform knows is computed there, whatever its token is called', () => {
    const textOf = (value: SecretValue) => resolve(stack, writeVersion(value));
    const host = new TerraformVariable(stack, 'host', { type: 'string' }).stringValue;
    const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
    expect(textOf(SecretValue.plaintext(host))).toBe('${parseint(substr(sha256(var.host), 0, 12), 16) + 4294967296}');
    expect(textOf(SecretValue.plaintext(`pg://${host}`))).toBe('${parseint(substr(sha256("pg://${var.host}"), 0, 12), 16) + 4294967296}');
    expect(textOf(SecretValue.generated({ version: number }))).toBe('${var.number}');
  });

  test('property: a digest is a number that Terraform holds exactly, above any that a person writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const number = digestNumber(text);
        expect(Number.isSafeInteger(number)).toBe(true);
        expect(number).toBeGreaterThanOrEqual(2 ** 32);
      }),
      { numRuns: 300 },
    );
  });
});
