import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { QuickstartStack } from '../../examples/quickstart/main';
import { inventoryOf } from '../../src/inventory/inventory';
import { toMarkdown, toMermaid } from '../../src/inventory/markdown';
import { StackFile, partitionOf } from '../../src/inventory/stack-file';
import { parseStored } from '../../src/inventory/stored';
import { newStack } from '../support/synth';
import {
  BatchJobDefinition, ContainerSecret, ContainerSecrets, ExecutionRole, ParameterTier, SecretInventory, SecretValue, SecretValues, TaskDefinition,
} from 'cdktf-ecs-secrets';

function stackFile(stack: TerraformStack): StackFile {
  stack.prepareStack();
  return new StackFile(stack.node.id, stack.toTerraform());
}

/** Two tasks that share a parameter, and what others own. */
function shared(): TerraformStack {
  const stack = newStack('shared');
  const key = new KmsKey(stack, 'Key', {});
  const alias = new KmsAlias(stack, 'Alias', { targetKeyId: key.arn });
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/shared',
    encryptionKeyArn: alias.targetKeyArn,
    parameterTier: ParameterTier.ADVANCED,
    parameters: { ...SecretValues.generated(Array.from({ length: 11 }, (_, i) => `P${i}`)), LEVEL: SecretValue.plaintext('level-is-visible') },
    jsonSecret: SecretValues.generated(['A', 'B']),
    replicaRegions: [{ region: 'us-east-1' }],
  });
  const old = ContainerSecret.fromSecretArn('OLD', 'arn:aws:secretsmanager:us-east-1:210987654321:secret:theirs-AbCdEf', { jsonKey: 'k', versionStage: 'AWSPREVIOUS' });
  new TaskDefinition(stack, 'Api', { family: 'api', containers: [{ name: 'app', image: 'x', secrets: [secrets, old] }] });
  new TaskDefinition(stack, 'Worker', { family: 'worker', containers: [{ name: 'app', image: 'x', secrets: [secrets.only('P0', 'A')] }] });
  return stack;
}

test('the quickstart: what each container gets, from where, under which key', () => {
  const { entries, workloads, cost } = inventoryOf([stackFile(new QuickstartStack(Testing.app() as App, 'quickstart'))]);
  expect(entries.map((entry) => [entry.container, entry.name, entry.store, entry.stored, entry.jsonKey, entry.encryptionKey, entry.role])).toEqual([
    ['app', 'API_KEY', 'Secrets Manager', 'example', 'API_KEY', 'quickstart/Key', 'quickstart/Task/ExecutionRole'],
    ['app', 'DB_PASSWORD', 'Parameter Store', '/example/DB_PASSWORD', undefined, 'quickstart/Key', 'quickstart/Task/ExecutionRole'],
    ['app', 'DB_USER', 'Parameter Store', '/example/DB_USER', undefined, 'quickstart/Key', 'quickstart/Task/ExecutionRole'],
    ['app', 'SESSION_SECRET', 'Secrets Manager', 'example', 'SESSION_SECRET', 'quickstart/Key', 'quickstart/Task/ExecutionRole'],
    ['mailer', 'SMTP_PASSWORD', 'Secrets Manager', 'example', 'SMTP_PASSWORD', 'quickstart/Key', 'quickstart/Task/ExecutionRole'],
  ]);
  expect(workloads[0].callsPerStart).toEqual({ getSecretValue: 3, getParameters: 1, getObject: 0 });
  expect(cost.perMonth).toBe(1.4);
});

test('who else reads it, the calls of a start, and what it costs', () => {
  const { entries, workloads, cost } = inventoryOf([stackFile(shared())]);
  const of = (name: string) => entries.find((entry) => entry.workload === 'shared/api' && entry.name === name)!;
  expect([of('P0').alsoReadBy, of('A').alsoReadBy, of('B').alsoReadBy]).toEqual([['shared/worker/app'], ['shared/worker/app'], []]);
  expect([of('P0').encryptionKey, of('LEVEL').encryptionKey, of('OLD').encryptionKey, of('OLD').version]).toEqual(['shared/Key', 'none', 'not in this app', 'AWSPREVIOUS']);
  expect(workloads.map(({ callsPerStart }) => callsPerStart)).toEqual([
    { getSecretValue: 3, getParameters: 2, getObject: 0 },
    { getSecretValue: 1, getParameters: 1, getObject: 0 },
  ]);
  expect(cost.lines.map(({ what, count, total }) => [what, count, total])).toEqual([
    ['secrets', 1, 0.4], ['replicas of secrets', 1, 0.4], ['advanced parameters', 12, 0.6], ['customer keys', 1, 1],
  ]);
  expect(cost.perMonth).toBe(2.4);
});

