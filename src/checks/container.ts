import { Rule } from './rule';

const SPECIFYING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html';

/** The names that a container gets. */
export interface EnvironmentSubject {
  readonly container: string;
  readonly environment: readonly string[];
  readonly secrets: readonly string[];
}

export const ENVIRONMENT_AND_SECRETS: Rule<EnvironmentSubject> = {
  id: 'environment-and-secrets',
  explanation: 'RegisterTaskDefinition refuses a name that is both in environment and in secrets.',
  fix: 'remove one of them',
  source: SPECIFYING,
  check: ({ container, environment, secrets }) => {
    const secret = new Set(secrets);
    const both = environment.find((name) => secret.has(name));
    return both === undefined ? undefined : `container '${container}': '${both}' is both in environment and in secrets: remove one of them`;
  },
};

export const DUPLICATE_SECRET: Rule<EnvironmentSubject> = {
  id: 'duplicate-secret',
  explanation: 'RegisterTaskDefinition refuses a name that is in secrets twice.',
  fix: 'leave it out of one source with except(), or give it another name with renamed()',
  source: SPECIFYING,
  check: ({ container, secrets }) => {
    const seen = new Set<string>();
    const twice = secrets.find((name) => seen.has(name) || !seen.add(name));
    return twice === undefined
      ? undefined
      : `container '${container}': '${twice}' is in secrets twice: leave it out of one source with except('${twice}'), or give it another name with renamed()`;
  },
};
