import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { stringify } from 'yaml';
import { run } from './command';
import { ACCOUNT, FakeAccount, REGION } from './fake-account';
import { JOB, JOB_OF_NODES, JOB_OF_SEVERAL, TASK } from './import-definitions';
import { literal } from '../../cli/import/literal';
import { stackFromCode } from '../support/stack-from-code';
import { parseTemplate } from '../support/synth';
import { typeErrors } from '../support/type-errors';
import { fileWith } from '../temporary-files';


const ECSPRESSO = JSON.parse(readFileSync(join(__dirname, '../fixtures/ecspresso-taskdef.json'), 'utf8'));
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;

/** What the definitions refer to. */
function account(): FakeAccount {
  const made = new FakeAccount();
  const secret = (name: string, text: string, rest: object = {}) =>
    made.secrets.set(made.secretArn(name), { content: { text, binary: false }, ...rest });
  const values = { 'USER': 'value-never-shown', 'PASSWORD': 'value-never-shown', 'PORT': 5432, 'odd.key': 'value-never-shown' };
  secret('app/db', JSON.stringify(values), { keyId: KEY, described: { Description: 'by hand', Tags: [{ Key: 'team', Value: 'shop' }], ReplicationStatus: [{ Region: 'eu-west-1', KmsKeyId: 'alias/aws/secretsmanager' }] } });
  secret('registry', '{"username":"value-never-shown","password":"value-never-shown"}');
  secret('text', 'value-never-shown', { keyId: KEY });
  secret('splunk', '{"TOKEN":"value-never-shown"}');
  secret('versions', '{"AGE":"value-never-shown"}', { described: { VersionIdsToStages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT'] } } });
  secret('rotated', '{"PASSWORD":"value-never-shown"}', { described: { RotationEnabled: true } });
  secret('stacked', '{"A":"value-never-shown"}', { described: { Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'x' }] } });
  secret('rds', '{"password":"value-never-shown"}', { described: { OwningService: 'rds' } });
  secret('whole', '{"A":"value-never-shown"}');
  ['/app/parameter', '/www.example.com/rds/password', '/batch/TOKEN'].forEach((name) => made.parameters.set(name, { value: 'value-never-shown' }));
  made.parameters.set('/app/encrypted', { value: 'value-never-shown', keyId: KEY });
  made.keys.set(KEY, {});
  made.objects.set('config/app.env', { keyId: KEY });
  made.objects.set('config/shared.env', {});
  return made;
}

const made = account();

interface Round {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
  readonly synthesised: any;
  /** Of what is synthesised, with the ARNs of what is imported. */
  readonly resource: any;
}

async function roundTrip(definition: object, type = 'aws_ecs_task_definition', from = made, name = 'import.json'): Promise<Round> {
  const { out, err, exitCode } = await run(from, 'import', fileWith(name, JSON.stringify(definition)));
  const stack = stackFromCode(out, Testing.app() as App);
  stack.prepareStack();
  const synthesised = stack.toTerraform();
  const imported: { to: string; id: string }[] = synthesised.import ?? [];
  const text = imported.reduce((all, { to, id }) => all.replaceAll(`\${${to}.arn}`, id), JSON.stringify(synthesised.resource[type]));
  return { out, err, exitCode, synthesised, resource: Object.values<any>(JSON.parse(text))[0] };
}

/** Without what says nothing, and lists without an order in one. */
function plain(value: any): any {
  if (Array.isArray(value)) {
    const list = value.map(plain);
    return list.every((one) => typeof one === 'object' && (one.name ?? one.type ?? one.namespace)) ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && !(typeof inner === 'object' && Object.keys(inner as object).length === 0));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]));
}

