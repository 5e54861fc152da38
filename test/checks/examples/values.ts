import { join } from 'path';
import { TerraformVariable } from 'cdktf';
import { RuleExamples, parameters, secret } from './support';
import { SecretValue, SecretValues } from '../../../src';

/** Of the rules in `src/checks/values.ts`. */
export const valuesExamples: { readonly [id: string]: RuleExamples } = {
  'parameter-value-braces': {
    compliant: [{ name: 'A', value: '{ {' }],
    wrong: [{ name: 'A', value: 'a {{ b' }],
    token: [{ name: 'A' }],
    used: (stack) => parameters(stack, { A: SecretValue.plaintext('{{x}}') }),
  },
  'parameter-value-size': {
    compliant: [{ name: 'A', value: 'a'.repeat(4096) }, { name: 'A', value: 'a'.repeat(8192), tier: 'Advanced' }],
    wrong: [{ name: 'A', value: 'a'.repeat(4097) }, { name: 'A', value: 'a'.repeat(8193), tier: 'Advanced' }, { name: 'A', value: '' }],
    token: [{ name: 'A' }],
    used: (stack) => parameters(stack, { A: SecretValue.plaintext('a'.repeat(4097)) }),
  },
  'secret-value-size': {
    compliant: [{ bytes: 65536 }],
    wrong: [{ bytes: 65537 }],
    token: [{ bytes: 0 }],
    used: (stack) => secret(stack, { A: SecretValue.plaintext('a'.repeat(65536)) }),
  },
  'sops-plaintext': {
    compliant: [{ path: 'secrets.enc.json', names: [] }],
    wrong: [{ path: 'secrets.enc.json', names: ['A'] }, { path: 'secrets.enc.json', names: ['A', 'B'] }],
    token: [{ path: 'secrets.enc.json', names: [] }],
    used: (stack) => SecretValues.fromSopsFile(join(__dirname, '../../fixtures/sops/secrets.enc.json'), new TerraformVariable(stack, 'secrets', { type: 'map(string)' })),
  },
};
