import { TerraformStack } from 'cdktf';
import { BatchContainerOptions, BatchJobDefinition, BatchPlatform, Compatibility, ContainerSecret, RepositoryCredentials, TaskDefinition } from '../../src';
import { FULL_TASK } from '../workloads/full-task';
import { PARAMETER, SECRET } from '../workloads/tasks';

/** Task definitions and job definitions by name, each as the API takes it. */
export interface Definitions {
  readonly tasks: { readonly [family: string]: TaskDefinition };
  readonly jobs: { readonly [name: string]: BatchJobDefinition };
}

const ROLE = 'arn:aws:iam::123456789012:role/job';
const REQUIREMENTS = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];

/** What containers of all kinds of jobs have. */
const CONTAINER: BatchContainerOptions = {
  image: 'example:1',
  command: ['import', 'Ref::file'],
  environment: { B: '2', A: '1' },
  secrets: [ContainerSecret.fromSecretArn('TOKEN', SECRET, { jsonKey: 'TOKEN' }), ContainerSecret.fromParameterArn('KEY', PARAMETER)],
  resourceRequirements: REQUIREMENTS,
  logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions: [ContainerSecret.fromSecretArn('splunk-token', SECRET)] },
  repositoryCredentials: RepositoryCredentials.fromSecretArn(SECRET),
  mountPoints: [{ sourceVolume: 'efs', containerPath: '/data', readOnly: true }],
  linuxParameters: {
    devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['READ', 'WRITE'] }],
    initProcessEnabled: true,
    maxSwap: 0,
    sharedMemorySize: 64,
    swappiness: 60,
    tmpfs: [{ containerPath: '/run', size: 64, mountOptions: ['noexec'] }],
  },
  ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 2048 }],
  user: '1000',
  readonlyRootFilesystem: true,
  privileged: true,
};

/** Those that AWS Batch takes, too. */
const VOLUMES = FULL_TASK.volumes!.filter(({ name }) => name === 'logs' || name === 'efs');

const ON_FARGATE = {
  ephemeralStorage: { sizeInGiB: 30 },
  networkConfiguration: { assignPublicIp: 'ENABLED' },
  runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
};

/**
 * Definitions that use every field of version 5 of Terraform's provider among them.
 */
export function fullDefinitions(stack: TerraformStack): Definitions {
  const job = (jobDefinitionName: string, props: object) => new BatchJobDefinition(stack, `Job-${jobDefinitionName}`, { jobDefinitionName, ...props });
  return {
    tasks: {
      full: new TaskDefinition(stack, 'Task-full', { ...FULL_TASK, family: 'full' }),
      linked: new TaskDefinition(stack, 'Task-linked', {
        family: 'linked',
        compatibilities: [Compatibility.EC2],
        networkMode: 'bridge',
        memory: 512,
        containers: [{ name: 'app', image: 'example:1', links: ['db:database'] }, { name: 'db', image: 'example:1' }],
      }),
    },
    jobs: {
      one: job('one', {
        containerProperties: {
          ...CONTAINER,
          ...ON_FARGATE,
          volumes: VOLUMES,
          jobRoleArn: ROLE,
          enableExecuteCommand: true,
          fargatePlatformConfiguration: { platformVersion: '1.4.0' },
        },
        parameters: { file: 'all' },
        platformCapabilities: [BatchPlatform.FARGATE],
        propagateTags: true,
        retryStrategy: { attempts: 2, evaluateOnExit: [{ action: 'RETRY', onStatusReason: 'Host EC2*' }, { action: 'EXIT', onExitCode: '1', onReason: 'x*' }] },
        schedulingPriority: 7,
        attemptDurationSeconds: 600,
        tags: { team: 'a' },
      }),
      old: job('old', { containerProperties: { image: 'example:1', memory: 512, vcpus: 1 }, platformCapabilities: [BatchPlatform.EC2] }),
      several: job('several', {
        ecsProperties: {
          ...ON_FARGATE,
          volumes: VOLUMES,
          taskRoleArn: ROLE,
          enableExecuteCommand: true,
          platformVersion: '1.4.0',
          pidMode: 'task',
          ipcMode: 'task',
          containers: [
            { ...CONTAINER, name: 'app', essential: true, dependsOn: [{ containerName: 'router', condition: 'START' }], logConfiguration: { logDriver: 'awsfirelens' } },
            { name: 'router', image: 'example:1', firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } } },
            { ...CONTAINER, name: 'other' },
          ],
        },
      }),
      nodes: job('nodes', {
        nodeProperties: {
          numNodes: 3,
          mainNode: 0,
          nodeRangeProperties: [
            { targetNodes: '0:0', container: { ...CONTAINER, volumes: VOLUMES, jobRoleArn: ROLE, enableExecuteCommand: true, instanceType: 'c5n.18xlarge' } },
            { targetNodes: '1:', container: { image: 'example:1', memory: 512, vcpus: 1, instanceType: 'c5n.18xlarge' } },
          ],
        },
      }),
    },
  };
}
