import { Fn, TerraformResource } from 'cdktf';
import { ContainerSecrets, ExecutionRole, SecretValue, SecretValues } from '../../src';
import { newStack, only, synth } from '../support/synth';

test('a source feeds a resource of somebody else: pairs, rights, order', () => {
  // GIVEN
  const stack = newStack();
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/example',
    parameters: { DB_USER: SecretValue.external() },
    jsonSecret: SecretValues.generated(['TOKEN']),
  });

  // WHEN: as docs/other-resources.md says
  const { entries, dependencies = [] } = secrets.bindSecrets(stack);
  const role = new ExecutionRole(stack, 'ExpressRole');
  role.grantRead(secrets);
  const express = new TerraformResource(stack, 'Express', { terraformResourceType: 'aws_ecs_express_gateway_service', dependsOn: dependencies });
  express.addOverride('execution_role_arn', role.roleArn);
  express.addOverride('primary_container', { secret: entries.map(({ name, valueFrom }) => ({ name, value_from: valueFrom })) });
  role.addDependent(express);

  // THEN
  const { resource } = synth(stack);
  const found = only(resource.aws_ecs_express_gateway_service);
  expect(found.primary_container.secret).toEqual([
    { name: 'DB_USER', value_from: expect.stringMatching(/^\$\{aws_ssm_parameter\.\w+\["DB_USER"\]\.arn\}$/) },
    { name: 'TOKEN', value_from: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}:TOKEN::$/) },
  ]);
  expect(found.depends_on).toEqual(expect.arrayContaining([
    expect.stringMatching(/^aws_secretsmanager_secret_version\./), expect.stringMatching(/^aws_iam_role_policy\./),
  ]));
  expect(found.execution_role_arn).toMatch(/^\$\{aws_iam_role\./);
  expect(role.explainAccess().map((line) => line.split(' ')[0])).toEqual(['secretsmanager:GetSecretValue', 'ssm:GetParameters']);
});

test('a source feeds a job of several nodes, whose JSON keeps the references', () => {
  // GIVEN
  const stack = newStack();
  const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example', parameters: { DB_USER: SecretValue.external() } });

  // WHEN: as docs/other-resources.md says
  const { entries } = secrets.bindSecrets(stack);
  const nodes = new TerraformResource(stack, 'Nodes', { terraformResourceType: 'aws_batch_job_definition' });
  nodes.addOverride('node_properties', Fn.jsonencode({
    nodeRangeProperties: [{ targetNodes: '0:1', container: { secrets: entries.map(({ name, valueFrom }) => ({ name, valueFrom })) } }],
  }));

  // THEN
  expect(only(synth(stack).resource.aws_batch_job_definition).node_properties).toMatch(
    /"container" = \{"secrets" = \[\{"name" = "DB_USER", "valueFrom" = aws_ssm_parameter\.\w+\["DB_USER"\]\.arn\}\]\}/,
  );
});
