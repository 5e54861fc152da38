import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateClusterCommand, CreateServiceCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { ListTargetsByRuleCommand, PutEventsCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand, type ExecutionStatus } from '@aws-sdk/client-sfn';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformOutput, TerraformStack, Token } from 'cdktf';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { stackOf, synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { writeZip } from './support/zip';
import { RdsRotationStack } from '../../examples/rds-rotation/main';
import {
  ContainerSecrets, DatabaseEngine, DatabaseSecret, RedeployOnChange, SecretRotation, SecretValue, TaskDefinition,
} from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const DEBOUNCE_SECONDS = 10;
const NAMES = { host: 'DB_HOST', port: 'DB_PORT', username: 'DB_USER', password: 'DB_PASSWORD' };

interface Change {
  readonly databaseName?: string;
  readonly dbname?: string;
  readonly passwordVersion?: number;
}

/**
 * The provider waits minutes for a database, so a parameter plays it: it takes the password as the same kind of write-only argument, with
 * the same number, and its ARN, which is only known once it is there, is the host.
 */
function database(stack: TerraformStack, secret: DatabaseSecret, name: string): SsmParameter {
  return new SsmParameter(stack, 'Database', { name, type: 'SecureString', valueWo: secret.passwordWo, valueWoVersion: secret.passwordWoVersion });
}

function rotated(change: Change = {}): any {
  return stackOf((stack) => {
    const password = SecretValue.generated({ version: change.passwordVersion, excludeCharacters: ':/@"\'\\', passwordLength: 30 });
    const secret = new DatabaseSecret(stack, 'Secret', { secretName: 'example/database', engine: DatabaseEngine.POSTGRES, username: 'app', password });
    secret.attach({ host: database(stack, secret, change.databaseName ?? 'first').arn, port: 5432, dbname: change.dbname });

    const role = new IamRole(stack, 'LambdaRole', {
      name: 'rotate',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      }),
    });
    const code = { filename: 'function.zip', handler: 'index.handler', runtime: 'python3.12' };
    const rotate = new LambdaFunction(stack, 'Lambda', { functionName: 'rotate', role: role.arn, ...code });
    new SecretRotation(stack, 'Rotation', { secret, lambdaArn: rotate.arn, automaticallyAfterDays: 30, rotateImmediately: false });

    const secrets = new ContainerSecrets(stack, 'Own', { path: '/example', parameters: { A: SecretValue.generated(), B: SecretValue.generated() } });
    new TaskDefinition(stack, 'Task', {
      family: 'api',
      containers: [{ name: 'api', image: 'api', secrets: [secret.namedAs(NAMES), secrets] }],
    });
    const service = { cluster: 'main', debounceSeconds: DEBOUNCE_SECONDS };
    const redeploy = new RedeployOnChange(stack, 'Redeploy', { ...service, service: 'api', secrets: [secret, secrets] });
    const trail = new RedeployOnChange(stack, 'Trail', { ...service, service: 'gone', secrets: [secret], throughCloudTrail: true });
    const { metricName, namespace, dimensions } = redeploy.failureMetric;
    const alarm = new CloudwatchMetricAlarm(stack, 'Alarm', {
      alarmName: 'redeploy', namespace, metricName, dimensions, statistic: 'Maximum', comparisonOperator: 'GreaterThanThreshold', threshold: 0, period: 60, evaluationPeriods: 1,
    });
    const outputs = {
      alarmArn: alarm.arn,
      failureQueue: redeploy.deadLetterQueue.url,
      failureQueueArn: redeploy.deadLetterQueue.arn,
      failureRule: redeploy.failureRule.name,
      failurePattern: redeploy.failureRule.eventPattern,
      secretArn: secret.arn,
      machine: redeploy.resource.arn,
      trailMachine: trail.resource.arn,
      queue: trail.deadLetterQueue.url,
      secretPattern: redeploy.rules[0].eventPattern,
      parameterPattern: redeploy.rules[1].eventPattern,
      trailPattern: trail.rules[0].eventPattern,
    };
    Object.entries(outputs).forEach(([name, value]) => new TerraformOutput(stack, name, { value: Token.asString(value) }));
  });
}

