import { App, TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { attributeOf } from '../../src/terraform/attribute-reference';
import { hcl } from '../../src/terraform/hcl';
import { addressOf } from '../../src/terraform/late';
import { resolve } from '../../src/terraform/resolve';
import { temporaryFolder } from '../temporary-files';

interface Named {
  readonly terraformResourceType: string;
}

function named(stack: TerraformStack): TerraformVariable & Named {
  return Object.assign(new TerraformVariable(stack, 'Thing', {}), { terraformResourceType: 'aws_thing' });
}

let app: App;
let stack: TerraformStack;

beforeEach(() => {
  app = new App({ outdir: temporaryFolder() });
  stack = new TerraformStack(app, 'Stack');
});

test('refers within its stack, in text and in expressions', () => {
  const thing = named(stack);
  expect(resolve(stack, `${attributeOf(thing, 'arn')}:KEY::`)).toBe('${aws_thing.Thing.arn}:KEY::');
  expect(resolve(stack, hcl`length(${attributeOf(thing, 'arn', 'A_1')})`)).toBe('${length(aws_thing.Thing["A_1"].arn)}');
  expect(resolve(stack, addressOf(thing))).toBe('aws_thing.Thing');
});

test('follows an id that is set later', () => {
  const thing = named(stack);
  const reference = attributeOf(thing, 'arn');
  thing.overrideLogicalId('other');
  expect(resolve(stack, reference)).toBe('${aws_thing.other.arn}');
});

test('passes through an output of its stack where another stack uses it, each time the same', () => {
  // GIVEN
  const reference = attributeOf(named(stack), 'arn');
  const other = new TerraformStack(app, 'Other');
  new TerraformOutput(other, 'one', { value: reference });
  new TerraformOutput(other, 'two', { value: hcl`length(${reference})`.toString() });

  // WHEN
  app.synth();

  // THEN
  const { output } = JSON.parse(Testing.synth(stack));
  expect(output).toMatchObject({ 'cross-stack-output-aws_thingThingarn': { value: '${aws_thing.Thing.arn}', sensitive: true } });
  const text = 'data.terraform_remote_state.cross-stack-reference-input-Stack.outputs.cross-stack-output-aws_thingThingarn';
  expect(JSON.parse(Testing.synth(other)).output).toMatchObject({ one: { value: `\${${text}}` }, two: { value: `\${length(${text})}` } });
});