describe('round trip', () => {
  test('of a task definition with every place for a secret', async () => {
    const { resource, out, err, exitCode } = await roundTrip(TASK);
    expect([exitCode, err, out.includes('never-shown')]).toEqual([0, '', false]);
    expect(plain(parseTemplate(resource.container_definitions))).toEqual(plain(TASK.containerDefinitions));
    expect(resource).toMatchObject({
      family: 'api',
      cpu: '512',
      memory: '1024',
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
      execution_role_arn: TASK.executionRoleArn,
      task_role_arn: TASK.taskRoleArn,
      skip_destroy: true,
      tags: { team: 'shop' },
      runtime_platform: { cpu_architecture: 'ARM64', operating_system_family: 'LINUX' },
      ephemeral_storage: { size_in_gib: 30 },
      volume: [{ name: 'data', efs_volume_configuration: { file_system_id: 'fs-12345678', transit_encryption: 'ENABLED' } }, { name: 'scratch' }],
    });
    expect(out).not.toContain('left out');
  });

  test('of the file that ecspresso has, whose parameters are not named like the variables', async () => {
    const shop = new FakeAccount();
    const { resource, out } = await roundTrip(ECSPRESSO, undefined, shop);
    expect(plain(parseTemplate(resource.container_definitions))).toEqual(plain(ECSPRESSO.containerDefinitions));
    expect(resource.volume).toBeUndefined();
    expect(out).toContain('ContainerSecret.fromParameterArn(\'DB_USER\', \'arn:aws:ssm:us-east-1:123456789012:parameter/www.example.com/rds/user_name\')');
  });

  test('of a job definition of AWS Batch, and of one with several containers', async () => {
    const job = await roundTrip(JOB, 'aws_batch_job_definition');
    const { linuxParameters: _, ...container } = JOB.containerProperties;
    expect(plain(parseTemplate(job.resource.container_properties))).toEqual(plain(container));
    expect(job.resource).toMatchObject({
      name: 'nightly',
      parameters: { file: 'all' },
      timeout: { attempt_duration_seconds: 600 },
      retry_strategy: { attempts: 3 },
      scheduling_priority: 5,
      propagate_tags: true,
      deregister_on_new_revision: false,
      tags: { team: 'shop' },
    });
    // the file says nothing, and the registered revision neither
    expect(job.resource.platform_capabilities).toBeUndefined();
    const several = await roundTrip(JOB_OF_SEVERAL, 'aws_batch_job_definition');
    expect(plain(parseTemplate(several.resource.ecs_properties))).toEqual(plain(JOB_OF_SEVERAL.ecsProperties));
    expect([job.exitCode, several.exitCode, job.err + several.err]).toEqual([0, 0, '']);
  });

  test('of a job definition of several nodes', async () => {
    const { resource, out, exitCode, err } = await roundTrip(JOB_OF_NODES, 'aws_batch_job_definition');
    expect(plain(parseTemplate(resource.node_properties))).toEqual(plain(JOB_OF_NODES.nodeProperties));
    expect(resource).toMatchObject({ type: 'multinode', platform_capabilities: ['EC2'] });
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).not.toContain('left out');
  });

  test('the code compiles', async () => {
    const codes = await Promise.all([TASK, ECSPRESSO, JOB, JOB_OF_SEVERAL, JOB_OF_NODES].map(async (definition, i) => (await run(made, 'import', fileWith(`${i}.json`, JSON.stringify(definition)))).out));
    const control = codes[0].replace('family: \'api\'', 'family: 1');
    const errors = typeErrors({ ...Object.fromEntries(codes.map((code, i) => [`imported-${i}`, code])), control });
    expect(errors).toEqual([expect.stringMatching(/^control.ts:\d+ Type 'number' is not assignable to type 'string'/)]);
  }, 60_000);
});

