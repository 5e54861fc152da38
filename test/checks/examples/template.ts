import { RuleExamples, TOKEN } from './support';
import { ContainerSecret, TaskDefinition } from '../../../src';

/** Of the rules in `src/checks/template.ts`. */
export const templateExamples: { readonly [id: string]: RuleExamples } = {
  'unrendered-template': {
    compliant: [{ what: 'image', text: 'example:1' }],
    wrong: [{ what: 'image', text: '{{ x }}' }, { what: 'image', text: '<IMAGE>' }, { what: 'image', text: '${module.x.arn}' }],
    token: [{ what: 'image', text: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', '${module.x.arn}'),
  },
  'unrendered-value': {
    compliant: [{ container: 'a', names: [] }],
    wrong: [{ container: 'a', names: ['A'] }, { container: 'a', names: ['A', 'B'] }],
    token: [{ container: 'a', names: [] }],
    used: (stack) => TaskDefinition.fromJson(stack, 'Task', JSON.stringify({
      family: 'api', memory: '512', containerDefinitions: [{ name: 'app', image: 'x', environment: [{ name: 'HOST', value: '{{ must_env `HOST` }}' }] }],
    })),
  },
};
