import { Rule } from './rule';

const JOB_DEFINITION = 'https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html';

/** The names that a container of a job gets. */
export const BATCH_RESERVED_PREFIX: Rule<{ readonly container: string; readonly names: readonly string[] }> = {
  id: 'batch-reserved-prefix',
  explanation: 'Names of environment variables that begin with AWS_BATCH belong to AWS Batch.',
  fix: 'choose another name, for a secret with renamed()',
  source: JOB_DEFINITION,
  check: ({ container, names }) => {
    const reserved = names.find((name) => name.startsWith('AWS_BATCH'));
    return reserved === undefined
      ? undefined
      : `container '${container}': '${reserved}' begins with AWS_BATCH, which AWS Batch keeps for itself: ` +
          'choose another name, for a secret with renamed()';
  },
};

/** What a job needs. */
export interface JobResourcesSubject {
  /** Whose they are, where messages have to say so. */
  readonly container?: string;
  readonly types: readonly string[];
}

export const BATCH_RESOURCES: Rule<JobResourcesSubject> = {
  id: 'batch-resources',
  explanation: 'A job must say how many vCPUs and how much memory it needs.',
  fix: 'add it to resourceRequirements',
  source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html',
  check: ({ container, types }) => {
    const missing = ['VCPU', 'MEMORY'].find((type) => !types.includes(type));
    return missing === undefined
      ? undefined
      : `${container === undefined ? '' : `container '${container}': `}resourceRequirements say nothing about ` +
          `${missing}: add { type: '${missing}', value: '${missing === 'VCPU' ? '1' : '2048'}' }`;
  },
};

/** 24 KiB. */
export const BATCH_BYTES = 24 * 1024;

/** The length of a job definition in JSON. References count with the shortest text that they can have. */
export const BATCH_SIZE: Rule<{ readonly bytes: number }> = {
  id: 'batch-size',
  explanation: 'A job definition has at most 24 KiB.',
  fix: 'give the container fewer secrets, or put values that are read together into one key',
  source: 'https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html',
  check: ({ bytes }) =>
    bytes > BATCH_BYTES
      ? `the job definition has at least ${bytes} bytes: at most 24576 are allowed, leave out secrets or put ` +
        'values that are read together into one'
      : undefined,
};

/** How a job of one container, or of several, asks for ECS Exec. */
export interface JobExecuteCommandSubject {
  readonly enableExecuteCommand?: boolean;
  /** The prop that gives the application its role. */
  readonly roleProp: 'jobRoleArn' | 'taskRoleArn';
  readonly roleArn?: string;
}

export const BATCH_EXECUTE_COMMAND_ROLE: Rule<JobExecuteCommandSubject> = {
  id: 'batch-execute-command-role',
  explanation:
    'ECS Exec connects with the role of the application, which has to allow four actions of ssmmessages. A ' +
    'job without such a role is refused.',
  fix: 'set jobRoleArn, or taskRoleArn of ecsProperties, and give the role the rights with TaskRoleAccess',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
  check: ({ enableExecuteCommand, roleProp, roleArn }) =>
    enableExecuteCommand === true && roleArn === undefined
      ? `enableExecuteCommand is true and the job has no role for the application: set ${roleProp}, and allow ` +
        'the rest with new TaskRoleAccess(…).grantExecuteCommand()'
      : undefined,
};
