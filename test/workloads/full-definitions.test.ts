import { TerraformOutput } from 'cdktf';
import { Field, StructField } from '../../src/checks/api-shape';
import { JOB_DEFINITION } from '../../src/workloads/batch-job/batch-shape';
import { TASK_DEFINITION } from '../../src/workloads/ecs-task/task-definition-shape';
import { Definitions, fullDefinitions } from '../support/full-definitions';
import { newStack, parseTemplate, synth } from '../support/synth';

/** Fields that only version 6 of the provider has, so that no apply with version 5 can try them. */
const PROVIDER_SIX = ['volumes.s3filesVolumeConfiguration'];

/** Every field of a structure and of what is in it. */
function fieldsOf(field: Field, path = ''): string[] {
  if (field.kind === 'list') {
    return fieldsOf(field.of, path);
  }
  return field.kind !== 'struct' ? [] : Object.entries(field.fields).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsOf(inner, at)];
  });
}

/** Every field that a definition has. */
function fieldsIn(value: unknown, field: Field, path = ''): string[] {
  if (field.kind === 'list' && Array.isArray(value)) {
    return value.flatMap((element) => fieldsIn(element, field.of, path));
  }
  return field.kind !== 'struct' ? [] : Object.entries(value as object).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsIn(inner, field.fields[name], at)];
  });
}

function missing(definitions: readonly unknown[], shape: StructField): string[] {
  const applied = new Set(definitions.flatMap((definition) => fieldsIn(definition, shape)));
  return fieldsOf(shape).filter((name) => !applied.has(name) && !PROVIDER_SIX.some((six) => name === six || name.startsWith(`${six}.`)));
}

function written(kind: keyof Definitions): unknown[] {
  const stack = newStack();
  const outputs = Object.entries(fullDefinitions(stack)[kind]).map(([name, definition]) => new TerraformOutput(stack, `${kind}-${name}`, { value: definition.toJson() }));
  const json = synth(stack);
  return outputs.map((output) => parseTemplate(json.output[output.friendlyUniqueId].value));
}

describe('what every-field.test.ts applies', () => {
  test('has every field of a task definition', () => {
    expect(missing(written('tasks'), TASK_DEFINITION)).toEqual([]);
  });

  test('has every field of a job definition', () => {
    expect(missing(written('jobs'), JOB_DEFINITION)).toEqual([]);
  });

  test('fails where one is missing', () => {
    const definitions = written('tasks').map((definition: any) => (
      { ...definition, containerDefinitions: definition.containerDefinitions.map(({ ulimits: _, ...rest }: any) => rest) }));
    const names = ['ulimits', 'ulimits.hardLimit', 'ulimits.name', 'ulimits.softLimit'].map((name) => `containerDefinitions.${name}`);
    expect(missing(definitions, TASK_DEFINITION).sort()).toEqual(names);
  });
});
