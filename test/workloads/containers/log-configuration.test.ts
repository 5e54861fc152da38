import { TerraformVariable } from 'cdktf';
import { ContainerSecret, ContainerSecrets, SecretValue, TaskDefinition } from '../../../src';
import { only, parseTemplate, synthScope } from '../../support/synth';
import { PARAMETER, SECRET, containersOf, statementsOf, taskOf } from '../tasks';

const APP = { name: 'app', image: 'nginx' };
const ROUTER = { name: 'router', image: 'fluent-bit', firelensConfiguration: { type: 'fluentbit' } };

describe('secretOptions', () => {
  test.each(['splunk', 'fluentd', 'gelf', 'syslog', 'journald', 'json-file', 'awslogs'])('of %s are emitted, sorted by name', (logDriver) => {
    // GIVEN
    const secretOptions = [ContainerSecret.fromParameterArn('splunk-url', PARAMETER), ContainerSecret.fromSecretArn('splunk-token', SECRET, { jsonKey: 'TOKEN' })];
    // WHEN
    const options = logDriver === 'awslogs' ? { 'awslogs-group': 'api' } : undefined;
    const [app] = containersOf({ containers: [{ ...APP, logConfiguration: { logDriver, options, secretOptions } }] });
    // THEN
    expect(app.logConfiguration.secretOptions).toEqual([
      { name: 'splunk-token', valueFrom: `${SECRET}:TOKEN::` },
      { name: 'splunk-url', valueFrom: PARAMETER },
    ]);
  });

  test('come from a map of secrets, renamed, and the execution role may read just these', () => {
    // WHEN
    const json = synthScope((stack) => {
      const token = new TerraformVariable(stack, 'token', { type: 'string' });
      const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters: { DD_API_KEY: SecretValue.fromVariable(token), OTHER: SecretValue.external() } });
      const secretOptions = [secrets.only('DD_API_KEY').renamed({ DD_API_KEY: 'apikey' })];
      const task = new TaskDefinition(stack, 'Task', { family: 'api', containers: [ROUTER, { ...APP, logConfiguration: { logDriver: 'awsfirelens', secretOptions } }] });
      expect(task.redeployTriggers).toEqual({ 'app/secretOptions/apikey': '1' });
    });
    // THEN
    const [app] = parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions);
    const arn = expect.stringMatching(/^\$\{aws_ssm_parameter\.\w+\["DD_API_KEY"\]\.arn\}$/);
    expect(app.logConfiguration.secretOptions).toEqual([{ name: 'apikey', valueFrom: arn }]);
    expect(app.secrets).toBeUndefined();
    expect(statementsOf(json)).toEqual([expect.objectContaining({ Action: ['ssm:GetParameters'], Resource: [arn] })]);
  });

  test('fails for a name that is in options, too', () => {
    const logConfiguration = { logDriver: 'splunk', options: { 'splunk-token': 'x' }, secretOptions: [ContainerSecret.fromParameterArn('splunk-token', PARAMETER)] };
    expect(() => taskOf({ containers: [{ ...APP, logConfiguration }] }))
      .toThrow('container \'app\': log option \'splunk-token\' is both in options and in secretOptions: remove one of them (Stack/Task)');
  });

  test('fails for a name that is in secretOptions twice', () => {
    const secretOptions = [ContainerSecret.fromParameterArn('splunk-token', PARAMETER), ContainerSecret.fromSecretArn('splunk-token', SECRET)];
    expect(() => taskOf({ containers: [{ ...APP, logConfiguration: { logDriver: 'splunk', secretOptions } }] }))
      .toThrow('container \'app\': log option \'splunk-token\' is in secretOptions twice: remove one of them (Stack/Task)');
  });

  test('fails for a log driver that ECS doesn\'t have', () => {
    expect(() => taskOf({ containers: [{ ...APP, logConfiguration: { logDriver: 'aws-logs' } }] })).toThrow('logDriver is \'aws-logs\', did you mean \'awslogs\'?');
  });
});

describe('awslogs', () => {
  test.each([
    ['true', ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']],
    ['false', ['logs:CreateLogStream', 'logs:PutLogEvents']],
  ])('with awslogs-create-group %s is allowed %j', (createGroup, actions) => {
    // WHEN
    const options = { 'awslogs-group': '/ecs/api', 'awslogs-region': 'eu-west-1', 'awslogs-create-group': createGroup };
    const json = synthScope((stack) => new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, logConfiguration: { logDriver: 'awslogs', options } }] }));
    // THEN
    const [statement] = statementsOf(json);
    expect(statement.Action).toEqual(actions);
    expect(statement.Resource).toEqual([expect.stringMatching(/^arn:\$\{.*\}:logs:eu-west-1:\$\{.*\}:log-group:\/ecs\/api:\*$/)]);
  });
});

describe('awsfirelens', () => {
  test('has a router', () => {
    const [, router] = containersOf({ containers: [ROUTER, { ...APP, logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'newrelic' } } }] });
    expect(router.firelensConfiguration).toEqual({ type: 'fluentbit' });
  });

  test('fails without a router', () => {
    expect(() => taskOf({ containers: [{ ...APP, logConfiguration: { logDriver: 'awsfirelens' } }] })).toThrow(
      'container \'app\' has log driver awsfirelens, and the task has no log router: add a container with firelensConfiguration: { type: \'fluentbit\' } (Stack/Task)',
    );
  });

  test('fails with two routers', () => {
    expect(() => taskOf({ containers: [ROUTER, { ...ROUTER, name: 'second' }] })).toThrow('containers \'router\' and \'second\' have firelensConfiguration');
  });

  test('lets a log driver through that is only known at plan', () => {
    synthScope((stack) => {
      const logDriver = new TerraformVariable(stack, 'driver', { type: 'string' }).stringValue;
      new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, logConfiguration: { logDriver } }] });
    });
  });
});