test('Markdown has tables, cost and a graph, and no value', () => {
  const markdown = toMarkdown(inventoryOf([stackFile(shared())]));
  expect(markdown).toContain('| app | `A` | Secrets Manager | `shared` | `A` |  | shared/Key | shared/worker/app |');
  expect(markdown).toContain('```mermaid\ngraph LR\n');
  expect(markdown).toContain('| **sum** |  |  | **2.40** |');
  expect(markdown).not.toContain('level-is-visible');
  expect(toMermaid({ entries: [], workloads: [], taskRoleReads: [], cost: inventoryOf([]).cost })).toBeUndefined();
});

test('names that are only known at plan say what they come from', () => {
  const stack = stackFile(newStack());
  const open = new StackFile('s', { locals: { entries: '${[for p in local.parameters : p.arn]}', parameters: '${data.aws_ssm_parameters_by_path.D.names}' }, resource: { aws_ecs_task_definition: { T: { family: 'f', container_definitions: '[{"name":"app","secrets":${concat([], local.entries)}}]' } } } });
  expect(inventoryOf([stack, open]).entries).toEqual([expect.objectContaining({ name: '(names known at plan)', stored: 'data.aws_ssm_parameters_by_path.D' })]);
});

test('a job definition of Batch, and a value of another stack', () => {
  const app = Testing.app() as App;
  const [one, two] = ['one', 'two'].map((id) => new TerraformStack(app, id));
  [one, two].forEach((stack) => new AwsProvider(stack, 'aws', { region: 'eu-central-1' }));
  const secrets = new ContainerSecrets(one, 'Secrets', { path: '/one', jsonSecret: { A: SecretValue.external() } });
  const executionRole = ExecutionRole.fromRoleArn(two, 'Role', 'arn:aws:iam::123456789012:role/r');
  const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
  const containerProperties = { image: 'x', resourceRequirements, secrets: [secrets] };
  new BatchJobDefinition(two, 'Job', { jobDefinitionName: 'job', executionRole, containerProperties });
  // both have to be prepared before either is written
  [one, two].forEach((stack) => stack.prepareStack());
  const files: StackFile[] = [];
  const outputs = (name: string, output: string) => files.find((file) => file.name === name)?.output(output);
  files.push(...[one, two].map((stack) => new StackFile(stack.node.id, stack.toTerraform(), { outputs })));
  const { entries, workloads } = inventoryOf(files);
  const expected = { workload: 'two/job', container: 'default', stored: 'one', jsonKey: 'A', encryptionKey: 'aws/secretsmanager', role: 'r' };
  expect(entries).toEqual([expect.objectContaining(expected)]);
  expect(workloads[0].kind).toBe('job definition');
  // a plan has empty texts for the properties that a job doesn't have
  const planned = two.toTerraform();
  Object.values<any>(planned.resource.aws_batch_job_definition).forEach((job) => Object.assign(job, { ecs_properties: '', node_properties: '' }));
  expect(inventoryOf([files[0], new StackFile('two', planned, { outputs })]).entries).toEqual([expect.objectContaining(expected)]);
});

test('the nodes of a job are told apart', () => {
  const stack = new TerraformStack(Testing.app(), 'one');
  const nodeRangeProperties = ['0:0', '1:'].map((targetNodes) => ({
    targetNodes, container: { image: 'x', resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '512' }], secrets: [ContainerSecret.fromParameterArn('A', `arn:aws:ssm:eu-central-1:123456789012:parameter/${targetNodes[0]}`)] },
  }));
  new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'job', nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties } });
  stack.prepareStack();
  const { entries } = inventoryOf([new StackFile('one', stack.toTerraform())]);
  expect(entries.map(({ workload, container, stored }: any) => [workload, container, stored])).toEqual([['one/job', '0:0', '0'], ['one/job', '1:', '1']]);
});

