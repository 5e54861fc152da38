import * as fc from 'fast-check';
import { didYouMean, nearest } from '../../src/checks/nearest';

test.each([
  ['DB_PASWORD', ['DB_USER', 'DB_PASSWORD'], 'DB_PASSWORD'],
  ['DB_PASSWROD', ['DB_PASSWORD'], 'DB_PASSWORD'],
  ['db_user', ['DB_USERS', 'DB_USER'], 'DB_USER'],
  ['AWSPRECIOUS', ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'], 'AWSPREVIOUS'],
  ['A', ['AB', 'A'], 'A'],
  ['ab', ['ba'], 'ba'],
])('%s is meant for one of %j', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
  expect(didYouMean(name, candidates)).toBe(`, did you mean '${expected}'?`);
});

test.each([
  ['DB_PASSWORD', ['REGION', 'QUEUE']],
  ['DB_PASSWORD', []],
  ['A', ['WXYZ']],
])('%s is not meant for any of %j', (name, candidates) => {
  expect(nearest(name, candidates)).toBeUndefined();
  expect(didYouMean(name, candidates)).toBe('');
});

test('the first of equally near names is taken', () => {
  expect(nearest('DB_X', ['DB_A', 'DB_B'])).toBe('DB_A');
});

test('property: one typing error is always found, whatever else is there', () => {
  const name = fc.stringMatching(/^[A-Z]{4,12}$/);
  fc.assert(
    fc.property(name, fc.nat(), (text, at) => {
      const position = at % text.length;
      const typo = text.slice(0, position) + text.slice(position + 1);
      expect(nearest(typo, ['0123456789012', text])).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('property: the answer is one of the candidates, and an equal name is the nearest', () => {
  const names = fc.array(fc.string({ maxLength: 12 }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), names, (name, candidates) => {
      expect([undefined, ...candidates]).toContain(nearest(name, candidates));
      expect(nearest(name, [...candidates, name])?.toLowerCase()).toBe(name.toLowerCase());
    }),
    { numRuns: 300 },
  );
});
