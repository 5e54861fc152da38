import { RuleExamples, NUMBER, task } from './support';

/** Of the rules in `src/checks/task-size.ts`. */
export const taskSizeExamples: { readonly [id: string]: RuleExamples } = {
  'fargate-size': {
    compliant: [
      { cpu: 256, memory: 512 }, { cpu: 256, memory: 2048 }, { cpu: 512, memory: 4096 }, { cpu: 1024, memory: 2048 }, { cpu: 2048, memory: 5120 },
      { cpu: 4096, memory: 30720 }, { cpu: 8192, memory: 20480 }, { cpu: 16384, memory: 122880 }, {},
      { cpu: 1024, memory: 2048, operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
    ],
    wrong: [
      { cpu: 256, memory: 512, operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, { cpu: 8192, memory: 16384, operatingSystemFamily: 'WINDOWS_SERVER_2025_FULL' },
      { cpu: 100, memory: 512 }, { cpu: 256, memory: 1536 }, { cpu: 256, memory: 3072 }, { cpu: 512, memory: 512 }, { cpu: 1024, memory: 1024 },
      { cpu: 8192, memory: 17408 }, { cpu: 16384, memory: 30720 }, { cpu: NaN }, { cpu: 4096, memory: 31744 },
    ],
    token: [{ cpu: NUMBER, memory: 1 }, { cpu: 256, memory: NUMBER }],
    used: (stack) => task(stack, {}, { cpu: 1024, memory: 1024 }),
  },
  'task-definition-size': {
    compliant: [{ bytes: 65536 }],
    wrong: [{ bytes: 65537 }],
    token: [{ bytes: 0 }],
    used: (stack) => task(stack, { environment: { A: 'a'.repeat(65536) } }),
  },
};
