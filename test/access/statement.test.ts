import { Grant, entriesLength, fingerprint, frameLength, mergeGrants, toStatement } from '../../src/access/statement';
import { hcl } from '../../src/terraform/hcl';

const [A, B, KEY] = ['a', 'b', 'key'].map((label) => ({ arn: `arn:${label}`, label, length: 5 }));
const DECRYPT = { actions: ['kms:Decrypt'], resources: [KEY], conditions: { 'kms:ViaService': 'ssm' }, contextKey: 'context' };

describe('statements', () => {
  test('with the same actions become one, sorted and without doubles', () => {
    const grants = [{ actions: ['x'], resources: [B] }, { actions: ['x'], resources: [A, B] }];
    expect(mergeGrants(grants)).toEqual([{ actions: ['x'], resources: [A, B], contexts: undefined }]);
  });

  test('with other actions stay apart, in a fixed order', () => {
    const grants = [{ actions: ['y'], resources: [A] }, { actions: ['x'], resources: [B] }];
    expect(mergeGrants(grants).map(({ actions }) => actions)).toEqual([['x'], ['y']]);
    expect(mergeGrants([...grants].reverse())).toEqual(mergeGrants(grants));
  });

  test('with a condition merge only for the same resource and condition', () => {
    const other = { ...DECRYPT, resources: [A], contexts: [A] };
    const merged = mergeGrants([{ ...DECRYPT, contexts: [B] }, { ...DECRYPT, contexts: [A] }, other, { ...DECRYPT, contextKey: 'other', contexts: [A] }]);
    expect(merged.map(({ resources, contextKey, contexts }) => [resources, contextKey, contexts])).toEqual(expect.arrayContaining([
      [[KEY], 'context', [A, B]],
      [[KEY], 'other', [A]],
      [[A], 'context', [A]],
    ]));
    expect(merged).toHaveLength(3);
  });

  test('that deny, and patterns, stay apart from those that allow exactly', () => {
    const grants: Grant[] = [
      { actions: ['x'], resources: [A] },
      { actions: ['x'], resources: [A], denied: true },
      { ...DECRYPT, contexts: [A] },
      { ...DECRYPT, contexts: [A], contextPatterns: true },
    ];
    expect(mergeGrants(grants)).toHaveLength(4);
    expect(new Set(grants.map((grant) => fingerprint([grant]))).size).toBe(4);
  });

  test('hold lists, also of one element', () => {
    expect(toStatement({ actions: ['x'], resources: [A] })).toMatchObject({ Effect: 'Allow', Action: ['x'], Resource: [{ text: 'arn:a' }] });
  });

  test('hold all conditions', () => {
    const contexts = [A];
    expect(toStatement({ ...DECRYPT, contexts })).toMatchObject({
      Condition: { StringEquals: { 'kms:ViaService': { text: 'ssm' }, 'context': [{ text: 'arn:a' }] }, StringLike: undefined },
    });
    expect(toStatement({ ...DECRYPT, contexts, contextPatterns: true })).toMatchObject({
      Condition: { StringEquals: { 'kms:ViaService': { text: 'ssm' } }, StringLike: { context: [{ text: 'arn:a' }] } },
    });
    const patterns = { ...DECRYPT, conditions: undefined, contexts, contextPatterns: true };
    expect(toStatement(patterns)).toMatchObject({ Condition: { StringEquals: undefined } });
  });

  test('take a list that only Terraform knows, for resources and conditions', () => {
    const list = { arns: hcl`values(local.arns)`, label: 'values(local.arns)' };
    expect(toStatement({ actions: ['x'], resources: [], resourceList: list })).toMatchObject({ Resource: list.arns });
    expect(toStatement({ ...DECRYPT, contextList: list })).toMatchObject({ Condition: { StringEquals: { context: list.arns } } });
  });

  test('are never longer than estimated', () => {
    const contexts = [A, B];
    const allow = { actions: ['x'], resources: [A, B] };
    for (const grant of [allow, { ...DECRYPT, contexts }, { ...DECRYPT, contexts, contextPatterns: true }]) {
      const text = JSON.stringify(toStatement(grant), (_, value) => value?.text ?? value);
      expect(text.length + 1).toBeLessThanOrEqual(frameLength(grant) + entriesLength(grant));
    }
  });
});
