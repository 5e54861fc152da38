import { createHash } from 'crypto';
import { mkdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import * as fc from 'fast-check';
import { Checks, ContainerSecrets, SecretValue, SecretValues } from '../../src';
import { annotationsOf } from '../support/annotations';
import { errorOf, fileWith } from '../temporary-files';

const FIXTURES = join(__dirname, '../fixtures/sops');
const SECRET = 'hunter2-plain-value';
const CIPHERTEXT = 'ENC[AES256_GCM,data:BHxfpeYagv8=,iv:OD3qm8+q6030+jTuMTi5hqxe0kscgqUF3YGs+IdAWgc=,tag:ZCH7ceF6yUItMROC8OFJQA==,type:str]';
const OTHER = CIPHERTEXT.replace('BHxf', 'AHxf');

let stack: TerraformStack;
let variable: TerraformVariable;

beforeEach(() => {
  stack = new TerraformStack(Testing.app(), 'Stack');
  variable = new TerraformVariable(stack, 'secrets', { type: 'map(string)' });
});

function read(path: string): { [name: string]: SecretValue } {
  return SecretValues.fromSopsFile(path, variable);
}

/** A file of each format from names and what stands beside them. */
const FORMATS: { readonly [extension: string]: (entries: [name: string, text: string][]) => string } = {
  json: (entries) => `{${entries.map(([name, text]) => `${JSON.stringify(name)}: ${JSON.stringify(text)}`).join(', ')}${entries.length ? ', ' : ''}"sops": {"mac": "x"}}`,
  yaml: (entries) => `${entries.map(([name, text]) => `${name}: ${text === '' ? '""' : text}\n`).join('')}sops:\n    mac: x\n`,
  env: (entries) => `${entries.map(([name, text]) => `${name}=${text}\n`).join('')}sops_mac=x\n`,
};

describe.each(['json', 'yaml', 'env'])('a .%s file of SOPS', (extension) => {
  const path = join(FIXTURES, `secrets.enc.${extension}`);

  test('gives its names, each from the variable\'s key', () => {
    // WHEN
    const values = read(path);

    // THEN
    expect(Object.keys(values).sort()).toEqual(['DB_PASSWORD', 'DB_USER', 'EMPTY', 'PORT', 'STRIPE_KEY']);
    expect(values.DB_USER._variable).toBe(variable);
    expect(values.DB_USER._variableKey).toBe('DB_USER');
  });

  test('gives versions that are digests of the ciphertexts', () => {
    // GIVEN
    const ciphertext = /DB_USER"?[:=] ?"?(ENC\[[^\]]+\])/.exec(readFileSync(path, 'utf8'))![1];

    // THEN
    const digest = parseInt(createHash('sha256').update(ciphertext).digest('hex').slice(0, 12), 16) + 2 ** 32;
    expect(read(path).DB_USER._version).toBe(digest);
    expect(Number.isSafeInteger(digest)).toBe(true);
  });

  test('changes the version of the changed value alone', () => {
    // GIVEN
    const content = (password: string) => FORMATS[extension]([['DB_USER', CIPHERTEXT], ['DB_PASSWORD', password]]);

    // WHEN
    const before = read(fileWith(`before.${extension}`, content(CIPHERTEXT)));
    const after = read(fileWith(`after.${extension}`, content(OTHER)));

    // THEN
    expect(after.DB_USER._version).toBe(before.DB_USER._version);
    expect(after.DB_PASSWORD._version).not.toBe(before.DB_PASSWORD._version);
  });

  test('leaves out what SOPS leaves in the open', () => {
    expect(read(path)).not.toHaveProperty('LOG_LEVEL_unencrypted');
  });

  test('takes a value that is encrypted for a secret, whatever its name ends in', () => {
    // GIVEN
    const file = fileWith(`suffix.${extension}`, FORMATS[extension]([['A_unencrypted', CIPHERTEXT]]));

    // THEN
    expect(Object.keys(read(file))).toEqual(['A_unencrypted']);
  });

  test('gives an empty value as it is: a JSON secret holds it', () => {
    // GIVEN
    const jsonSecret = read(fileWith(`empty.${extension}`, FORMATS[extension]([['A', ''], ['B', CIPHERTEXT]])));

    // WHEN
    new ContainerSecrets(stack, 'Secrets', { path: '/example/api', jsonSecret });

    // THEN
    expect(jsonSecret.A._literalText).toBe('');
    expect(Testing.synth(stack)).toContain('aws_secretsmanager_secret_version');
  });

  test('fails for an empty value at Parameter Store', () => {
    // GIVEN
    const parameters = read(fileWith(`empty.${extension}`, FORMATS[extension]([['A', '']])));

    // THEN
    expect(() => new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters })).toThrow("value of 'A' is empty: Parameter Store holds no empty value");
  });

  test('reads a byte order mark and CRLF', () => {
    // GIVEN
    const content = FORMATS[extension]([['A', CIPHERTEXT], ['B', OTHER]]);
    const plain = read(fileWith(`lf.${extension}`, content));

    // WHEN
    const windows = read(fileWith(`crlf.${extension}`, `\uFEFF${content.replace(/\n/g, '\r\n')}`));

    // THEN
    const versions = (values: { [name: string]: SecretValue }) => Object.entries(values).map(([name, value]) => [name, value._version]);
    expect(versions(windows)).toEqual(versions(plain));
  });

  test('fails for plaintext, and doesn\'t show it', () => {
    // GIVEN
    const file = fileWith(`plain.${extension}`, FORMATS[extension]([['DB_USER', CIPHERTEXT], ['DB_PASSWORD', SECRET]]));

    // WHEN
    const error = errorOf(() => read(file));

    // THEN
    expect(error.name).toBe('ValidationError');
    expect(error.message).toBe(`value of 'DB_PASSWORD' in '${file}' is not encrypted: take it out and add it with 'sops edit', or where it is not a secret, let its name end in '_unencrypted'`);
  });

  test('fails for a file that SOPS has never seen', () => {
    // GIVEN
    const content = { json: `{"A": "${SECRET}"}`, yaml: `A: ${SECRET}\n`, env: `A=${SECRET}\n` }[extension]!;
    const file = fileWith(`never.${extension}`, content);

    // THEN
    expect(errorOf(() => read(file)).message).toBe(`file '${file}' is not encrypted by SOPS: run 'sops encrypt --in-place ${file}'`);
  });

  test('fails for a name that occurs twice', () => {
    // GIVEN
    const file = fileWith(`twice.${extension}`, FORMATS[extension]([['A', CIPHERTEXT], ['B', CIPHERTEXT], ['A', OTHER]]));

    // THEN
    expect(errorOf(() => read(file)).message).toBe(`'A' is in '${file}' twice: remove one of them`);
  });

  test('a name that frameworks read is a parameter like any other', () => {
    // GIVEN
    const name = extension === 'env' ? 'A' : 'db.pass-word';
    const parameters = read(fileWith(`odd.${extension}`, FORMATS[extension]([[name, CIPHERTEXT]])));

    // THEN
    expect(() => new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters })).not.toThrow();
    expect(Object.keys(parameters)).toEqual([name]);
  });

  test('property: names and versions of any map come back', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/).filter((text) => !text.startsWith('sops'));
    const base64 = fc.base64String({ minLength: 1 });
    const ciphertext = fc.tuple(base64, base64, base64).map(([data, iv, tag]) => `ENC[AES256_GCM,data:${data},iv:${iv},tag:${tag},type:str]`);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, ciphertext), { selector: ([key]) => key }), (entries) => {
        const values = read(fileWith(`any.${extension}`, FORMATS[extension](entries)));
        expect(Object.keys(values).sort()).toEqual(entries.map(([key]) => key).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('property: a hostile file gives a result or a ValidationError without its content', () => {
    const piece = fc.oneof(
      fc.constantFrom('A', 'sops', ': ', ':', '=', '\n', '\r\n', '"', "'", '{', '}', '[', ']', ',', '    ', '- ', '---', '...', '#', '|', '>', '&a ', '*a', '!!str ', '\t', '\\', '~', 'null', '__proto__', '\uFEFF', '\u2028'),
      fc.constantFrom(CIPHERTEXT, SECRET, 'sops_mac=x\n', 'sops:\n    mac: x\n', '"sops": {}', '{"A": ', 'A: ', 'A=', 'unencrypted_suffix: ""', '${TfToken[TOKEN.0]}'),
      fc.string({ unit: 'binary' }),
    );
    const content = fc.oneof(fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')), fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(content, (text) => {
        const file = fileWith(`hostile.${extension}`, text);
        try {
          read(file);
        } catch (error) {
          expect((error as Error).name).toBe('ValidationError');
          expect((error as Error).message.replace(file, '')).not.toContain('\n');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('property: plaintext never shows in an error', () => {
    const line = fc.constantFrom(
      `A: ${SECRET}`, `A=${SECRET}`, `"A": "${SECRET}",`, `- ${SECRET}`, `  ${SECRET}`, SECRET, `A: |\n    ${SECRET}`, `A:\n    ${SECRET}`, `A: [${SECRET}]`,
      `A:\n    - ${SECRET}`, `A: "${SECRET}`, `A: ENC[${SECRET}]`, 'sops:\n    mac: x', 'sops_mac=x', '{', '}', '"sops": {}',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        try {
          read(fileWith(`leak.${extension}`, lines.join('\n')));
        } catch (error) {
          expect((error as Error).name).toBe('ValidationError');
          expect((error as Error).message).not.toContain(SECRET);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('reads a large file in no time', () => {
    // GIVEN lines that an expression with backtracking would hang on
    const lines = [`a${' '.repeat(200_000)}`, `A:${' \t'.repeat(100_000)}x`, '"'.repeat(200_000), "A='".repeat(70_000), '['.repeat(200_000), `ENC[${','.repeat(200_000)}`];

    // WHEN
    const start = Date.now();
    lines.forEach((line) => errorOf(() => read(fileWith(`large.${extension}`, `${line}\n`.repeat(3)))));

    // THEN
    expect(Date.now() - start).toBeLessThan(3000);
  });
});

describe('nested values', () => {
  test.each([
    ['json', '{"database": {"credentials": {"password": "x"}}, "sops": {}}', 'database.credentials.password', 'DATABASE_CREDENTIALS_PASSWORD'],
    ['json', '{"hosts": ["x"], "sops": {}}', 'hosts.0', 'HOSTS_0'],
    ['json', '{"empty": {}, "sops": {}}', 'empty', 'EMPTY'],
    ['yaml', 'hosts:\n    - x\nsops:\n    mac: x\n', 'hosts.0', 'HOSTS_0'],
    ['yaml', 'hosts:\n- x\nsops:\n    mac: x\n', 'hosts.0', 'HOSTS_0'],
    ['yaml', 'a:\n    # comment\n    "b":\n        c: x\nsops:\n    mac: x\n', 'a.b.c', 'A_B_C'],
    ['yaml', 'a: {}\nsops:\n    mac: x\n', 'a', 'A'],
    ['yaml', 'a: [x]\nsops:\n    mac: x\n', 'a', 'A'],
  ])('fails for nested values of .%s: %j', (extension, content, path, name) => {
    const file = fileWith(`nested.${extension}`, content);
    expect(errorOf(() => read(file)).message).toBe(
      `'${path}' in '${file}' is nested: a container's environment is flat, write a string on the top level under a name like '${name}'`,
    );
  });

  test('fails for a file as SOPS writes it', () => {
    expect(() => read(join(FIXTURES, 'nested.enc.yaml'))).toThrow("'database.credentials.password' in");
  });

  test.each([
    ['json', '{"A_unencrypted": {"b": "c"}, "sops": {}}'],
    ['yaml', 'A_unencrypted:\n    b: c\nsops:\n    mac: x\n'],
  ])('are left out of .%s where SOPS leaves them in the open', (extension, content) => {
    expect(read(fileWith(`open.${extension}`, content))).toEqual({});
  });
});

describe('the unencrypted suffix', () => {
  test.each([
    ['json', '{"A_open": "x", "sops": {"unencrypted_suffix": "_open"}}'],
    ['yaml', 'A_open: x\nsops:\n    unencrypted_suffix: _open\n'],
    ['yaml', 'A_open: x\nsops:\n    unencrypted_suffix: "_open"\n'],
    ['env', 'A_open=x\nsops_unencrypted_suffix=_open\n'],
  ])('is taken from a .%s file', (extension, content) => {
    expect(read(fileWith(`suffix.${extension}`, content))).toEqual({});
  });

  test.each([
    ['json', '{"A": "x", "sops": {"unencrypted_suffix": ""}}'],
    ['yaml', 'A: x\nsops:\n    unencrypted_suffix: ""\n'],
    ['env', 'A=x\nsops_unencrypted_suffix=\n'],
  ])('fails to open everything where a .%s file has an empty one', (extension, content) => {
    expect(() => read(fileWith(`suffix.${extension}`, content))).toThrow("value of 'A'");
  });
});

describe('what the file says that SOPS leaves in the open', () => {
  /** A file with an encrypted name, one in the open, and what decides which is which. */
  const RULED: { readonly [extension: string]: (rule: string, text: string) => string } = {
    json: (rule, text) => `{"DB_SECRET": "${CIPHERTEXT}", "LEVEL": ${JSON.stringify(text)}, "sops": {${rule.replace(/(.*?): (.*)/, (_, key, value) => `"${key}": ${JSON.stringify(value)}`)}}}`,
    yaml: (rule, text) => `DB_SECRET: ${CIPHERTEXT}\nLEVEL: ${text}\nsops:\n    mac: x\n    ${rule}\n`,
    env: (rule, text) => `DB_SECRET=${CIPHERTEXT}\nLEVEL=${text}\nsops_${rule.replace(': ', '=')}\n`,
  };
  const RULES = ['encrypted_regex: ^DB_', 'encrypted_regex: (?i)^db_', 'encrypted_suffix: _SECRET', 'unencrypted_regex: ^LEV', 'unencrypted_suffix: VEL'];
  const warnings = () => annotationsOf(stack).filter((message) => message.includes('in the open'));

  describe.each(Object.keys(RULED))('.%s', (extension) => {
    test.each(RULES)('%s: is left out, with a warning', (rule) => {
      const file = fileWith(`ruled.${extension}`, RULED[extension](rule, 'debug'));
      expect(Object.keys(read(file))).toEqual(['DB_SECRET']);
      expect(warnings()).toEqual([`'LEVEL' of '${file}' is in the open and left out: name what you want in plaintext, or acknowledge it`]);
    });

    test('is plaintext where it is asked for by name', () => {
      const file = fileWith(`ruled.${extension}`, RULED[extension](RULES[0], 'debug'));
      const { LEVEL, DB_SECRET } = SecretValues.fromSopsFile(file, variable, { plaintext: ['LEVEL'] });
      expect([LEVEL._literalText, DB_SECRET._variableKey, warnings()]).toEqual(['debug', 'DB_SECRET', []]);
    });

    test('is no reason to warn once it is acknowledged', () => {
      read(fileWith(`ruled.${extension}`, RULED[extension](RULES[0], 'debug')));
      Checks.of(variable).acknowledge('sops-plaintext', 'the application doesn\'t want it');
      expect(warnings()).toEqual([]);
    });

    test('fails where what should be encrypted isn\'t, without showing it', () => {
      const file = fileWith(`ruled.${extension}`, RULED[extension]('encrypted_regex: ^(DB_|LEV)', SECRET));
      expect(errorOf(() => read(file)).message).toBe(`value of 'LEVEL' in '${file}' is not encrypted: take it out and add it with 'sops edit'`);
    });

    test.each([
      ['DB_SECRET', '\'DB_SECRET\' is encrypted in FILE: leave it out of plaintext'],
      ['LEVLE', '\'LEVLE\' is not in FILE, did you mean \'LEVEL\'?'],
      ['OTHER', '\'OTHER\' is not in FILE: leave it out of plaintext'],
    ])('fails for %s where it is asked for', (name, message) => {
      const file = fileWith(`ruled.${extension}`, RULED[extension](RULES[0], 'debug'));
      expect(errorOf(() => SecretValues.fromSopsFile(file, variable, { plaintext: [name] })).message).toBe(message.replace('FILE', `'${file}'`));
    });

    test('fails for an expression that JavaScript doesn\'t know', () => {
      const file = fileWith(`ruled.${extension}`, RULED[extension]('encrypted_regex: (?P<x>DB_)', 'debug'));
      expect(errorOf(() => read(file)).message).toBe(`the regular expression in '${file}' is not valid in JavaScript: write it without what only Go has`);
    });
  });

  test.each([
    ['debug', 'debug'], ['5432', '5432'], ['true', 'true'], ['"a \\"b\\" # c"', 'a "b" # c'], ['\'it\'\'s: x\'', 'it\'s: x'], ['http://a.b/c', 'http://a.b/c'], ['-1', '-1'], ['a#b', 'a#b'],
  ])('YAML: %s', (text, expected) => {
    const file = fileWith('ruled.yaml', RULED.yaml(RULES[0], text));
    expect(SecretValues.fromSopsFile(file, variable, { plaintext: ['LEVEL'] }).LEVEL._literalText).toBe(expected);
  });

  test.each(['|\n    two\n    lines', '[a]', '&a x', '!!str x', '"unfinished', 'a # comment', '~'])('fails for YAML that isn\'t read: %j', (text) => {
    const file = fileWith('ruled.yaml', RULED.yaml(RULES[0], text));
    expect(() => SecretValues.fromSopsFile(file, variable, { plaintext: ['LEVEL'] })).toThrow(`plaintext of 'LEVEL' in '${file}' can't be read: write it on one line, in double quotes`);
  });
});

test('fails for a file that is encrypted as a whole, with what to do instead', () => {
  const file = fileWith('license.pem', `{"data": "${CIPHERTEXT}", "sops": {"mac": "x"}}`);
  expect(errorOf(() => read(file)).message).toBe(
    `file '${file}' is encrypted by SOPS as a whole: put its text under a name of a file secrets.enc.json, or store it with StringSecret`,
  );
});

describe('values that SOPS leaves alone', () => {
  test.each([
    ['json', '{"A": null, "sops": {}}'],
    ['yaml', 'A: null\nsops:\n    mac: x\n'],
    ['yaml', 'A:\nsops:\n    mac: x\n'],
    ['yaml', 'A: ~\nsops:\n    mac: x\n'],
  ])('fails for null in .%s: %j', (extension, content) => {
    const file = fileWith(`null.${extension}`, content);
    expect(errorOf(() => read(file)).message).toBe(`'A' in '${file}' is null: give it a value, or take it out`);
  });

  test.each([
    ['json', '{"A": 5432, "sops": {}}'],
    ['yaml', 'A: 5432\nsops:\n    mac: x\n'],
    ['yaml', 'A: |\n    several\n    lines\nsops:\n    mac: x\n'],
    ['yaml', 'A:\n    several\n    lines\nsops:\n    mac: x\n'],
    ['yaml', `A: ${CIPHERTEXT}\n    and more\nsops:\n    mac: x\n`],
    ['yaml', 'A: &anchor x\nsops:\n    mac: x\n'],
  ])('fails for other plaintext in .%s: %j', (extension, content) => {
    expect(() => read(fileWith(`other.${extension}`, content))).toThrow("value of 'A'");
  });
});

describe('YAML', () => {
  test.each([
    [`A: "${CIPHERTEXT}"`], [`A: '${CIPHERTEXT}'`], [`"A": ${CIPHERTEXT}`], [`'A': ${CIPHERTEXT}`], [`A : ${CIPHERTEXT}`], [`A: ${CIPHERTEXT} #comment`], [`---\nA: ${CIPHERTEXT}`],
  ])('reads %j', (line) => {
    expect(Object.keys(read(fileWith('variant.yml', `${line}\nsops:\n    mac: x\n`)))).toEqual(['A']);
  });

  test.each([['---'], ['...']])('fails for more than one document: %s', (separator) => {
    const file = fileWith('two.yaml', `A: ${CIPHERTEXT}\n${separator}\nB: ${CIPHERTEXT}\nsops:\n    mac: x\n`);
    expect(errorOf(() => read(file)).message).toBe(`file '${file}' holds more than one YAML document: keep the names in one`);
  });

  test.each([[`- ${SECRET}`], [`{A: ${SECRET}}`], [SECRET], [`? ${SECRET}`], [`A:${SECRET}`]])('fails for a line that SOPS doesn\'t write: %s', (line) => {
    const file = fileWith('odd.yaml', `${line}\nsops:\n    mac: x\n`);
    expect(errorOf(() => read(file)).message).toBe(`line 1 of '${file}' isn't as SOPS writes it: it has to be 'NAME: ENC[…]'`);
  });
});

describe('dotenv', () => {
  test.each([[SECRET], [`export A=${CIPHERTEXT}`], [` A=${CIPHERTEXT}`]])('fails for a line that SOPS doesn\'t write: %s', (line) => {
    const file = fileWith('odd.env', `sops_mac=x\n${line}\n`);
    expect(errorOf(() => read(file)).message).toBe(`line 2 of '${file}' isn't as SOPS writes it: it has to be 'NAME=ENC[…]'`);
  });

  test('may have no name but the extension', () => {
    expect(Object.keys(read(fileWith('.env', `A=${CIPHERTEXT}\nsops_mac=x\n`)))).toEqual(['A']);
  });
});

describe('JSON', () => {
  test.each([['[]'], ['"text"'], ['null'], [''], [`{"A": ${SECRET}`]])('fails for what is not an object: %s', (content) => {
    const file = fileWith('odd.json', content);
    expect(errorOf(() => read(file)).message).toBe(`file '${file}' is not a JSON object: SOPS writes one, with a key per name`);
  });

  test('keeps a key that objects have anyway', () => {
    const file = fileWith('proto.json', `{"__proto__": "${CIPHERTEXT}", "toString": "${CIPHERTEXT}", "sops": {}}`);
    expect(Object.keys(read(file))).toEqual(['__proto__', 'toString']);
  });
});

describe('a file that can\'t be read', () => {
  test('fails where there is none', () => {
    expect(errorOf(() => read('no/such.json')).message).toBe(`file 'no/such.json' doesn't exist: give a path that is absolute or relative to '${process.cwd()}'`);
  });

  test('fails for a directory', () => {
    const directory = join(fileWith('x', ''), '../folder.json');
    mkdirSync(directory, { recursive: true });
    expect(errorOf(() => read(directory)).message).toBe(`file '${directory}' can't be read (EISDIR): give the path of a readable file`);
  });

  test('fails for a path that no file has', () => {
    expect(errorOf(() => read('a\0.json')).name).toBe('ValidationError');
  });

  test('fails for bytes that are not text', () => {
    const file = fileWith('bytes.json', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
    expect(errorOf(() => read(file)).message).toBe(`file '${file}' is not UTF-8 text: save it as UTF-8`);
  });

  test('fails for another extension', () => {
    const file = fileWith('secrets.ini', '');
    expect(errorOf(() => read(file)).message).toBe(`file '${file}' has the extension '.ini': SOPS files are read as .json, .yaml, .yml, .env, rename it`);
  });

  test('fails for a token', () => {
    expect(() => read(variable.stringValue)).toThrow('the path of a file is only known at plan');
  });
});

test('the values come from an ephemeral, sensitive variable', () => {
  // WHEN
  const { EMPTY, ...parameters } = read(join(FIXTURES, 'secrets.enc.yaml'));
  new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters });

  // THEN
  const config = JSON.parse(Testing.synth(stack));
  expect(EMPTY).toBeDefined();
  expect(config.variable.secrets).toMatchObject({ type: 'map(string)', ephemeral: true, sensitive: true });
  const [resource] = Object.values(config.resource.aws_ssm_parameter) as { for_each: { [name: string]: number } }[];
  expect(resource.for_each).toEqual(Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value._version])));
});
