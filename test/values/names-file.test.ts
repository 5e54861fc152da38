import { join } from 'path';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import * as fc from 'fast-check';
import { SecretValues } from '../../src';
import { errorOf, fileWith } from '../temporary-files';

const FIXTURES = join(__dirname, '../fixtures');
const NAMES = ['DB_USER', 'DB_PASSWORD', 'STRIPE_KEY'];
const SECRET = 'hunter2-plain-value';

describe.each(['names.txt', 'names.json'])('%s', (name) => {
  test('gives external values', () => {
    // WHEN
    const values = SecretValues.fromNamesFile(join(FIXTURES, name));

    // THEN
    expect(Object.keys(values)).toEqual(NAMES);
    expect(Object.values(values).map((value) => value._kind)).toEqual(['external', 'external', 'external']);
  });

  test('gives the keys of a variable', () => {
    // GIVEN
    const variable = new TerraformVariable(new TerraformStack(Testing.app(), 'Stack'), 'secrets', { type: 'map(string)' });

    // WHEN
    const values = SecretValues.fromNamesFile(join(FIXTURES, name), variable, { version: 3 });

    // THEN
    expect(Object.entries(values).map(([key, value]) => [key, value._variable, value._variableKey, value._version])).toEqual(
      NAMES.map((key) => [key, variable, key, 3]),
    );
  });
});

test('reads a byte order mark, CRLF, blank lines and comments', () => {
  expect(Object.keys(SecretValues.fromNamesFile(fileWith('windows.txt', '\uFEFF# list\r\nA\r\n\r\n  B  # with a comment\r\n')))).toEqual(['A', 'B']);
});

test('an empty list has no names', () => {
  expect(SecretValues.fromNamesFile(fileWith('empty.txt', ''))).toEqual({});
  expect(SecretValues.fromNamesFile(fileWith('empty.json', '[]'))).toEqual({});
});

test.each([
  ['txt', 'A\nDB PASSWORD', 'line 2'],
  ['txt', `A\n\nB=${SECRET}`, 'line 3'],
  ['txt', '${TfToken[TOKEN.0]}', 'line 1'],
  ['txt', '["A"]', 'line 1'],
  ['json', `["A", "B=${SECRET}"]`, 'entry 2'],
  ['json', '["A", 5]', 'entry 2'],
  ['json', '[null]', 'entry 1'],
])('fails for what is not a name in .%s: %j', (extension, content, place) => {
  const file = fileWith(`odd.${extension}`, content);
  expect(errorOf(() => SecretValues.fromNamesFile(file)).message).toBe(
    `${place} of '${file}' is not a valid name: write names alone, of letters, digits, '_', '.' and '-'`,
  );
});

test.each([['{"A": 1}'], ['"A"'], [''], ['[']])('fails for a .json file that is not an array: %j', (content) => {
  const file = fileWith('odd.json', content);
  expect(errorOf(() => SecretValues.fromNamesFile(file)).message).toBe(`file '${file}' is not a JSON array: write ["NAME", …]`);
});

test.each([['txt', 'A\nB\nA'], ['json', '["A", "B", "A"]']])('fails for a name that is in .%s twice', (extension, content) => {
  const file = fileWith(`twice.${extension}`, content);
  expect(errorOf(() => SecretValues.fromNamesFile(file)).message).toBe(`'A' is in '${file}' twice: remove one of them`);
});

test('fails where there is no file', () => {
  expect(() => SecretValues.fromNamesFile('no/such.txt')).toThrow("file 'no/such.txt' doesn't exist");
});

describe.each(['txt', 'json'])('a hostile .%s file', (extension) => {
  test('property: gives a result, or a ValidationError without its content', () => {
    const piece = fc.oneof(
      fc.constantFrom('A', 'B', '\n', '\r\n', '#', ' #', '=', '"', ',', '[', ']', '{', SECRET, '\uFEFF', '\u2028', '__proto__'),
      fc.string({ unit: 'binary' }),
    );
    const content = fc.oneof(fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')), fc.uint8Array({ maxLength: 100 }));
    fc.assert(
      fc.property(content, (text) => {
        const file = fileWith(`hostile.${extension}`, text);
        try {
          SecretValues.fromNamesFile(file);
        } catch (error) {
          expect((error as Error).name).toBe('ValidationError');
          expect((error as Error).message).not.toContain(SECRET);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('property: a list of names comes back, in its order', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/));
  fc.assert(
    fc.property(names, (list) => {
      expect(Object.keys(SecretValues.fromNamesFile(fileWith('any.txt', list.join('\n')))).sort()).toEqual([...list].sort());
      expect(Object.keys(SecretValues.fromNamesFile(fileWith('any.json', JSON.stringify(list)))).sort()).toEqual([...list].sort());
    }),
    { numRuns: 300 },
  );
});
