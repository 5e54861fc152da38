import { TerraformStack, Token } from 'cdktf';
import type { RuleExamples } from './examples/support';
import { Compatibility, ContainerDefinition, ContainerSecret, ExecutionRole, ISecretSource, JsonSecret, SecretValues, Service, TaskDefinition } from '../../src';

const TOKEN = Token.asString({ Ref: 'x' });
const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/spec';
const OBJECT = 'arn:aws:s3:::bucket/router.conf';
const ROLE = 'arn:aws:iam::123456789012:role/app';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:user-AbCdEf';

function task(stack: TerraformStack, container: Partial<ContainerDefinition>, compatibilities = [Compatibility.EC2]): TaskDefinition {
  return new TaskDefinition(stack, 'Task', { family: 'api', compatibilities, containers: [{ name: 'app', image: 'example:1', memory: 128, ...container }] });
}

function router(options: { [name: string]: string }): Partial<ContainerDefinition> {
  return { firelensConfiguration: { type: 'fluentbit', options }, logConfiguration: { logDriver: 'awsfirelens' } };
}

/** As somebody without types writes it. */
function sourceOf(binding: unknown): ISecretSource {
  return { bindSecrets: () => binding as never };
}

const entry = { name: 'A', valueFrom: SECRET, read: { store: 'secretsmanager', arn: SECRET } };