describe('secrets', () => {
  test('are taken over as they are, with key, tags, replicas and all keys', async () => {
    const { synthesised, out } = await roundTrip(TASK);
    expect(out).toContain([
      '    const appDbSecret = new JsonSecret(this, \'AppDb\', {',
      '      secretName: \'app/db\',',
      '      description: \'by hand\',',
      `      encryptionKeyArn: '${KEY}',`,
      '      replicaRegions: [{ region: \'eu-west-1\' }],',
      '      tags: { team: \'shop\' },',
      '      jsonSecret: SecretValues.external([\'PASSWORD\', \'PORT\', \'USER\', \'odd.key\']),',
      '    });',
    ].join('\n'));
    expect(synthesised.import).toEqual([
      { to: expect.stringMatching(/^aws_secretsmanager_secret\.AppDb_/), id: made.secretArn('app/db') },
      { to: expect.stringMatching(/^aws_secretsmanager_secret\.Registry_/), id: made.secretArn('registry') },
      { to: expect.stringMatching(/^aws_secretsmanager_secret\.Splunk_/), id: made.secretArn('splunk') },
    ]);
    expect(out).toMatch(/ appDbSecret\.only\('USER', 'PASSWORD'\)\.renamed\(\{ PASSWORD: 'DB_PASSWORD' \}\),\n +appDbSecret\.only\('USER'\)\.renamed\(\{ USER: 'AGAIN' \}\),\n/);
    expect(out).toContain('repositoryCredentials: RepositoryCredentials.fromJsonSecret(registrySecret)');
    expect(out).toContain('splunkSecret.renamed({ TOKEN: \'splunk-token\' })');
  });

  test('that would change, or are somebody else\'s, are referred to', async () => {
    const { out } = await roundTrip(TASK);
    expect(out.match(/\/\/ secret '.*/g)).toEqual([
      '// secret \'rds\' stays where it is: rds manages it',
      '// secret \'rotated\' stays where it is: it is rotated; the docs of DatabaseSecret and SecretRotation say how to take that over',
      '// secret \'stacked\' stays where it is: its tags say that AWS CloudFormation, or another service, manages it',
      '// secret \'text\' stays where it is: \'TEXT\' gets the whole secret, and its text would change',
      '// secret \'versions\' stays where it is: a reference names a version of it, and taking it over would write a new version',
      '// secret \'whole\' stays where it is: \'WHOLE\' gets the whole secret, and its text would change',
    ]);
    expect(out).toContain(`ContainerSecret.fromSecretArn('OLD_AGE', '${made.secretArn('versions')}', { jsonKey: 'AGE', versionStage: 'AWSPREVIOUS' })`);
  });

  test('and parameters and files carry the customer key that encrypts them', async () => {
    const { out } = await roundTrip(TASK);
    expect(out).toContain(`ContainerSecret.fromParameterArn('ENCRYPTED', '${made.parameterArn('/app/encrypted')}', { encryptionKeyArn: '${KEY}' })`);
    expect(out).toContain(`ContainerSecret.fromSecretArn('TEXT', '${made.secretArn('text')}', { encryptionKeyArn: '${KEY}' })`);
    expect(out).toContain(`EnvironmentFile.fromObjectArn('arn:aws:s3:::config/app.env', { encryptionKeyArn: '${KEY}' })`);
    expect(out).toContain('EnvironmentFile.fromObjectArn(\'arn:aws:s3:::config/shared.env\')');
  });

  test('whose keys may not be read are referred to', async () => {
    const closed = account();
    closed.failing.set('secretValue', 'AccessDeniedException');
    const { out, resource } = await roundTrip(TASK, undefined, closed);
    expect(out).toContain('// secret \'app/db\' stays where it is: you may not read its keys (AccessDenied)');
    expect(plain(parseTemplate(resource.container_definitions))).toEqual(plain(TASK.containerDefinitions));
  });
});

test('what AWS takes and the library writes otherwise', async () => {
  const { resource, out } = await roundTrip({
    family: 'api',
    cpu: '.5 vCPU',
    memory: '1 GB',
    status: 'ACTIVE',
    requiresAttributes: [{ name: 'x' }],
    inferenceAccelerators: [{ deviceName: 'a', deviceType: 'b' }],
    tags: [{ key: 'aws:x', value: 'y' }],
    containerDefinitions: [{ name: 'app', image: 'app', madeUp: true, links: null, secrets: [{ name: 'P', valueFrom: '/app/parameter' }, { name: 'S', valueFrom: made.secretArn('text').slice(0, -7) }] }],
  });
  expect(resource).toMatchObject({ cpu: '512', memory: '1024' });
  expect([resource.requires_compatibilities, resource.tags]).toEqual([undefined, undefined]);
  expect(parseTemplate(resource.container_definitions)[0].secrets).toEqual([{ name: 'P', valueFrom: '/app/parameter' }, { name: 'S', valueFrom: made.secretArn('text').slice(0, -7) }]);
  expect(out.match(/left out, .*/g)).toEqual(['left out, because the library doesn\'t have it: inferenceAccelerators', 'left out, because the library doesn\'t have it: madeUp']);
});

test.each<[string, object, string]>([
  ['task definition', TASK, 'taskDefinition'],
  ['job definition', JOB, 'jobDefinitions'],
  ['job definition of several containers', JOB_OF_SEVERAL, 'jobDefinitions'],
])('a %s in YAML, and as a describe call answers it, gives the same code', async (_, definition, wrapper) => {
  const ofTask = wrapper === 'taskDefinition' ? { registeredAt: '2026-11-25', registeredBy: 'me', pidMode: null } : { containerOrchestrationType: 'ECS' };
  const reported = { ...definition, revision: 3, status: 'ACTIVE', ...ofTask };
  const answer = { [wrapper]: wrapper.endsWith('s') ? [reported] : reported };
  const texts = { 'plain.json': JSON.stringify(definition), 'answer.json': JSON.stringify(answer), 'plain.yaml': stringify(definition), 'answer.yml': stringify(answer) };
  const codes = await Promise.all(Object.entries(texts).map(async ([name, text]) => (await run(made, 'import', fileWith(name, text))).out));
  expect(codes[0]).toContain('new ');
  expect(new Set(codes).size).toBe(1);
});

