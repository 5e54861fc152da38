import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { changePatterns } from './change-patterns';
import { redeployDefinition } from './redeploy-state-machine';
import { ServiceRole } from './service-role';
import { ANY, FLAG, LIST, MAP, OBJECT, TEXT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { DEBOUNCE, DEPLOYMENT_CONTROLLER, NOTHING_TO_WATCH } from '../checks/redeploy';
import { enforce } from '../checks/rule';
import { ISecretSource } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { hcl } from '../terraform/hcl';
import { JsonText, PlainText } from '../terraform/json-text';
import { namePrefix } from '../terraform/name-prefix';
import { resolve } from '../terraform/resolve';
import { isUnresolved } from '../terraform/tokens';

const FOURTEEN_DAYS = 1209600;

/**
 * Properties of `RedeployOnChange`.
 */
export interface RedeployOnChangeProps {
  /**
   * Name or ARN of the cluster.
   */
  readonly cluster: string;
  /**
   * Name or ARN of the service.
   */
  readonly service: string;
  /**
   * What the containers of the service use. A change of anything else leaves the service alone.
   */
  readonly secrets: ISecretSource[];
  /**
   * Seconds to wait after a change, 10 to 3600: values that change within them lead to one deployment. While changes
   * keep coming, it waits on.
   *
   * @default 30
   */
  readonly debounceSeconds?: number;
  /**
   * Whether changes of secrets are taken from CloudTrail, where the events of Secrets Manager itself don't arrive. It
   * takes a trail that records write events of management. Parameters have events of their own.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
   * @default false
   */
  readonly throughCloudTrail?: boolean;
  /**
   * What carries out the service's deployments: `ECS`. Services under `CODE_DEPLOY` or `EXTERNAL` are refused.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
   * @default ECS
   */
  readonly deploymentController?: string;
  /**
   * ARN of the policy that bounds what the two roles can be allowed.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Tags of everything that can have them.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold service and secrets.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * A metric of CloudWatch.
 */
export interface FailureMetric {
  /**
   * Namespace, like `AWS/SQS`.
   */
  readonly namespace: string;
  /**
   * Name of the metric.
   */
  readonly metricName: string;
  /**
   * Dimensions, by name.
   */
  readonly dimensions: { [name: string]: string };
}

const PROPS = propsOf<RedeployOnChangeProps>({ cluster: TEXT, service: TEXT, secrets: LIST }, {
  debounceSeconds: ANY,
  throughCloudTrail: FLAG,
  deploymentController: TEXT,
  permissionsBoundary: TEXT,
  tags: MAP,
  provider: OBJECT,
});

/**
 * Redeploys an ECS service when one of the values that it uses has changed, whoever changed it: rotation, the console,
 * Terraform. Tasks read their secrets only when they start.
 *
 * EventBridge starts a Step Functions execution per change, which waits, leaves the work to a newer one if there is
 * one, and forces a new deployment of the service unless there was one since. No code runs in Lambda. What fails is in
 * a queue. A value is followed in the Region and account where it is stored.
 *
 * Batch needs nothing of this: each job reads the current values when it starts, and so do tasks that are run on a
 * schedule.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export class RedeployOnChange extends Construct {
  /**
   * The state machine that redeploys the service.
   */
  public readonly resource: SfnStateMachine;
  /**
   * The rules that start it, as many as the number of values needs.
   */
  public readonly rules: CloudwatchEventRule[];
  /**
   * The rule that puts deployments of the service that failed into the queue.
   */
  public readonly failureRule: CloudwatchEventRule;
  /**
   * Events that couldn't be delivered, deployments that couldn't be started, and deployments of the service that failed
   * or were rolled back, whoever started them. ECS reports those of services with a circuit breaker or alarms.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
   */
  public readonly deadLetterQueue: SqsQueue;
  /**
   * Above zero when a change didn't lead to a deployment that succeeded, for an `aws_cloudwatch_metric_alarm` on its
   * maximum.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  public readonly failureMetric: FailureMetric;

  private readonly props: RedeployOnChangeProps;

  /**
   * @throws if the service isn't deployed by ECS, there is nothing to watch, or the wait is too short or too long
   */
  public constructor(scope: Construct, id: string, props: RedeployOnChangeProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    this.props = props;
    const { debounceSeconds = 30, tags, provider } = props;
    enforce(this, props, DEPLOYMENT_CONTROLLER);
    enforce(this, { debounceSeconds }, DEBOUNCE);
    const environment = AwsEnvironment.of(this, provider);
    const patterns = changePatterns(props.secrets.map((source) => source.bindSecrets(this)), {
      cloudTrail: props.throughCloudTrail ?? false,
      stable: (text) => (isUnresolved(text) ? String(resolve(this, text)) : text),
      environment,
    });
    enforce(this, { watched: patterns.length }, NOTHING_TO_WATCH);

    this.deadLetterQueue = new SqsQueue(this, 'DeadLetters', {
      namePrefix: namePrefix(this, { limit: 80 }),
      messageRetentionSeconds: FOURTEEN_DAYS,
      sqsManagedSseEnabled: true,
      tags,
      provider,
    });
    const { name: QueueName, url: queueUrl } = this.deadLetterQueue;
    this.failureMetric = {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName },
    };

    const role = this.role('Role', 'states', 'stateMachine:*');
    const { partition, region, account } = environment;
    const [cluster, service] = [lastPart(props.cluster), lastPart(props.service)];
    this.resource = new SfnStateMachine(this, 'Resource', {
      namePrefix: namePrefix(this, { limit: 64 }),
      roleArn: role.resource.arn,
      type: 'STANDARD',
      definition: new JsonText(
        this,
        redeployDefinition({ partition, cluster, service, debounceSeconds, queueUrl }),
      ).toString(),
      tags,
      provider,
    });
    const serviceArn = `arn:${partition}:ecs:${region}:${account}:service/${cluster}/${service}`;
    const policy = role.allow({
      'ecs:DescribeServices': serviceArn,
      'ecs:UpdateService': serviceArn,
      'sqs:SendMessage': this.deadLetterQueue.arn,
      'states:ListExecutions': this.resource.arn,
    });
    const eventsRole = this.role('EventsRole', 'events', 'rule/*');
    const eventsPolicy = eventsRole.allow({ 'states:StartExecution': this.resource.arn });

    this.rules = patterns.map(({ id: ruleId, pattern }) =>
      this.addRule(ruleId, pattern, `redeploys what uses them: ${whatOf(ruleId)}`),
    );
    const failed = failedDeployments(serviceArn);
    this.failureRule = this.addRule('DeploymentFailed', failed, 'reports deployments that failed');
    const queuePolicy = this.letEventsSend([...this.rules, this.failureRule]);
    new CloudwatchEventTarget(this, 'DeploymentFailedTarget', {
      rule: this.failureRule.name,
      arn: this.deadLetterQueue.arn,
      provider,
      dependsOn: [queuePolicy],
    });
    this.rules.forEach((rule) => {
      new CloudwatchEventTarget(this, `${rule.node.id}Target`, {
        rule: rule.name,
        arn: this.resource.arn,
        roleArn: eventsRole.resource.arn,
        deadLetterConfig: { arn: this.deadLetterQueue.arn },
        provider,
        dependsOn: [policy, eventsPolicy, queuePolicy],
      });
    });
  }

  private addRule(id: string, pattern: object, description: string): CloudwatchEventRule {
    return new CloudwatchEventRule(this, id, {
      namePrefix: namePrefix(this, { limit: 64 }),
      description,
      eventPattern: new JsonText(this, pattern).toString(),
      tags: this.props.tags,
      provider: this.props.provider,
    });
  }

  private letEventsSend(rules: readonly CloudwatchEventRule[]): SqsQueuePolicy {
    const { arn: queueArn, url: queueUrl } = this.deadLetterQueue;
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: new PlainText(queueArn),
      Condition: { ArnEquals: { 'aws:SourceArn': rules.map(({ arn }) => new PlainText(arn)) } },
    };
    const policy = new JsonText(this, { Version: '2012-10-17', Statement: [statement] }).toString();
    return new SqsQueuePolicy(this, 'DeadLettersPolicy', { queueUrl, policy, provider: this.props.provider });
  }

  private role(id: string, service: string, source: string): ServiceRole {
    const { permissionsBoundary, tags, provider } = this.props;
    return new ServiceRole(this, id, { service, source, permissionsBoundary, tags, provider });
  }
}

/** The kind of things that a rule watches. */
function whatOf(ruleId: string): string {
  return ruleId.replace(/\d+$/, '').toLowerCase();
}

/** A deployment that is rolled back has failed before. */
function failedDeployments(serviceArn: string): object {
  return {
    'source': ['aws.ecs'],
    'detail-type': ['ECS Deployment State Change'],
    'resources': [new PlainText(serviceArn)],
    'detail': { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
  };
}

/** The name, of a name or an ARN. */
function lastPart(nameOrArn: string): string {
  return isUnresolved(nameOrArn) ? hcl`reverse(split("/", ${nameOrArn}))[0]`.toString() : nameOrArn.split('/').pop()!;
}
