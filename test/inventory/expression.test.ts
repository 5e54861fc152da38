import { addressesIn, evaluate, resolveTemplate } from '../../src/inventory/expression';
import { parseTemplateJson, templateParts } from '../../src/terraform/template';

const lookup = ({ steps }: { steps: readonly { name: string; index: boolean }[] }) => {
  const text = steps.map(({ name, index }) => (index ? `[${name}]` : name)).join('.');
  return { 'aws_x.Y.[a"b].arn': 'arn:1', 'var.name': 'api', 'each.key': 'KEY', 'data.aws_region.R.id': 'eu-central-1' }[text];
};

test.each<[string, unknown]>([
  ['"text"', 'text'],
  ['"a ${var.name} b"', 'a api b'],
  ['"a\\n\\"$${x}"', 'a\n"${x}'],
  ['42', 42],
  ['aws_x.Y["a\\"b"].arn', 'arn:1'],
  ['split(":", "a:b:c")[1]', 'b'],
  ['jsonencode(tostring(data.aws_region.R.id))', '"eu-central-1"'],
  ['toset(["A", "B"])', ['A', 'B']],
  ['trimprefix("/a", "/")', 'a'],
  ['aws_x.unknown.arn', undefined],
  ['"${aws_x.unknown.arn}"', undefined],
  ['[for k in x : k]', undefined],
  ['true ? 1 : 2', undefined],
  ['unknown(1)', undefined],
])('%s', (expression, value) => {
  expect(evaluate(expression, lookup)).toEqual(value);
});

test('templates keep what only Terraform knows', () => {
  expect(resolveTemplate('/${var.name}/${each.key}/${ aws_kms_key.K.arn }/$${x}/%%{y}', lookup)).toBe('/api/KEY/${aws_kms_key.K.arn}/${x}/%{y}');
  expect(templateParts('a${"}"}b').map(({ text }) => text)).toEqual(['a', '"}"', 'b']);
});

test('JSON with interpolations inside and outside of strings', () => {
  const text = '[{"a":"${x["k"].arn}:KEY::","b":${jsonencode(tostring(y))},"c":"$${z}\\"","d":${[for e in {} : "}"]}}]';
  expect(parseTemplateJson(text)).toEqual([{ a: '${x["k"].arn}:KEY::', b: '${jsonencode(tostring(y))}', c: '$${z}"', d: '${[for e in {} : "}"]}' }]);
  expect(parseTemplateJson('${jsonencode([])}')).toBe('${jsonencode([])}');
  expect(parseTemplateJson('[{')).toBeUndefined();
});

test('fails for an interpolation without an end', () => {
  expect(() => templateParts('${a')).toThrow('interpolation without an end: synthesise the app again');
});

test('addresses in an expression', () => {
  expect(addressesIn('concat([for k in keys(var.m) : aws_ssm_parameter.P[k].arn], data.aws_ssm_parameters_by_path.D.names, var.m)')).toEqual([
    'var.m', 'aws_ssm_parameter.P', 'data.aws_ssm_parameters_by_path.D',
  ]);
});
