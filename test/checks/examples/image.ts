import { RuleExamples, TOKEN, task } from './support';
import { ContainerImage } from '../../../src';

/** Of the rules in `src/checks/image.ts`. */
export const imageExamples: { readonly [id: string]: RuleExamples } = {
  'image-reference': {
    compliant: [{ container: 'a', image: 'example:1' }, { container: 'a', image: 'localhost:5000/a@sha256:0' }],
    wrong: [{ container: 'a', image: '' }, { container: 'a', image: 'my image' }, { container: 'a', image: '{{ must_env `IMAGE` }}' }, { container: 'a', image: '<IMAGE>' }],
    token: [{ container: 'a', image: TOKEN }],
    used: (stack) => task(stack, { image: '' }),
  },
  'image-repository': {
    compliant: [{ repository: 'registry:5000/a/b' }, { repository: 'a' }],
    wrong: [{ repository: 'a:1' }, { repository: 'a@sha256:1' }, { repository: '' }, { repository: 'a b' }],
    token: [{ repository: TOKEN }],
    used: (stack) => ContainerImage.fromParameter(stack, 'Image', { repository: 'example:1', parameterName: '/tag' }),
  },
};
