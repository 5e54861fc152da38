import { RuleExamples, TOKEN, task } from './support';
import { TEXT, structOf } from '../../../src/checks/api-shape';

/** Of the rules in `src/checks/api-shape.ts`. */
export const apiShapeExamples: { readonly [id: string]: RuleExamples } = {
  'api-shape': {
    compliant: [{ value: { a: 'x' }, field: structOf<{ a: string }>({ a: TEXT }) }],
    wrong: [{ value: { b: 'x' }, field: structOf<{ a: string }>({ a: TEXT }) }, { value: 1, field: TEXT }],
    token: [{ value: { a: TOKEN }, field: structOf<{ a: string }>({ a: TEXT }) }],
    used: (stack) => task(stack, {}, { networkMode: 'awsvcp' }),
  },
};
