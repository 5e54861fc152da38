import { TerraformStack, TerraformVariable } from 'cdktf';
import { Checks, ContainerSecrets, JsonSecret, SecretValue, SecretValues } from '../../src';
import { annotationsOf } from '../support/annotations';
import { newStack, only, synthScope } from '../support/synth';

const versionNumber = (jsonSecret: { [name: string]: SecretValue }, removedKeys?: string[]): number => {
  const { resource } = synthScope((stack) => {
    new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret, removedKeys });
  });
  return realVersion(resource).secret_string_wo_version;
};

function realVersion(resource: any): any {
  return Object.values<any>(resource.aws_secretsmanager_secret_version).find((v) => v.version_stages === undefined);
}

test('Terraform remembers a customer key, so that the plan stops where it is taken away', () => {
  const rememberedBy = (encryptionKeyArn?: string) => {
    const { resource } = synthScope((stack) => {
      new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret: { A: SecretValue.external() }, encryptionKeyArn });
    });
    return Object.entries<any>(resource.terraform_data).find(([id]) => id.includes('Encryption'))![1];
  };
  const keyed = rememberedBy('arn:aws:kms:eu-central-1:123456789012:key/k');
  expect([keyed.input, keyed.lifecycle]).toEqual(['customer key', undefined]);
  expect(rememberedBy()).toMatchObject({
    input: 'managed key',
    lifecycle: {
      ignore_changes: ['input'],
      postcondition: [{
        condition: '${self.input == "managed key"}',
        error_message: expect.stringMatching(/^secret example would keep its customer key, .* -replace=terraform_data\.Json_Encryption_\w+ \(Stack\/Json\)$/),
      }],
    },
  });
});

test('secret, seed and version', () => {
  // WHEN
  const { resource, ephemeral, terraform } = synthScope((stack) => {
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
    new JsonSecret(stack, 'Json', {
      secretName: 'example/api',
      jsonSecret: { ...SecretValues.fromVariable(values, ['A']), GENERATED: SecretValue.generated() },
      recoveryWindowInDays: 7,
      replicaRegions: [{ region: 'eu-west-1', encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k' }],
      encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k',
      tags: { team: 'x' },
      description: 'of the api',
    });
  });

  // THEN
  expect(only(resource.aws_secretsmanager_secret)).toEqual({
    name: 'example/api',
    description: 'of the api',
    // a replacement under the same name is refused, and nothing is deleted
    lifecycle: { create_before_destroy: true },
    kms_key_id: 'arn:aws:kms:eu-central-1:123456789012:key/k',
    recovery_window_in_days: 7,
    replica: [{ region: 'eu-west-1', kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/k' }],
    tags: { team: 'x' },
  });
  const seed = Object.values<any>(resource.aws_secretsmanager_secret_version).find((v) => v.version_stages !== undefined);
  expect(seed).toMatchObject({ secret_string_wo: '{}', secret_string_wo_version: 1, version_stages: ['TERRAFORM_SEED'], lifecycle: { ignore_changes: ['version_stages'] } });
  // as long as the seed is current it is read by its id, then what is; and that must be what was written last
  const reads = Object.fromEntries(Object.entries<any>(ephemeral.aws_secretsmanager_secret_version).map(([id, read]) => [id.split('_')[1], read]));
  expect(reads.Seeded.version_id).toMatch(/^\$\{aws_secretsmanager_secret_version\.Json_Seed_\w+\.version_id\}$/);
  expect(reads.Stored.version_id).toMatch(
    /^\$\{contains\(ephemeral\.\w+\.Json_Seeded_\w+\.version_stages, "AWSCURRENT"\) \? aws_secretsmanager_secret_version\.Json_Seed_\w+\.version_id : null\}$/,
  );
  expect(reads.ReadAgain.version_id).toMatch(/^\$\{ephemeral\.\w+\.Json_Stored_\w+\.version_id\}$/);
  expect(realVersion(resource).lifecycle.precondition.pop()).toEqual({
    condition: expect.stringMatching(/^\$\{timestamp\(\) == "" \? true : contains\(ephemeral\.\w+\.Json_ReadAgain_\w+\.version_stages, "AWSCURRENT"\)\}$/),
    error_message:
      'secret example/api was written a moment ago, and AWS still answers with the version before: apply again in a few seconds, so that ' +
      'nothing is lost (Stack/Json)',
  });
  expect(realVersion(resource).lifecycle.precondition[1].error_message).toBe(
    'key A of secret example/api has no value: variable \'values\' gives none: pass it, for example with --var-file=FILE.tfvars.json (Stack/Json)',
  );
  expect(terraform.required_version).toBe('>= 1.11');
});

test('valueFrom is built from the secret\'s ARN, never the version\'s', () => {
  const stack = newStack();
  const secret = new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret: { A: SecretValue.external() } });
  const { entries, dependencies } = secret.bindSecrets(stack);
  expect(entries[0].valueFrom).toBe(`${secret.arn}:A::`);
  expect(entries[0].read.arn).toBe(secret.arn);
  expect(dependencies).toEqual([secret.version]);
});

test('the JSON is written anew when keys, kinds, versions or plaintext change, and only then', () => {
  const first = versionNumber({ A: SecretValue.generated(), B: SecretValue.external() });
  expect(versionNumber({ B: SecretValue.external(), A: SecretValue.generated() })).toBe(first);
  const others = [
    versionNumber({ A: SecretValue.generated() }),
    versionNumber({ A: SecretValue.external(), B: SecretValue.external() }),
    versionNumber({ A: SecretValue.generated({ version: 2 }), B: SecretValue.external() }),
    versionNumber({ A: SecretValue.generated(), B: SecretValue.plaintext('x') }),
    versionNumber({ A: SecretValue.generated(), B: SecretValue.plaintext('y') }),
    versionNumber({ A: SecretValue.generated(), B: SecretValue.external() }, ['C']),
  ];
  expect(new Set([first, ...others]).size).toBe(others.length + 1);
  others.forEach((n) => expect(Number.isSafeInteger(n)).toBe(true));
});

test('what only Terraform knows of a value decides there whether the JSON is written', () => {
  const numberOf = (make: (variable: TerraformVariable) => SecretValue, ...before: string[]) => {
    const { resource } = synthScope((stack) => {
      before.forEach((id) => new TerraformVariable(stack, id, {}).stringValue.toString());
      new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret: { A: make(new TerraformVariable(stack, 'v', {})) } });
    });
    return realVersion(resource).secret_string_wo_version;
  };
  const plain = (variable: TerraformVariable) => SecretValue.plaintext(variable.stringValue);
  expect(numberOf(plain)).toBe('${parseint(substr(sha256(jsonencode([[["A", "plaintext", parseint(substr(sha256(var.v), 0, 12), 16) + 4294967296]], []])), 0, 12), 16) + 4294967296}');
  expect(numberOf(plain, 'other')).toBe(numberOf(plain));
  expect(numberOf((variable) => SecretValue.generated({ version: variable.numberValue }))).toContain('["A", "generated", var.v]');
});

