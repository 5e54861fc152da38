import { TerraformVariable } from 'cdktf';
import { RuleExamples, TOKEN, task, parameter, manyReferences } from './support';
import { Compatibility, ExecutionRole } from '../../../src';

/** Of the rules in `src/checks/access.ts`. */
export const accessExamples: { readonly [id: string]: RuleExamples } = {
  'file-system-credentials': {
    compliant: [{ volume: 'v', isKnown: true }],
    wrong: [{ volume: 'v', isKnown: false }],
    token: [{ volume: TOKEN, isKnown: true }],
    used: (stack) => {
      const credentialsParameter = new TerraformVariable(stack, 'credentials', { type: 'string' }).stringValue;
      const fsxWindowsFileServerVolumeConfiguration = { fileSystemId: 'fs-1', rootDirectory: 'd', authorizationConfig: { credentialsParameter, domain: 'd' } };
      task(stack, { memory: 128 }, { compatibilities: [Compatibility.EC2], volumes: [{ name: 'v', fsxWindowsFileServerVolumeConfiguration }] });
    },
  },
  'imported-role': {
    compliant: [{ statements: () => undefined }],
    wrong: [{ statements: () => '[{}]' }],
    token: [{ statements: () => undefined }],
    used: (stack) => task(stack, { secrets: [parameter] }, { executionRole: ExecutionRole.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/r') }),
  },
  'policy-quota': {
    compliant: [{ managed: () => 8, quota: 10, spare: 2 }, { managed: () => 1, quota: 1, spare: 2 }],
    wrong: [{ managed: () => 9, quota: 10, spare: 2 }],
    token: [{ managed: () => 0, quota: 10, spare: 2 }],
    used: (stack) => task(stack, { secrets: manyReferences(95) }, { executionRole: new ExecutionRole(stack, 'Role', { managedPolicyQuota: 2 }) }),
  },
};
