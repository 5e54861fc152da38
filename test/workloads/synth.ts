import { execFileSync } from 'child_process';
import { TerraformStack, Testing } from 'cdktf';
import { TaskDefinition, TaskDefinitionProps } from '../../src';
import { runs, testsThatNeed } from '../support/programs';

export const ACCOUNT = '123456789012';
export const PARAMETER = `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/example/DB_USER`;
export const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:example/api-AbCdEf`;
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;

/** The stack's JSON. */
export function synth(build: (stack: TerraformStack) => void): any {
  const stack = new TerraformStack(Testing.app(), 'Stack');
  build(stack);
  return JSON.parse(Testing.synth(stack));
}

/** The one resource of a type. */
export function only(json: any, type: string): any {
  const all = Object.values(json.resource[type]);
  expect(all).toHaveLength(1);
  return all[0];
}

/** JSON with interpolations: `"${x}"` and bare `${x}` become the text `${x}`. */
export function parse(text: string): any {
  let inString = false;
  const parts = text.match(/\$\$\{|%%\{|\$\{[^}]*\}|\\.|"|[^"\\$%]+|[$%]/gs) ?? [];
  const quoted = parts.map((part) => {
    inString = part === '"' ? !inString : inString;
    if (part === '$${' || part === '%%{') {
      return part.slice(1);
    }
    return !part.startsWith('${') ? part : inString ? JSON.stringify(part).slice(1, -1) : JSON.stringify(part);
  });
  return JSON.parse(quoted.join(''));
}

/** The task definition of a stack that holds nothing else. */
export function taskOf(props: Omit<TaskDefinitionProps, 'family'>): any {
  return only(synth((stack) => new TaskDefinition(stack, 'Task', { family: 'api', ...props })), 'aws_ecs_task_definition');
}

export function containersOf(props: Omit<TaskDefinitionProps, 'family'>): any[] {
  return parse(taskOf(props).container_definitions);
}

/** All statements of all policies, except for trust policies. */
export function statementsOf(json: any): any[] {
  return ['aws_iam_role_policy', 'aws_iam_policy'].flatMap((type) => Object.values<any>(json.resource[type] ?? {})).flatMap((policy) => parse(policy.policy).Statement);
}

/** For tests that ask botocore. */
export function testsThatNeedBotocore() {
  return testsThatNeed('python3 with botocore (python3 -m pip install botocore)', runs('python3', '-c', 'import botocore'));
}

/** What botocore says to the parameters of an operation. */
export function botocoreErrors(service: string, operation: string, parameters: object): string {
  const script = [
    'import json, sys',
    'from botocore.session import Session',
    'from botocore.validate import ParamValidator',
    `shape = Session().get_service_model('${service}').operation_model('${operation}').input_shape`,
    'print(ParamValidator().validate(json.load(sys.stdin), shape).generate_report())',
  ].join('\n');
  return execFileSync('python3', ['-c', script], { input: JSON.stringify(parameters), encoding: 'utf8' }).trim();
}
