import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { TerraformVariable } from 'cdktf';
import * as fc from 'fast-check';
import { hostile } from './hostile';
import { EnvironmentContract, SecretValues, TaskDefinition } from '../../src';
import { ValidationError } from '../../src/checks/validation-error';
import { newStack, synth } from '../support/synth';
import { fileWith } from '../temporary-files';

const CORPUS = join(__dirname, '../fixtures/hostile');
const SOPS = join(__dirname, '../fixtures/sops');
/** Of each property; `PROPERTY_RUNS=1000 npx jest test/robustness` searches longer. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 100);
const CANARY = 'hunter2-hunter2';
/** A file that takes more of the processor than this hangs a synth. */
const MICROSECONDS = 2_000_000;

const readers: { readonly [name: string]: (path: string) => unknown } = {
  sops: (path) => SecretValues.fromSopsFile(path, new TerraformVariable(newStack(), 'values', { type: 'map(string)' })),
  names: (path) => SecretValues.fromNamesFile(path),
  dotenv: (path) => EnvironmentContract.fromDotenv(path),
  task: (path) => {
    const stack = newStack();
    TaskDefinition.fromJson(stack, 'Task', readFileSync(path, 'utf8'));
    return synth(stack);
  },
};

/** Read, or refused with a message that shows nothing of what is in the file. */
function readOrRefused(read: (path: string) => unknown, path: string): void {
  const start = process.cpuUsage();
  try {
    read(path);
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as Error).message).not.toContain(CANARY);
  }
  expect(process.cpuUsage(start).user).toBeLessThan(MICROSECONDS);
}

const files = readdirSync(CORPUS);

test('there is a corpus', () => expect(files.length).toBeGreaterThan(15));

describe.each(Object.entries(readers))('a hostile file, read as %s', (reader, read) => {
  test.each(files)('%s', (file) => {
    readOrRefused(read, join(CORPUS, file));
    // whatever the file is called
    ['json', 'yaml', 'env'].forEach((extension) => readOrRefused(read, fileWith(`${reader}.${extension}`, readFileSync(join(CORPUS, file)))));
  });

  test('of anything', () => {
    const content = fc.oneof(hostile, fc.json(), fc.array(fc.tuple(hostile, fc.constantFrom('=', ': ', '\n', ' '), hostile)).map((lines) => lines.flat().join('\n')));
    fc.assert(fc.property(content, fc.constantFrom('json', 'yaml', 'env', 'txt'), (text, extension) => {
      readOrRefused(read, fileWith(`${reader}.${extension}`, text));
    }), { numRuns: RUNS });
  });
});

test.each(['secrets.enc.json', 'secrets.enc.yaml', 'secrets.enc.env'])('a file of SOPS with a piece missing, doubled or replaced: %s', (file) => {
  const text = readFileSync(join(SOPS, file), 'utf8');
  const place = fc.nat({ max: text.length });
  fc.assert(fc.property(place, place, hostile, (a, b, inserted) => {
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    readOrRefused(readers.sops, fileWith(file, text.slice(0, start) + inserted + text.slice(end)));
  }), { numRuns: RUNS });
});

test.each([
  ['two hundred thousand lines of names', 'txt', 'names', 'A_NAME\n'.repeat(200_000)],
  ['a line of a million characters', 'env', 'dotenv', `A=${'"'.repeat(1_000_000)}`],
  ['a million quotes that never end', 'env', 'dotenv', "A='x\n".repeat(20_000)],
  ['a hundred thousand levels of JSON', 'json', 'task', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a hundred thousand levels of SOPS', 'json', 'sops', `{"sops": {}, "a": ${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
  ['a key of a million characters', 'yaml', 'sops', `${'a'.repeat(1_000_000)}: ENC[`],
  ['a million spaces', 'yaml', 'sops', `a:${' '.repeat(1_000_000)}x`],
])('takes no time for %s', (_, extension, reader, text) => readOrRefused(readers[reader], fileWith(`large.${extension}`, text)));
