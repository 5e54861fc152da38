import { RuleExamples, TOKEN, secret, EXTERNAL } from './support';
import { RepositoryCredentials } from '../../../src';

/** Of the rules in `src/checks/registry.ts`. */
export const registryExamples: { readonly [id: string]: RuleExamples } = {
  'registry-keys': {
    compliant: [{ names: ['password', 'username', 'x'] }],
    wrong: [{ names: [] }, { names: ['user', 'password'] }],
    token: [{ names: ['username', 'password', TOKEN] }],
    used: (stack) => RepositoryCredentials.fromJsonSecret(secret(stack, { username: EXTERNAL })),
  },
};
