import { TaskDefinition, TaskDefinitionProps } from '../../src';
import { only, parseTemplate, synthScope } from '../support/synth';

export const ACCOUNT = '123456789012';
export const PARAMETER = `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/example/DB_USER`;
export const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:example/api-AbCdEf`;
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;

/** The task definition of a stack that holds nothing else. */
export function taskOf(props: Omit<TaskDefinitionProps, 'family'>): any {
  return only(synthScope((stack) => new TaskDefinition(stack, 'Task', { family: 'api', ...props })).resource.aws_ecs_task_definition);
}

export function containersOf(props: Omit<TaskDefinitionProps, 'family'>): any[] {
  return parseTemplate(taskOf(props).container_definitions);
}

/** All statements of all policies, except for trust policies. */
export function statementsOf(json: any): any[] {
  return ['aws_iam_role_policy', 'aws_iam_policy'].flatMap((type) => Object.values<any>(json.resource[type] ?? {})).flatMap((policy) => parseTemplate(policy.policy).Statement);
}
