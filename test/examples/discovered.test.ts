import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { DiscoveredStack } from '../../examples/discovered/main';
import { only, parseTemplate } from '../support/synth';

test('the example with discovered keys synthesises, and knows the image\'s repository', () => {
  const { data, resource } = JSON.parse(Testing.synth(new DiscoveredStack(Testing.app() as App, 'discovered'), true));
  expect(only(data.aws_ssm_parameter).name).toBe('/example-deploy/image-tag');
  expect(data).not.toHaveProperty('aws_secretsmanager_secret_version');
  const resources = parseTemplate(only(resource.aws_iam_role_policy).policy).Statement.flatMap((statement: any) => statement.Resource);
  expect(resources).toContainEqual(expect.stringMatching(/:ecr:ap-northeast-1:123456789012:repository\/example$/));
});

test('its workflow runs actions of a known commit only, and echoes no secret', () => {
  const text = readFileSync(join(__dirname, '../../examples/discovered/.github/workflows/deploy.yml'), 'utf8');
  const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(actions.length).toBeGreaterThan(0);
  actions.forEach((action) => expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/));
  expect(text.match(/\{\{ secrets\./g)).toHaveLength(1);
  expect(text).not.toMatch(/echo/);
  ['repository_dispatch:', 'schedule:', 'workflow_dispatch:', 'id-token: write'].forEach((part) => expect(text).toContain(part));
});
