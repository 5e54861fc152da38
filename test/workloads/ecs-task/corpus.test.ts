import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { TerraformOutput } from 'cdktf';
import { TaskDefinition } from '../../../src';
import { only, parse, synth } from '../synth';

const CORPUS = join(__dirname, '../../fixtures/corpus');
const FILES = readdirSync(CORPUS).sort().map((name): [string, any] => [name, JSON.parse(readFileSync(join(CORPUS, name), 'utf8'))]);
/** Lists whose order says nothing, by what sorts them; Terraform's provider, or ECS itself, doesn't keep it. */
const UNORDERED: { readonly [field: string]: (element: any) => string } = {
  containerDefinitions: ({ name }) => name,
  environment: ({ name }) => name,
  secrets: ({ name }) => name,
  dependsOn: ({ containerName }) => containerName,
  tags: ({ key }) => key,
  properties: ({ name }) => name,
  ulimits: ({ name }) => name,
  portMappings: ({ containerPort }) => String(containerPort).padStart(5, '0'),
  requiresCompatibilities: (name) => name,
};

function ordered(value: any, field = ''): any {
  if (Array.isArray(value)) {
    const list = value.map((element) => ordered(element));
    const key = UNORDERED[field];
    return key === undefined ? list : list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, ordered(inner, name)])) : value;
}

test('there are at least sixty of them, each of its own', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(FILES.map(([, { family }]) => family)).size).toBe(FILES.length);
});

describe.each(FILES)('%s', (_, file) => {
  const json = synth((stack) => new TerraformOutput(stack, 'Json', { value: TaskDefinition.fromJson(stack, 'Task', JSON.stringify(file)).toJson() }));
  const written = parse(Object.values<any>(json.output)[0].value);

  test('comes out as it went in', () => {
    expect(ordered(written)).toEqual(ordered(file));
  });

  test('is what Terraform gets', () => {
    const resource = only(json, 'aws_ecs_task_definition');
    expect(ordered(parse(resource.container_definitions), 'containerDefinitions')).toEqual(ordered(file).containerDefinitions);
    expect(resource).toMatchObject({ family: file.family, execution_role_arn: file.executionRoleArn });
  });
});
