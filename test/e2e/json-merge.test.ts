import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { describeReal } from './support/prerequisites';
import { terraformEnvironment } from './support/terraform-environment';
import { contentOf, mergedJson } from '../../src/stores/json-merge';
import { valueOf } from '../../src/terraform/hcl';
import { resolve } from '../../src/terraform/resolve';
import { groupValues, sortedValues } from '../../src/values/written-values';
import { SecretValue } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

/** What the code says of a key: a value with a version, plaintext, or that people own it. */
type Said = number | 'plaintext' | 'external' | 'external 2';

interface Case {
  readonly stored: { readonly [key: string]: string };
  readonly versions?: { readonly [key: string]: number };
  readonly said: { readonly [key: string]: Said };
  readonly removed: readonly string[];
}

const KEYS = ['A', 'B', 'C'];
const versions = fc.constantFrom(0, 2, 3, -2, -3);
const said = fc.constantFrom<Said>(1, 2, 3, 'plaintext', 'external', 'external 2');
const some = <T>(value: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom(...KEYS), value, { noNullPrototype: true });
const cases: fc.Arbitrary<Case> = fc.record({
  stored: some(fc.constantFrom('typed', SecretValue.PLACEHOLDER)),
  versions: fc.option(some(versions), { nil: undefined }),
  said: some(said),
  removed: fc.subarray(KEYS),
}).map((drawn) => ({ ...drawn, removed: drawn.removed.filter((key) => !(key in drawn.said)) }));

/** The JSON that has to come out, by the rules as the docs say them. */
function expected({ stored, versions: marks = {}, said: saidOf, removed }: Case): object {
  const after: { [key: string]: string } = {};
  const numbers: { [key: string]: number } = {};
  for (const key of [...new Set([...Object.keys(stored), ...Object.keys(marks), ...Object.keys(saidOf)])].filter((k) => !removed.includes(k))) {
    const [what, mark] = [saidOf[key], marks[key] ?? 1];
    const owned = typeof what === 'number';
    const isNew = !(key in stored);
    const asked = mark < 0 ? what !== 1 && what !== -mark : what !== mark;
    if (what === 'plaintext') {
      after[key] = `plain-${key}`;
    } else if (owned && (isNew || stored[key] === SecretValue.PLACEHOLDER || asked)) {
      after[key] = `new-${key}`;
    } else if (isNew && what !== undefined) {
      after[key] = SecretValue.PLACEHOLDER;
    } else if (!isNew) {
      after[key] = stored[key];
    }
    const number = what === 'plaintext' ? 0 : owned ? what : what === 'external 2' ? -2 : mark === 0 ? 1 : mark > 1 ? -mark : mark;
    if (number !== 1) {
      numbers[key] = number;
    }
  }
  return Object.keys(numbers).length > 0 ? { ...after, _versions: numbers } : after;
}

function expressionOf(stack: TerraformStack, { stored, versions: marks, said: saidOf, removed }: Case): string {
  const values = sortedValues(Object.fromEntries(Object.entries(saidOf).map(([key, what]) => {
    switch (what) {
      case 'plaintext': return [key, SecretValue.plaintext(`plain-${key}`)];
      case 'external': return [key, SecretValue.external()];
      case 'external 2': return [key, SecretValue.external({ version: 2 })];
      default: return [key, SecretValue.fromExpression(`\${"new-${key}"}`, { version: what })];
    }
  })));
  const text = JSON.stringify(marks ? { ...stored, _versions: marks } : stored);
  return resolve(stack, mergedJson(contentOf(values, groupValues(stack, values), removed), valueOf(text)));
}

describeReal('the JSON of a secret, merged by Terraform', () => {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-merge-'));

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('keeps what is stored unless the code asks for another value, whatever was written before', () => {
    // GIVEN
    const drawn = fc.sample(cases, { seed: 17, numRuns: 300 });
    const stack = new TerraformStack(new App(), 'Stack');
    const output = Object.fromEntries(drawn.map((each, i) => [`case${i}`, { value: expressionOf(stack, each) }]));
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ output }));
    // WHEN
    const run = (...args: string[]) => spawnSync('terraform', args, { cwd: directory, encoding: 'utf8', env: terraformEnvironment() });
    expect(run('init', '-no-color').stderr).toBe('');
    expect(run('apply', '-auto-approve', '-no-color').stderr).toBe('');
    const found = JSON.parse(run('output', '-json').stdout);
    // THEN
    drawn.forEach((each, i) => expect([each, JSON.parse(found[`case${i}`].value)]).toEqual([each, expected(each)]));
  });
});