test('the name of the secret has no slash in front, also where only Terraform knows the path', () => {
  const nameOf = (path: (stack: TerraformStack) => string) => only(synthScope((stack) => {
    new ContainerSecrets(stack, 'Secrets', { path: path(stack), jsonSecret: { A: SecretValue.external() } });
  }).resource.aws_secretsmanager_secret).name;
  const variable = (stack: TerraformStack) => new TerraformVariable(stack, 'path', { type: 'string' }).stringValue;
  expect(nameOf(() => '/team/app')).toBe('team/app');
  expect(nameOf(variable)).toBe('${trimprefix(var.path, "/")}');
  expect(nameOf((stack) => `/team/${variable(stack)}`)).toBe('team/${var.path}');
});

test('selections', () => {
  const stack = newStack();
  const secret = new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret: SecretValues.external(['A', 'B']) });
  const names = (source: { bindSecrets: JsonSecret['bindSecrets'] }) => source.bindSecrets(stack).entries.map((e) => e.name);
  expect([names(secret.only('A')), names(secret.except('A')), names(secret.renamed({ A: 'C' }))]).toEqual([['A'], ['B'], ['C', 'B']]);
});

test('names that frameworks read are keys like any other', () => {
  const { resource } = synthScope((stack) => {
    new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret: { 'spring.datasource.password': SecretValue.generated(), 'db-user': SecretValue.external() } });
  });
  const version = Object.values<any>(resource.aws_secretsmanager_secret_version).find(({ secret_string_wo: text }) => text.includes('jsonencode'));
  expect(version.secret_string_wo).toContain('{"spring.datasource.password" = tostring(');
  expect(version.secret_string_wo).toContain('{"db-user" = tostring(');
});

test('a name that ends like an ARN is a warning', () => {
  const stack = newStack();
  const [said, meant] = ['Said', 'Meant'].map((id) => new JsonSecret(stack, id, { secretName: `prod/${id}-config`, jsonSecret: { A: SecretValue.external() } }));
  Checks.of(meant).acknowledge('secret-name-suffix', 'referred to by its complete ARN');
  expect(annotationsOf(stack)).toEqual([
    'secret name \'prod/Said-config\' ends in a hyphen and six characters, like the end of an ARN: use the complete ARN everywhere, or end the name differently',
  ]);
  expect(said.arn).toBeDefined();
});

describe('refused', () => {
  const create = (secretName: string, jsonSecret: { [name: string]: SecretValue }, removedKeys?: string[]) => () => {
    new JsonSecret(newStack(), 'Json', { secretName, jsonSecret, removedKeys });
  };

  test.each([
    ['a name with a space', 'a b', {}, 'contains \' \''],
    ['a name too long', 'x'.repeat(513), {}, 'has 513 characters'],
    ['an empty name', '', {}, 'has 0 characters'],
    ['a name of a service of AWS', 'rds!db-1', {}, 'secret \'rds!db-1\' is created by a service of AWS'],
    ['a key with a colon', 'example', { 'a:b': SecretValue.external() }, '\'a:b\' can\'t be the name of a parameter or JSON key, it contains \':\''],
    ['the key of the versions', 'example', { _versions: SecretValue.external() }, '\'_versions\' can\'t be a key'],
    ['too many bytes', 'example', { A: SecretValue.plaintext('x'.repeat(65536)) }, 'a secret holds 65536'],
  ])('fails for %s', (_, name, values, message) => {
    expect(create(name, values as any)).toThrow(message);
    expect(create(name, values as any)).toThrow('(Stack/Json)');
  });

  test('fails for a key that is removed and given', () => {
    expect(create('example', { A: SecretValue.external() }, ['A'])).toThrow('\'A\' is both in jsonSecret and in removedKeys');
  });
});
