import { App, Testing } from 'cdktf';
import { run } from './command';
import { ACCOUNT, FakeAccount, REGION } from './fake-account';
import { literal } from '../../cli/import/literal';
import { StackFile } from '../../src/inventory/stack-file';
import { workloadsOf } from '../../src/inventory/stack-workloads';
import { stackFromCode } from '../support/stack-from-code';
import { fileWith } from '../temporary-files';

function account(): FakeAccount {
  const made = new FakeAccount();
  made.secrets.set(made.secretArn('app/db'), { content: { text: '{"USER":"value-never-shown","PASSWORD":"value-never-shown"}', binary: false } });
  made.secrets.set(made.secretArn('text'), { content: { text: 'value-never-shown', binary: false } });
  return made;
}

const made = account();
const definition = {
  family: 'api',
  cpu: '512',
  memory: '1024',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/api`,
  containerDefinitions: [{
    name: 'app',
    image: 'app:1',
    essential: true,
    command: ['it\'s', 'a "b" ${c}'],
    environment: [{ name: 'LEVEL', value: 'info' }],
    secrets: [
      { name: 'USER', valueFrom: `${made.secretArn('app/db')}:USER::` },
      { name: 'DB_PASSWORD', valueFrom: `${made.secretArn('app/db')}:PASSWORD::` },
      { name: 'AGAIN', valueFrom: `${made.secretArn('app/db')}:USER::` },
      { name: 'OLD_USER', valueFrom: `${made.secretArn('app/db')}:USER:AWSPREVIOUS:` },
      { name: 'TEXT', valueFrom: made.secretArn('text') },
      { name: 'KEY_OF_TEXT', valueFrom: `${made.secretArn('text')}:KEY::` },
      { name: 'PARAMETER', valueFrom: '/app/parameter' },
    ],
    logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/api', 'awslogs-region': REGION }, secretOptions: [{ name: 'x', valueFrom: '/x' }] },
  }],
};

test('the code defines the same, with import blocks, and no value', async () => {
  const { out, exitCode } = await run(made, 'import', fileWith('import.json', JSON.stringify(definition)));
  expect([exitCode, out.includes('never-shown')]).toEqual([0, false]);
  const stack = stackFromCode(out, Testing.app() as App);
  stack.prepareStack();
  const synthesised = stack.toTerraform();
  const [workload] = workloadsOf(new StackFile('imported', synthesised, { place: { partition: 'aws', region: REGION, account: ACCOUNT } }));
  const references = Object.fromEntries(workload.containers[0].references.map(({ name, valueFrom }) => [name, valueFrom]));
  expect(references).toEqual(Object.fromEntries(definition.containerDefinitions[0].secrets.map(({ name, valueFrom }) => [
    name,
    name === 'PARAMETER' ? made.parameterArn('/app/parameter') : /^(USER|DB_PASSWORD|AGAIN)$/.test(name) ? valueFrom.replace('AbCdEf', '??????') : valueFrom,
  ])));
  expect(synthesised.import).toEqual([expect.objectContaining({ id: made.secretArn('app/db'), to: expect.stringMatching(/^aws_secretsmanager_secret\.AppDb_/) })]);
  expect(out).toContain('// not taken over, write it yourself: secretOptions of \'app\'');
  const [task] = Object.values<any>(synthesised.resource.aws_ecs_task_definition);
  expect([task.cpu, task.memory, task.execution_role_arn, task.skip_destroy]).toEqual(['512', '1024', definition.executionRoleArn, true]);
});

test('what has no prop of its own is written as the API has it, empty lists are left out', async () => {
  const task = {
    family: 'my-app-family',
    placementConstraints: [],
    volumes: [],
    containerDefinitions: [{
      name: 'my-app',
      image: 'app:1',
      ulimits: [{ name: 'nofile', softLimit: 65536, hardLimit: 65536 }],
      secrets: [],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs' }, secretOptions: [] },
    }],
  };
  const { out } = await run(new FakeAccount(), 'import', fileWith('ecspresso.json', JSON.stringify(task)));
  expect(out).toContain('compatibilities: [Compatibility.EC2]');
  expect(out).toContain('ulimits: [{ name: \'nofile\', softLimit: 65536, hardLimit: 65536 }]');
  expect(out).not.toMatch(/not taken over|volumes|secrets:/);
});

test('fails for what is no task definition', async () => {
  expect((await run(made, 'import', fileWith('no.json', '{"family":"x"}'))).err).toContain('has no containerDefinitions: give a task definition');
  expect((await run(made, 'import', 'not-registered')).err).toContain('\'not-registered\' is no file here, and no task definition could be read');
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
