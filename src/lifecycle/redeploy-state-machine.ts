import { PlainText } from '../terraform/json-text';

export interface RedeployStateMachineProps {
  readonly partition: string;
  readonly cluster: string;
  readonly service: string;
  readonly debounceSeconds: number;
  readonly queueUrl: string;
}

/** Throttling is likely when many values change at once. Errors that don't pass by themselves aren't tried again. */
const RETRY = [
  {
    ErrorEquals: ['AccessDenied', 'ClusterNotFound', 'InvalidParameter', 'ServiceNotActive', 'ServiceNotFound'].map(
      (error) => `Ecs.${error}Exception`,
    ),
    MaxAttempts: 0,
  },
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5, JitterStrategy: 'FULL' },
];
const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Report' }];

/**
 * One execution per event; all but the last end without doing anything.
 *
 * Each waits, and then asks whether a newer one is running: if so, that one deploys, later than this one's change. Of
 * two that started in the same millisecond both go on. What is left asks whether the service was deployed since it
 * started, by Terraform for instance: the tasks of that deployment have read the new value already. So a change may
 * lead to two deployments, but never to none.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function redeployDefinition(props: RedeployStateMachineProps): object {
  const { cluster, service } = props;
  const task = (action: string, parameters: object, rest: object) => ({
    Type: 'Task',
    Resource: new PlainText(`arn:${props.partition}:states:::${action}`),
    Parameters: parameters,
    Retry: RETRY,
    ...rest,
  });
  return {
    Comment: 'redeploys an ECS service when a secret that it reads has changed',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Parameters: { 'execution.$': '$$.Execution.Id', 'started.$': '$$.Execution.StartTime' },
        Next: 'Settle',
      },
      Settle: { Type: 'Wait', Seconds: props.debounceSeconds, Next: 'FindNewest' },
      FindNewest: task(
        'aws-sdk:sfn:listExecutions',
        { 'StateMachineArn.$': '$$.StateMachine.Id', 'StatusFilter': 'RUNNING', 'MaxResults': 1 },
        { ResultPath: '$.newest', Catch: CATCH, Next: 'IsNewest' },
      ),
      IsNewest: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.newest.Executions[0].ExecutionArn', IsPresent: true },
              { Not: { Variable: '$.newest.Executions[0].ExecutionArn', StringEqualsPath: '$.execution' } },
              { Variable: '$.newest.Executions[0].StartDate', TimestampGreaterThanPath: '$.started' },
            ],
            Next: 'LeftToNewer',
          },
        ],
        Default: 'FindDeployment',
      },
      LeftToNewer: { Type: 'Succeed' },
      FindDeployment: task(
        'aws-sdk:ecs:describeServices',
        { Cluster: cluster, Services: [service] },
        { ResultPath: '$.described', Catch: CATCH, Next: 'IsDeployed' },
      ),
      IsDeployed: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.described.Services[0].Deployments[0].CreatedAt', IsPresent: true },
              { Variable: '$.described.Services[0].Deployments[0].CreatedAt', TimestampGreaterThanPath: '$.started' },
            ],
            Next: 'DeployedSince',
          },
        ],
        Default: 'Deploy',
      },
      DeployedSince: { Type: 'Succeed' },
      // the answer is of no use, and may be longer than a state can be
      Deploy: task(
        'aws-sdk:ecs:updateService',
        { Cluster: cluster, Service: service, ForceNewDeployment: true },
        { ResultPath: null, Catch: CATCH, End: true },
      ),
      Report: task(
        'sqs:sendMessage',
        {
          QueueUrl: props.queueUrl,
          MessageBody: { 'error.$': '$.error', 'execution.$': '$.execution', service },
        },
        { ResultPath: null, Next: 'Failed' },
      ),
      Failed: {
        Type: 'Fail',
        Error: 'RedeployFailed',
        Cause: 'the service was not redeployed: see the message in the dead-letter queue',
      },
    },
  };
}
