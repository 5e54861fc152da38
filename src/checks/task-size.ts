import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A size of a task in CPU units and MiB. */
export interface TaskSizeSubject {
  readonly cpu?: number;
  readonly memory?: number;
  readonly operatingSystemFamily?: string;
}

interface MemoryRange {
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

const GB = 1024;
/** CPU units that Fargate has for Windows, too. */
const WINDOWS_SIZES = [1024, 2048, 4096];

/** Memory by CPU units. */
const FARGATE_SIZES: { readonly [cpu: number]: MemoryRange } = {
  256: { least: 0.5 * GB, most: 2 * GB, step: GB },
  512: { least: GB, most: 4 * GB, step: GB },
  1024: { least: 2 * GB, most: 8 * GB, step: GB },
  2048: { least: 4 * GB, most: 16 * GB, step: GB },
  4096: { least: 8 * GB, most: 30 * GB, step: GB },
  8192: { least: 16 * GB, most: 60 * GB, step: 4 * GB },
  16384: { least: 32 * GB, most: 120 * GB, step: 8 * GB },
};

/**
 * A size of the task as the API takes it: units, or whole vCPUs or GB of 1,024 units each. Undefined where it isn't
 * one.
 *
 * @param unit `vCPU` or `GB`
 */
export function unitsOf(text: string, unit: string): number | undefined {
  const [, number, isLarge] = new RegExp(`^\\s*(\\d+|\\d*\\.\\d+)\\s*(${unit})?\\s*$`, 'i').exec(text) ?? [];
  const size = Number(number) * (isLarge ? 1024 : 1);
  return Number.isInteger(size) ? size : undefined;
}

export const FARGATE_SIZE: Rule<TaskSizeSubject> = {
  id: 'fargate-size',
  explanation:
    'Fargate has certain sizes only, and fewer of them for Windows. Each number of CPU units allows certain ' +
    'sizes of memory.',
  fix: 'take a size that Fargate has',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size',
  check: ({ cpu, memory, operatingSystemFamily: family }) => {
    if (cpu === undefined || isUnresolved(cpu)) {
      return undefined;
    }
    const sizes = Object.hasOwn(FARGATE_SIZES, cpu) ? FARGATE_SIZES[cpu] : undefined;
    if (sizes === undefined) {
      return `cpu is ${cpu}, which Fargate doesn't have: use ${Object.keys(FARGATE_SIZES).join(', ')}`;
    }
    if (family !== undefined && /^windows/i.test(family) && !WINDOWS_SIZES.includes(cpu)) {
      return `cpu is ${cpu}, which Fargate doesn't have for Windows: use ${WINDOWS_SIZES.join(', ')}`;
    }
    if (memory === undefined || isUnresolved(memory) || memoriesOf(sizes).includes(memory)) {
      return undefined;
    }
    return `cpu ${cpu} with memory ${memory} is not a size of Fargate: ${described(sizes)}`;
  },
};

/** 64 KiB. */
export const TASK_DEFINITION_BYTES = 65536;

export const TASK_DEFINITION_SIZE: Rule<{ readonly bytes: number }> = {
  id: 'task-definition-size',
  explanation: 'A task definition has at most 64 KiB.',
  fix: 'give the containers fewer secrets, or put values that are read together into one key',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
  check: ({ bytes }) =>
    bytes > TASK_DEFINITION_BYTES
      ? `the task definition has at least ${bytes} bytes: at most 65536 are allowed, leave out secrets or put ` +
        'values that are read together into one'
      : undefined,
};

function memoriesOf({ least, most, step }: MemoryRange): number[] {
  const whole = Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step).filter(
    (memory) => memory > least,
  );
  return [least, ...whole];
}

function described(sizes: MemoryRange): string {
  const memories = memoriesOf(sizes);
  return memories.length <= 4
    ? `use ${memories.join(', ')}`
    : `use ${sizes.least} to ${sizes.most} in steps of ${sizes.step}`;
}
