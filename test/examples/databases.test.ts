import { App, TerraformStack, Testing } from 'cdktf';
import { AuroraManagedStack } from '../../examples/aurora-managed/main';
import { RdsRotationStack } from '../../examples/rds-rotation/main';
import { only, parseTemplate } from '../support/synth';

function synthesised(make: (app: App) => TerraformStack): any {
  const stack = make(Testing.app() as App);
  const { resource } = JSON.parse(Testing.synth(stack, true));
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type.includes('warn')));
  expect(warnings).toEqual([]);
  return resource;
}

function containerOf(resource: any, family: string): any {
  const task = Object.values<any>(resource.aws_ecs_task_definition).find((definition) => definition.family === family);
  return parseTemplate(task.container_definitions)[0];
}

test('RDS with alternating users synthesises', () => {
  const resource = synthesised((app) => new RdsRotationStack(app, 'rds-rotation'));
  const applications = Object.values<any>(resource.aws_serverlessapplicationrepository_cloudformation_stack).map((stack) => stack.application_id);
  expect(applications.map((id) => id.match(/"(SecretsManager\w+)"/)[1]).sort()).toEqual([
    'SecretsManagerRDSPostgreSQLRotationMultiUser', 'SecretsManagerRDSPostgreSQLRotationSingleUser',
  ]);
  const { password_wo: password, password_wo_version: version } = only(resource.aws_db_instance);
  expect([password, version]).toEqual([expect.stringContaining('ephemeral.aws_secretsmanager_secret_version.Admin_Credentials_'), 1]);
  expect(containerOf(resource, 'example-api').secrets.map(({ name }: any) => name)).toEqual(['DB_HOST', 'DB_NAME', 'DB_PASSWORD', 'DB_PORT', 'DB_USER']);
  expect(Object.keys(only(resource.aws_cloudwatch_metric_alarm).dimensions)).toEqual(['QueueName']);
});

test('Aurora with a managed password synthesises', () => {
  const resource = synthesised((app) => new AuroraManagedStack(app, 'aurora-managed'));
  expect(only(resource.aws_rds_cluster)).toMatchObject({ manage_master_user_password: true });
  const { secrets, environment } = containerOf(resource, 'example-console');
  expect(secrets).toEqual([
    { name: 'DB_PASSWORD', valueFrom: expect.stringMatching(/^\$\{aws_rds_cluster\.\w+\.master_user_secret\[0\]\.secret_arn\}:password::$/) },
    { name: 'DB_USER', valueFrom: expect.stringMatching(/:username::$/) },
  ]);
  expect(environment.map(({ name }: any) => name)).toEqual(['DB_HOST', 'DB_NAME', 'DB_PORT']);
});
