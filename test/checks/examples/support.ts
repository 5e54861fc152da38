import { TerraformStack, Token } from 'cdktf';
import {
  BatchContainerProperties, BatchJobDefinition, ContainerDefinition, ContainerSecret, EnvironmentFile, JsonSecret, JsonSecretProps, ParameterMap,
  SecretValue, Service, ServiceProps, TaskDefinition, TaskDefinitionProps,
} from '../../../src';

/** What shows that a rule does what it says. */
export interface RuleExamples {
  readonly compliant: readonly unknown[];
  readonly wrong: readonly unknown[];
  /** Subjects that are only known at plan, wholly or in the part that the rule is about. */
  readonly token: readonly unknown[];
  /** What a user writes that breaks the rule and no other. */
  readonly used: (stack: TerraformStack) => void;
}

export const TOKEN = Token.asString({ Ref: 'x' });
export const NUMBER = Token.asNumber({ Ref: 'x' });
export const LIST = Token.asList({ Ref: 'x' });
export const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/a';
export const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf';
export const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
export const CLUSTER = 'arn:aws:ecs:eu-central-1:123456789012:cluster/main';
/** Not written in one piece, so that nobody takes it for a real one. */
export const ACCESS_KEY = `AKIA${'ABCDEFGH'.repeat(2)}`;

export function task(stack: TerraformStack, container: Partial<ContainerDefinition> = {}, props: Partial<TaskDefinitionProps> = {}): TaskDefinition {
  return new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', ...container }], ...props });
}

export function tasks(...names: string[]): Partial<TaskDefinitionProps> {
  return { containers: names.map((name) => ({ name, image: 'example:1' })) };
}

export function service(stack: TerraformStack, props: Partial<ServiceProps>, container: Partial<ContainerDefinition> = {}): Service {
  const taskDefinition = task(stack, { portMappings: [{ containerPort: 80, name: 'http' }], ...container });
  return new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, subnets: ['subnet-1'], taskDefinition, ...props });
}

export function job(stack: TerraformStack, container: Partial<BatchContainerProperties> = {}, jobDefinitionName = 'job'): BatchJobDefinition {
  const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
  return new BatchJobDefinition(stack, 'Job', { jobDefinitionName, containerProperties: { image: 'example:1', resourceRequirements, ...container } });
}

export function parameters(stack: TerraformStack, values: { [name: string]: SecretValue }, path = '/example', id = 'Parameters'): ParameterMap {
  return new ParameterMap(stack, id, { path, parameters: values });
}

export function secret(stack: TerraformStack, values: { [name: string]: SecretValue }, props: Partial<JsonSecretProps> = {}, id = 'Secret'): JsonSecret {
  return new JsonSecret(stack, id, { secretName: 'example', jsonSecret: values, ...props });
}

export const EXTERNAL = SecretValue.external();
export const parameter = ContainerSecret.fromParameterArn('A', PARAMETER);
export const manyReferences = (count: number) => Array.from({ length: count }, (_, i) => ContainerSecret.fromParameterArn(`NAME_${i}`, `${PARAMETER}/${'x'.repeat(120)}/${i}`));
export const serviceSubject = { serviceName: 'api', clusterArn: CLUSTER, networkMode: 'awsvpc', subnets: ['s'], containers: [{ name: 'app', ports: [{ containerPort: 80, name: 'http' }] }] };
export const file = (objectArn = 'arn:aws:s3:::bucket/a.env') => EnvironmentFile.fromObjectArn(objectArn);
