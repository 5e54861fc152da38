import { TerraformStack, TerraformVariable } from 'cdktf';
import { ParameterMap, ParameterMapProps, ParameterTier, SecretValue, SecretValues, TaskDefinition } from '../../src';
import { newStack, only, parseTemplate, synth, synthScope } from '../support/synth';

const plain = (value: string) => SecretValue.plaintext(value);

test('one resource, names as keys, sorted, versions as values', () => {
  // GIVEN
  const { resource, variable } = synthScope((stack) => {
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
    // WHEN
    new ParameterMap(stack, 'Map', {
      path: '/example/api',
      parameters: { ...SecretValues.fromVariable(values, ['B', 'A']), C: SecretValue.fromVariableKey(values, 'other', { version: 7 }) },
      tags: { team: 'x' },
      parameterTier: ParameterTier.ADVANCED,
    });
  });

  // THEN
  const parameter = only(resource.aws_ssm_parameter);
  expect(Object.entries(parameter.for_each)).toEqual([['A', 1], ['B', 1], ['C', 7]]);
  expect(parameter).toMatchObject({ name: '/example/api/${each.key}', type: 'SecureString', tier: 'Advanced', tags: { team: 'x' }, value_wo_version: '${each.value}' });
  expect(parameter).not.toHaveProperty('value');
  expect(parameter).not.toHaveProperty('overwrite');
  expect(only(variable)).toMatchObject({ ephemeral: true, sensitive: true });
});

test('values travel in a local', () => {
  const { locals } = synthScope((stack) => {
    const one = new TerraformVariable(stack, 'one', { type: 'string' });
    new ParameterMap(stack, 'Map', {
      path: '/p',
      parameters: {
        VARIABLE: SecretValue.fromVariable(one),
        GENERATED: SecretValue.generated(),
        EXTERNAL: SecretValue.external(),
        EXPRESSION: SecretValue.fromExpression('${ephemeral.x.y.z["k"]}'),
        BARE: SecretValue.fromExpression('ephemeral.x.y.z'),
        PLAIN: plain('${a} %{b} "c"'),
      },
    });
  });
  expect(only(locals)).toEqual({
    VARIABLE: '${var.one}',
    GENERATED: expect.stringMatching(/^\$\{ephemeral\.aws_secretsmanager_random_password\.Map_Generated_\w+\["GENERATED"\]\.random_password\}$/),
    EXTERNAL: SecretValue.PLACEHOLDER,
    EXPRESSION: '${ephemeral.x.y.z["k"]}',
    BARE: '${ephemeral.x.y.z}',
    PLAIN: '$${a} %%{b} "c"',
  });
});

test('values that are the same expression of their names stand in the resource', () => {
  const { resource, locals } = synthScope((stack) => {
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
    new ParameterMap(stack, 'Map', { path: '/p', parameters: SecretValues.fromVariable(values, ['A', 'B']) });
  });
  expect(only(resource.aws_ssm_parameter)).toMatchObject({ value_wo: '${try(coalesce(lookup(var.values, each.key, null)), "")}' });
  expect(locals).toBeUndefined();
});

test.each([
  ['external', SecretValues.external(['A', 'B'])],
  ['plaintext', { A: plain('a') }],
])('a map of %s values has a condition that refers to something, or Terraform refuses it', (_, parameters) => {
  const { resource, locals } = synthScope((stack) => new ParameterMap(stack, 'Map', { path: '/p', parameters }));
  const [local] = Object.keys(locals);
  expect(only(resource.aws_ssm_parameter).lifecycle.precondition[0].condition).toBe(`\${try(coalesce(local.${local}[each.key]), "") != ""}`);
});

