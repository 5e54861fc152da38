import * as fc from 'fast-check';
import { AccessRequirement } from '../../src/access/access-requirement';
import { PackedPolicies, PackingLimits, packRequirements } from '../../src/access/policy-packing';
import { entriesLength, frameLength, mergeGrants } from '../../src/access/statement';
import { hcl } from '../../src/terraform/hcl';

const LIMITS: PackingLimits = { inline: 5120, managed: 6144, quota: 10 };

describe('packing', () => {
  test('puts what fits into the inline policy alone', () => {
    expect(shape(packRequirements(reads(20), LIMITS))).toEqual({ inline: 20, managed: {}, left: 0 });
  });

  test('of nothing makes no policy', () => {
    expect(shape(packRequirements([], LIMITS))).toEqual({ inline: 0, managed: {}, left: 0 });
  });

  test('leaves the workload\'s own statements in the inline policy, where secrets come and go elsewhere', () => {
    // WHEN
    const packed = packRequirements([...reads(40), { ...read('logs', 100), steady: true }], LIMITS);

    // THEN
    expect(packed.inline.map(({ id }) => id)).toEqual(['logs']);
    expect([...packed.managed.values()].flat()).toHaveLength(40);
  });

  test('halves a range of positions that gets too long, and leaves the other half alone', () => {
    // GIVEN
    const before = packRequirements(reads(110), LIMITS);
    const after = packRequirements(reads(130), LIMITS);

    // THEN
    expect(before.managed.size).toBeLessThanOrEqual(after.managed.size);
    expect([...before.managed.keys()].every((id) => after.managed.has(id))).toBe(true);
  });

  test('of 300 parameters of 140 characters changes at most two managed policies when one is added or removed', () => {
    const all = reads(320);
    const before = packRequirements(all.slice(0, 300), LIMITS);
    expect(before.left).toEqual([]);
    expect(before.managed.size).toBeLessThanOrEqual(8);
    for (let i = 0; i < 300; i += 3) {
      const removed = packRequirements(all.slice(0, 300).filter((_, n) => n !== i), LIMITS);
      expect(changed(before, removed)).toBeLessThanOrEqual(2);
    }
    for (const added of all.slice(300)) {
      const after = packRequirements([...all.slice(0, 300), added], LIMITS);
      expect(after.managed.size + SPARE).toBeLessThanOrEqual(10);
      expect(changed(before, after)).toBeLessThanOrEqual(2);
    }
  });

  test('never exceeds the quota while one policy after the other grows', () => {
    const all = reads(300);
    let before = packRequirements([], LIMITS);
    for (let count = 1; count <= 300; count++) {
      const after = packRequirements(all.slice(0, count), LIMITS);
      expect(after.left).toEqual([]);
      expect(before.managed.size + changed(before, after)).toBeLessThanOrEqual(10);
      before = after;
    }
  });

  test('fills the whole quota before it gives up', () => {
    // GIVEN
    const packed = packRequirements(reads(430), LIMITS);

    // THEN
    expect(packed.managed.size).toBe(10);
    expect(packed.left).toEqual([]);
    expect(packRequirements(reads(460), LIMITS).left.length).toBeGreaterThan(0);
    expect(packRequirements(reads(460), { ...LIMITS, quota: 20 }).left).toEqual([]);
  });

  test('gives a list of unknown length a policy of its own', () => {
    // GIVEN
    const list: AccessRequirement = {
      id: 'list',
      grants: [{ actions: ['ssm:GetParameters'], resources: [], resourceList: { arns: hcl`values(local.arns)`, label: 'values(local.arns)' } }],
      uses: [],
    };

    // WHEN
    const packed = packRequirements([list, ...reads(3)], LIMITS);

    // THEN
    expect(packed.inline).toHaveLength(3);
    expect([...packed.managed.values()]).toEqual([[list]]);
  });

  test('loses nothing, doubles nothing, keeps the sizes and doesn\'t depend on the order', () => {
    const lengths = fc.array(fc.integer({ min: 40, max: 1000 }), { maxLength: 120 });
    fc.assert(fc.property(lengths, fc.integer({ min: 1, max: 20 }), (all, quota) => {
      // GIVEN
      const needs = all.map((length, i) => read(`need${i}`, length));
      const limits = { ...LIMITS, quota };

      // WHEN
      const packed = packRequirements(needs, limits);

      // THEN
      const documents = [packed.inline, ...packed.managed.values()];
      expect([...documents.flat(), ...packed.left].map(({ id }) => id).sort()).toEqual(needs.map(({ id }) => id).sort());
      expect(packed.managed.size).toBeLessThanOrEqual(quota);
      expect(sizeOf(packed.inline)).toBeLessThanOrEqual(limits.inline);
      packed.managed.forEach((document) => expect(sizeOf(document)).toBeLessThanOrEqual(limits.managed));
      expect(ids(packRequirements([...needs].reverse(), limits))).toEqual(ids(packed));
    }), { numRuns: 100 });
  });
});

const SPARE = 2;

function read(id: string, length: number): AccessRequirement {
  return { id, grants: [{ actions: ['ssm:GetParameters'], resources: [{ arn: id.padEnd(length), label: id, length }] }], uses: [] };
}

function reads(count: number): AccessRequirement[] {
  return Array.from({ length: count }, (_, i) => read(`ssm /example/api/NAME_${i}`, 140));
}

function ids({ inline, managed, left }: PackedPolicies): unknown {
  const text = (needs: readonly AccessRequirement[]) => needs.map(({ id }) => id).sort().join();
  return [text(inline), [...managed].map(([id, needs]) => `${id}: ${text(needs)}`), text(left)];
}

/** How many managed policies are new or have another content. */
function changed(before: PackedPolicies, after: PackedPolicies): number {
  const text = (needs: readonly AccessRequirement[] | undefined) => needs?.map(({ id }) => id).sort().join();
  return [...after.managed].filter(([id, needs]) => text(needs) !== text(before.managed.get(id))).length;
}

function shape({ inline, managed, left }: PackedPolicies): unknown {
  return { inline: inline.length, managed: Object.fromEntries([...managed].map(([id, needs]) => [id, needs.length])), left: left.length };
}

function sizeOf(needs: readonly AccessRequirement[]): number {
  const grants = mergeGrants(needs.flatMap((need) => need.grants));
  return 39 + grants.reduce((sum, grant) => sum + frameLength(grant) + entriesLength(grant), 0);
}
