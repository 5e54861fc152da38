import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { BatchJobDefinition, BatchJobDefinitionSources, Checks, ContainerSecret } from '../../../src';
import { annotationsOf } from '../../support/annotations';
import { botocoreErrors, testsThatNeedBotocore } from '../../support/botocore';
import { only, parseTemplate as parse, synthScope } from '../../support/synth';
import { statementsOf } from '../tasks';

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:job-AbCdEf';
const REQUIREMENTS = [{ type: 'MEMORY', value: '512' }, { type: 'VCPU', value: '0.25' }];
const CONTAINER = { image: 'job:1', resourceRequirements: REQUIREMENTS };
const JOB = { jobDefinitionName: 'job', type: 'container', platformCapabilities: ['FARGATE'], containerProperties: CONTAINER };
const SEVERAL = {
  jobDefinitionName: 'several',
  type: 'container',
  platformCapabilities: ['FARGATE'],
  ecsProperties: { taskProperties: [{ containers: [{ name: 'app', ...CONTAINER }, { name: 'side', ...CONTAINER, essential: false }] }] },
};

const ROLE = 'arn:aws:iam::123456789012:role/';
const range = (targetNodes: string, container: object = {}) => ({ targetNodes, container: { ...CONTAINER, ...container } });
const NODES = {
  jobDefinitionName: 'nodes',
  type: 'multinode',
  nodeProperties: { mainNode: 0, numNodes: 4, nodeRangeProperties: [range('0:0', { instanceType: 'c5n.18xlarge' }), range('1:', { instanceType: 'c5n.18xlarge', environment: [{ name: 'A', value: '1' }] })] },
};

function load(definition: unknown, sources: BatchJobDefinitionSources = {}): any {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const json: any = synthScope((stack) => new TerraformOutput(stack, 'Json', { value: BatchJobDefinition.fromJson(stack, 'Job', text, sources).toJson() }));
  return { written: parse(only(json.output).value), json };
}

const { test: testWithBotocore } = testsThatNeedBotocore();
const role = expect.stringMatching(/^\$\{aws_iam_role\.Job_ExecutionRole_\w+\.arn\}$/);

test.each<[string, unknown]>([
  ['a file for --cli-input-json', JOB],
  ['--query \'jobDefinitions[0]\'', { ...JOB, revision: 3, status: 'ACTIVE', jobDefinitionArn: 'arn:aws:batch:us-east-1:123456789012:job-definition/job:3', containerOrchestrationType: 'ECS' }],
  ['the whole answer', { jobDefinitions: [{ ...JOB, revision: 3, tags: {} }] }],
  ['a list of one', [JOB]],
  ['null, empty texts and empty lists', { ...JOB, parameters: null, schedulingPriority: null, containerProperties: { ...CONTAINER, command: [], user: '', volumes: [], secrets: null, environment: [] } }],
])('%s', (_, file) => {
  expect(load(file).written).toEqual({ ...JOB, containerProperties: { ...CONTAINER, executionRoleArn: role } });
});

testWithBotocore('what toJson gives passes the validation of the AWS SDK', () => {
  const plain = (written: any) => JSON.parse(JSON.stringify(written).replace(/\$\{[^}]*\}/g, 'arn:aws:iam::123456789012:role/x'));
  expect(botocoreErrors('batch', 'RegisterJobDefinition', plain(load(JOB).written))).toBe('');
  expect(botocoreErrors('batch', 'RegisterJobDefinition', plain(load(SEVERAL).written))).toBe('');
});

test('one warning lists what AWS only reports, until it is acknowledged', () => {
  const stack = new TerraformStack(Testing.app(), 'Stack');
  const file = (jobDefinitionName: string) => JSON.stringify({ ...JOB, jobDefinitionName, revision: 3, status: 'ACTIVE' });
  const [said, meant] = ['said', 'meant'].map((id) => BatchJobDefinition.fromJson(stack, id, file(id)));
  Checks.of(meant).acknowledge('read-only-fields', 'as the AWS CLI answers');
  expect(annotationsOf(said).filter((message) => message.includes('reports'))).toEqual([expect.stringContaining('got revision, status')]);
  expect(annotationsOf(meant)).toEqual([]);
});

