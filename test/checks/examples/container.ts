import { RuleExamples, TOKEN, task, parameter } from './support';

/** Of the rules in `src/checks/container.ts`. */
export const containerExamples: { readonly [id: string]: RuleExamples } = {
  'duplicate-secret': {
    compliant: [{ container: 'a', environment: [], secrets: ['A', 'B'] }],
    wrong: [{ container: 'a', environment: [], secrets: ['A', 'A'] }],
    token: [{ container: 'a', environment: [], secrets: [TOKEN, 'A'] }],
    used: (stack) => task(stack, { secrets: [parameter, parameter] }),
  },
  'environment-and-secrets': {
    compliant: [{ container: 'a', environment: ['A'], secrets: ['B'] }],
    wrong: [{ container: 'a', environment: ['A'], secrets: ['A'] }],
    token: [{ container: 'a', environment: [TOKEN], secrets: ['A'] }],
    used: (stack) => task(stack, { environment: { A: 'x' }, secrets: [parameter] }),
  },
  'environment-text': {
    compliant: [{ container: 'a', name: 'A', value: '80' }, { container: 'a', name: 'A', value: '' }],
    wrong: [{ container: 'a', name: 'A', value: 80 }, { container: 'a', name: 'A', value: true }, { container: 'a', name: 'A', value: undefined }],
    token: [{ container: 'a', name: 'A', value: TOKEN }],
    used: (stack) => task(stack, { environment: { PORT: 80 as never } }),
  },
  'environment-name': {
    compliant: [{ container: 'a', name: 'A' }, { container: 'a', name: 'spring.datasource.url' }],
    wrong: [{ container: 'a', name: '' }, { container: 'a', name: 'A=B' }, { container: 'a', name: 'A\0' }],
    token: [{ container: 'a', name: TOKEN }],
    used: (stack) => task(stack, { environment: { 'A=B': 'x' } }),
  },
  'option-and-secret-option': {
    compliant: [{ container: 'a', options: ['x'], secretOptions: ['y'] }],
    wrong: [{ container: 'a', options: ['x'], secretOptions: ['x'] }, { container: 'a', options: [], secretOptions: ['x', 'x'] }],
    token: [{ container: 'a', options: [TOKEN], secretOptions: ['y'] }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'splunk', options: { A: 'x' }, secretOptions: [parameter] } }),
  },
};
