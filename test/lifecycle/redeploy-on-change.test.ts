import { TerraformStack, TerraformVariable } from 'cdktf';
import { ContainerSecret, ContainerSecrets, ISecretSource, ParameterMap, RedeployOnChange, RedeployOnChangeProps, SecretStore, SecretValue, SecretValues } from '../../src';
import { DEBOUNCE, DEPLOYMENT_CONTROLLER, NOTHING_TO_WATCH } from '../../src/checks/redeploy';
import { hcl } from '../../src/terraform/hcl';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shared-AbCdEf';
const PARAMETER_ARN = 'arn:aws:ssm:eu-central-1:123456789012:parameter/shared/A';

const shared = [ContainerSecret.fromSecretArn('A', SECRET_ARN, { jsonKey: 'a' }), ContainerSecret.fromSecretArn('B', SECRET_ARN, { jsonKey: 'b' })];

function redeploy(stack: TerraformStack, props: Partial<RedeployOnChangeProps> = {}): RedeployOnChange {
  return new RedeployOnChange(stack, 'Redeploy', { cluster: 'main', service: 'api', secrets: shared, ...props });
}

function patternsOf(stack: TerraformStack): { [id: string]: any } {
  const rules = Object.entries<any>(synth(stack).resource.aws_cloudwatch_event_rule).filter(([id]) => !id.includes('DeploymentFailed'));
  return Object.fromEntries(rules.map(([id, rule]) => [id.split('_')[1], parseTemplate(rule.event_pattern)]));
}

function targetOf(resource: any, name: string): any {
  return Object.entries<any>(resource.aws_cloudwatch_event_target).find(([id]) => id.includes(`_${name}_`))![1];
}

/** A source whose names are only known at plan. */
function planned(list: object): ISecretSource {
  return { bindSecrets: () => ({ entries: [], lists: [{ label: 'list', entries: hcl`local.entries`.toString(), ...list }] }) };
}

describe('what is watched', () => {
  test('each secret once, each parameter, by ARN', () => {
    // GIVEN
    const stack = newStack();
    const own = new ContainerSecrets(stack, 'Own', { path: '/api', parameters: SecretValues.external(['B', 'A']), jsonSecret: { C: SecretValue.generated(), D: SecretValue.generated() } });

    // WHEN
    redeploy(stack, { secrets: [...shared, own.except('A'), ContainerSecret.fromParameterArn('P', PARAMETER_ARN)] });

    // THEN
    expect(patternsOf(stack)).toEqual({
      Secrets: {
        'source': ['aws.secretsmanager'],
        'detail-type': ['Secret Label Updated'],
        'resources': [expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}$/), SECRET_ARN],
        'detail': { labelUpdated: ['AWSCURRENT'] },
      },
      Parameters: {
        'source': ['aws.ssm'],
        'detail-type': ['Parameter Store Change'],
        'resources': [expect.stringMatching(/^\$\{aws_ssm_parameter\.\w+\["B"\]\.arn\}$/), PARAMETER_ARN],
        'detail': { operation: ['Update'] },
      },
    });
  });

  test('through CloudTrail, calls and rotations, which name the secret in different places', () => {
    const stack = newStack();
    redeploy(stack, { throughCloudTrail: true });
    expect(patternsOf(stack).Secrets).toEqual({
      'source': ['aws.secretsmanager'],
      'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      'detail': {
        eventSource: ['secretsmanager.amazonaws.com'],
        eventName: ['PutSecretValue', 'RotationSucceeded', 'UpdateSecret', 'UpdateSecretVersionStage'],
        $or: [{ responseElements: { arn: [SECRET_ARN] } }, { additionalEventData: { SecretId: [SECRET_ARN] } }],
      },
    });
  });

  test('names that are only known at plan: a path, a secret, or a list', () => {
    const stack = newStack();
    redeploy(stack, {
      secrets: [
        planned({ parameterPath: '/example' }),
        planned({ read: { store: SecretStore.SECRETS_MANAGER, arn: SECRET_ARN } }),
        planned({}),
      ],
    });
    const { Parameters, Secrets, List1 } = patternsOf(stack);
    expect(Parameters.resources).toEqual([{ prefix: expect.stringMatching(/^arn:\$\{.*\}:ssm:\$\{.*\}:\$\{.*\}:parameter\/example\/$/) }]);
    expect(Secrets.resources).toEqual([SECRET_ARN]);
    expect(List1.resources).toContain('distinct([for e in local.entries : e.arn])');
  });

  test('300 parameters are divided among patterns of allowed size', () => {
    const stack = newStack();
    const names = Array.from({ length: 300 }, (_, i) => `NAME_${i}`);
    redeploy(stack, { secrets: names.map((name) => ContainerSecret.fromParameterArn(name, `arn:aws:ssm:eu-central-1:123456789012:parameter/example/api/${name}`)) });
    const { resource } = synth(stack);
    const patterns = Object.values<any>(resource.aws_cloudwatch_event_rule).map(({ event_pattern: text }) => text).filter((text) => !text.includes('aws.ecs'));
    patterns.forEach((text) => expect(text.length).toBeLessThanOrEqual(2048));
    expect(patterns.flatMap((text) => JSON.parse(text).resources)).toHaveLength(300);
    expect(Object.keys(resource.aws_cloudwatch_event_target)).toHaveLength(patterns.length + 1);
  });
});

