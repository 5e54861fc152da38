import { RuleExamples, TOKEN, job, manyReferences } from './support';

/** Of the rules in `src/checks/batch.ts`. */
export const batchExamples: { readonly [id: string]: RuleExamples } = {
  'batch-execute-command-role': {
    compliant: [
      { roleProp: 'jobRoleArn' }, { enableExecuteCommand: false, roleProp: 'jobRoleArn' },
      { enableExecuteCommand: true, roleProp: 'taskRoleArn', roleArn: 'arn:aws:iam::123456789012:role/job' },
    ],
    wrong: [{ enableExecuteCommand: true, roleProp: 'jobRoleArn' }, { enableExecuteCommand: true, roleProp: 'taskRoleArn' }],
    token: [{ enableExecuteCommand: true, roleProp: 'jobRoleArn', roleArn: TOKEN }],
    used: (stack) => job(stack, { enableExecuteCommand: true }),
  },
  'batch-reserved-prefix': {
    compliant: [{ container: 'a', names: ['AWS_REGION'] }],
    wrong: [{ container: 'a', names: ['AWS_BATCH_X'] }],
    token: [{ container: 'a', names: [TOKEN] }],
    used: (stack) => job(stack, { environment: { AWS_BATCH_X: 'x' } }),
  },
  'batch-resources': {
    compliant: [{ types: ['MEMORY', 'VCPU'] }],
    wrong: [{ types: ['MEMORY'] }, { types: [] }],
    token: [{ types: ['MEMORY', 'VCPU', TOKEN] }],
    used: (stack) => job(stack, { resourceRequirements: [{ type: 'VCPU', value: '1' }] }),
  },
  'batch-size': {
    compliant: [{ bytes: 24576 }],
    wrong: [{ bytes: 24577 }],
    token: [{ bytes: 0 }],
    used: (stack) => job(stack, { secrets: manyReferences(120) }),
  },
};
