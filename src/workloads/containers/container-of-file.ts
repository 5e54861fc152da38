import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ApiContainer, NamedReference, NamedValue } from './container-shape';
import { EnvironmentFile } from './environment-file';
import { LogConfiguration } from './log-configuration';
import { RepositoryCredentials } from './repository-credentials';
import { didYouMean } from '../../checks/nearest';
import { refuse } from '../../checks/rule';
import { VALUE_FROM_PATTERN } from '../../checks/value-from';
import { ContainerSecret, ParameterNameOptions } from '../../references/container-secret';
import { ISecretSource } from '../../references/secret-source';

/** The same in the library's form. */
interface OfFile {
  readonly environment?: { [name: string]: string };
  readonly environmentFiles?: EnvironmentFile[];
  readonly logConfiguration?: LogConfiguration;
  readonly repositoryCredentials?: RepositoryCredentials;
  readonly secrets: ISecretSource[];
}

/** What goes with a container of a file. */
export interface ContainerOfFileOptions {
  /** Where the container stands in the file. */
  readonly path: string;
  /** Sources to add, by the container's name. */
  readonly secrets?: { readonly [container: string]: ISecretSource[] };
  readonly encryptionKeyArn?: string;
  readonly provider?: TerraformProvider;
}

/** The name by which sources are given to the one container of a job, which has none. */
export const ONLY_CONTAINER = 'default';

/**
 * A container as a file has it, as props.
 */
export function containerOf<T extends ApiContainer>(
  scope: Construct,
  id: string,
  container: T,
  options: ContainerOfFileOptions,
): Omit<T, keyof OfFile> & OfFile {
  const { environment, environmentFiles, logConfiguration, repositoryCredentials, secrets, ...same } = container;
  const { encryptionKeyArn, provider, path } = options;
  const { name = ONLY_CONTAINER } = container;
  const key = { encryptionKeyArn, provider };
  const own = Object.entries(options.secrets ?? {}).find(([given]) => given === name)?.[1] ?? [];
  return {
    ...same,
    environment: mapOf(scope, environment, `${path}.environment`),
    environmentFiles: environmentFiles?.map((file) => EnvironmentFile.fromObjectArn(file.value, { encryptionKeyArn })),
    logConfiguration: logConfiguration && {
      ...logConfiguration,
      secretOptions: referencesOf(scope, logConfiguration.secretOptions, key),
    },
    repositoryCredentials:
      repositoryCredentials &&
      RepositoryCredentials.fromCredentialsParameter(
        scope,
        `${id}Registry-${name}`,
        repositoryCredentials.credentialsParameter,
        key,
      ),
    secrets: [...referencesOf(scope, secrets, key), ...own],
  };
}

function referencesOf(
  scope: Construct,
  references: NamedReference[] = [],
  key: ParameterNameOptions = {},
): ISecretSource[] {
  return references.flatMap(({ name, valueFrom }) => {
    const problem = VALUE_FROM_PATTERN.check({ name, valueFrom });
    if (problem !== undefined) {
      refuse(problem, scope);
      return [];
    }
    return [ContainerSecret.fromValueFrom(name, valueFrom, key)];
  });
}

/** What the API lists by name, as a map. */
export function mapOf(
  scope: Construct,
  values: NamedValue[] | undefined,
  path: string,
): { [name: string]: string } | undefined {
  const names = values?.map(({ name }) => name) ?? [];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    refuse(`'${twice}' is in ${path} twice: remove one of them`, scope);
  }
  return values && Object.fromEntries(values.map(({ name, value }) => [name, value]));
}

/**
 * Checks that the containers are there to which sources are given.
 *
 * @param what the definition, in messages
 */
export function enforceNames(scope: Construct, what: string, given: object | undefined, known: string[]): void {
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) || `: it has ${known.map((name) => `'${name}'`).join(', ') || 'none'}`;
    refuse(`secrets are given for container '${unknown}', which ${what} doesn't have${hint}`, scope);
  }
}
