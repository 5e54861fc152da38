import { RuleExamples, TOKEN, parameters, secret, EXTERNAL } from './support';
import { ContainerSecret } from '../../../src';

/** Of the rules in `src/checks/collision.ts`. */
export const collisionExamples: { readonly [id: string]: RuleExamples } = {
  'parameter-collision': {
    compliant: [{ name: '/a', others: [] }, { name: '/a', others: [{ name: '/b', owner: 'X' }] }],
    wrong: [{ name: '/a', others: [{ name: '/a', owner: 'X' }] }],
    token: [{ name: TOKEN, others: [{ name: '/a', owner: 'X' }] }],
    used: (stack) => ['One', 'Two'].forEach((id) => parameters(stack, { A: EXTERNAL }, '/example', id)),
  },
  'parameter-spelling': {
    compliant: [{ name: '/a', others: [{ name: '/a', owner: 'X' }] }],
    wrong: [{ name: 'a', others: [{ name: '/a', owner: 'X' }] }],
    token: [{ name: TOKEN, others: [{ name: '/a', owner: 'X' }] }],
    used: (stack) => {
      parameters(stack, { A: EXTERNAL });
      ContainerSecret.fromParameterName(stack, 'Reference', 'A', 'example/A');
    },
  },
  'secret-collision': {
    compliant: [{ name: 'a', others: [] }],
    wrong: [{ name: 'a', others: [{ name: 'a', owner: 'X' }] }],
    token: [{ name: TOKEN, others: [{ name: 'a', owner: 'X' }] }],
    used: (stack) => ['One', 'Two'].forEach((id) => secret(stack, { A: EXTERNAL }, {}, id)),
  },
};
