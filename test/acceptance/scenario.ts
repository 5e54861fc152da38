import { randomBytes } from 'node:crypto';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { digestOf, digestScript, type Digests } from './digests';
import { addRotation } from './rotation';
import {
  BatchJobDefinition, ContainerSecret, ContainerSecrets, JsonSecret, RepositoryCredentials, SecretFiles, SecretValue, Service, TaskDefinition,
} from 'cdktf-ecs-secrets';

const IMAGE = 'public.ecr.aws/docker/library/busybox:stable';
/** No registry: a task of it fails after its credentials were read, and not before. */
const PRIVATE_IMAGE = 'acceptance.invalid/private:1';
const DIRECTORY = '/run/secrets';
/** A variable whose value nobody knows: a function makes it. */
export const ROTATED = 'ROTATED';
/** Characters that get lost where somebody quotes badly. */
const AWKWARD = '${not} %{a} "template" \\ \' é\n$HOME';

/** What a run is made of. The second step changes one value and adds a key. */
export interface Scenario {
  readonly prefix: string;
  readonly region: string;
  readonly subnets: string[];
  readonly salt: string;
  readonly tags: { [key: string]: string };
  readonly values: { readonly [name: string]: string };
  readonly step: 1 | 2;
}

export function newScenario(prefix: string, region: string, subnets: string[]): Scenario {
  const names = ['PARAMETER', 'CHANGED', 'JSON_KEY', 'ADDED', 'FILE', 'LOG_OPTION', 'REGISTRY'];
  const values = Object.fromEntries(names.map((name) => [name, `${name} ${randomBytes(12).toString('hex')} ${name === 'LOG_OPTION' ? '' : AWKWARD}`.trim()]));
  return { prefix, region, subnets, salt: randomBytes(8).toString('hex'), tags: { 'cdktf-ecs-secrets-acceptance': prefix }, values, step: 1 };
}

/** The same with one value changed and one key more. */
export function secondStep(scenario: Scenario): Scenario {
  return { ...scenario, step: 2, values: { ...scenario.values, CHANGED: `changed ${randomBytes(12).toString('hex')}` } };
}

export function namesIn(step: Scenario['step']): string[] {
  return ['PARAMETER', 'CHANGED', 'JSON_KEY', ...(step === 2 ? ['ADDED', 'BEFORE'] : [])];
}

/** What the container has to print. `BEFORE` is the JSON key as the secret's previous version has it. */
export function expectedDigests({ salt, values, step }: Scenario): Digests {
  const of = (name: string) => digestOf(salt, values[name]);
  const variables = Object.fromEntries(namesIn(step).map((name) => [name, of(name === 'BEFORE' ? 'JSON_KEY' : name)]));
  return { ...variables, [`file:${DIRECTORY}/FILE`]: of('FILE') };
}

