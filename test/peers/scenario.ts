import { TerraformStack } from 'cdktf';
import {
  BatchJobDefinition, BatchJobDefinitionProps, Compatibility, ContainerDefinition, Service, ServiceProps, TaskDefinition, TaskDefinitionProps,
} from '../../src';
import { Synthesised, only, parseTemplate } from '../support/synth';

/** What the tests of another library or tool guarantee, and what this one does. */
export interface Scenario {
  /** Whose tests say so. */
  readonly peer: string;
  readonly what: string;
  readonly answer: Answer;
}

export type Answer = Refusal | Warning | Behaviour | Decision;

/** The same mistake is refused at synth. */
interface Refusal {
  readonly kind: 'refused';
  readonly use: (stack: TerraformStack) => unknown;
  /** A part of the message. */
  readonly message: string;
}

/** Legal at AWS, so that it is only warned of. */
interface Warning {
  readonly kind: 'warned';
  readonly use: (stack: TerraformStack) => unknown;
  /** A part of what is said. */
  readonly message: string;
}

/** The same thing can be said, and leads to what it should. */
interface Behaviour {
  readonly kind: 'done';
  readonly how: string;
  readonly use: (stack: TerraformStack) => unknown;
  /** What the stack is looked through for; a matching value of everything that is synthesised. */
  readonly look: (stack: Synthesised) => unknown;
  readonly expected: unknown;
}

/** It is done otherwise, or not at all, on purpose. */
interface Decision {
  readonly kind: 'decided';
  readonly reason: string;
  /** The page that says more. */
  readonly page: string;
}

export function refused(message: string, use: Refusal['use']): Refusal {
  return { kind: 'refused', message, use };
}

export function warned(message: string, use: Warning['use']): Warning {
  return { kind: 'warned', message, use };
}

export function done(how: string, use: Behaviour['use'], look: Behaviour['look'], expected: unknown): Behaviour {
  return { kind: 'done', how, use, look, expected };
}

export function decided(reason: string, page: string): Decision {
  return { kind: 'decided', reason, page };
}

export const ACCOUNT = '123456789012';
export const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:a-AbCdEf`;
export const PARAMETER = `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/a`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const CLUSTER = `arn:aws:ecs:eu-central-1:${ACCOUNT}:cluster/main`;
export const ON_EC2 = { compatibilities: [Compatibility.EC2], memory: 512 };
export const WINDOWS = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, cpu: 1024, memory: 2048 };
export const REQUIREMENTS = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];

export function task(stack: TerraformStack, container: Partial<ContainerDefinition> = {}, props: Partial<TaskDefinitionProps> = {}): TaskDefinition {
  const portMappings = [{ name: 'http', containerPort: 8080 }];
  return new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', portMappings, ...container }], ...props });
}

export function service(stack: TerraformStack, props: Partial<ServiceProps> = {}, taskProps: Partial<TaskDefinitionProps> = {}): Service {
  const taskDefinition = task(stack, {}, taskProps);
  return new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, subnets: ['subnet-1'], taskDefinition, ...props });
}

export function job(stack: TerraformStack, container: object = {}, props: Partial<BatchJobDefinitionProps> = {}): BatchJobDefinition {
  const containerProperties = { image: 'example:1', resourceRequirements: REQUIREMENTS, ...container };
  return new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'job', containerProperties, ...props });
}

/** The first container of the only task definition. */
export function containerOf({ resource }: Synthesised): any {
  return parseTemplate(only(resource.aws_ecs_task_definition).container_definitions)[0];
}

/** What the execution role may do, as sorted actions. */
export function actionsOf({ resource }: Synthesised, type = 'aws_iam_role_policy'): string[] {
  const policies = Object.values<any>(resource[type] ?? {});
  return policies.flatMap(({ policy }) => parseTemplate(policy).Statement.flatMap(({ Action }: any) => Action)).sort();
}
