import { Aspects, TerraformResource, TerraformVariable, Token } from 'cdktf';
import { ContainerSecrets, SecretValues, TaskDefinition } from '../../src';
import { hcl } from '../../src/terraform/hcl';
import { JsonText } from '../../src/terraform/json-text';
import { resolve } from '../../src/terraform/resolve';
import { newStack, only, synth } from '../support/synth';

test('others can add a precondition to a parameter map', () => {
  // GIVEN
  const stack = newStack();
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  new ContainerSecrets(stack, 'Secrets', { path: '/p', parameters: SecretValues.fromVariable(values, ['A']) });

  // WHEN
  Aspects.of(stack).add({
    visit: (node) => {
      if (TerraformResource.isTerraformResource(node)) {
        node.lifecycle = { ...node.lifecycle, precondition: [...(node.lifecycle?.precondition ?? []), { condition: Token.asString(hcl`x.y == 1`), errorMessage: 'mine' }] };
      }
    },
  });

  // THEN
  expect(only(synth(stack).resource.aws_ssm_parameter).lifecycle.precondition).toEqual([
    { condition: '${try(coalesce(lookup(var.values, each.key, null)), "") != ""}', error_message: expect.stringContaining('has no value') },
    { condition: expect.stringContaining('base64encode'), error_message: expect.stringContaining('more than 4096 bytes') },
    { condition: expect.stringContaining('strcontains'), error_message: expect.stringContaining('contains') },
    { condition: '${x.y == 1}', error_message: 'mine' },
  ]);
});

test('a part of a precondition can be overridden', () => {
  const stack = newStack();
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  const { parameterMap } = new ContainerSecrets(stack, 'Secrets', { path: '/p', parameters: SecretValues.fromVariable(values, ['A']) });
  parameterMap!.resource.addOverride('lifecycle.precondition.0.error_message', 'mine');
  parameterMap!.resource.addOverride('lifecycle.prevent_destroy', true);
  const { precondition, ...rest } = only(synth(stack).resource.aws_ssm_parameter).lifecycle;
  expect(rest).toEqual({ create_before_destroy: true, prevent_destroy: true });
  expect(precondition[0]).toEqual({ condition: '${try(coalesce(lookup(var.values, each.key, null)), "") != ""}', error_message: 'mine' });
});

test('a number token is found in a text', () => {
  const stack = newStack();
  const port = Token.asNumber(hcl`aws_x.y.port`);
  expect(resolve(stack, new JsonText(stack, { URL: `http://host:${port}` }))).toBe('{"URL":"http://host:${aws_x.y.port}"}');
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'app', image: 'i:1', environment: { URL: `http://host:${port}` } }] });
  expect(only(synth(stack).resource.aws_ecs_task_definition).container_definitions).toContain('http://host:${aws_x.y.port}');
});