export function scenarioStack(scenario: Scenario): any {
  const app = Testing.app() as App;
  const { prefix, region, tags, step, salt } = scenario;
  const stack = new TerraformStack(app, prefix);
  new AwsProvider(stack, 'aws', { region, defaultTags: [{ tags }] });
  const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
  const of = (name: string) => SecretValue.fromVariableKey(values, name, { version: name === 'CHANGED' ? step : 1 });
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: `/${prefix}`,
    parameters: { PARAMETER: of('PARAMETER'), CHANGED: of('CHANGED'), FILE: of('FILE') },
    jsonSecret: { JSON_KEY: of('JSON_KEY'), LOG_OPTION: of('LOG_OPTION'), ...(step === 2 ? { ADDED: of('ADDED') } : {}) },
    recoveryWindowInDays: 0,
  });
  const before = ContainerSecret.fromSecretArn('BEFORE', secrets.secret!.arn, { jsonKey: 'JSON_KEY', versionStage: 'AWSPREVIOUS' });
  const group = new CloudwatchLogGroup(stack, 'Logs', { name: `/${prefix}`, retentionInDays: 1 });
  const cluster = new EcsCluster(stack, 'Cluster', { name: prefix });
  const log = (streamPrefix: string) => ({ logDriver: 'awslogs', options: { 'awslogs-group': group.name, 'awslogs-stream-prefix': streamPrefix } });
  const script = digestScript([...namesIn(step), ROTATED], [`${DIRECTORY}/FILE`]);
  const rotated = addRotation(stack, prefix).only('password').renamed({ password: ROTATED });
  const read = secrets.only('PARAMETER', 'CHANGED', 'JSON_KEY', ...(step === 2 ? ['ADDED'] : []));
  const used = step === 2 ? [read, before] : [read];

  const task = new TaskDefinition(stack, 'Task', {
    family: prefix,
    containers: [
      {
        name: 'digests',
        image: IMAGE,
        environment: { SALT: salt },
        entryPoint: ['sh', '-c'],
        command: [script],
        secrets: [...used, rotated],
        secretFiles: new SecretFiles({ secrets: [secrets.only('FILE')], directory: DIRECTORY, image: IMAGE }),
        logConfiguration: log('digests'),
        linuxParameters: { capabilities: { drop: ['NET_RAW'] } },
      },
      {
        name: 'routed',
        image: IMAGE,
        essential: false,
        entryPoint: ['sh', '-c'],
        command: ['echo routed'],
        logConfiguration: {
          logDriver: 'awsfirelens',
          options: { Name: 'http', Host: '127.0.0.1', Port: '9', http_User: 'acceptance' },
          secretOptions: [secrets.only('LOG_OPTION').renamed({ LOG_OPTION: 'http_Passwd' })],
        },
      },
      {
        name: 'router',
        image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
        essential: false,
        firelensConfiguration: { type: 'fluentbit' },
        logConfiguration: log('router'),
      },
    ],
  });
  new Service(stack, 'Service', { serviceName: prefix, clusterArn: cluster.arn, taskDefinition: task, subnets: scenario.subnets, desiredCount: 0 });
  const job = new BatchJobDefinition(stack, 'Job', {
    jobDefinitionName: prefix,
    containerProperties: {
      image: IMAGE,
      command: ['sh', '-c', digestScript(namesIn(step))],
      environment: { SALT: salt },
      resourceRequirements: [{ type: 'VCPU', value: '0.25' }, { type: 'MEMORY', value: '512' }],
      networkConfiguration: { assignPublicIp: 'ENABLED' },
      secrets: used,
      logConfiguration: log('job'),
    },
  });
  const registry = new JsonSecret(stack, 'Registry', {
    secretName: `${prefix}/registry`,
    jsonSecret: { username: SecretValue.plaintext('acceptance'), password: of('REGISTRY') },
    recoveryWindowInDays: 0,
  });
  const repositoryCredentials = RepositoryCredentials.fromJsonSecret(registry);
  const privateTask = new TaskDefinition(stack, 'Private', {
    family: `${prefix}-private`,
    containers: [{ name: 'private', image: PRIVATE_IMAGE, repositoryCredentials }],
  });
  new TerraformOutput(stack, 'private', { value: privateTask.arn });
  new TerraformOutput(stack, 'task', { value: task.arn });
  new TerraformOutput(stack, 'job', { value: job.arn });
  return JSON.parse(Testing.synth(stack));
}

/** What a run makes, for whoever is asked before it does. */
export function inventoryOf(prefix: string): string[] {
  return [
    `3 SSM parameters under /${prefix}`,
    `3 Secrets Manager secrets ${prefix}, ${prefix}/registry and ${prefix}/rotated, deleted without a recovery window`,
    `1 ECS cluster, 1 service without tasks, 3 task definitions, all ${prefix} or ${prefix}-private`,
    `1 Lambda function ${prefix}-rotate, 2 EventBridge rules, 1 state machine and 1 queue ${prefix}-…`,
    `2 Batch job definitions ${prefix}, 1 Fargate compute environment, 1 job queue`,
    `6 roles and their policies, ${prefix}-…`,
    `1 log group /${prefix}, kept for a day`,
    '3 Fargate tasks and 2 Batch jobs of 0.25 vCPU, about a minute each, in public subnets of the default VPC',
  ];
}

export const COST = 'about 0.02 USD: Fargate 0.01; Secrets Manager, CloudWatch Logs, Lambda and Step Functions less than 0.01';
