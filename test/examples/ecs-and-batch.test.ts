import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { EcsAndBatchStack } from '../../examples/ecs-and-batch/main';
import { only, parseTemplate, synth } from '../support/synth';

const FILE = readFileSync(join(__dirname, '../../examples/ecs-and-batch/ecs-task-def.json'), 'utf8');
const PARAMETERS = ['/mackerel.io/orgs/example/api-key/mackerel-container-agent', '/www.example.com/rds/password', '/www.example.com/rds/user_name'];

function example(): any {
  return synth(new EcsAndBatchStack(Testing.app() as App, 'ecs-and-batch'));
}

/** Names of the parameters, by environment variable. */
function parametersOf(secrets: { name: string; valueFrom: string }[]): { [name: string]: string } {
  return Object.fromEntries(secrets.map(({ name, valueFrom }) => [name, valueFrom.split(':parameter')[1]]));
}

test('each container has its parameters under its names', () => {
  // WHEN
  const { resource } = example();

  // THEN
  const [password, user] = [PARAMETERS[1], PARAMETERS[2]];
  for (const task of Object.values<any>(resource.aws_ecs_task_definition)) {
    const [agent, app] = parseTemplate(task.container_definitions);
    expect(parametersOf(app.secrets)).toEqual({ DB_USER: user, DB_PASSWORD: password });
    expect(parametersOf(agent.secrets)).toEqual({ MACKEREL_APIKEY: PARAMETERS[0] });
  }
  const job = parseTemplate(only(resource.aws_batch_job_definition).container_properties);
  expect(parametersOf(job.secrets)).toEqual({ DB_USER: user, DB_PASSWORD: password, MACKEREL_APIKEY: PARAMETERS[0] });
});

test('each of three roles reads the three parameters and nothing else', () => {
  const policies = Object.values<any>(example().resource.aws_iam_role_policy).map(({ policy }) => parseTemplate(policy).Statement);
  expect(policies).toHaveLength(3);
  for (const statements of policies) {
    const read = statements.filter(({ Action }: any) => !/^(ecr|logs):/.test(Action[0]));
    expect(read).toEqual([{ Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: PARAMETERS.map((name) => expect.stringMatching(new RegExp(`:parameter${name}$`))) }]);
    expect(statements.filter(({ Resource }: any) => Resource.includes('*')).map(({ Action }: any) => Action)).toEqual([['ecr:GetAuthorizationToken']]);
  }
});

test('the file is the one that ecspresso deploys, and the output is of its kind', () => {
  // WHEN
  const { 'ecs-task-def': { value } } = example().output;

  // THEN
  expect(JSON.parse(FILE)).toEqual(JSON.parse(readFileSync(join(__dirname, '../fixtures/ecspresso-taskdef.json'), 'utf8')));
  const { placementConstraints, volumes, ...fields } = JSON.parse(FILE);
  expect([placementConstraints, volumes]).toEqual([[], []]);
  expect(Object.keys(parseTemplate(value))).toEqual(Object.keys(fields).sort());
});
