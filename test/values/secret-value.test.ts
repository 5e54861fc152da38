import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { SecretValue, SecretValues } from '../../src';
import { resolve } from '../../src/terraform/resolve';

const SECRET = 'hunter2-plain-value';

let stack: TerraformStack;

beforeEach(() => {
  stack = new TerraformStack(Testing.app(), 'Stack');
});

function resolved(value: SecretValue): unknown {
  return resolve(stack, value._expression);
}

describe('SecretValue', () => {
  test('fromVariable refers to the variable, and is version 1', () => {
    const variable = new TerraformVariable(stack, 'password', { type: 'string' });
    const value = SecretValue.fromVariable(variable);
    expect(resolved(value)).toBe('${var.password}');
    expect([value._kind, value._version, value._variable]).toEqual(['variable', 1, variable]);
    expect(SecretValue.fromVariable(variable, { version: 7 })._version).toBe(7);
  });

  test('fromVariableKey gives null for a missing key', () => {
    const variable = new TerraformVariable(stack, 'secrets', { type: 'map(string)' });
    const value = SecretValue.fromVariableKey(variable, 'DB_PASSWORD', { version: 2 });
    expect(resolved(value)).toBe('${lookup(var.secrets, "DB_PASSWORD", null)}');
    expect([value._kind, value._version, value._variableKey]).toEqual(['variable', 2, 'DB_PASSWORD']);
  });

  test('fromVariableKey takes no template from a key', () => {
    const variable = new TerraformVariable(stack, 'secrets', { type: 'map(string)' });
    expect(resolved(SecretValue.fromVariableKey(variable, 'a"${b}'))).toBe('${lookup(var.secrets, "a\\"$${b}", null)}');
  });

  test('generated, external and plaintext', () => {
    expect(SecretValue.generated({ passwordLength: 20, version: 3 })).toMatchObject({ _kind: 'generated', _version: 3, _generation: { passwordLength: 20 } });
    expect(SecretValue.external()).toMatchObject({ _kind: 'external', _literal: SecretValue.PLACEHOLDER, _version: 1 });
    expect(SecretValue.plaintext('info')).toMatchObject({ _kind: 'plaintext', _literalText: 'info' });
  });

  test('plaintext has no text at synth where it is a token', () => {
    expect(SecretValue.plaintext(Token.asString({ resolve: () => 'x' }))._literalText).toBeUndefined();
  });

  test.each([
    ['${ephemeral.vault_kv_secret_v2.app.data["key"]}', '${ephemeral.vault_kv_secret_v2.app.data["key"]}'],
    ['ephemeral.vault_kv_secret_v2.app.data["key"]', '${ephemeral.vault_kv_secret_v2.app.data["key"]}'],
    ['${\n"a"\n}', '${\n"a"\n}'],
  ])('fromExpression takes %j', (expression, expected) => {
    expect(resolved(SecretValue.fromExpression(expression))).toBe(expected);
  });

  test('fromExpression takes a token as it is', () => {
    const token = new TerraformVariable(stack, 'any', {}).stringValue;
    const value = SecretValue.fromExpression(token, { version: 4 });
    expect(value).toMatchObject({ _kind: 'expression', _version: 4 });
    expect(resolved(value)).toBe('${var.any}');
  });

  test('shows no value as text or as JSON', () => {
    const value = SecretValue.plaintext(SECRET);
    expect(`${value} ${JSON.stringify({ value })}`).toBe('[secret value: plaintext] {"value":"[secret value: plaintext]"}');
  });
});

describe('SecretValues', () => {
  test('fromVariable takes the key of each name', () => {
    const variable = new TerraformVariable(stack, 'secrets', { type: 'map(string)' });
    const values = SecretValues.fromVariable(variable, ['A', 'B'], { version: 5 });
    expect(Object.entries(values).map(([name, value]) => [name, value._variableKey, value._version])).toEqual([['A', 'A', 5], ['B', 'B', 5]]);
  });

  test('external and generated give each name a value of its own', () => {
    const external = SecretValues.external(['A', 'B'], { version: 3 });
    const generated = SecretValues.generated(['A', 'B'], { excludePunctuation: true });
    expect(Object.values(external).map((value) => [value._kind, value._version])).toEqual([['external', 3], ['external', 3]]);
    expect(Object.values(generated).map((value) => value._generation)).toEqual([{ excludePunctuation: true }, { excludePunctuation: true }]);
    expect(generated.A).not.toBe(generated.B);
  });

  test('no names give no values', () => {
    expect(SecretValues.external([])).toEqual({});
  });
});

describe('an expression', () => {
  const textOf = (expression: string) => resolve(stack, SecretValue.fromExpression(expression)._expression);

  test.each([
    ['${ephemeral.x.y.z["k"]}', '${ephemeral.x.y.z["k"]}'],
    ['ephemeral.x.y.z', '${ephemeral.x.y.z}'],
    ['${a.user}:${a.pass}', '${"${a.user}:${a.pass}"}'],
    ['pg://${urlencode(var.v)}@h/"x"\n', '${"pg://${urlencode(var.v)}@h/\\"x\\"\\n"}'],
    ['$${x}-${var.v}-%%{y}', '${"$${x}-${var.v}-%%{y}"}'],
    ['%{ if var.v == "a" }x%{ endif }', '${"%{ if var.v == "a" }x%{ endif }"}'],
  ])('%s', (expression, expected) => {
    expect(textOf(expression)).toBe(expected);
  });

  test('tokens stand for what they refer to', () => {
    const v = new TerraformVariable(stack, 'v', { type: 'string' }).stringValue;
    expect(textOf(v)).toBe('${var.v}');
    expect(textOf(`pg://${v}@h`)).toBe('${"pg://${var.v}@h"}');
    expect(textOf(`\${jsondecode(${v})["k"]}`)).toBe('${jsondecode(var.v)["k"]}');
  });

  test.each(['hunter2', '', '$${not} an expression', 'value.of.nothing'])('fails for text that refers to nothing, and doesn\'t show it: %s', (text) => {
    expect(() => SecretValue.fromExpression(text)).toThrow(`the expression of a value refers to nothing, got ${text.length} characters of text`);
    expect(() => SecretValue.fromExpression(text)).not.toThrow(text === '' ? 'hunter' : text);
  });
});
