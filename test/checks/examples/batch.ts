import { TerraformStack } from 'cdktf';
import { NUMBER, RuleExamples, TOKEN, job, manyReferences } from './support';
import { BatchJobDefinition, BatchPlatform } from '../../../src';

/** A job of several nodes, all of which run the same. */
function nodes(
  stack: TerraformStack, targets: string[], numNodes = 4, mainNode = 0, instanceTypes: string[] = [], platformCapabilities?: BatchPlatform[],
): void {
  const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
  const nodeRangeProperties = targets.map((targetNodes, i) => ({ targetNodes, container: { image: 'example:1', resourceRequirements, instanceType: instanceTypes[i] } }));
  new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'job', nodeProperties: { numNodes, mainNode, nodeRangeProperties }, platformCapabilities });
}

const ranges = (...all: string[]) => ({ numNodes: 4, mainNode: 0, ranges: all.map((targetNodes) => ({ targetNodes })) });
const types = (...all: (string | undefined)[]) => ({ numNodes: 4, mainNode: 0, ranges: all.map((instanceType, i) => ({ targetNodes: `${i}:${i}`, instanceType })) });

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
  'batch-main-node': {
    compliant: [{ ...ranges('0:'), mainNode: 3 }],
    wrong: [{ ...ranges('0:'), mainNode: 4 }, { ...ranges('0:'), mainNode: -1 }, { ...ranges('0:'), numNodes: 0 }],
    token: [{ ...ranges('0:'), mainNode: NUMBER }, { ...ranges('0:'), numNodes: NUMBER, mainNode: 9 }],
    used: (stack) => nodes(stack, ['0:'], 2, 2),
  },
  'batch-node-instance-type': {
    compliant: [types('c5n.18xlarge', 'c5n.18xlarge'), types(undefined, undefined)],
    wrong: [types('c5n.18xlarge', 'c5n.9xlarge'), types('c5n.18xlarge', undefined)],
    token: [types('c5n.18xlarge', TOKEN)],
    used: (stack) => nodes(stack, ['0:0', '1:'], 2, 0, ['c5n.18xlarge', 'c5n.9xlarge']),
  },
  'batch-node-overlap': {
    compliant: [ranges('0:1', '2:'), ranges('0:3', '1:2'), ranges('0:', '3:3')],
    wrong: [ranges('0:2', '2:3'), ranges(':1', '1:')],
    token: [ranges('0:2', TOKEN)],
    used: (stack) => nodes(stack, ['0:2', '2:3']),
  },
  'batch-node-platform': {
    compliant: [{ platformCapabilities: ['EC2'] }, { platformCapabilities: [] }],
    wrong: [{ platformCapabilities: ['FARGATE'] }, { platformCapabilities: ['EC2', 'FARGATE'] }],
    token: [{ platformCapabilities: [TOKEN] }],
    used: (stack) => nodes(stack, ['0:'], 2, 0, [], [BatchPlatform.FARGATE]),
  },
  'batch-node-ranges': {
    compliant: [ranges(':'), ranges('0:'), ranges(':3'), ranges('0', '1:2', '3'), ranges('2:', '0:1'), ranges('0:9')],
    wrong: [
      ranges(), ranges('0', '1', '2', '3', '0:', '1:'), ranges('0-3'), ranges('3:1'), ranges(''), ranges('0:1', '3:'), ranges('1:'), ranges('0:2'),
      ranges('0:3', '0:3'),
    ],
    token: [ranges('0:1', TOKEN), { ...ranges('0:1'), numNodes: NUMBER }],
    used: (stack) => nodes(stack, ['0:1', '3:']),
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