describe('the deployment', () => {
  test('two roles that may do nothing else', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    redeploy(stack, { permissionsBoundary: 'boundary', tags: { team: 'x' } });

    // THEN
    const { resource } = synth(stack);
    const statementsOf = (role: string) => {
      const [, { policy }] = Object.entries<any>(resource.aws_iam_role_policy).find(([id]) => id.startsWith(`Redeploy_${role}_`))!;
      return parseTemplate(policy).Statement;
    };
    const [events, states] = ['EventsRole', 'Role'].map(statementsOf);
    const machine = [expect.stringMatching(/^\$\{aws_sfn_state_machine\.\w+\.arn\}$/)];
    const service = [expect.stringMatching(/^arn:\$\{.*\}:ecs:\$\{.*\}:\$\{.*\}:service\/main\/api$/)];
    expect(events).toEqual([{ Effect: 'Allow', Action: ['states:StartExecution'], Resource: machine }]);
    expect(states).toEqual([
      { Effect: 'Allow', Action: ['ecs:DescribeServices'], Resource: service },
      { Effect: 'Allow', Action: ['ecs:UpdateService'], Resource: service },
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.arn\}$/)] },
      { Effect: 'Allow', Action: ['states:ListExecutions'], Resource: machine },
    ]);
    Object.values<any>(resource.aws_iam_role).forEach((role) => {
      expect(role).toMatchObject({ permissions_boundary: 'boundary', tags: { team: 'x' } });
      expect(parseTemplate(role.assume_role_policy).Statement[0].Condition).toHaveProperty('ArnLike');
    });
  });

  test('what fails is in the queue, and in its metric', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const { failureMetric } = redeploy(stack);

    // THEN
    const { resource } = synth(stack);
    expect(failureMetric).toMatchObject({ namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: expect.any(String) } });
    const [failed, target] = ['DeploymentFailedTarget', 'SecretsTarget'].map((id) => targetOf(resource, id));
    expect(failed).toEqual({
      rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.\w+_DeploymentFailed_\w+\.name\}$/),
      arn: target.dead_letter_config.arn,
      depends_on: [expect.stringMatching(/^aws_sqs_queue_policy\./)],
    });
    expect(target.dead_letter_config.arn).toMatch(/^\$\{aws_sqs_queue\./);
    expect(target.depends_on).toHaveLength(3);
    const { Principal, Condition } = parseTemplate(only(resource.aws_sqs_queue_policy).policy).Statement[0];
    expect([Principal, Condition]).toEqual([
      { Service: 'events.amazonaws.com' },
      { ArnEquals: { 'aws:SourceArn': Array.from({ length: 2 }, () => expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.\w+\.arn\}$/)) } },
    ]);
    const { States } = parseTemplate(only(resource.aws_sfn_state_machine).definition);
    for (const { Type, Catch } of [States.FindNewest, States.FindDeployment, States.Deploy]) {
      expect([Type, Catch[0].Next]).toEqual(['Task', 'Report']);
    }
  });

  test('a deployment of the service that failed or was rolled back is in the queue too, whoever started it', () => {
    const stack = newStack();
    const { failureRule } = redeploy(stack, { cluster: 'arn:aws:ecs:eu-central-1:123456789012:cluster/main' });
    const { resource } = synth(stack);
    const rule = resource.aws_cloudwatch_event_rule[failureRule.friendlyUniqueId];
    expect(parseTemplate(rule.event_pattern)).toEqual({
      'source': ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      'resources': [expect.stringMatching(/:service\/main\/api$/)],
      'detail': { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
    });
  });

  test.each([
    ['names', 'main', 'api', ['main', 'api']],
    ['ARNs', 'arn:aws:ecs:eu-central-1:123456789012:cluster/main', 'arn:aws:ecs:eu-central-1:123456789012:service/main/api', ['main', 'api']],
  ])('by %s', (_, cluster, service, expected) => {
    const stack = newStack();
    redeploy(stack, { cluster, service, debounceSeconds: 60 });
    const { States } = parseTemplate(only(synth(stack).resource.aws_sfn_state_machine).definition);
    expect([States.Deploy.Parameters.Cluster, States.Deploy.Parameters.Service]).toEqual(expected);
    expect(States.Settle.Seconds).toBe(60);
  });

  test('by what is only known at plan', () => {
    const stack = newStack();
    redeploy(stack, { cluster: new TerraformVariable(stack, 'cluster', {}).stringValue });
    expect(only(synth(stack).resource.aws_sfn_state_machine).definition).toContain('reverse(split("/", var.cluster))[0]');
  });
});

