import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { BatchJobDefinition, ExecutionRole, TaskDefinition } from '../../src';
import { only, parseTemplate } from '../support/synth';

const CORPUS = join(__dirname, '../fixtures/corpus');
const filesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
  .map((name): [string, any] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);
const FILES = filesIn(CORPUS);
const JOBS = filesIn(join(CORPUS, 'jobs'));
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
  containers: ({ name }) => name,
  resourceRequirements: ({ type }) => type,
};

/** Files of any Region: the stack has no provider that names one. */
function synth(build: (stack: TerraformStack) => void): any {
  const stack = new TerraformStack(Testing.app(), 'Stack');
  build(stack);
  return JSON.parse(Testing.synth(stack));
}

function ordered(value: any, field = ''): any {
  if (Array.isArray(value)) {
    const list = value.map((element) => ordered(element));
    const key = UNORDERED[field];
    return key === undefined ? list : list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, ordered(inner, name)])) : value;
}

test('there are more than sixty task definitions and twenty job definitions, each of its own', () => {
  const names = [...FILES.map(([, { family }]) => family), ...JOBS.map(([, { jobDefinitionName }]) => jobDefinitionName)];
  expect([FILES.length > 60, JOBS.length > 20]).toEqual([true, true]);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(FILES)('%s', (_, file) => {
  const json = synth((stack) => {
    const executionRole = file.executionRoleArn === undefined ? ExecutionRole.none(stack, 'Role') : undefined;
    new TerraformOutput(stack, 'Json', { value: TaskDefinition.fromJson(stack, 'Task', JSON.stringify(file), { executionRole }).toJson() });
  });
  const written = parseTemplate(Object.values<any>(json.output)[0].value);

  test('comes out as it went in', () => {
    expect(ordered(written)).toEqual(ordered(file));
  });

  test('is what Terraform gets', () => {
    const resource = only(json.resource.aws_ecs_task_definition);
    expect(ordered(parseTemplate(resource.container_definitions), 'containerDefinitions')).toEqual(ordered(file).containerDefinitions);
    expect(resource).toMatchObject({ family: file.family, ...file.executionRoleArn && { execution_role_arn: file.executionRoleArn } });
    expect('execution_role_arn' in resource).toBe(file.executionRoleArn !== undefined);
  });
});

describe.each(JOBS)('job %s', (_, file) => {
  const { containerProperties, ecsProperties } = file;
  const roleArn = (containerProperties ?? ecsProperties.taskProperties[0]).executionRoleArn;
  const json = synth((stack) => {
    const executionRole = roleArn === undefined ? ExecutionRole.none(stack, 'Role') : undefined;
    new TerraformOutput(stack, 'Json', { value: BatchJobDefinition.fromJson(stack, 'Job', JSON.stringify(file), { executionRole }).toJson() });
  });
  const written = parseTemplate(Object.values<any>(json.output)[0].value);

  test('comes out as it went in', () => {
    expect(ordered(written)).toEqual(ordered(file));
  });

  test('is what Terraform gets', () => {
    const resource = only(json.resource.aws_batch_job_definition);
    const properties = parseTemplate(resource.container_properties ?? resource.ecs_properties);
    expect(ordered(properties)).toEqual(ordered(containerProperties ?? ecsProperties));
    expect(resource).toMatchObject({ name: file.jobDefinitionName, type: 'container' });
    expect(resource.platform_capabilities).toEqual(file.platformCapabilities);
  });
});
