import { nearest } from './nearest';
import { Rule } from './rule';

/** The keys of a JSON secret. */
export const REGISTRY_KEYS: Rule<{ readonly names: readonly string[] }> = {
  id: 'registry-keys',
  explanation: 'The ECS agent logs in to a private registry with the keys username and password of the secret\'s JSON.',
  fix: 'add the keys username and password',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html',
  check: ({ names }) => {
    const missing = ['username', 'password'].find((key) => !names.includes(key));
    if (missing === undefined) {
      return undefined;
    }
    const similar = nearest(missing, names);
    const fix = similar === undefined ? 'add it to jsonSecret' : `rename '${similar}'`;
    return `repositoryCredentials need the keys 'username' and 'password', '${missing}' is missing: ${fix}`;
  },
};
