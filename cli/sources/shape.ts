import { Field, MAP, TEXT, TEXTS, isObject, listOf, problemOf, structOf } from '../../src/checks/api-shape';
import { CommandError } from '../command-error';

const REFERENCES = listOf(structOf<{ name: string; valueFrom: string }>({ name: TEXT, valueFrom: TEXT }));

interface ReadContainer {
  readonly name: string;
  readonly environment: unknown;
  readonly environmentFiles: unknown;
  readonly executionRoleArn: unknown;
  readonly logConfiguration: unknown;
  readonly repositoryCredentials: unknown;
  readonly secrets: unknown;
  readonly firelensConfiguration: unknown;
  readonly credentialSpecs: unknown;
}

/** What is read of a container. */
export const CONTAINER: Field = structOf<ReadContainer>({
  name: TEXT,
  environment: listOf(structOf<{ name: string }>({ name: TEXT })),
  environmentFiles: listOf(structOf<{ value: string }>({ value: TEXT })),
  executionRoleArn: TEXT,
  logConfiguration: structOf<{ secretOptions: unknown }>({ secretOptions: REFERENCES }),
  repositoryCredentials: structOf<{ credentialsParameter: string }>({ credentialsParameter: TEXT }),
  secrets: REFERENCES,
  firelensConfiguration: structOf<{ options: unknown }>({ options: MAP }),
  credentialSpecs: TEXTS,
});

export const TASK: Field = structOf<{ family: string; executionRoleArn: string; containerDefinitions: unknown }>({
  family: TEXT,
  executionRoleArn: TEXT,
  containerDefinitions: listOf(CONTAINER),
});

const TASK_PROPERTIES = structOf<{ executionRoleArn: string; containers: unknown }>({
  executionRoleArn: TEXT,
  containers: listOf(CONTAINER),
});
const ECS_PROPERTIES = structOf<{ taskProperties: unknown }>({ taskProperties: listOf(TASK_PROPERTIES) });

export const JOB: Field = structOf<{
  jobDefinitionName: string;
  containerProperties: unknown;
  ecsProperties: unknown;
  nodeProperties: unknown;
}>({
  jobDefinitionName: TEXT,
  containerProperties: CONTAINER,
  ecsProperties: ECS_PROPERTIES,
  nodeProperties: structOf<{ nodeRangeProperties: unknown }>({
    nodeRangeProperties: listOf(
      structOf<{ targetNodes: string; container: unknown; ecsProperties: unknown }>({
        targetNodes: TEXT,
        container: CONTAINER,
        ecsProperties: ECS_PROPERTIES,
      }),
    ),
  }),
});

/**
 * Refuses a definition in which something stands where it can't be read.
 */
export function enforceShape(path: string, value: unknown, field: Field): void {
  const problem = problemOf(picked(value, field), field, '');
  if (problem !== undefined) {
    throw new CommandError(`file '${path}': ${problem}: write it as the AWS CLI takes it`);
  }
}

/** Only what is looked at: whether AWS knows the rest is another question. */
function picked(value: unknown, field: Field): unknown {
  if (field.kind === 'list' && Array.isArray(value)) {
    return value.map((element) => picked(element, field.of));
  }
  if (field.kind === 'struct' && isObject(value)) {
    const given = Object.entries(field.fields).filter(([name]) => Object.hasOwn(value, name));
    return Object.fromEntries(given.map(([name, inner]) => [name, picked(value[name], inner)]));
  }
  return value;
}