describe('refused', () => {
  test.each<[string, (stack: TerraformStack) => Partial<RedeployOnChangeProps>, string]>([
    ['CodeDeploy', () => ({ deploymentController: 'CODE_DEPLOY' }), 'service \'api\' is deployed by CODE_DEPLOY, where ECS refuses to force a deployment'],
    ['an external controller', () => ({ deploymentController: 'EXTERNAL' }), 'is deployed by EXTERNAL'],
    ['a short wait', () => ({ debounceSeconds: 5 }), 'debounceSeconds is 5'],
    ['no secrets', () => ({ secrets: [] }), 'there is no parameter and no secret to watch'],
    ['an empty map', (stack) => ({ secrets: [new ParameterMap(stack, 'Map', { path: '/x', parameters: {} })] }), 'there is no parameter'],
  ])('fails for %s', (_, props, message) => {
    const make = () => {
      const stack = newStack();
      redeploy(stack, props(stack));
    };
    expect(make).toThrow(message);
    expect(make).toThrow('(Stack/Redeploy)');
  });

  test('rules', () => {
    const variable = new TerraformVariable(newStack(), 'v', { type: 'any' });
    expect(DEPLOYMENT_CONTROLLER.check({ service: 'api', deploymentController: 'ECS' })).toBeUndefined();
    expect(DEPLOYMENT_CONTROLLER.check({ service: 'api', deploymentController: variable.stringValue })).toBeUndefined();
    expect(DEPLOYMENT_CONTROLLER.check({ service: variable.stringValue, deploymentController: 'CODE_DEPLOY' })).toContain('the service is deployed by CODE_DEPLOY');
    expect(DEBOUNCE.check({ debounceSeconds: 10 })).toBeUndefined();
    expect(DEBOUNCE.check({ debounceSeconds: variable.numberValue })).toBeUndefined();
    expect(DEBOUNCE.check({ debounceSeconds: 3601 })).toContain('is 3601');
    expect(NOTHING_TO_WATCH.check({ watched: 1 })).toBeUndefined();
    expect(NOTHING_TO_WATCH.check({ watched: 0 })).toContain('no parameter');
  });
});
