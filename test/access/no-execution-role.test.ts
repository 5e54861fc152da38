import { TerraformStack } from 'cdktf';
import { BatchJobDefinition, BatchPlatform, Compatibility, ContainerSecret, ExecutionRole, RepositoryCredentials, TaskDefinition } from '../../src';
import { newStack, only, synth } from '../support/synth';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:user-AbCdEf';
const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api:1';
const AWSLOGS = { logDriver: 'awslogs', options: { 'awslogs-group': 'api' } };
const REQUIREMENTS = [{ type: 'MEMORY', value: '512' }, { type: 'VCPU', value: '0.25' }];

function task(stack: TerraformStack, container: object, compatibilities = [Compatibility.EC2]): TaskDefinition {
  const executionRole = ExecutionRole.none(stack, 'Role');
  return new TaskDefinition(stack, 'Task', { family: 'api', executionRole, compatibilities, containers: [{ name: 'app', image: 'example:1', memory: 128, ...container }] });
}

function job(stack: TerraformStack, container: object, platform: BatchPlatform): BatchJobDefinition {
  const executionRole = ExecutionRole.none(stack, 'Role');
  return new BatchJobDefinition(stack, 'Job', {
    jobDefinitionName: 'job',
    executionRole,
    platformCapabilities: [platform],
    containerProperties: { image: 'example:1', resourceRequirements: REQUIREMENTS, ...container },
  });
}

test('a task on EC2 does without a role, also for an image in ECR and awslogs: the instance has one', () => {
  const stack = newStack();
  const { executionRole, serviceDependencies } = task(stack, { image: ECR, logConfiguration: AWSLOGS });
  const json = synth(stack);
  expect(Object.keys(json.resource)).toEqual(['aws_ecs_task_definition']);
  expect(only(json.resource.aws_ecs_task_definition)).not.toHaveProperty('execution_role_arn');
  expect([executionRole.roleArn, executionRole.explainAccess(), executionRole.ownerStatements('123456789012'), serviceDependencies]).toEqual(['', [], [], []]);
});

test('a job on EC2 does without a role', () => {
  const stack = newStack();
  job(stack, {}, BatchPlatform.EC2);
  const json = synth(stack);
  expect(Object.keys(json.resource)).toEqual(['aws_batch_job_definition']);
  expect(only(json.resource.aws_batch_job_definition).container_properties).not.toContain('executionRoleArn');
});

test('a task on Fargate does without a role, where its image is public and its output goes nowhere', () => {
  expect(() => task(newStack(), {}, [Compatibility.FARGATE])).not.toThrow();
});

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  ['a secret', (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('PASSWORD', SECRET)] }), '\'PASSWORD\' can\'t be read without an execution role: leave executionRole out to get one, or give one (Stack/Role)'],
  ['credentials of a registry', (stack) => task(stack, { repositoryCredentials: RepositoryCredentials.fromSecretArn(SECRET) }), '\'repositoryCredentials\' can\'t be read without'],
  ['an image in ECR on Fargate', (stack) => task(stack, { image: ECR }, [Compatibility.FARGATE]), 'the image in ECR of container \'app\': Fargate needs an execution role for that'],
  ['awslogs on Fargate', (stack) => task(stack, { logConfiguration: AWSLOGS }, [Compatibility.FARGATE]), 'log driver awslogs of container \'app\': Fargate needs'],
  ['a job on Fargate', (stack) => job(stack, {}, BatchPlatform.FARGATE), 'a job of AWS Batch: Fargate needs an execution role for that, got none'],
  ['what is granted by hand', (stack) => ExecutionRole.none(stack, 'Role').grantRead(ContainerSecret.fromSecretArn('A', SECRET)), '\'A\' can\'t be read'],
  ['an object', (stack) => ExecutionRole.none(stack, 'Role').grantReadObject('arn:aws:s3:::b', 'arn:aws:s3:::b/k'), 'arn:aws:s3:::b/k can\'t be read'],
])('fails for %s', (_, build, message) => {
  expect(() => build(newStack())).toThrow(message);
});
