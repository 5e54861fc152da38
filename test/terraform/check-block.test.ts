import { TerraformLocal } from 'cdktf';
import { CheckBlock } from '../../src/terraform/check-block';
import { hcl } from '../../src/terraform/hcl';
import { newStack, synth } from '../support/synth';

const MESSAGE = (names: string) => `names: \${join(", ", ${names})}`;

test('a check as JSON and as HCL', () => {
  const stack = newStack();
  const names = new TerraformLocal(stack, 'names', ['a', 'b']);
  new CheckBlock(stack, 'Names', () => ({
    condition: hcl`length([for n in ${names.asString} : n if n != "x"]) == 0`,
    errorMessage: `names: ${hcl`join(", ", ${names.asString})`}`,
  }));
  expect((synth(stack) as any).check).toEqual({
    Names: { assert: [{ condition: '${length([for n in local.names : n if n != "x"]) == 0}', error_message: MESSAGE('local.names') }] },
  });
  expect(stack.toHclTerraform().hcl).toContain([
    'check "Names" {',
    '  assert {',
    '    condition = length([for n in local.names : n if n != "x"]) == 0',
    `    error_message = "${MESSAGE('local.names')}"`,
    '  }',
    '}',
  ].join('\n'));
});

test('nothing where there is nothing to check', () => {
  const stack = newStack();
  new CheckBlock(stack, 'Names', () => undefined);
  expect((synth(stack) as any).check).toBeUndefined();
  expect(stack.toHclTerraform().hcl).not.toContain('check "');
});
