import { App, Testing } from 'cdktf';
import { NamesFromVariablesStack } from '../../examples/names-from-variables/main';
import { only } from '../support/synth';

test('names come from variables; the values beside a list of names are ephemeral', () => {
  const { resource, variable } = JSON.parse(Testing.synth(new NamesFromVariablesStack(Testing.app() as App, 'example'), true));
  expect(only(resource.aws_ssm_parameter).for_each).toMatch(/^\$\{local\./);
  expect(variable.json_secret).toMatchObject({ ephemeral: true, sensitive: true });
  expect(variable.parameters).not.toHaveProperty('ephemeral');
  expect(only(resource.aws_ecs_service)).toMatchObject({ force_new_deployment: true });
  expect(JSON.stringify(only(resource.aws_ecs_task_definition).lifecycle.precondition)).toContain('the application needs');
});
