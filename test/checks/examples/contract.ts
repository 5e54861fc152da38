import { RuleExamples, TOKEN, task } from './support';
import { EnvironmentContract } from '../../../src';

/** Of the rules in `src/checks/contract.ts`. */
export const contractExamples: { readonly [id: string]: RuleExamples } = {
  'missing-environment': {
    compliant: [{ container: 'a', required: ['A'], optional: ['B'], provided: ['A'], open: false }],
    wrong: [{ container: 'a', required: ['A'], optional: [], provided: [], open: false }],
    token: [{ container: 'a', required: ['A'], optional: [], provided: [TOKEN], open: true }],
    used: (stack) => task(stack, { environmentContract: EnvironmentContract.of('A') }),
  },
  'unasked-environment': {
    compliant: [{ container: 'a', required: ['A'], optional: ['B'], provided: ['A', 'B'], open: false }],
    wrong: [{ container: 'a', required: [], optional: [], provided: ['A'], open: false }],
    token: [{ container: 'a', required: [], optional: [], provided: [TOKEN], open: true }],
    used: (stack) => task(stack, { environment: { A: 'x', B: 'x' }, environmentContract: EnvironmentContract.of('A') }),
  },
};
