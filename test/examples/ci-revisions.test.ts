import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { parse } from 'yaml';
import { CiRevisionsStack } from '../../examples/ci-revisions/main';
import { parseTemplate, synth } from '../support/synth';

const FOLDER = join(__dirname, '../../examples/ci-revisions');
const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

test('one service follows the latest revision, the other is left to ecspresso', () => {
  // WHEN
  const { resource, data, output } = synth(new CiRevisionsStack(Testing.app() as App, 'ci-revisions')) as any;

  // THEN
  const service = (name: string) => Object.values<any>(resource.aws_ecs_service).find(({ name: own }) => own === name);
  expect(Object.values<any>(data.aws_ecs_task_definition).map(({ task_definition: family }) => family)).toHaveLength(1);
  expect(service('api').task_definition).toMatch(/max\(/);
  expect(service('api').lifecycle?.ignore_changes ?? []).not.toContain('task_definition');
  expect(service('worker').lifecycle.ignore_changes).toContain('task_definition');
  expect(Object.values<any>(resource.aws_ecs_task_definition).filter(({ skip_destroy: kept }) => kept).map(({ family }) => family)).toEqual(['example-worker']);
  expect(parseTemplate(output['worker-task-def'].value)).toMatchObject({ family: 'example-worker', containerDefinitions: [{ name: 'worker' }] });
});

test('scripts and ecspresso name what the stack makes', () => {
  expect(parse(textOf('ecspresso.yml'))).toEqual({ region: 'ap-northeast-1', cluster: 'example', service: 'worker', task_definition: 'ecs-task-def.json', timeout: '10m' });
  expect(textOf('deploy-worker.sh')).toContain('/cdktf.out/stacks/ci-revisions" output -raw worker-task-def');
  ['--task-definition example-api', '--cluster example --service api', '--name /example-deploy/api-tag'].forEach((part) => expect(textOf('deploy-api.sh')).toContain(part));
});

test('the workflow runs actions of a known commit only, and needs no stored secret', () => {
  const text = textOf('.github/workflows/deploy.yml');
  const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(actions.length).toBeGreaterThan(0);
  actions.forEach((action) => expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/));
  expect(text).not.toMatch(/\{\{ secrets\./);
});
