import { ApiEnvironmentFile, ApiRepositoryCredentials, NamedReference } from './container-shape';
import { SecretEntry } from '../../references/secret-source';
import { PlainText } from '../../terraform/json-text';

export interface ApiReferences {
  readonly environmentFiles?: ApiEnvironmentFile[];
  readonly repositoryCredentials?: ApiRepositoryCredentials;
  readonly secrets?: NamedReference[];
  readonly logConfiguration?: { readonly secretOptions?: NamedReference[] };
}

/** ARNs need no JSON escaping, also those that are only known at plan. */
export function withPlainArns(container: ApiReferences): object {
  const { logConfiguration, repositoryCredentials } = container;
  return {
    ...container,
    environmentFiles: container.environmentFiles?.map(({ type, value }) => ({ type, value: new PlainText(value) })),
    repositoryCredentials: repositoryCredentials && {
      credentialsParameter: new PlainText(repositoryCredentials.credentialsParameter),
    },
    secrets: container.secrets && plainReferences(container.secrets),
    logConfiguration: logConfiguration && {
      ...logConfiguration,
      secretOptions: logConfiguration.secretOptions && plainReferences(logConfiguration.secretOptions),
    },
  };
}

export function plainReferences(entries: readonly NamedReference[]): object[] {
  return entries.map(({ name, valueFrom }) => ({ name, valueFrom: new PlainText(valueFrom) }));
}

export function references(entries: readonly SecretEntry[]): NamedReference[] {
  return entries.map(({ name, valueFrom }) => ({ name, valueFrom }));
}
