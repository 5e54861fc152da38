import { join } from 'path';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import * as fc from 'fast-check';
import { ContainerDefinition, ContainerSecrets, EnvironmentContract, SecretValue, TaskDefinition } from '../../../src';
import { annotationsOf } from '../../support/annotations';
import { errorOf, fileWith } from '../../temporary-files';

const SECRET = 'hunter2-plain-value';

describe('fromDotenv', () => {
  test('reads names and passes over values', () => {
    // WHEN
    const contract = EnvironmentContract.fromDotenv(join(__dirname, '../../fixtures/env.example'));

    // THEN
    expect(contract.requiredNames).toEqual(['DB_HOST', 'DB_PASSWORD', 'DB_PORT', 'GREETING', 'MESSAGE', 'TLS_KEY']);
    expect(contract.optionalNames).toEqual(['COLOR', 'SENTRY_DSN']);
  });

  test.each([
    ['A=1\nB=2', ['A', 'B']],
    ['db-user=1\nspring.datasource.password="x\ny"', ['db-user', 'spring.datasource.password']],
    ['\uFEFFA=1\r\nB=2\r\n', ['A', 'B']],
    ['export A=1\n  export\tB = 2', ['A', 'B']],
    ['A=', ['A']],
    ['A==', ['A']],
    ['A="x\nB=1\n"\nC=1', ['A', 'C']],
    ["A='x\nB=1\n'  # why\nC=1", ['A', 'C']],
    ['A=`x\nB=1`\nC=1', ['A', 'C']],
    ['A="x\\"\nB=1"\nC=1', ['A', 'C']],
    ["A='x\\'\nC=1", ['A', 'C']],
    ["A='tis\nC=don't", ['A', 'C']],
    ['A="x', ['A']],
    ['A="x" y\nC=1', ['A', 'C']],
    ['A=x#y\n#B=1\n  # C=1', ['A']],
    ['A=1\nA=2', ['A']],
    ['', []],
    ['\n\n# nothing\n', []],
  ])('reads %j', (content, names) => {
    expect(EnvironmentContract.fromDotenv(fileWith('.env.example', content)).requiredNames).toEqual(names);
  });

  test.each([
    ['A=1 # optional', true], ['A=1 #Optional: for tests', true], ['A="x\ny" # optional', true], ['A= # optional', true],
    ['A=1 # optionally', false], ['A="# optional"', false], ['A=1# optional', false], ['A=1 # not optional', false], ['# optional\nA=1', false],
    ['A=1 # optional\nA=2', false],
  ])('%j is optional: %s', (content, optional) => {
    const contract = EnvironmentContract.fromDotenv(fileWith('.env.example', content));
    expect([contract.requiredNames, contract.optionalNames]).toEqual(optional ? [[], ['A']] : [['A'], []]);
  });

  test.each([
    [SECRET, 1], [`A=1\n${SECRET}`, 2], [`A="x\ny"\n${SECRET}/=1`, 3], ['A', 1], ['1A=1', 1], ['=1', 1], ['A: 1', 1], ['A="\n"x\n"', 2],
  ])('fails for a line without a name, and doesn\'t show it: %j', (content, line) => {
    const file = fileWith('.env.example', content);
    expect(errorOf(() => EnvironmentContract.fromDotenv(file)).message).toBe(
      `line ${line} of '${file}' is not NAME=value: write one name per line, and values of several lines in quotes`,
    );
  });

  test('fails where there is no file', () => {
    expect(() => EnvironmentContract.fromDotenv('no/.env')).toThrow("file 'no/.env' doesn't exist");
  });

  test('reads a large file in no time', () => {
    // GIVEN
    const lines = ['A="', "A='", 'A=`', 'A="\\', 'A=\'"`', `A=${' #'.repeat(100)}`, '#'];

    // WHEN
    const start = Date.now();
    lines.forEach((line) => errorOf(() => { throw EnvironmentContract.fromDotenv(fileWith('large', `${line}\n`.repeat(20_001))); }));

    // THEN
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test('property: names come back, whatever their values in quotes are', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
    const value = fc.oneof(
      fc.string().map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`),
      fc.string({ unit: fc.constantFrom('A', '=', '\n', '#', ' ', '"', '\\') }).map((text) => `'${text}'`),
      fc.string({ unit: fc.constantFrom('A', '=', ' ', '$', '{', '}') }).map((text) => ` ${text}`),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (entries) => {
        const file = fileWith('.env.any', entries.map(([key, text]) => `${key}=${text}\n`).join(''));
        expect(EnvironmentContract.fromDotenv(file).requiredNames).toEqual(entries.map(([key]) => key).sort());
      }),
      { numRuns: 500 },
    );
  });

  test('property: a hostile file gives a contract, or a ValidationError without its content', () => {
    const piece = fc.oneof(
      fc.constantFrom('A', '=', '\n', '\r', '"', "'", '`', '\\', '#', ' ', '\t', 'export ', '# optional', SECRET, '\uFEFF', '\u2028', '\0'),
      fc.string({ unit: 'binary' }),
    );
    const content = fc.oneof(fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')), fc.uint8Array({ maxLength: 100 }));
    fc.assert(
      fc.property(content, (text) => {
        try {
          EnvironmentContract.fromDotenv(fileWith('.env.hostile', text));
        } catch (error) {
          expect((error as Error).name).toBe('ValidationError');
          expect((error as Error).message).not.toContain(SECRET);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('of', () => {
  test('takes names as required, sorted, each once', () => {
    const contract = EnvironmentContract.of('B', 'A', 'B');
    expect([contract.requiredNames, contract.optionalNames]).toEqual([['A', 'B'], []]);
  });

  test('optional gives another contract', () => {
    // GIVEN
    const contract = EnvironmentContract.of('A', 'B');

    // WHEN
    const relaxed = contract.optional('B', 'C');

    // THEN
    expect([relaxed.requiredNames, relaxed.optionalNames]).toEqual([['A'], ['B', 'C']]);
    expect(contract.requiredNames).toEqual(['A', 'B']);
  });

  test('names that frameworks read are names like any other', () => {
    expect(EnvironmentContract.of('spring.datasource.password', 'db-user').requiredNames).toEqual(['db-user', 'spring.datasource.password']);
  });

  test('fails for a name that no environment variable can have', () => {
    expect(() => EnvironmentContract.of('A', 'B=C')).toThrow("'B=C' is not a valid environment variable name: leave '=' and zero bytes out");
    expect(() => EnvironmentContract.of('A').optional('')).toThrow("'' is not a valid environment variable name: give it one");
  });
});

describe('a container with a contract', () => {
  let stack: TerraformStack;

  beforeEach(() => {
    stack = new TerraformStack(Testing.app(), 'Stack');
  });

  function taskWith(container: Partial<ContainerDefinition>): TaskDefinition {
    const { parameterMap: secrets } = new ContainerSecrets(stack, 'Secrets', {
      path: '/example/api',
      parameters: { DB_USER: SecretValue.external(), DB_PASSWORD: SecretValue.external() },
    });
    return new TaskDefinition(stack, 'Api', { family: 'api', containers: [{ name: 'api', image: 'nginx', secrets: [secrets!], ...container }] });
  }

  test('has everything from environment and secrets', () => {
    // WHEN
    const task = taskWith({ environment: { LOG_LEVEL: 'info' }, environmentContract: EnvironmentContract.of('DB_USER', 'DB_PASSWORD', 'LOG_LEVEL').optional('DEBUG') });

    // THEN
    expect(annotationsOf(task)).toEqual([]);
    expect(Testing.synth(stack)).not.toContain('environmentContract');
  });

  test('fails where a name is missing', () => {
    expect(() => taskWith({ environment: { DB_HOTS: 'db' }, environmentContract: EnvironmentContract.of('DB_USER', 'DB_PASSWORD', 'DB_HOST') })).toThrow(
      "container 'api': the application needs 'DB_HOST', which nothing provides (did you mean 'DB_HOTS'?): add it to environment or secrets (Stack/Api)",
    );
  });

  test('fails with all missing names at once', () => {
    expect(() => taskWith({ environmentContract: EnvironmentContract.of('DB_USERS', 'DB_PASSWORD', 'REGION', 'QUEUE') })).toThrow(
      "container 'api': the application needs 'DB_USERS' (did you mean 'DB_USER'?), 'QUEUE' and 'REGION', which nothing provides: add them to environment or secrets (Stack/Api)",
    );
  });

  test('is warned of names that nobody asks for', () => {
    // WHEN
    const task = taskWith({ environment: { LOG_LEVEL: 'info' }, environmentContract: EnvironmentContract.of('DB_USER') });

    // THEN
    expect(annotationsOf(task)).toEqual([
      "container 'api': 'DB_PASSWORD' and 'LOG_LEVEL' are not in the environment contract: take them out of environment and secrets, or add them to the contract",
    ]);
  });

  test('is left alone where a name is only known at plan', () => {
    // GIVEN
    const name = new TerraformVariable(stack, 'name', { type: 'string' }).stringValue;

    // WHEN
    const task = taskWith({ environment: { [name]: 'x' }, environmentContract: EnvironmentContract.of('DB_USER', 'DB_PASSWORD', 'MISSING') });

    // THEN
    expect(annotationsOf(task)).toEqual([]);
  });

  test('is left alone where there is no contract', () => {
    expect(annotationsOf(taskWith({}))).toEqual([]);
  });
});