test('secrets are added by the container\'s name, and the role may read them', () => {
  const secret = ContainerSecret.fromSecretArn('TOKEN', SECRET);
  const { written, json } = load(JOB, { secrets: { default: [secret] } });
  expect(written.containerProperties.secrets).toEqual([{ name: 'TOKEN', valueFrom: SECRET }]);
  expect(statementsOf(json).find(({ Action }) => Action[0].startsWith('secretsmanager:')).Resource).toEqual([SECRET]);
  const [app, side] = load(SEVERAL, { secrets: { side: [secret] } }).written.ecsProperties.taskProperties[0].containers;
  expect([app.secrets, side.secrets]).toEqual([undefined, [{ name: 'TOKEN', valueFrom: SECRET }]]);
});

test('a job of several nodes, whose secrets are added by the range', () => {
  const { written, json } = load(NODES, { secrets: { '1:': [ContainerSecret.fromSecretArn('TOKEN', SECRET)] } });
  const [first, others] = written.nodeProperties.nodeRangeProperties;
  expect(written).toEqual({ ...NODES, nodeProperties: { ...NODES.nodeProperties, nodeRangeProperties: [first, others] } });
  expect(first).toEqual(range('0:0', { instanceType: 'c5n.18xlarge', executionRoleArn: role }));
  expect(others).toEqual(range('1:', { ...NODES.nodeProperties.nodeRangeProperties[1].container, executionRoleArn: role, secrets: [{ name: 'TOKEN', valueFrom: SECRET }] }));
  expect(parse(only(json.resource.aws_batch_job_definition).node_properties)).toEqual(written.nodeProperties);
});

test('fields of nodes that this version doesn\'t know are kept on request, and the file\'s role goes to all of them', () => {
  const odd = { ...NODES, nodeProperties: { ...NODES.nodeProperties, newOfAll: 1, nodeRangeProperties: [{ ...range('0:0', { newOfContainer: [1], executionRoleArn: `${ROLE}a` }), newOfRange: { a: 'b' } }, range('1:')] } };
  const { nodeProperties } = load(odd, { keepUnknownFields: true }).written;
  expect(nodeProperties.newOfAll).toBe(1);
  expect(nodeProperties.nodeRangeProperties).toEqual([
    { ...range('0:0', { newOfContainer: [1], executionRoleArn: `${ROLE}a` }), newOfRange: { a: 'b' } }, range('1:', { executionRoleArn: `${ROLE}a` }),
  ]);
});

test('a role of the file stays, and one given wins', () => {
  const executionRoleArn = 'arn:aws:iam::123456789012:role/job';
  const { json } = load({ ...JOB, containerProperties: { ...CONTAINER, executionRoleArn } });
  expect(json.resource.aws_iam_role).toBeUndefined();
  expect(parse(only(json.resource.aws_batch_job_definition).container_properties).executionRoleArn).toBe(executionRoleArn);
});

test('fields that this version doesn\'t know are kept on request', () => {
  const odd = { ...SEVERAL, ecsProperties: { taskProperties: [{ ...SEVERAL.ecsProperties.taskProperties[0], newOfTask: [1], containers: [{ name: 'app', ...CONTAINER, newOfContainer: { a: 'b' } }] }] } };
  expect(() => load(odd)).toThrow('field \'newOfTask\' of ecsProperties.taskProperties[0] is unknown');
  const [task] = load(odd, { keepUnknownFields: true }).written.ecsProperties.taskProperties;
  expect([task.newOfTask, task.containers[0].newOfContainer]).toEqual([[1], { a: 'b' }]);
  const one = load({ ...JOB, containerProperties: { ...CONTAINER, newField: 'x' } }, { keepUnknownFields: true });
  expect(one.written.containerProperties.newField).toBe('x');
  expect(parse(only(one.json.resource.aws_batch_job_definition).container_properties).newField).toBe('x');
});