test('plaintext is a String without a key, written when the code changes', () => {
  const versions = ['a', 'b', 'a'].map((value) => {
    const { resource } = synthScope((stack) => {
      new ParameterMap(stack, 'Map', { path: '/p', parameters: { LEVEL: plain(value) }, encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k' });
    });
    const parameter = only(resource.aws_ssm_parameter);
    expect(parameter.type).toBe('String');
    expect(parameter).not.toHaveProperty('key_id');
    return parameter.for_each.LEVEL;
  });
  expect(versions[0]).toBe(versions[2]);
  expect(versions[0]).not.toBe(versions[1]);
  expect(versions[0]).toBeGreaterThan(2 ** 32);
});

test('mixed kinds decide type, key and overwrite by name', () => {
  const { resource } = synthScope((stack) => {
    new ParameterMap(stack, 'Map', {
      path: '/p',
      parameters: { LEVEL: plain('x'), TYPED: SecretValue.external({ version: 3 }), GEN: SecretValue.generated() },
      encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k',
    });
  });
  const parameter = only(resource.aws_ssm_parameter);
  expect(parameter.type).toBe('${contains(["LEVEL"], each.key) ? "String" : "SecureString"}');
  expect(parameter.key_id).toBe('${contains(["LEVEL"], each.key) ? null : "arn:aws:kms:eu-central-1:123456789012:key/k"}');
  // an update of an external value is refused by the API instead of writing the placeholder
  expect(parameter.overwrite).toBe('${contains(["TYPED"], each.key) ? false : null}');
  expect(parameter.for_each.TYPED).toBe(3);
});

test('a name that is only known at plan is the key of an instance', () => {
  const { resource } = synthScope((stack) => {
    const name = new TerraformVariable(stack, 'name', { type: 'string' }).stringValue;
    const map = new ParameterMap(stack, 'Map', { path: '/p', parameters: { [name]: SecretValue.external() } });
    new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'app', image: 'i:1', secrets: [map] }] });
  });
  expect(Object.keys(only(resource.aws_ssm_parameter).for_each)).toEqual(['${var.name}']);
  expect(only(resource.aws_ecs_task_definition).container_definitions).toMatch(/"valueFrom":"\$\{aws_ssm_parameter\.Map_\w+\[var\.name\]\.arn\}"/);
});

