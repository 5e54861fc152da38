import { TerraformProvider } from 'cdktf';
import { BatchContainerProperties, BatchEcsProperties } from './batch-container';
import { BatchNodeProperties } from './batch-nodes';
import { IExecutionRole } from '../../access/execution-role-interface';
import { ANY, MAP, NUMBER, OBJECT, OBJECTS, TEXT, TEXTS, listOf, structOf } from '../../checks/api-shape';
import { propsOf } from '../../checks/prop-types';

/**
 * Where jobs of a definition can run.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/fargate.html
 */
export enum BatchPlatform {
  /** On EC2 instances. */
  EC2 = 'EC2',
  /** On Fargate. */
  FARGATE = 'FARGATE',
  /** On instances that ECS manages, with a version of the AWS provider that knows it. */
  MANAGED_INSTANCES = 'MANAGED_INSTANCES',
}

/**
 * When a failed job is tried again.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html
 */
export interface BatchRetryStrategy {
  /**
   * How often the job is tried in all, 1 to 10.
   *
   * @default 1
   */
  readonly attempts?: number;
  /**
   * What decides whether it is tried again; the first that matches counts. At most 5.
   *
   * @default - every failure
   */
  readonly evaluateOnExit?: BatchEvaluateOnExit[];
}

/**
 * What decides whether a job is tried again. All patterns given must match; `*` at the end stands for anything.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
 */
export interface BatchEvaluateOnExit {
  /**
   * `RETRY` or `EXIT`.
   */
  readonly action: string;
  /**
   * Pattern of the exit code.
   *
   * @default - any
   */
  readonly onExitCode?: string;
  /**
   * Pattern of the reason, like `CannotPullContainerError*`.
   *
   * @default - any
   */
  readonly onReason?: string;
  /**
   * Pattern of the status reason, like `Host EC2*`.
   *
   * @default - any
   */
  readonly onStatusReason?: string;
}

/**
 * Properties of `BatchJobDefinition`.
 */
export interface BatchJobDefinitionProps {
  /**
   * Name of the job definition, up to 128 letters, digits, hyphens and underscores.
   */
  readonly jobDefinitionName: string;
  /**
   * The container of a job that has one. Excludes `ecsProperties` and `nodeProperties`.
   *
   * @default - none
   */
  readonly containerProperties?: BatchContainerProperties;
  /**
   * The containers of a job that has several. Excludes `containerProperties` and `nodeProperties`.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/multi-container-jobs.html
   * @default - none
   */
  readonly ecsProperties?: BatchEcsProperties;
  /**
   * The nodes of a job that runs on several EC2 instances at once, like one that uses MPI. Excludes
   * `containerProperties` and `ecsProperties`.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
   * @default - the job has one node
   */
  readonly nodeProperties?: BatchNodeProperties;
  /**
   * The role that reads the secrets.
   *
   * @default - a role of its own, which allows exactly what the containers need
   */
  readonly executionRole?: IExecutionRole;
  /**
   * Where the jobs can run.
   *
   * @default [BatchPlatform.FARGATE]; jobs of several nodes run on EC2
   */
  readonly platformCapabilities?: BatchPlatform[];
  /**
   * Defaults of the parameters that stand in commands as `Ref::NAME`.
   *
   * @default - none
   */
  readonly parameters?: { [name: string]: string };
  /**
   * When a failed job is tried again.
   *
   * @default - never
   */
  readonly retryStrategy?: BatchRetryStrategy;
  /**
   * Seconds after which a job is stopped, at least 60.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html
   * @default - never
   */
  readonly attemptDurationSeconds?: number;
  /**
   * Priority of jobs in queues with fair-share scheduling, 0 to 9999; the highest comes first.
   *
   * @default - none
   */
  readonly schedulingPriority?: number;
  /**
   * Whether the ECS tasks get the job's tags.
   *
   * @default false
   */
  readonly propagateTags?: boolean;
  /**
   * Whether an old revision is deregistered when a new one replaces it.
   *
   * @default true
   */
  readonly deregisterOnNewRevision?: boolean;
  /**
   * Tags of the job definition, and of the execution role that belongs to it.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the job definition.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const EVALUATE_ON_EXIT = structOf<BatchEvaluateOnExit>({
  action: ANY,
  onExitCode: ANY,
  onReason: ANY,
  onStatusReason: ANY,
});
const RETRY_STRATEGY = structOf<BatchRetryStrategy>({ attempts: ANY, evaluateOnExit: listOf(EVALUATE_ON_EXIT) });

export const JOB_DEFINITION_PROPS = propsOf<BatchJobDefinitionProps>({ jobDefinitionName: TEXT }, {
  containerProperties: OBJECT,
  ecsProperties: OBJECT,
  nodeProperties: OBJECT,
  executionRole: OBJECT,
  platformCapabilities: TEXTS,
  parameters: ANY,
  retryStrategy: RETRY_STRATEGY,
  attemptDurationSeconds: ANY,
  schedulingPriority: ANY,
  propagateTags: ANY,
  deregisterOnNewRevision: ANY,
  tags: MAP,
  provider: OBJECT,
});

/** What has to be a list before anything looks into it. */
export const LISTS = { required: {}, optional: { volumes: OBJECTS } };
export const ECS_LISTS = { ...LISTS, required: { containers: OBJECTS } };
export const NODE_LISTS = {
  required: { numNodes: NUMBER, mainNode: NUMBER, nodeRangeProperties: OBJECTS },
};
export const NODE_RANGE_PROPS = { required: { targetNodes: TEXT, container: OBJECT } };
