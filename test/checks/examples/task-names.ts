import { RuleExamples, TOKEN, task, tasks, job } from './support';

/** Of the rules in `src/checks/task-names.ts`. */
export const taskNamesExamples: { readonly [id: string]: RuleExamples } = {
  'container-count': {
    compliant: [{ containers: ['a'] }, { containers: [...'abcdefghij'] }],
    wrong: [{ containers: [] }, { containers: [...'abcdefghijk'] }],
    token: [{ containers: [TOKEN] }],
    used: (stack) => task(stack, {}, tasks(...'abcdefghijk')),
  },
  'container-name': {
    compliant: [{ container: 'app-1_B' }, { container: 'a'.repeat(255) }],
    wrong: [{ container: 'my app' }, { container: '' }, { container: 'a'.repeat(256) }, { container: 'a\n' }],
    token: [{ container: TOKEN }],
    used: (stack) => task(stack, { name: 'my.app' }),
  },
  'duplicate-container': {
    compliant: [{ containers: ['a', 'A'] }],
    wrong: [{ containers: ['a', 'b', 'a'] }],
    token: [{ containers: [TOKEN, TOKEN] }],
    used: (stack) => task(stack, {}, tasks('a', 'a')),
  },
  'family-name': {
    compliant: [{ family: 'api-1_B' }, { family: 'a'.repeat(255) }],
    wrong: [{ family: 'my api' }, { family: '' }, { family: 'a'.repeat(256) }],
    token: [{ family: TOKEN }, { family: `${TOKEN}-api` }],
    used: (stack) => task(stack, {}, { family: 'example.com' }),
  },
  'job-definition-name': {
    compliant: [{ jobDefinitionName: 'job-1_B' }, { jobDefinitionName: 'a'.repeat(128) }],
    wrong: [{ jobDefinitionName: '-job' }, { jobDefinitionName: '' }, { jobDefinitionName: 'a'.repeat(129) }, { jobDefinitionName: 'my job' }],
    token: [{ jobDefinitionName: TOKEN }],
    used: (stack) => job(stack, {}, '-job'),
  },
  'volume-name': {
    compliant: [{ volume: 'v-1_B' }],
    wrong: [{ volume: 'my volume' }, { volume: '' }],
    token: [{ volume: TOKEN }],
    used: (stack) => task(stack, {}, { volumes: [{ name: 'my volume' }] }),
  },
};