/** Rules about what the execution role reads. */
export const ACCESS_EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'takes-execution-role': {
    compliant: [{ what: [] }],
    wrong: [{ what: ['\'DB_PASSWORD\''] }, { what: ['\'A\'', '\'B\''] }],
    token: [{ what: [] }],
    used: (stack) => new TaskDefinition(stack, 'Task', {
      family: 'api',
      executionRole: ExecutionRole.none(stack, 'Role'),
      containers: [{ name: 'app', image: 'example:1', secrets: [ContainerSecret.fromSecretArn('A', SECRET)] }],
    }),
  },
  'fargate-execution-role': {
    compliant: [{ what: [] }],
    wrong: [{ what: ['log driver awslogs of container \'app\''] }],
    token: [{ what: [] }],
    used: (stack) => new TaskDefinition(stack, 'Task', {
      family: 'api',
      executionRole: ExecutionRole.none(stack, 'Role'),
      containers: [{ name: 'app', image: 'example:1', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'x' } } }],
    }),
  },
  'firelens-config-file': {
    compliant: [{ container: 'log' }, { container: 'log', type: 's3', value: OBJECT }, { container: 'log', type: 'file', value: '/extra.conf' }],
    wrong: [
      { container: 'log', type: 's4', value: OBJECT }, { container: 'log', type: 's3' }, { container: 'log', type: 's3', value: 's3://bucket/key' },
      { container: 'log', type: 's3', value: 'arn:aws:s3:::bucket/*' },
    ],
    token: [{ container: 'log', type: TOKEN, value: 'x' }, { container: 'log', type: 's3', value: TOKEN }],
    used: (stack) => task(stack, router({ 'config-file-type': 's3', 'config-file-value': 's3://bucket/router.conf' })),
  },
  'firelens-config-fargate': {
    compliant: [{ container: 'log' }, { container: 'log', type: 'file', value: '/extra.conf' }],
    wrong: [{ container: 'log', type: 's3', value: OBJECT }],
    token: [{ container: 'log', type: TOKEN, value: OBJECT }],
    used: (stack) => task(stack, router({ 'config-file-type': 's3', 'config-file-value': OBJECT }), [Compatibility.FARGATE]),
  },
  'credential-spec-count': {
    compliant: [{ container: 'app', count: 0 }, { container: 'app', count: 1 }],
    wrong: [{ container: 'app', count: 2 }],
    token: [{ container: TOKEN, count: 1 }],
    used: (stack) => task(stack, { credentialSpecs: [`credentialspec:${PARAMETER}`, `credentialspec:${OBJECT}`] }),
  },
  'credential-spec-form': {
    compliant: [{ container: 'app', spec: `credentialspec:${PARAMETER}` }, { container: 'app', spec: `credentialspecdomainless:${OBJECT}` }],
    wrong: [
      { container: 'app', spec: PARAMETER }, { container: 'app', spec: `credentialSpec:${PARAMETER}` }, { container: 'app', spec: `credentialspec:${SECRET}` },
      { container: 'app', spec: 'credentialspec:file://spec.json' }, { container: 'app', spec: 'credentialspec:arn:aws:s3:::bucket/*' },
    ],
    token: [{ container: 'app', spec: TOKEN }, { container: 'app', spec: `credentialspec:${TOKEN}` }],
    used: (stack) => task(stack, { credentialSpecs: [PARAMETER] }),
  },
  'credential-spec-store': {
    compliant: [{ container: 'app', spec: `credentialspec:${PARAMETER}`, isGranted: true }],
    wrong: [{ container: 'app', spec: TOKEN, isGranted: false }],
    token: [{ container: 'app', spec: TOKEN, isGranted: true }],
    used: (stack) => task(stack, { credentialSpecs: [TOKEN] }),
  },
  'credential-spec-secret': {
    compliant: [
      { container: 'app', spec: `credentialspec:${PARAMETER}`, secrets: 0 }, { container: 'app', spec: `credentialspecdomainless:${PARAMETER}`, secrets: 1 },
    ],
    wrong: [{ container: 'app', spec: `credentialspec:${PARAMETER}`, secrets: 1 }],
    token: [{ container: 'app', spec: TOKEN, secrets: 1 }],
    used: (stack) => task(stack, {
      credentialSpecs: [`credentialspec:${PARAMETER}`], credentialSpecSecrets: [ContainerSecret.fromSecretArn('credentials', SECRET)],
    }),
  },
  'pull-through-cache': {
    compliant: ['hub/*', 'hub/library/nginx', 'quay.io/*'].map((path) => ({ arn: `arn:aws:ecr:eu-central-1:123456789012:repository/${path}` })),
    wrong: ['*', '/*', ''].map((path) => ({ arn: `arn:aws:ecr:eu-central-1:123456789012:repository/${path}` })).concat({ arn: 'hub' }),
    token: [{ arn: TOKEN }, { arn: `${TOKEN}/*` }],
    used: (stack) => new ExecutionRole(stack, 'Role').grantPullThroughCache('docker-hub/*'),
  },
  'replica-region': {
    compliant: [{ region: 'eu-west-1', regions: ['us-east-1', 'eu-west-1'] }],
    wrong: [{ region: 'eu-west-1', regions: [] }, { region: 'eu-west-1', regions: ['eu-west-2'] }],
    token: [{ region: TOKEN, regions: [] }, { region: 'eu-west-1', regions: [TOKEN] }],
    used: (stack) => new JsonSecret(stack, 'Secret', { secretName: 'app', jsonSecret: SecretValues.generated(['A']) }).replica('eu-west-1'),
  },
  'execute-command-role': {
    compliant: [{}, { enableExecuteCommand: false }, { enableExecuteCommand: true, taskRoleArn: ROLE }],
    wrong: [{ enableExecuteCommand: true }],
    token: [{ enableExecuteCommand: true, taskRoleArn: TOKEN }],
    used: (stack) => new Service(stack, 'Service', {
      serviceName: 'api', clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/main', enableExecuteCommand: true, taskDefinition: task(stack, {}),
    }),
  },
  'secret-binding': {
    compliant: [
      { entries: [] }, { entries: [entry] }, { entries: [{ ...entry, valueFrom: `${SECRET}:KEY::` }] }, { entries: [{ ...entry, valueFrom: PARAMETER }] },
    ].map((binding) => ({ asker: "container 'app': secrets[0]", binding })),
    wrong: [
      undefined, {}, { entries: 'A' }, { entries: [undefined] }, { entries: [{ ...entry, name: undefined }] }, { entries: [{ ...entry, valueFrom: undefined }] },
      { entries: [{ ...entry, valueFrom: `${SECRET}:KEY` }] }, { entries: [{ ...entry, read: undefined }] }, { entries: [{ ...entry, read: { arn: SECRET } }] },
      { entries: [{ ...entry, read: { store: 'vault', arn: SECRET } }] }, { entries: [{ ...entry, read: { store: 'ssm' } }] },
    ].map((binding) => ({ asker: "container 'app': secrets[0]", binding })),
    token: [{ asker: "container 'app': secrets[0]", binding: { entries: [{ ...entry, valueFrom: TOKEN, read: { store: 'ssm', arn: TOKEN } }] } }],
    used: (stack) => task(stack, { secrets: [sourceOf({ entries: [{ name: 'A', valueFrom: SECRET }] })] }),
  },
};