test('provider aliases decide place and account', () => {
  const stack = new StackFile('s', {
    provider: { aws: [{ region: 'eu-central-1' }, { alias: 'gov', region: 'us-gov-west-1', assume_role: [{ role_arn: 'arn:aws-us-gov:iam::210987654321:role/x' }] }] },
    resource: { aws_ssm_parameter: { A: { name: '/a/b' }, B: { name: 'b', provider: 'aws.gov' } } },
  });
  expect(stack.resources('aws_ssm_parameter').map((resource) => stack.reference(resource, 'arn'))).toEqual([
    'arn:aws:ssm:eu-central-1:${account}:parameter/a/b', 'arn:aws-us-gov:ssm:us-gov-west-1:210987654321:parameter/b',
  ]);
  expect(['cn-north-1', 'us-gov-west-1', 'eu-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'eusc-de-east-1'].map(partitionOf))
    .toEqual(['aws-cn', 'aws-us-gov', 'aws', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc']);
});

test.each([
  ['/a/b', { store: 'ssm', arn: 'arn:aws:ssm:r:1:parameter/a/b', name: '/a/b' }],
  ['arn:aws:ssm:x:2:parameter/top', { store: 'ssm', name: 'top', region: 'x', account: '2' }],
  ['arn:aws:secretsmanager:r:1:secret:a-AbCdEf:k:S:', { store: 'secretsmanager', name: 'a', jsonKey: 'k', versionStage: 'S' }],
  ['arn:aws:s3:::bucket/a.env', { store: 's3', name: 'bucket/a.env' }],
  ['${aws_s3_bucket.B.arn}/a.env', { store: 's3', name: '${aws_s3_bucket.B.arn}/a.env' }],
  ['${aws_db_instance.D.master_user_secret[0].secret_arn}:password::', { store: 'secretsmanager', jsonKey: 'password' }],
])('%s names what it names', (valueFrom, parts) => {
  expect(parseStored(valueFrom, { partition: 'aws', region: 'r', account: '1' })).toMatchObject(parts);
});

describe('SecretInventory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-inventory-'));

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function synthesised(name: string, props?: object): string {
    const outdir = join(directory, name);
    const app = new App({ outdir });
    const stack = new QuickstartStack(app, 'quickstart');
    new SecretInventory(stack, 'Inventory', props);
    app.synth();
    return join(outdir, 'stacks/quickstart');
  }

  test('writes Markdown and JSON beside the stack, the same every time', () => {
    const [first, second] = [synthesised('first'), synthesised('second')];
    expect(JSON.parse(readFileSync(join(first, 'secrets.json'), 'utf8')).entries).toHaveLength(5);
    for (const file of ['secrets.md', 'secrets.json']) {
      expect(readFileSync(join(first, file), 'utf8')).toBe(readFileSync(join(second, file), 'utf8'));
    }
    expect(readFileSync(join(first, 'secrets.md'), 'utf8')).toContain('## quickstart/example');
  });

  test('writes what it is asked to', () => {
    const path = synthesised('one', { fileName: 'inventory', json: false });
    expect([existsSync(join(path, 'inventory.md')), existsSync(join(path, 'inventory.json'))]).toEqual([true, false]);
  });

  test('fails for a file name that leads elsewhere, and for nothing to write', () => {
    const stack = () => {
      const made = new TerraformStack(Testing.app() as App, 's');
      new AwsProvider(made, 'aws', { region: 'eu-central-1' });
      return made;
    };
    expect(() => new SecretInventory(stack(), 'I', { fileName: '../x' })).toThrow('fileName \'../x\' is not a plain file name: use letters, digits, \'.\', \'-\' and \'_\', like \'secrets\' (s/I)');
    expect(() => new SecretInventory(stack(), 'I', { markdown: false, json: false })).toThrow('markdown and json are both false, so that nothing is written');
  });
});
