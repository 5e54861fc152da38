/**
 * The places of a container definition that name something stored.
 */
export type ReferenceField =
  | 'secrets'
  | 'secretOptions'
  | 'repositoryCredentials'
  | 'environmentFiles'
  | 'firelensConfiguration'
  | 'credentialSpecs';

/**
 * One stored value that a container gets.
 */
export interface Reference {
  readonly field: ReferenceField;
  /** Environment variable or log option; of the other fields, the field's own name. */
  readonly name: string;
  /** As it stands in the task definition. What only Terraform can tell stands in it as `${…}`. */
  readonly valueFrom: string;
}

export interface ContainerReferences {
  readonly container: string;
  readonly references: readonly Reference[];
  /** Expressions for references whose names only Terraform can tell. */
  readonly open: readonly string[];
  /** Names that both `environment` and `secrets` have, or `secrets` twice. */
  readonly duplicates: readonly string[];
}

/**
 * Something that ECS prepares containers for: a task definition, or a job definition of Batch.
 */
export interface Workload {
  readonly kind: 'task definition' | 'job definition';
  /** Family or name. */
  readonly name: string;
  /** Resource address, construct path, file or ARN: where to look for it. */
  readonly origin: string;
  /** The stack it is in. */
  readonly stack?: string;
  /** ARN of the execution role, or a reference in `${…}`. */
  readonly executionRole?: string;
  /** ARNs of the roles that the applications have, or references. Jobs with groups of nodes may have several. */
  readonly taskRoles?: readonly string[];
  /** The Region it runs in. */
  readonly region?: string;
  readonly containers: readonly ContainerReferences[];
}

interface ApiValue {
  readonly name?: string;
  readonly valueFrom?: string;
}

/** What matters here of a container definition of ECS or Batch. */
export interface ApiContainer {
  readonly name?: string;
  readonly environment?: readonly { readonly name?: string }[] | string;
  readonly environmentFiles?: readonly { readonly value?: string }[] | string;
  readonly secrets?: readonly ApiValue[] | string;
  readonly logConfiguration?: { readonly secretOptions?: readonly ApiValue[] | string };
  readonly repositoryCredentials?: { readonly credentialsParameter?: string };
  readonly firelensConfiguration?: { readonly options?: { readonly [name: string]: string } };
  readonly credentialSpecs?: readonly string[] | string;
}

/**
 * What a container gets from outside, in the order of its definition.
 *
 * @param fallback name for a container that has none, as in Batch
 */
export function referencesOf(definition: ApiContainer, fallback = 'default'): ContainerReferences {
  const { secrets, environmentFiles, environment, logConfiguration, repositoryCredentials } = definition;
  const open: string[] = [];
  const list = <T>(entries: readonly T[] | string | undefined | null): readonly T[] => {
    if (typeof entries === 'string') {
      open.push(entries);
    }
    return Array.isArray(entries) ? entries : [];
  };
  const named = (field: ReferenceField, entries: readonly ApiValue[]): Reference[] =>
    entries.map((entry) => ({ field, name: entry.name ?? '', valueFrom: entry.valueFrom ?? '' }));
  const files = list(environmentFiles).map((file): Reference => ({
    field: 'environmentFiles',
    name: 'environmentFiles',
    valueFrom: file.value ?? '',
  }));
  const credentials = repositoryCredentials?.credentialsParameter;
  const firelens = definition.firelensConfiguration?.options;
  const configuration = firelens?.['config-file-type'] === 's3' ? firelens['config-file-value'] : undefined;
  const secretNames = list(secrets).map((entry) => entry.name ?? '');
  const plain = new Set((typeof environment === 'string' ? [] : environment ?? []).map((entry) => entry.name));
  return {
    container: definition.name ?? fallback,
    references: [
      ...named('secrets', typeof secrets === 'string' ? [] : (secrets ?? [])),
      ...named('secretOptions', list(logConfiguration?.secretOptions)),
      ...(credentials === undefined
        ? []
        : [{ field: 'repositoryCredentials', name: 'repositoryCredentials', valueFrom: credentials } as const]),
      ...files,
      ...(configuration === undefined
        ? []
        : [{ field: 'firelensConfiguration', name: 'firelensConfiguration', valueFrom: configuration } as const]),
      ...list(definition.credentialSpecs).map((spec): Reference => ({
        field: 'credentialSpecs',
        name: 'credentialSpecs',
        valueFrom: spec.replace(/^credentialspec(domainless)?:/, ''),
      })),
    ],
    open,
    duplicates: [...new Set(secretNames.filter((name, i) => plain.has(name) || secretNames.indexOf(name) !== i))],
  };
}
