import { Fn, TerraformVariable, Token } from 'cdktf';
import * as fc from 'fast-check';
import { Hcl, escapeLiteralParts, escapeTemplate, hcl, joined, quoted, valueOf } from '../../src/terraform/hcl';
import { JsonText, PlainText } from '../../src/terraform/json-text';
import { resolve } from '../../src/terraform/resolve';
import { newStack, parseTemplate } from '../support/synth';

const stack = newStack();
const text = new TerraformVariable(stack, 'text', { type: 'string' });
const list = new TerraformVariable(stack, 'list', { type: 'list(string)' });
const number = new TerraformVariable(stack, 'number', { type: 'number' });

describe('expressions', () => {
  test('stand bare inside each other and in ${…} outside', () => {
    expect(resolve(stack, hcl`f(${hcl`g(${text.stringValue})`}, ${3})`)).toBe('${f(g(var.text), 3)}');
    expect(resolve(stack, `a ${hcl`f()`} b`)).toBe('a ${f()} b');
    expect(resolve(stack, Fn.upper(hcl`f(${text.stringValue})`.toString()))).toBe('${upper(f(var.text))}');
    expect(resolve(stack, hcl`f(${joined([hcl`a`, hcl`b`], ', ')})`)).toBe('${f(a, b)}');
  });

  test('quote literal text and interpolate tokens', () => {
    expect(resolve(stack, hcl`f(${quoted(`a "b" \${c} %{d}\n${text.stringValue}`)})`)).toBe('${f("a \\"b\\" $${c} %%{d}\\n${var.text}")}');
  });

  test('write values with sorted keys', () => {
    const value = { b: [1, true, null, 'x'], a: text.stringValue, c: { 'd-e': list.listValue }, f: number.numberValue, g: undefined };
    expect(resolve(stack, valueOf(value))).toBe('${{"a" = var.text, "b" = [1, true, null, "x"], "c" = {"d-e" = var.list}, "f" = var.number}}');
  });
});

describe('JSON text', () => {
  const render = (value: unknown) => resolve(stack, new JsonText(stack, value).toString());

  test('is canonical', () => {
    expect(render({ b: 1, a: [true, null, 'x'], c: undefined })).toBe('{"a":[true,null,"x"],"b":1}');
  });

  test('encodes what tokens turn out to hold', () => {
    expect(render({ v: text.stringValue })).toBe('{"v":${jsonencode(tostring(var.text))}}');
    expect(render({ v: `a"${text.stringValue}` })).toBe('{"v":${jsonencode("a\\"${var.text}")}}');
    expect(render({ v: list.listValue })).toBe('{"v":${jsonencode(var.list)}}');
    expect(render({ v: number.numberValue })).toBe('{"v":${var.number}}');
    expect(render({ v: hcl`concat(a, b)` })).toBe('{"v":${jsonencode(concat(a, b))}}');
    expect(render({ v: Token.asStringMap(hcl`m`) })).toBe('{"v":${jsonencode(m)}}');
  });

  test('is a string where an expression takes it', () => {
    const json = new JsonText(stack, { v: 'a"\n', t: new PlainText(text.stringValue) }).toString();
    expect(resolve(stack, Fn.jsonencode({ a: [Fn.jsondecode(json)] }))).toBe('${jsonencode({"a" = [jsondecode("{\\"t\\":\\"${var.text}\\",\\"v\\":\\"a\\\\\\"\\\\n\\"}")]})}');
  });

  test('leaves ARNs as they are', () => {
    expect(render({ v: new PlainText(`${text.stringValue}:KEY::`) })).toBe('{"v":"${var.text}:KEY::"}');
  });

  test('survives any literal value', () => {
    fc.assert(fc.property(fc.json(), (json) => {
      const value = JSON.parse(json);
      const rendered: string = render({ value });
      // nothing in it can be taken for a template
      expect(rendered.replace(/\$\$\{|%%\{/g, '')).not.toMatch(/[$%]\{/);
      expect(JSON.parse(rendered.replace(/([$%])\1\{/g, '$1{'))).toEqual({ value });
    }), { numRuns: 300 });
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', 'a', '\n') }), (s) => {
      expect(JSON.parse(render(s).replace(/([$%])\1\{/g, '$1{'))).toBe(s);
    }), { numRuns: 300 });
  });
});

test('template signs are doubled', () => {
  expect(escapeTemplate('${a} %{b} $a %b $${c}')).toBe('$${a} %%{b} $a %b $$${c}');
});

test('the test\'s own parser of templates', () => {
  expect(parseTemplate('{"a":"x${f("y")}","b":${jsonencode({"c" = 1})}}')).toEqual({ a: 'x${f("y")}', b: '${jsonencode({"c" = 1})}' });
});

describe('marks in front of a token', () => {
  test.each([
    ['a$', '${"$"}'], ['a$$', '${"$$"}'], ['a%', '${"%"}'], ['a$%', '${"$%"}'],
  ])('%s is not taken for an escaped brace', (marked, mark) => {
    const token = new Hcl(() => 'local.x').toString();
    expect(escapeLiteralParts(`${marked}${token}`)).toBe(`a${mark}${token}`);
    expect(escapeLiteralParts(`${token}${marked}`)).toBe(`${token}${marked}`);
  });
});

test.each([
  ['plain $ % text', 'plain $ % text'],
  ['${a} %{b}', '$${a} %%{b}'],
  ['\ufefftext', '${"\\ufeff"}text'],
])('literal text %j stands in a template as %j', (literal, escaped) => {
  expect(escapeLiteralParts(literal)).toBe(escaped);
});
