import { RuleExamples, TOKEN, task, parameters, EXTERNAL, parameter } from './support';
import { ContainerSecret, SecretValue } from '../../../src';
import { TEXT } from '../../../src/checks/api-shape';

/** Of the rules in `src/checks/prop-types.ts`. */
export const propTypesExamples: { readonly [id: string]: RuleExamples } = {
  'prop-types': {
    compliant: [{ props: { a: 'x' }, required: { a: TEXT } }, { props: {}, required: {}, optional: { a: TEXT } }],
    wrong: [
      { props: undefined, required: {} }, { props: { a: 1 }, required: { a: TEXT } }, { props: {}, required: { a: TEXT } },
      { props: { a: null }, required: { a: TEXT } },
      { owner: 'x', props: { a: 1 }, required: {}, optional: { a: TEXT } },
    ],
    token: [{ props: { a: TOKEN }, required: { a: TEXT } }],
    used: (stack) => task(stack, {}, { family: undefined }),
  },
  'secret-source': {
    compliant: [{ container: 'a', place: 'secrets[0]', source: parameter }],
    wrong: [{ container: 'a', place: 'secrets[0]', source: 'A' }, { container: 'a', place: 'secrets[0]', source: {} }, { container: 'a', place: 'secrets[0]' }],
    token: [{ container: 'a', place: 'secrets[0]', source: { bindSecrets: () => ({ entries: [] }) } }],
    used: (stack) => task(stack, { secrets: ['DB_PASSWORD'] as unknown as ContainerSecret[] }),
  },
  'secret-value': {
    compliant: [{ name: 'A', value: EXTERNAL }, { name: 'A', value: SecretValue.plaintext('') }],
    wrong: [{ name: 'A', value: 'hunter2' }, { name: 'A', value: null }, { name: 'A' }, { name: 'A', value: { _kind: 'plaintext', _literal: 5432 } }],
    token: [{ name: 'A', value: SecretValue.plaintext(TOKEN) }],
    used: (stack) => parameters(stack, { A: 'hunter2' as unknown as SecretValue }),
  },
};
