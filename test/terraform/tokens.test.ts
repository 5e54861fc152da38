import { Token } from 'cdktf';
import { hcl } from '../../src/terraform/hcl';
import { isUnresolved } from '../../src/terraform/tokens';

test.each([
  ['a string', Token.asString(hcl`a.b`)],
  ['a part of a string', `x-${Token.asString(hcl`a.b`)}`],
  ['a number', Token.asNumber(hcl`a.b`)],
  ['a list', Token.asList(hcl`a.b`)],
  ['an expression', hcl`a.b`],
])('%s stands for something', (_, value) => expect(isUnresolved(value)).toBe(true));

test.each([['plain'], ['${a.b}'], [0], [-1], [1.5], [Number.MAX_SAFE_INTEGER], [true], [undefined], [null], [['a']], [[1]], [{ a: 1 }]])('%j is what it is', (value) => {
  expect(isUnresolved(value)).toBe(Token.isUnresolved(value));
  expect(isUnresolved(value)).toBe(false);
});
