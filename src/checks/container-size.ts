import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const PARAMETERS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html';

/** The containers of a task, and whether each of them is essential. */
export interface EssentialSubject {
  readonly containers: readonly { readonly name: string; readonly essential?: boolean }[];
}

export const ESSENTIAL_CONTAINER: Rule<EssentialSubject> = {
  id: 'essential-container',
  explanation: 'A task ends with its essential containers; RegisterTaskDefinition refuses a task that has none.',
  fix: 'leave essential out of the container that does the work',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  check: ({ containers }) =>
    containers.length > 0 && containers.every(({ essential }) => essential === false)
      ? 'no container is essential, got essential: false for ' +
        `${containers.map(({ name }) => `'${name}'`).join(', ')}: leave it out of the container that does the work`
      : undefined,
};

/** The sizes of one container, and of its task. */
export interface ContainerSizeSubject {
  readonly container: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly taskCpu?: number;
  readonly taskMemory?: number;
}

export const CONTAINER_MEMORY: Rule<ContainerSizeSubject> = {
  id: 'container-memory',
  explanation:
    'On a container instance, ECS has to know how much memory a task needs: from the task, or from each of its ' +
    'containers.',
  fix: 'give the task or the container memory, or the container memoryReservation',
  source: `${PARAMETERS}#container_definition_memory`,
  check: ({ container, memory, memoryReservation, taskMemory }) =>
    taskMemory === undefined && memory === undefined && memoryReservation === undefined
      ? `container '${container}' has neither memory nor memoryReservation, and the task has no memory: give ` +
        'the container or the task memory'
      : undefined,
};

export const MEMORY_RESERVATION: Rule<ContainerSizeSubject> = {
  id: 'memory-reservation',
  explanation: "ECS stops a container that uses more than its memory, so it can't reserve more than that.",
  fix: 'raise memory or lower memoryReservation',
  source: `${PARAMETERS}#container_definition_memory`,
  check: ({ container, memory, memoryReservation }) =>
    exceeds(memoryReservation, memory)
      ? `container '${container}': memoryReservation ${memoryReservation} is above memory ${memory}: raise ` +
        'memory or lower memoryReservation'
      : undefined,
};

export const CONTAINER_SIZE: Rule<ContainerSizeSubject> = {
  id: 'container-size',
  explanation: 'A container can\'t have more CPU units or memory than its task.',
  fix: 'raise the task\'s size or lower the container\'s',
  source: `${PARAMETERS}#task_size`,
  check: ({ container, cpu, memory, memoryReservation, taskCpu, taskMemory }) => {
    if (exceeds(cpu, taskCpu)) {
      return (
        `container '${container}': cpu ${cpu} is above the task's ${taskCpu}: raise the task's cpu or lower ` +
        'the container\'s'
      );
    }
    const [name, size] = exceeds(memory, taskMemory) ? ['memory', memory] : ['memoryReservation', memoryReservation];
    return exceeds(size, taskMemory)
      ? `container '${container}': ${name} ${size} is above the task's memory ${taskMemory}: raise the task's ` +
          'memory or lower the container\'s'
      : undefined;
  },
};

function exceeds(size: number | undefined, limit: number | undefined): boolean {
  return size !== undefined && limit !== undefined && !isUnresolved(size) && !isUnresolved(limit) && size > limit;
}
