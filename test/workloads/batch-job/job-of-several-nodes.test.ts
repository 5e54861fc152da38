import { TerraformVariable } from 'cdktf';
import {
  BatchJobDefinition, BatchJobDefinitionProps, BatchNodeContainer, BatchPlatform, ContainerSecret, JsonSecret, RepositoryCredentials, SecretValue,
  VariableSecrets,
} from '../../../src';
import { annotationsOf } from '../../support/annotations';
import { botocoreErrors, testsThatNeedBotocore } from '../../support/botocore';
import { newStack, only, parseTemplate, synthScope } from '../../support/synth';
import { PARAMETER, SECRET, statementsOf } from '../tasks';

const { test: testWithBotocore } = testsThatNeedBotocore();

const CONTAINER: BatchNodeContainer = { image: 'mpi:1', resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }] };
const MAIN: BatchNodeContainer = {
  ...CONTAINER,
  instanceType: 'c5n.18xlarge',
  command: ['mpirun', 'Ref::program'],
  environment: { B: '2', A: '1' },
  jobRoleArn: 'arn:aws:iam::123456789012:role/mpi',
  enableExecuteCommand: true,
  secrets: [ContainerSecret.fromSecretArn('TOKEN', SECRET, { jsonKey: 'TOKEN' }), ContainerSecret.fromParameterArn('KEY', PARAMETER)],
  logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions: [ContainerSecret.fromSecretArn('splunk-token', SECRET)] },
  repositoryCredentials: RepositoryCredentials.fromSecretArn(SECRET),
  volumes: [{ name: 'data', host: { sourcePath: '/data' } }],
  mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
};
const OTHER: BatchNodeContainer = { ...CONTAINER, instanceType: 'c5n.18xlarge', secrets: [ContainerSecret.fromParameterArn('ONLY_HERE', `${PARAMETER}/other`)] };

function job(main: BatchNodeContainer = MAIN, others: BatchNodeContainer = OTHER, props: Partial<BatchJobDefinitionProps> = {}): any {
  const nodeRangeProperties = [{ targetNodes: '1:', container: others }, { targetNodes: '0:0', container: main }];
  return synthScope((stack) => new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'mpi', nodeProperties: { numNodes: 4, mainNode: 0, nodeRangeProperties }, ...props }));
}

function definitionOf(json: any): any {
  return only(json.resource.aws_batch_job_definition);
}

