import { RuleExamples, TOKEN, task } from './support';
import { TaskDefinition } from '../../../src';

/** Of the rules in `src/checks/task.ts`. */
export const taskExamples: { readonly [id: string]: RuleExamples } = {
  'dependency-exists': {
    compliant: [{ owner: 'a', references: ['b'], known: ['a', 'b'] }],
    wrong: [{ owner: 'a', references: ['c'], known: ['a'] }, { owner: 'a', references: ['a'], known: ['a'] }],
    token: [{ owner: 'a', references: [TOKEN], known: ['a'] }, { owner: 'a', references: ['b'], known: [TOKEN] }],
    used: (stack) => task(stack, { dependsOn: [{ containerName: 'other', condition: 'START' }] }),
  },
  'log-router': {
    compliant: [{ routed: ['a'], routers: ['r'] }, { routed: [], routers: ['r'] }],
    wrong: [{ routed: ['a'], routers: [] }, { routed: [], routers: ['a', 'b'] }],
    token: [{ routed: [], routers: [] }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'awsfirelens' } }),
  },
  'mounted-volume-exists': {
    compliant: [{ owner: 'a', references: ['v'], known: ['v'] }],
    wrong: [{ owner: 'a', references: ['v'], known: [] }],
    token: [{ owner: 'a', references: [TOKEN], known: [] }],
    used: (stack) => task(stack, { mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }] }),
  },
  'read-only-fields': {
    compliant: [{ fields: [] }],
    wrong: [{ fields: ['revision', 'status'] }],
    token: [{ fields: [] }],
    used: (stack) => TaskDefinition.fromJson(stack, 'Task', JSON.stringify({ family: 'api', revision: 3, memory: '512', containerDefinitions: [{ name: 'app', image: 'x' }] })),
  },
  'volume-kind': {
    compliant: [{ name: 'v', kinds: ['host'] }, { name: 'v', kinds: [] }],
    wrong: [{ name: 'v', kinds: ['host', 'efs'] }],
    token: [{ name: TOKEN, kinds: ['host'] }],
    used: (stack) => task(stack, {}, { volumes: [{ name: 'v', host: { sourcePath: '/v' }, efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] }),
  },
};