test('numbers and booleans of YAML are texts where the API has texts', async () => {
  const text = 'family: api\ncpu: 256\nmemory: 512\ncontainerDefinitions:\n- name: app\n  image: app:1\n  environment:\n  - {name: PORT, value: 5432}\n  - {name: DEBUG, value: true}\n';
  const { out } = await run(made, 'import', fileWith('numbers.yaml', text));
  expect(out).toContain('environment: { PORT: \'5432\', DEBUG: \'true\' }');
});

describe('what is registered isn\'t changed', () => {
  const registered = async (definition: object, what = 'api') => {
    const shop = account();
    shop.registered.set(what, { ...definition, taskDefinitionArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/api:7` });
    return run(shop, 'import', what);
  };

  test('names and partial ARNs stay, and such a secret is not taken over', async () => {
    const [partial, full] = [made.secretArn('app/db').slice(0, -7), made.secretArn('splunk')];
    const { out } = await registered({
      family: 'api',
      executionRoleArn: made.roleArn('execution'),
      containerDefinitions: [{
        name: 'app',
        image: 'app',
        secrets: [{ name: 'PARTIAL', valueFrom: `${partial}:USER::` }, { name: 'NAME', valueFrom: '/app/encrypted' }, { name: 'COLONS', valueFrom: `${made.secretArn('text')}:::` }],
        repositoryCredentials: { credentialsParameter: 'registry' },
        logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions: [{ name: 'splunk-token', valueFrom: `${full}:TOKEN::` }] },
      }],
    });
    expect(out).toContain(`ContainerSecret.fromValueFrom('PARTIAL', '${partial}:USER::', { encryptionKeyArn: '${KEY}' })`);
    expect(out).toContain(`ContainerSecret.fromValueFrom('NAME', '/app/encrypted', { encryptionKeyArn: '${KEY}' })`);
    expect(out).toContain(`ContainerSecret.fromValueFrom('COLONS', '${made.secretArn('text')}:::', { encryptionKeyArn: '${KEY}' })`);
    expect(out).toContain('RepositoryCredentials.fromCredentialsParameter(this, \'Registry-app\', \'registry\')');
    expect(out).toContain('// secret \'app/db\' stays where it is: \'PARTIAL\' refers to it without its full ARN, and that text would change');
    // the control: a full ARN is taken over
    expect(out).toContain('splunkSecret.renamed({ TOKEN: \'splunk-token\' })');
  });

  test.each(['rds!cluster-11111111-2222', 'redshift!shop-admin'])('%s is AWS\'s, whatever else is known of it', async (name) => {
    const shop = account();
    shop.secrets.set(shop.secretArn(name), { content: { text: '{"password":"value-never-shown"}', binary: false } });
    const definition = { family: 'api', memory: '512', containerDefinitions: [{ name: 'app', image: 'app', secrets: [{ name: 'A', valueFrom: `${shop.secretArn(name)}:password::` }] }] };
    const { out, exitCode } = await run(shop, 'import', fileWith('managed.json', JSON.stringify(definition)));
    expect(exitCode).toBe(0);
    expect(out).toContain(`// secret '${name}' stays where it is: ${name.split('!')[0]} manages it`);
    expect(() => stackFromCode(out, Testing.app() as App)).not.toThrow();
  });

  test('what has no role gets none', async () => {
    const definition = { family: 'api', containerDefinitions: [{ name: 'app', image: 'public.ecr.aws/x/app:1', memory: 128 }] };
    const { out } = await registered(definition);
    expect(out).toContain('const executionRole = ExecutionRole.none(this, \'ExecutionRole\');');
    const stack = stackFromCode(out, Testing.app() as App);
    const { resource } = JSON.parse(Testing.synth(stack));
    expect(Object.keys(resource)).toEqual(['aws_ecs_task_definition']);
    expect(Object.values<any>(resource.aws_ecs_task_definition)[0].execution_role_arn).toBeUndefined();
    // a file of which nothing is registered is something new, and gets a role
    expect((await run(made, 'import', fileWith('new.json', JSON.stringify(definition)))).out).not.toContain('none(');
  });
});

test('the registered revision is imported, of a file too where its family is registered', async () => {
  const arn = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/api:7`;
  const shop = account();
  shop.registered.set('api', { ...TASK, taskDefinitionArn: arn, revision: 7, status: 'ACTIVE', compatibilities: ['EC2', 'FARGATE'], registeredAt: new Date() });
  const [byName, byFile] = [await run(shop, 'import', 'api'), await run(shop, 'import', fileWith('import.json', JSON.stringify(TASK)))];
  expect(byName.out).toBe(byFile.out);
  expect(byName.out).toContain(`task.resource.importFrom('${arn}');`);
  const job = `arn:aws:batch:${REGION}:${ACCOUNT}:job-definition/nightly:2`;
  shop.registered.set('nightly', { ...JOB, jobDefinitionArn: job, revision: 2, status: 'ACTIVE' });
  expect((await run(shop, 'import', 'nightly', '--batch')).out).toContain(`job.resource.importFrom('${job}');`);
  expect((await run(made, 'import', fileWith('import.json', JSON.stringify(TASK)))).out).toContain('    // nothing is registered under this name');
});

test('what is wrong is said in the code and at the end', async () => {
  const definition = {
    family: 'api',
    containerDefinitions: [{ name: 'app', image: 'x', secrets: [{ name: 'NONE', valueFrom: '/none' }, { name: 'odd.name', valueFrom: '/app/parameter' }, { name: 'SHORT', valueFrom: `${made.secretArn('app/db')}:USER` }] }],
  };
  const { out, err, exitCode } = await run(made, 'import', fileWith('wrong.json', JSON.stringify(definition)));
  expect(exitCode).toBe(1);
  expect(out.match(/\/\/ look at '[\w.]+'/g)).toEqual(['// look at \'NONE\'', '// look at \'SHORT\'']);
  expect(err).toContain('ecs-secrets: container \'app\', \'NONE\': parameter \'/none\' doesn\'t exist in eu-central-1 of account 123456789012: create it, or correct the name\n');
  const blind = account();
  blind.failing.set('describeParameters', 'AccessDeniedException');
  expect((await run(blind, 'import', fileWith('p.json', JSON.stringify({ family: 'p', containerDefinitions: [{ name: 'app', image: 'x', secrets: [{ name: 'P', valueFrom: '/app/parameter' }] }] })))).exitCode).toBe(2);
});

test.each([
  ['what is not a task definition', fileWith('no.json', '{"family":"x"}'), 'has no containerDefinitions: give a task definition'],
  ['what is not registered', 'not-registered', '\'not-registered\' is not a file here, and no task definition could be read'],
  ['a folder', __dirname, 'is a folder: give a task definition file'],
  ['what can be no name', 'a b', 'is neither a file nor a valid name of a task definition'],
  ['nodes of several containers', fileWith('nodes.json', '{"jobDefinitionName":"mpi","nodeProperties":{"nodeRangeProperties":[{"targetNodes":"0:","ecsProperties":{}}]}}'), 'job definition \'mpi\' has nodes without a container of their own, which the library doesn\'t support'],
  ['nodes with different roles', fileWith('roles.json', '{"jobDefinitionName":"mpi","nodeProperties":{"nodeRangeProperties":[{"targetNodes":"0:0","container":{"executionRoleArn":"a"}},{"targetNodes":"1:","container":{}}]}}'), 'job definition \'mpi\' has nodes with different execution roles, a and none'],
  ['a job on EKS', fileWith('eks.json', '{"jobDefinitionName":"pods","containerProperties":{},"eksProperties":{"podProperties":{}}}'), 'job definition \'pods\' is a job on EKS, which the library doesn\'t support'],
  ['a size that is none', fileWith('size.json', '{"family":"x","cpu":"much","containerDefinitions":[]}'), 'cpu is \'much\': write units like \'1024\', or \'1 vCPU\''],
])('fails for %s', async (_, what, message) => {
  const { err, exitCode } = await run(made, 'import', what);
  expect([exitCode, err]).toEqual([2, expect.stringContaining(message)]);
});

test.each<[unknown, string]>([
  ['it\'s "x" \n ${y} \\', '\'it\\\'s "x" \\n ${y} \\\\\''],
  [{ 'a-b': 1, 'c': [true, null] }, '{ \'a-b\': 1, c: [true, null] }'],
  [{ a: undefined }, '{}'],
  [[], '[]'],
])('%j as code', (value, text) => {
  expect(literal(value)).toBe(text);
  expect(new Function(`return (${literal(value)})`)()).toEqual(JSON.parse(JSON.stringify(value)));
});