describe('nodeProperties', () => {
  test('are emitted with the ranges in their order, and one role for all nodes', () => {
    // WHEN
    const json = job();
    const definition = definitionOf(json);
    const { numNodes, mainNode, nodeRangeProperties: [others, main] } = parseTemplate(definition.node_properties);
    // THEN
    expect(definition).toMatchObject({ name: 'mpi', type: 'multinode', platform_capabilities: ['EC2'] });
    expect(definition.depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
    expect([numNodes, mainNode, others.targetNodes, main.targetNodes]).toEqual([4, 0, '1:', '0:0']);
    expect(Object.keys(main.container)).toEqual([...Object.keys(MAIN), 'executionRoleArn'].sort());
    expect(main.container.environment).toEqual([{ name: 'A', value: '1' }, { name: 'B', value: '2' }]);
    expect(main.container.secrets).toEqual([{ name: 'KEY', valueFrom: PARAMETER }, { name: 'TOKEN', valueFrom: `${SECRET}:TOKEN::` }]);
    expect(main.container.logConfiguration.secretOptions).toEqual([{ name: 'splunk-token', valueFrom: SECRET }]);
    expect(main.container.repositoryCredentials).toEqual({ credentialsParameter: SECRET });
    expect(others.container.secrets).toEqual([{ name: 'ONLY_HERE', valueFrom: `${PARAMETER}/other` }]);
    expect(others.container.executionRoleArn).toMatch(/^\$\{aws_iam_role\..*\.arn\}$/);
    expect(main.container.executionRoleArn).toBe(others.container.executionRoleArn);
    expect(definition.container_properties ?? definition.ecs_properties).toBeUndefined();
  });

  test('allow the role what all ranges need', () => {
    const allowed = statementsOf(job()).map(({ Action, Resource }) => [Action[0], Resource]);
    expect(allowed).toEqual([['secretsmanager:GetSecretValue', [SECRET]], ['ssm:GetParameters', [PARAMETER, `${PARAMETER}/other`]]]);
  });

  testWithBotocore('pass the validation of the AWS SDK', () => {
    const { name, type, node_properties, platform_capabilities } = definitionOf(job());
    const request = { jobDefinitionName: name, type, nodeProperties: parseTemplate(node_properties), platformCapabilities: platform_capabilities };
    expect(botocoreErrors('batch', 'RegisterJobDefinition', request)).toBe('');
    expect(botocoreErrors('batch', 'RegisterJobDefinition', { ...request, nodeProperties: { ...request.nodeProperties, numNodes: 'x' } })).toContain('numNodes');
  });

  test('take names that are only known at plan, in several ranges', () => {
    const json = synthScope((stack) => {
      const source = new VariableSecrets(stack, 'Secrets', { path: '/mpi', parameters: new TerraformVariable(stack, 'values', { type: 'map(string)' }) });
      const container = { ...CONTAINER, secrets: [source] };
      const nodeRangeProperties = ['0:0', '1:'].map((targetNodes) => ({ targetNodes, container }));
      new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'mpi', nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties } });
    });
    expect(Object.keys(json.locals).filter((name) => name.startsWith('Job_Secrets-'))).toHaveLength(2);
    expect(definitionOf(json).node_properties.match(/"secrets":\$\{jsonencode\(\[for n, e in \{ for e in local\.[\w-]+ : /g)).toHaveLength(2);
  });

  test('wait for the values, and tell what submits jobs to', () => {
    synthScope((stack) => {
      const secret = new JsonSecret(stack, 'Secret', { secretName: 'mpi', jsonSecret: { TOKEN: SecretValue.external() } });
      const nodeRangeProperties = [{ targetNodes: '0:', container: { ...CONTAINER, secrets: [secret] } }];
      const { jobDependencies, executionRole } = new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'mpi', nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties } });
      expect(jobDependencies).toEqual([secret.version, ...executionRole.policies]);
    });
  });

  test('are warned of where ranges share some of their nodes', () => {
    const warned = (...ranges: string[]) => {
      const stack = newStack();
      const nodeRangeProperties = ranges.map((targetNodes) => ({ targetNodes, container: CONTAINER }));
      return annotationsOf(new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'mpi', nodeProperties: { numNodes: 4, mainNode: 0, nodeRangeProperties } }));
    };
    expect(warned('0:3', '1:2')).toEqual([]);
    expect(warned('0:2', '2:3')).toEqual([expect.stringContaining('ranges 0:2 and 2:3 share some of their nodes, and neither is within the other')]);
  });
});

test.each<[string, () => unknown, string]>([
  ['Fargate', () => job(MAIN, OTHER, { platformCapabilities: [BatchPlatform.FARGATE] }), 'a job of several nodes doesn\'t run on FARGATE: leave platformCapabilities out'],
  ['a node without memory', () => job(MAIN, { ...OTHER, resourceRequirements: [{ type: 'VCPU', value: '1' }] }), 'container \'mpi (nodes 1:)\': resourceRequirements say nothing about MEMORY'],
  ['a reserved name', () => job({ ...MAIN, environment: { AWS_BATCH_X: '1' } }), 'container \'mpi (nodes 0:0)\': \'AWS_BATCH_X\' begins with AWS_BATCH'],
  ['a name in environment and secrets', () => job(MAIN, { ...OTHER, environment: { ONLY_HERE: '1' } }), 'container \'mpi (nodes 1:)\': \'ONLY_HERE\' is both in environment and in secrets'],
  ['ECS Exec without a role', () => job({ ...MAIN, jobRoleArn: undefined }), 'enableExecuteCommand is true and the job has no role for the application: set jobRoleArn'],
  ['a volume that isn\'t there', () => job({ ...MAIN, volumes: [] }), 'container \'mpi\' mounts volume \'data\', which the task doesn\'t have'],
  ['a field of Fargate', () => job({ ...MAIN, networkConfiguration: { assignPublicIp: 'ENABLED' } } as never), 'field \'networkConfiguration\' is refused: jobs of several nodes run on EC2'],
  ['another kind beside it', () => job(MAIN, OTHER, { containerProperties: CONTAINER }), 'got containerProperties and nodeProperties: give it one of them'],
  ['no container', () => job(undefined, null as never), 'container is null'],
  ['several containers', () => job(MAIN, OTHER, { nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:', ecsProperties: {} } as never] } }),
    'nodeRangeProperties[0]: field \'ecsProperties\' is refused: Terraform\'s provider crashes when it changes them'],
  ['types that can\'t be changed', () => job(MAIN, OTHER, { nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:', container: MAIN, instanceTypes: ['x'] } as never] } }),
    'field \'instanceTypes\' is refused: Terraform\'s provider doesn\'t see when they change, write instanceType of the container'],
])('fails for %s', (_, make, message) => {
  expect(make).toThrow(message);
});
