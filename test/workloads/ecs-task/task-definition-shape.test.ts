import { readFileSync } from 'fs';
import { join } from 'path';
import { Field, StructField } from '../../../src/checks/api-shape';
import { CONTAINER_PROPERTIES, ECS_TASK_PROPERTIES, JOB_DEFINITION } from '../../../src/workloads/batch-job/batch-shape';
import { TASK_DEFINITION } from '../../../src/workloads/ecs-task/task-definition-shape';

interface ApiShape {
  readonly fields: string[];
  readonly required: string[];
  readonly values: { readonly [field: string]: string[] };
  readonly structures: { readonly [field: string]: string };
}

const SHAPES: { readonly [service: string]: { readonly [shape: string]: ApiShape } } = JSON.parse(
  readFileSync(join(__dirname, '../../fixtures/api-shapes.json'), 'utf8'),
);

/** Values that AWS adds to with each release of Windows. */
const OPEN = ['cpuArchitecture', 'operatingSystemFamily'];

/** Every difference between what the API takes and what the library takes, as one line each. */
function differences(service: string, shape: string, struct: StructField): string[] {
  const api = SHAPES[service][shape];
  const known = [...Object.keys(struct.fields), ...Object.keys(struct.refused)];
  return [
    ...api.fields.filter((name) => !known.includes(name)).map((name) => `${shape}.${name} is missing`),
    ...Object.keys(struct.fields).filter((name) => !api.fields.includes(name)).map((name) => `${shape}.${name} is not in the API`),
    ...api.required.filter((name) => !struct.required.includes(name)).map((name) => `${shape}.${name} is required`),
    ...Object.entries(struct.fields).flatMap(([name, field]) => {
      const values = valuesOf(field);
      const inner = structOf(field);
      return [
        ...(api.values[name] ?? []).filter((value) => !OPEN.includes(name) && !values.includes(value)).map((value) => `${shape}.${name} '${value}' is missing`),
        ...(api.structures[name] === undefined || inner === undefined ? [] : differences(service, api.structures[name], inner)),
        ...((api.structures[name] === undefined) === (inner === undefined) ? [] : [`${shape}.${name} is of another kind`]),
      ];
    }),
  ];
}

function valuesOf(field: Field): readonly string[] {
  return field.kind === 'list' ? valuesOf(field.of) : field.kind === 'text' ? (field.values ?? []) : [];
}

function structOf(field: Field): StructField | undefined {
  return field.kind === 'list' ? structOf(field.of) : field.kind === 'struct' ? field : undefined;
}

test('every field that RegisterTaskDefinition takes is there, with its values', () => {
  expect(differences('ecs', 'RegisterTaskDefinitionRequest', TASK_DEFINITION)).toEqual([]);
});

test.each([
  ['ContainerProperties', CONTAINER_PROPERTIES],
  ['EcsTaskProperties', ECS_TASK_PROPERTIES],
])('every field that RegisterJobDefinition takes in %s is there, with its values', (shape, struct) => {
  expect(differences('batch', shape, struct)).toEqual([]);
});

test('every field that RegisterJobDefinition takes is there', () => {
  // its properties tell the type
  expect(differences('batch', 'RegisterJobDefinitionRequest', JOB_DEFINITION)).toEqual(['RegisterJobDefinitionRequest.type is required']);
});

test('fails where a field is missing', () => {
  const { cpu: _, ...fields } = TASK_DEFINITION.fields;
  expect(differences('ecs', 'RegisterTaskDefinitionRequest', { ...TASK_DEFINITION, fields })).toEqual(['RegisterTaskDefinitionRequest.cpu is missing']);
});
