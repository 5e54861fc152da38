import { RuleExamples, TOKEN, KEY, secret, EXTERNAL } from './support';
import { ParameterMap } from '../../../src';

/** Of the rules in `src/checks/encryption-key.ts`. */
export const encryptionKeyExamples: { readonly [id: string]: RuleExamples } = {
  'encryption-key-arn': {
    compliant: [{}, { encryptionKeyArn: KEY }, { encryptionKeyArn: 'arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234' }],
    wrong: [
      { encryptionKeyArn: 'alias/app' }, { encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:alias/app' },
      { encryptionKeyArn: '11111111-2222-3333-4444-555555555555' }, { encryptionKeyArn: '' },
    ],
    token: [{ encryptionKeyArn: TOKEN }],
    used: (stack) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { A: EXTERNAL }, encryptionKeyArn: 'alias/app' }),
  },
  'encryption-key-region': {
    compliant: [{}, { encryptionKeyArn: KEY }, { encryptionKeyArn: KEY, region: 'eu-central-1' }],
    wrong: [{ encryptionKeyArn: KEY, region: 'eu-west-1' }],
    token: [{ encryptionKeyArn: KEY, region: TOKEN }, { encryptionKeyArn: TOKEN, region: 'eu-west-1' }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { replicaRegions: [{ region: 'eu-west-1', encryptionKeyArn: KEY }] }),
  },
};