describeReal('values that change by themselves', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  let out: { [name: string]: string };
  const known: { [label: string]: string } = {};

  const stored = async (secretId = 'example/database') => {
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: secretId }));
    return JSON.parse(SecretString!);
  };
  const inDatabase = async (name = 'first') =>
    (await emulator.admin.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter!.Value!;
  const applied = async (change: Change) => {
    workspace.write(rotated(change));
    await workspace.apply();
  };
  const rotate = async (): Promise<string> => {
    await emulator.admin.secretsManager.send(new RotateSecretCommand({ SecretId: 'example/database' }));
    return (await stored()).password;
  };
  const updates = async () => emulator.calls((call) => call.action === 'ecs:UpdateService' && call.role !== undefined && call.status === 200);

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { ecs } = emulator.admin;
    await ecs.send(new CreateClusterCommand({ clusterName: 'main' }));
    await ecs.send(new RegisterTaskDefinitionCommand({ family: 'first', containerDefinitions: [{ name: 'x', image: 'x', memory: 128 }] }));
    await ecs.send(new CreateServiceCommand({ cluster: 'main', serviceName: 'api', taskDefinition: 'first', desiredCount: 1 }));
    workspace = new Workspace(emulator);
    writeFileSync(join(workspace.directory, 'function.zip'), writeZip([{ name: 'index.py', content: Buffer.from('def handler(event, context): pass') }]));
    workspace.write(rotated());
    await workspace.init();
    await workspace.validate();
    await workspace.apply();
    out = await workspace.output() as { [name: string]: string };
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the secret has the JSON of the rotation functions, the database its password, the container both', async () => {
    const json = await stored();
    const password = expect.stringMatching(/^[^:/@"'\\]{30}$/);
    expect(json).toEqual({ engine: 'postgres', host: expect.stringContaining('parameter/first'), port: '5432', username: 'app', password });
    expect(await inDatabase()).toBe(json.password);
    const { containers } = await resolveTask(emulator, 'api');
    expect(containers.api.environment).toMatchObject({ DB_HOST: json.host, DB_PORT: '5432', DB_USER: 'app', DB_PASSWORD: json.password });
    known.FIRST = json.password;
  });

  test('after a rotation the plan is empty, and a later change of the JSON leaves the password', async () => {
    known.ROTATED = await rotate();
    expect(known.ROTATED).toMatch(/^rotated-/);
    expect((await workspace.plan()).changes).toEqual([]);
    await applied({ dbname: 'shop' });
    expect(await stored()).toMatchObject({ dbname: 'shop', password: known.ROTATED });
    // not even read: the number is the same
    expect(await inDatabase()).toBe(known.FIRST);
  });

  test('another database gets the password that is stored, not one of its own', async () => {
    await applied({ databaseName: 'second' });
    expect(await stored()).toMatchObject({ host: expect.stringContaining('parameter/second'), password: known.ROTATED });
    expect(await stored()).not.toHaveProperty('dbname');
    expect(await inDatabase('second')).toBe(known.ROTATED);
  });

  test('another version is written to both in one apply', async () => {
    await applied({ databaseName: 'second', passwordVersion: 2 });
    known.SECOND = (await stored()).password;
    expect(Object.values(known).filter((value) => value === known.SECOND)).toHaveLength(1);
    expect(await inDatabase('second')).toBe(known.SECOND);
    expect((await workspace.plan()).changes).toEqual([]);
  });

  test('no password stands in state, plans or configuration', async () => {
    expect(await findLeaks(workspace, known)).toEqual([]);
  });

  describe('events', () => {
    const event = (source: string, detailType: string, resources: string[], detail: object) => ({
      'version': '0',
      'id': '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
      'detail-type': detailType,
      source,
      'account': '123456789012',
      'time': '2026-11-22T16:43:48Z',
      'region': 'us-east-1',
      resources,
      detail,
    });
    const label = (arn: string, labelUpdated = 'AWSCURRENT') =>
      event('aws.secretsmanager', 'Secret Label Updated', [arn], { name: 'example/database', labelUpdated, versionId: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' });
    const parameter = (name: string, operation = 'Update') =>
      event('aws.ssm', 'Parameter Store Change', [`arn:aws:ssm:us-east-1:123456789012:parameter${name}`], { operation, name, type: 'SecureString', description: '' });
    const call = (eventName: string, arn: string) =>
      event('aws.secretsmanager', 'AWS API Call via CloudTrail', [], { eventSource: 'secretsmanager.amazonaws.com', eventName, responseElements: { arn, name: 'x' } });
    const rotation = (eventName: string, arn: string) => event('aws.secretsmanager', 'AWS Service Event via CloudTrail', [], {
      eventSource: 'secretsmanager.amazonaws.com', eventName, eventType: 'AwsServiceEvent', responseElements: null, additionalEventData: { SecretId: arn },
    });
    const deployment = (eventName: string, service = 'api') => event('aws.ecs', 'ECS Deployment State Change', [`arn:aws:ecs:us-east-1:123456789012:service/main/${service}`], {
      eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO', eventName, deploymentId: 'ecs-svc/123', updatedAt: '2026-11-22T16:43:48Z', reason: 'x',
    });
    const other = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:other-AbCdEf';

    test.each<[string, string, boolean, (arn: string) => object]>([
      ['a new current version', 'secretPattern', true, (arn) => label(arn)],
      ['another label', 'secretPattern', false, (arn) => label(arn, 'TERRAFORM_SEED')],
      ['another secret', 'secretPattern', false, () => label(other)],
      ['a parameter of the service', 'parameterPattern', true, () => parameter('/example/A')],
      ['its creation', 'parameterPattern', false, () => parameter('/example/A', 'Create')],
      ['another parameter', 'parameterPattern', false, () => parameter('/example/AB')],
      ['a call', 'trailPattern', true, (arn) => call('PutSecretValue', arn)],
      ['a rotation', 'trailPattern', true, (arn) => rotation('RotationSucceeded', arn)],
      ['a rotation that failed', 'trailPattern', false, (arn) => rotation('RotationFailed', arn)],
      ['a call for another secret', 'trailPattern', false, () => call('PutSecretValue', other)],
      ['a deployment that failed, and is rolled back', 'failurePattern', true, () => deployment('SERVICE_DEPLOYMENT_FAILED')],
      ['a deployment that begins', 'failurePattern', false, () => deployment('SERVICE_DEPLOYMENT_IN_PROGRESS')],
      ['a deployment that succeeded', 'failurePattern', false, () => deployment('SERVICE_DEPLOYMENT_COMPLETED')],
      ['a failed deployment of another service', 'failurePattern', false, () => deployment('SERVICE_DEPLOYMENT_FAILED', 'gone')],
    ])('%s, as AWS documents it', async (_, pattern, matches, make) => {
      const command = new TestEventPatternCommand({ EventPattern: out[pattern], Event: JSON.stringify(make(out.secretArn)) });
      const { Result } = await emulator.admin.eventBridge.send(command);
      expect(Result).toBe(matches);
    });

    const put = async (...events: ReturnType<typeof event>[]) => {
      const Entries = events.map(({ source: Source, 'detail-type': DetailType, resources: Resources, detail }) => ({
        Source, DetailType, Resources, Detail: JSON.stringify(detail),
      }));
      await emulator.admin.eventBridge.send(new PutEventsCommand({ Entries }));
    };
    const executions = async (machine: string, count: number): Promise<(ExecutionStatus | undefined)[]> => {
      for (;;) {
        const { executions: all = [] } = await emulator.admin.sfn.send(new ListExecutionsCommand({ stateMachineArn: out[machine] }));
        if (all.length >= count && all.every(({ status }) => status !== 'RUNNING')) {
          return all.map(({ status }) => status);
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    };

    test('a deployment that is rolled back raises what the alarm watches, one that succeeds doesn\'t', async () => {
      const { Targets } = await emulator.admin.eventBridge.send(new ListTargetsByRuleCommand({ Rule: out.failureRule }));
      expect(Targets!.map(({ Arn }) => Arn)).toEqual([out.failureQueueArn]);
      const { values } = JSON.parse(await workspace.show()).values.root_module.resources.find(({ type }: any) => type === 'aws_cloudwatch_metric_alarm');
      expect(values).toMatchObject({
        arn: out.alarmArn, namespace: 'AWS/SQS', metric_name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: out.failureQueue.split('/').pop() },
      });
      await put(deployment('SERVICE_DEPLOYMENT_COMPLETED'), deployment('SERVICE_DEPLOYMENT_FAILED', 'gone'));
      expect(await emulator.messagesIn(out.failureQueue)).toBe(0);
      await put(deployment('SERVICE_DEPLOYMENT_FAILED'));
      expect(await emulator.messagesIn(out.failureQueue)).toBe(1);
    });

    test('many changes at once lead to one deployment, with roles that may do just that; what can\'t be deployed is reported', async () => {
      await emulator.forgetCalls();
      const changes = [parameter('/example/A'), parameter('/example/B'), label(out.secretArn), parameter('/example/A')];
      await put(...changes, label(other), call('PutSecretValue', out.secretArn));
      expect(await executions('machine', 4)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
      expect(await updates()).toEqual([
        expect.objectContaining({
          allowed: true,
          resources: ['arn:aws:ecs:us-east-1:123456789012:service/main/api'],
          role: expect.stringContaining('/e2e-Redeploy-Role-'),
          detail: { cluster: 'main', service: 'api', forceNewDeployment: true },
        }),
      ]);
      expect(await executions('trailMachine', 1)).toEqual(['FAILED']);
      const messages = await emulator.calls(({ action, allowed }) => action === 'sqs:SendMessage' && allowed);
      expect(messages.map(({ resources }) => resources[0].split(':').pop())).toEqual([out.queue.split('/').pop()]);
      expect(await emulator.calls(({ allowed }) => !allowed)).toEqual([]);
    });
  });
});

describeReal('the published rotation application, which the emulator doesn\'t have', () => {
  test('is valid for the provider', async () => {
    const emulator = await Emulator.start();
    const workspace = new Workspace(emulator);
    try {
      workspace.write(synthesise((app) => new RdsRotationStack(app, 'rds-rotation')));
      await workspace.init();
      await workspace.validate();
    } finally {
      await emulator.stop();
      workspace.remove();
    }
  });
});