describe('the plan stops before anything is changed', () => {
  const checksOf = (props: Partial<ParameterMapProps>, parameters = { A: SecretValue.external() } as ParameterMapProps['parameters']) => {
    const { resource, ephemeral } = synthScope((stack) => new ParameterMap(stack, 'Map', { path: '/p', parameters, ...props }));
    const find = (name: string) => Object.entries<any>(resource.terraform_data).find(([id]) => id.includes(name))?.[1];
    return { place: find('Place'), settings: find('Settings'), types: find('TypeCheck'), parameter: only(resource.aws_ssm_parameter), ephemeral };
  };
  const key = 'arn:aws:kms:eu-central-1:123456789012:key/k';

  test('where the path changes', () => {
    const { place, parameter } = checksOf({});
    expect(place).toMatchObject({ input: '${"/p"}', lifecycle: { ignore_changes: ['input'], postcondition: [{ condition: '${self.input == "/p"}' }] } });
    expect(place.depends_on).toEqual([expect.stringMatching(/^aws_ssm_parameter\.Map_\w+$/)]);
    expect(place.lifecycle.postcondition[0].error_message).toContain('parameters below ${self.input} would be replaced by others below /p');
    expect(parameter.lifecycle.create_before_destroy).toBe(true);
  });

  test('where key or tier change, unless all values are copied', () => {
    const { settings } = checksOf({ encryptionKeyArn: key, parameterTier: ParameterTier.ADVANCED });
    expect(settings).toMatchObject({ input: `\${{ customer_key = "yes", key = "${key}", tier = "Advanced" }}`, triggers_replace: 'kept' });
    expect(settings.lifecycle.postcondition[0].condition)
      .toBe(`\${self.input.customer_key == "yes" && contains(["Advanced"], self.input.tier) ? self.input.key == "${key}" : false}`);
    const copies = { A: SecretValue.fromStoredParameter('/p/A', { version: 2 }) };
    expect(checksOf({}, copies)).toMatchObject({ settings: { triggers_replace: 'copied' }, parameter: { key_id: 'alias/aws/ssm' } });
    expect(checksOf({}, { ...copies, B: SecretValue.generated() })).toMatchObject({ settings: { triggers_replace: 'kept' } });
  });

  test('where plaintext becomes external, and where the state has the value of an external parameter', () => {
    const { types, parameter, ephemeral } = checksOf({}, { A: SecretValue.external(), B: SecretValue.generated() });
    expect(only(ephemeral.aws_ssm_parameter)).toMatchObject({ for_each: '${toset(["A"])}', with_decryption: false });
    expect(types.lifecycle.precondition).toEqual([
      {
        condition: expect.stringMatching(/^\$\{ephemeral\.aws_ssm_parameter\.\w+\["A"\]\.type != "String"\}$/),
        error_message: expect.stringContaining('parameter /p/A is a String'),
      },
      {
        condition: expect.stringMatching(/^\$\{aws_ssm_parameter\.Map_\w+\["A"\]\.has_value_wo == true\}$/),
        error_message: expect.stringMatching(/^parameter \/p\/A would keep its value in the state, .*external\(\{ version: 2 \}\) \(Stack\/Map\)$/),
      },
    ]);
    // where a parameter can't be created, `self` is an error of its own, before that of AWS
    expect(JSON.stringify(parameter)).not.toContain('self.');
    expect(checksOf({}, { B: SecretValue.generated() }).types).toBeUndefined();
  });

  test('where a value is too long or has two braces, which the provider would take for written', () => {
    const messages = (props: Partial<ParameterMapProps>) =>
      checksOf(props).parameter.lifecycle.precondition.map((each: any) => [each.condition.replace(/.*(<= \d+|strcontains).*/, '$1'), each.error_message]);
    expect(messages({}).slice(1)).toEqual([
      ['<= 5462', 'parameter /p/${each.key} has a value of more than 4096 bytes: set parameterTier to \'Advanced\', or put it into the JSON secret (Stack/Map)'],
      ['strcontains', 'parameter /p/${each.key} has a value that contains \'{{\', which Parameter Store refuses: put it into the JSON secret (Stack/Map)'],
    ]);
    expect(messages({ parameterTier: ParameterTier.ADVANCED })[1]).toEqual(['<= 10923', expect.stringContaining('more than 8192 bytes: put it into the JSON secret')]);
  });
});

test('a missing value stops the plan with the names of parameter and variable', () => {
  const { resource } = synthScope((stack) => {
    new ParameterMap(stack, 'Map', { path: '/p', parameters: SecretValues.fromVariable(new TerraformVariable(stack, 'v', {}), ['A']) });
  });
  const [condition] = only(resource.aws_ssm_parameter).lifecycle.precondition;
  expect(condition.error_message).toBe(
    'parameter /p/${each.key} has no value: variable \'v\' gives none or an empty one: pass it, for example with --var-file=FILE.tfvars.json (Stack/Map)',
  );
});

test('one ephemeral block per set of options, and no value with the braces that Parameter Store refuses', () => {
  const { ephemeral } = synthScope((stack) => {
    new ParameterMap(stack, 'Map', {
      path: '/p',
      parameters: { ...SecretValues.generated(['B', 'A']), LONG: SecretValue.generated({ passwordLength: 64, excludePunctuation: true, excludeCharacters: '${' }), MORE: SecretValue.generated({ excludeCharacters: '/' }) },
    });
  });
  const blocks = Object.values<any>(ephemeral.aws_secretsmanager_random_password);
  expect(blocks.map((block) => [block.for_each, block.password_length, block.exclude_characters]).sort()).toEqual([
    ['${toset(["A", "B"])}', 32, '{'],
    ['${toset(["LONG"])}', 64, '$${'],
    ['${toset(["MORE"])}', 32, '/{'],
  ]);
});

test('arnOf', () => {
  const stack = newStack();
  const map = new ParameterMap(stack, 'Map', { path: '/p', parameters: { A: plain('x') } });
  expect(map.arnOf('A')).toBe(map.bindSecrets(stack).entries[0].valueFrom);
  expect(() => map.arnOf('B')).toThrow('\'B\' is not among the source\'s names');
});

