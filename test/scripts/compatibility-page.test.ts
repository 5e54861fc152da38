import { differences, table, withTable } from '../../scripts/compatibility/runs/page';
import { Run } from '../../scripts/compatibility/runs/run';

const APPLIED: Run = {
  what: 'end to end', engine: 'Terraform 1.11.4', provider: '5.100.0', framework: 'CDKTF 0.21.0', language: 'TypeScript', node: '20',
};
const UNIT: Run = { what: 'unit', provider: '5.100.0', framework: 'CDKTF 0.21.0', language: 'TypeScript', node: '20' };
const TYPES: Run = { ...UNIT, what: 'bindings', language: 'Go', typesOnly: true };

describe('the table of what ran where', () => {
  test('has a row for what was applied, was run and was only looked at', () => {
    const byHand = [{ ...APPLIED, engine: 'OpenTofu 1.12.6', date: '2026-11-29' }];
    expect(table({ inCi: [TYPES, UNIT, { ...UNIT, node: '22' }, APPLIED], byHand }).split('\n')).toEqual([
      '| what ran | engine | AWS provider | framework | language | Node.js | where |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| end to end | Terraform 1.11.4 | 5.100.0 | CDKTF 0.21.0 | TypeScript | 20 | in CI |',
      '| end to end | OpenTofu 1.12.6 | 5.100.0 | CDKTF 0.21.0 | TypeScript | 20 | by hand on 2026-11-29 |',
      '| unit | none | 5.100.0 | CDKTF 0.21.0 | TypeScript | 20, 22 | in CI |',
      '| bindings | none | 5.100.0 | CDKTF 0.21.0 | Go | 20 | types only |',
    ]);
  });

  test('takes the place of the one before', () => {
    const page = 'a\n<!-- what ran: written by npm run compatibility -->\nold\n<!-- end -->\nb\n';
    const written = withTable(page, { inCi: [UNIT], byHand: [] });
    expect(written).toContain('| unit | none |');
    expect(written).not.toContain('old');
    expect(withTable(written, { inCi: [UNIT], byHand: [] })).toBe(written);
  });
});

describe('what the page says of CI', () => {
  const said = { inCi: [APPLIED, UNIT], byHand: [] };

  test('is what ran', () => {
    expect(differences(said, [UNIT, APPLIED], [])).toEqual([]);
  });

  test('fails for what was not run, unless it could not', () => {
    expect(differences(said, [UNIT], [])).toEqual([
      'said, but not run: end to end: Terraform 1.11.4, AWS provider 5.100.0, CDKTF 0.21.0, TypeScript, Node.js 20',
    ]);
    expect(differences(said, [UNIT], [{ what: 'end to end', skipped: 'no engine' }])).toEqual([]);
  });

  test('fails for what was run with something else', () => {
    expect(differences(said, [UNIT, { ...APPLIED, engine: 'Terraform 1.15.5' }], [])).toEqual([
      'said, but not run: end to end: Terraform 1.11.4, AWS provider 5.100.0, CDKTF 0.21.0, TypeScript, Node.js 20',
      'run, but not said: end to end: Terraform 1.15.5, AWS provider 5.100.0, CDKTF 0.21.0, TypeScript, Node.js 20',
    ]);
  });

  test('may lack an engine that only some machines have, which the page has as run by hand', () => {
    const byHand = [{ ...APPLIED, engine: 'OpenTofu 1.12.6', date: '2026-11-29' }];
    const tofu = { ...APPLIED, engine: 'OpenTofu 1.12.7' };
    expect(differences({ ...said, byHand }, [UNIT, APPLIED, tofu], [])).toEqual([]);
    expect(differences(said, [UNIT, APPLIED, tofu], [])).toHaveLength(1);
  });
});
