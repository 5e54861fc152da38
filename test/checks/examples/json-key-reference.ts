import { RuleExamples, TOKEN, SECRET, task } from './support';
import { ContainerSecret } from '../../../src';

/** Of the rules in `src/checks/json-key-reference.ts`. */
export const jsonKeyReferenceExamples: { readonly [id: string]: RuleExamples } = {
  'json-key-colon': {
    compliant: [{ jsonKey: 'a.b c' }, {}],
    wrong: [{ jsonKey: 'a:b' }],
    token: [{ jsonKey: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'a:b' })] }),
  },
  'json-key-dot': {
    compliant: [{ name: 'A', jsonKey: 'a' }, { name: 'A' }],
    wrong: [{ name: 'A', jsonKey: 'a.b' }],
    token: [{ name: 'A', jsonKey: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'db.password' })] }),
  },
  'reference-version': {
    compliant: [{ versionStage: 'AWSPREVIOUS' }, { versionId: '19362400-a3ca-4905-932f-eb0a2928189d' }, {}],
    wrong: [{ versionStage: 'a:b' }, { versionStage: '' }, { versionStage: 'a'.repeat(257) }, { versionId: 'a:b' }, { versionId: '\n' }, { versionStage: 'AWSPREVIOUS\r\n' }, { versionId: 'a'.repeat(65) }],
    token: [{ versionStage: TOKEN }, { versionId: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', SECRET, { versionStage: 'a:b' }),
  },
  'stage-and-version': {
    compliant: [{ versionStage: 'AWSCURRENT' }, { versionId: 'a' }, {}],
    wrong: [{ versionStage: 'AWSCURRENT', versionId: 'a' }],
    token: [{ versionStage: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', SECRET, { versionStage: 'AWSCURRENT', versionId: 'a' }),
  },
  'unknown-aws-stage': {
    compliant: [{ name: 'A', versionStage: 'AWSPREVIOUS' }, { name: 'A', versionStage: 'mine' }, { name: 'A' }],
    wrong: [{ name: 'A', versionStage: 'AWSPRECIOUS' }, { name: 'A', versionStage: 'awscurrent' }, { name: 'A', versionStage: 'AWSX' }],
    token: [{ name: 'A', versionStage: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { versionStage: 'AWSPRECIOUS' })] }),
  },
};