test('names that Terraform or JavaScript use otherwise', () => {
  const { resource } = synthScope((stack) => {
    new ParameterMap(stack, 'Map', { path: '/p', parameters: { value: plain('1'), dynamic: plain('2'), constructor: plain('3'), toString: plain('4') } });
  });
  expect(Object.keys(only(resource.aws_ssm_parameter).for_each)).toEqual(['constructor', 'dynamic', 'toString', 'value']);
});

test('names that frameworks read are parameters like any other', () => {
  const { resource } = synthScope((stack) => {
    const parameters = new ParameterMap(stack, 'Map', { path: '/example', parameters: { 'spring.datasource.password': plain('x'), '1-db': plain('y') } });
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', secrets: [parameters] }] });
  });
  expect(only(resource.aws_ssm_parameter).name).toBe('/example/${each.key}');
  const [app] = parseTemplate(only(resource.aws_ecs_task_definition).container_definitions);
  expect(app.secrets.map(({ name }: any) => name)).toEqual(['1-db', 'spring.datasource.password']);
});

describe('refused', () => {
  const create = (path: string, parameters: { [name: string]: SecretValue }, parameterTier?: ParameterTier) => () => {
    new ParameterMap(newStack(), 'Map', { path, parameters, parameterTier });
  };

  test.each([
    ['example', { A: plain('x') }, 'path \'example\' has no slash in front: write \'/example\' (Stack/Map)'],
    ['/a//b/', { A: plain('x') }, 'write \'/a/b\''],
    ['/', { A: plain('x') }, 'has no level'],
    ['/a b', { A: plain('x') }, 'contains \' \''],
    ['/aws/x', { A: plain('x') }, 'begins with \'/aws\', which is reserved'],
    ['/SSMthings', { A: plain('x') }, 'begins with \'/SSM\''],
    ['/a', { 'A/B': plain('x') }, '\'A/B\' can\'t be the name of a parameter or JSON key, it contains \'/\''],
    ['/a', { 'A B': plain('x') }, 'use letters, digits, \'_\', \'.\' and \'-\''],
    ['/a', { A: plain('{{x}}') }, 'value of \'A\' contains \'{{\''],
    ['/a', { A: plain('') }, 'value of \'A\' is empty'],
    ['/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15', { A: plain('x') }, 'has 16 levels'],
    [`/${'x'.repeat(1000)}`, { A: plain('x') }, 'at most 1011 are allowed'],
  ])('fails for path %s and names %o', (path, parameters, message) => {
    expect(create(path, parameters as any)).toThrow(message);
  });

  test('fails for 4097 bytes in a standard parameter, without showing them', () => {
    expect(create('/a', { A: plain('ü'.repeat(2049)) })).toThrow(/value of 'A' has 4098 bytes.*set parameterTier/);
    expect(create('/a', { A: plain('ü'.repeat(2049)) })).not.toThrow(/ü/);
    expect(create('/a', { A: plain('ü'.repeat(2049)) }, ParameterTier.ADVANCED)).not.toThrow();
    expect(create('/a', { A: plain('x'.repeat(4096)) })).not.toThrow();
  });

  test('fails for a variable of another stack', () => {
    const other = new TerraformVariable(newStack('Other'), 'v', {});
    expect(create('/a', { A: SecretValue.fromVariable(other) })).toThrow('comes from variable \'Other/v\' of another stack');
  });

  test('tokens are let through', () => {
    const stack: TerraformStack = newStack();
    const v = new TerraformVariable(stack, 'env', { type: 'string' });
    new ParameterMap(stack, 'Map', { path: `/${v.stringValue}/api`, parameters: { A: plain(v.stringValue) } });
    const parameter = only(synth(stack).resource.aws_ssm_parameter);
    expect(parameter.name).toBe('/${var.env}/api/${each.key}');
  });
});