test('AWS Batch has a log group and a Region where nothing is said', () => {
  const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-stream-prefix': 'x' } };
  const { written, json } = load({ ...JOB, containerProperties: { ...CONTAINER, logConfiguration } });
  expect(written.containerProperties.logConfiguration).toEqual(logConfiguration);
  expect(JSON.stringify(statementsOf(json))).toContain('log-group:/aws/batch/job');
  const named = load({ ...JOB, containerProperties: { ...CONTAINER, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } } } });
  expect(named.written.containerProperties.logConfiguration.options).toEqual({ 'awslogs-group': '/shop' });
  expect(statementsOf(named.json).find(({ Action }) => Action.includes('logs:PutLogEvents')).Resource).toEqual([expect.stringMatching(/^arn:.*:logs:\$\{.*\}:\$\{.*\}:log-group:\/shop:\*$/)]);
});

test.each<[string, unknown, string]>([
  ['no JSON', '{', 'the job definition is not JSON'],
  ['two definitions', { jobDefinitions: [JOB, JOB] }, 'the file holds 2 definitions: give it the job definition alone, like with --query \'jobDefinitions[0]\''],
  ['a misspelt field', { ...JOB, containerProperties: { ...CONTAINER, comand: [] } }, 'field \'comand\' of containerProperties is unknown, did you mean \'command\'?'],
  ['nodes of several containers', { ...JOB, containerProperties: undefined, nodeProperties: { ...NODES.nodeProperties, nodeRangeProperties: [{ targetNodes: '0:', ecsProperties: SEVERAL.ecsProperties }] } }, 'field \'ecsProperties\' of nodeProperties.nodeRangeProperties[0] is refused: Terraform\'s provider crashes when it changes them'],
  ['nodes with different roles', { ...NODES, nodeProperties: { ...NODES.nodeProperties, nodeRangeProperties: [range('0:0', { executionRoleArn: `${ROLE}a` }), range('1:', { executionRoleArn: `${ROLE}b` })] } }, 'nodeRangeProperties have 2 execution roles, arn:aws:iam::123456789012:role/a and arn:aws:iam::123456789012:role/b: give all nodes the executionRole of the sources'],
  ['a misspelt field of a node', { ...NODES, nodeProperties: { ...NODES.nodeProperties, mainnode: 0 } }, 'field \'mainnode\' of nodeProperties is unknown, did you mean \'mainNode\'?'],
  ['a job on EKS', { ...JOB, containerProperties: undefined, eksProperties: {} }, 'field \'eksProperties\' is refused: jobs on EKS have no container of ECS'],
  ['consumable resources', { ...JOB, consumableResourceProperties: {} }, 'field \'consumableResourceProperties\' is refused: Terraform\'s provider drops it'],
  ['two tasks', { ...SEVERAL, ecsProperties: { taskProperties: [...SEVERAL.ecsProperties.taskProperties, ...SEVERAL.ecsProperties.taskProperties] } }, 'ecsProperties.taskProperties has 2 elements: AWS Batch takes one'],
  ['an action that there isn\'t', { ...JOB, retryStrategy: { attempts: 2, evaluateOnExit: [{ action: 'STOP' }] } }, 'retryStrategy.evaluateOnExit[0].action is \'STOP\''],
  ['a template', { ...JOB, containerProperties: { ...CONTAINER, image: '{{ must_env `IMAGE` }}' } }, 'render the file first'],
  ['all of it at once', { ...JOB, parmeters: {}, containerProperties: { ...CONTAINER, secrets: [{ name: 'A', valueFrom: 'a:b' }] } }, '2 problems:'],
  ['a source for a container that isn\'t there', JOB, 'secrets are given for container \'app\', which the job definition doesn\'t have: it has \'default\''],
])('fails for %s', (what, file, message) => {
  expect(() => load(file, what.startsWith('a source') ? { secrets: { app: [] } } : {})).toThrow(message);
});
