import { RuleExamples, TOKEN, NUMBER, parameters, secret, EXTERNAL } from './support';
import { SecretValue, SecretValues, WriteOnlyValue } from '../../../src';

/** Of the rules in `src/checks/writing.ts`. */
export const writingExamples: { readonly [id: string]: RuleExamples } = {
  'generated-value': {
    compliant: [{ name: 'A' }, { name: 'A', passwordLength: 4096 }, { name: 'A', passwordLength: 1, requireEachIncludedType: false }],
    wrong: [
      { name: 'A', passwordLength: 0 }, { name: 'A', passwordLength: 4097 }, { name: 'A', passwordLength: 1.5 }, { name: 'A', passwordLength: '32' },
      { name: 'A', passwordLength: 3 }, { name: 'A', excludeLowercase: true, excludeUppercase: true, excludeNumbers: true, excludePunctuation: true },
    ],
    token: [{ name: 'A', passwordLength: NUMBER }],
    used: (stack) => parameters(stack, { A: SecretValue.generated({ passwordLength: 5000 }) }),
  },
  'recovery-window': {
    compliant: [{}, { recoveryWindowInDays: 0 }, { recoveryWindowInDays: 7 }, { recoveryWindowInDays: 30 }],
    wrong: [{ recoveryWindowInDays: 6 }, { recoveryWindowInDays: 31 }, { recoveryWindowInDays: 7.5 }, { recoveryWindowInDays: -1 }, { recoveryWindowInDays: 'x' }],
    token: [{ recoveryWindowInDays: NUMBER }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { recoveryWindowInDays: 3 }),
  },
  'value-expression': {
    compliant: [{ expression: '${ephemeral.x.y.z}' }, { expression: 'ephemeral.x.y.z' }, { expression: '${var.a}:${var.b}' }],
    wrong: [{ expression: 'hunter2' }, { expression: '' }, { expression: '$${not}' }, { expression: 5 }],
    token: [{ expression: TOKEN }],
    used: () => SecretValue.fromExpression('hunter2'),
  },
  'write-only-value': {
    compliant: ['variable', 'expression', 'stored'].map((kind) => ({ name: 'A', kind })),
    wrong: ['generated', 'external', 'plaintext'].map((kind) => ({ name: 'A', kind })),
    token: [{ name: 'A', kind: 'variable' }],
    used: (stack) => new WriteOnlyValue(stack, 'Password', { value: SecretValue.generated() }),
  },
  'write-version': {
    compliant: [{ name: 'A', version: 1 }, { name: 'A', version: 2 ** 48 }],
    wrong: [{ name: 'A', version: 0 }, { name: 'A', version: 1.5 }, { name: 'A', version: NaN }, { name: 'A', version: 2 ** 60 }, { name: 'A', version: '1' }],
    token: [{ name: 'A', version: NUMBER }],
    used: (stack) => parameters(stack, SecretValues.generated(['A'], { version: 0 })),
  },
};
