import {
  BatchClient, CreateComputeEnvironmentCommand, CreateJobQueueCommand, DeleteComputeEnvironmentCommand, DeleteJobQueueCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand, DescribeJobDefinitionsCommand, DescribeJobQueuesCommand, DescribeJobsCommand, SubmitJobCommand,
  UpdateComputeEnvironmentCommand, UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand, DeleteServiceCommand, DeregisterTaskDefinitionCommand, DescribeClustersCommand, DescribeServicesCommand,
  DescribeTasksCommand, ECSClient, ListTaskDefinitionsCommand, RunTaskCommand, type Task,
} from '@aws-sdk/client-ecs';
import { DeleteRuleCommand, EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { DeleteSecretCommand, DescribeSecretCommand, ListSecretsCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteStateMachineCommand, paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import { DeleteParametersCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parseDigests, type Digests } from './digests';
import type { Target } from './target';
import { Workspace } from '../e2e/support/terraform';
import { terraformEnvironment } from '../e2e/support/terraform-environment';

const WAIT_MINUTES = 10;
const POLL_SECONDS = 5;

export interface AwsTargetOptions {
  readonly region: string;
  readonly profile?: string;
  /** Endpoint of an emulator, for the test of the sweep. @default AWS's own */
  readonly endpoint?: string;
}

/** An account, as the AWS SDK's and Terraform's own chain of credentials finds it. */
export class AwsTarget implements Target {
  public readonly leftOut = [];
  public readonly region: string;
  public subnets: string[] = [];
  private readonly batch: BatchClient;
  private readonly ec2: EC2Client;
  private readonly ecs: ECSClient;
  private readonly events: EventBridgeClient;
  private readonly iam: IAMClient;
  private readonly logs: CloudWatchLogsClient;
  private readonly secretsManager: SecretsManagerClient;
  private readonly sfn: SFNClient;
  private readonly ssm: SSMClient;

  public constructor(options: AwsTargetOptions) {
    this.region = options.region;
    if (options.profile) process.env.AWS_PROFILE = options.profile;
    const config = { region: options.region, endpoint: options.endpoint };
    this.batch = new BatchClient(config);
    this.ec2 = new EC2Client(config);
    this.ecs = new ECSClient(config);
    this.events = new EventBridgeClient(config);
    this.iam = new IAMClient(config);
    this.logs = new CloudWatchLogsClient(config);
    this.secretsManager = new SecretsManagerClient(config);
    this.sfn = new SFNClient(config);
    this.ssm = new SSMClient(config);
  }

  /** Finds the public subnets of the default VPC, where tasks reach the registry without a gateway that costs money. */
  public async prepare(): Promise<void> {
    const { Subnets = [] } = await this.ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }));
    this.subnets = Subnets.map(({ SubnetId }) => SubnetId!).sort();
    if (this.subnets.length === 0) throw new Error(`no default VPC in ${this.region}: name public subnets with --subnets`);
  }

  public workspace(directory: string, secretValues: string[]): Workspace {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    const keys = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE: process.env.AWS_PROFILE };
    const given = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
    return new Workspace(undefined, { directory, secretValues, environment: { ...terraformEnvironment(), ...given, AWS_REGION: this.region } });
  }

  public adapt(configuration: any): any {
    return configuration;
  }

  public async runTask(prefix: string, taskDefinition: string): Promise<Digests> {
    const task = await this.stoppedTask(prefix, taskDefinition);
    // why a task didn't start names secrets, never values
    if (task.stopCode === 'TaskFailedToStart') throw new Error(`the task failed to start: ${task.stoppedReason}`);
    return parseDigests(await this.linesOf(`/${prefix}`, `digests/digests/${task.taskArn!.split('/').pop()}`));
  }

  public async runPrivateTask(prefix: string, taskDefinition: string): Promise<string> {
    return (await this.stoppedTask(prefix, taskDefinition)).stoppedReason ?? '';
  }

  public async rotate(SecretId: string): Promise<void> {
    const current = async () => {
      const { VersionIdsToStages = {} } = await this.secretsManager.send(new DescribeSecretCommand({ SecretId }));
      return Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes('AWSCURRENT'));
    };
    const before = await current();
    await this.secretsManager.send(new RotateSecretCommand({ SecretId }));
    await until('the secret is rotated', async () => (await current() === before ? undefined : true));
  }

  public async runJob(prefix: string, jobDefinition: string): Promise<Digests> {
    await this.prepareQueue(prefix);
    const { jobId } = await this.batch.send(new SubmitJobCommand({ jobName: prefix, jobQueue: prefix, jobDefinition }));
    const job = await until('the job has ended', async () => {
      const { jobs = [] } = await this.batch.send(new DescribeJobsCommand({ jobs: [jobId!] }));
      return ['SUCCEEDED', 'FAILED'].includes(jobs[0]?.status ?? '') ? jobs[0] : undefined;
    });
    if (job.status === 'FAILED') throw new Error(`the job failed: ${job.container?.reason ?? job.statusReason}`);
    return parseDigests(await this.linesOf(`/${prefix}`, job.container!.logStreamName!));
  }

  public async deployments(prefix: string): Promise<string[]> {
    const { services = [] } = await this.ecs.send(new DescribeServicesCommand({ cluster: prefix, services: [prefix] }));
    return (services[0]?.deployments ?? []).map(({ id }) => id!).sort();
  }

  public async leftOvers(prefix: string): Promise<string[]> {
    return (await this.found(prefix)).map(({ name }) => name);
  }

  public async sweep(prefix: string): Promise<void> {
    for (const { remove } of await this.found(prefix)) await remove();
  }

  public async stop(): Promise<void> {
    const clients = [this.batch, this.ec2, this.ecs, this.events, this.iam, this.logs, this.secretsManager, this.sfn, this.ssm];
    clients.forEach((client) => client.destroy());
  }

  private async stoppedTask(prefix: string, taskDefinition: string): Promise<Task> {
    const networkConfiguration = { awsvpcConfiguration: { subnets: this.subnets, assignPublicIp: 'ENABLED' } } as const;
    const command = new RunTaskCommand({ cluster: prefix, taskDefinition, launchType: 'FARGATE', networkConfiguration });
    const { tasks: started = [], failures = [] } = await this.ecs.send(command);
    const arn = started[0]?.taskArn;
    if (!arn) throw new Error(`the task did not start: ${failures.map(({ reason }) => reason).join(', ')}`);
    return until('the task has stopped', async () => {
      const { tasks = [] } = await this.ecs.send(new DescribeTasksCommand({ cluster: prefix, tasks: [arn] }));
      return tasks[0]?.lastStatus === 'STOPPED' ? tasks[0] : undefined;
    });
  }

  /** What bears the prefix, in the order in which it can go. */
  private async found(prefix: string): Promise<{ name: string; remove: () => Promise<unknown> }[]> {
    const { batch, ecs, iam, logs, secretsManager, ssm } = this;
    const result: { name: string; remove: () => Promise<unknown> }[] = [];
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster: prefix, services: [prefix] })).catch(() => ({ services: [] }));
    for (const { status } of services.filter((service) => service.status !== 'INACTIVE')) {
      result.push({ name: `service ${prefix} (${status})`, remove: async () => ecs.send(new DeleteServiceCommand({ cluster: prefix, service: prefix, force: true })) });
    }
    const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: [prefix] }));
    if (clusters.some(({ status }) => status !== 'INACTIVE')) {
      result.push({ name: `cluster ${prefix}`, remove: async () => ecs.send(new DeleteClusterCommand({ cluster: prefix })) });
    }
    for (const familyPrefix of [prefix, `${prefix}-private`]) {
      const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix }));
      for (const arn of taskDefinitionArns.filter((found) => found.includes(`/${familyPrefix}:`))) {
        result.push({ name: arn, remove: async () => ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn })) });
      }
    }
    const { Rules = [] } = await this.events.send(new ListRulesCommand({ NamePrefix: `${prefix}-` }));
    for (const { Name } of Rules) result.push({ name: `rule ${Name}`, remove: async () => this.removeRule(Name!) });
    for await (const { stateMachines = [] } of paginateListStateMachines({ client: this.sfn }, {})) {
      for (const { name, stateMachineArn } of stateMachines.filter((machine) => machine.name!.startsWith(`${prefix}-`))) {
        result.push({ name: `state machine ${name}`, remove: async () => this.sfn.send(new DeleteStateMachineCommand({ stateMachineArn })) });
      }
    }
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [prefix] }));
    for (const { jobQueueArn } of jobQueues) result.push({ name: `job queue ${prefix}`, remove: async () => this.removeQueue(jobQueueArn!) });
    const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({ computeEnvironments: [prefix] }));
    for (const { computeEnvironmentArn } of computeEnvironments) {
      result.push({ name: `compute environment ${prefix}`, remove: async () => this.removeEnvironment(computeEnvironmentArn!) });
    }
    const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: prefix, status: 'ACTIVE' }));
    for (const { jobDefinitionArn: jobDefinition } of jobDefinitions) {
      result.push({ name: jobDefinition!, remove: async () => batch.send(new DeregisterJobDefinitionCommand({ jobDefinition })) });
    }
    for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
      for (const { RoleName } of Roles.filter((role) => role.RoleName!.startsWith(`${prefix}-`))) {
        result.push({ name: `role ${RoleName}`, remove: async () => this.removeRole(RoleName!) });
      }
    }
    const { SecretList = [] } = await secretsManager.send(new ListSecretsCommand({ Filters: [{ Key: 'name', Values: [prefix] }] }));
    for (const { ARN, Name } of SecretList.filter((secret) => secret.Name === prefix || secret.Name!.startsWith(`${prefix}/`))) {
      result.push({ name: `secret ${Name}`, remove: async () => secretsManager.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true })) });
    }
    const { Parameters = [] } = await ssm.send(new GetParametersByPathCommand({ Path: `/${prefix}`, Recursive: true }));
    if (Parameters.length > 0) {
      const Names = Parameters.map(({ Name }) => Name!);
      result.push({ name: `parameters ${Names.join(', ')}`, remove: async () => ssm.send(new DeleteParametersCommand({ Names })) });
    }
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/${prefix}` }));
    for (const { logGroupName } of logGroups) {
      result.push({ name: `log group ${logGroupName}`, remove: async () => logs.send(new DeleteLogGroupCommand({ logGroupName })) });
    }
    return result;
  }

  private async prepareQueue(prefix: string): Promise<void> {
    const { jobQueues = [] } = await this.batch.send(new DescribeJobQueuesCommand({ jobQueues: [prefix] }));
    if (jobQueues.length > 0) return;
    const { SecurityGroups = [] } = await this.ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['default'] }] }));
    await this.batch.send(new CreateComputeEnvironmentCommand({
      computeEnvironmentName: prefix,
      type: 'MANAGED',
      computeResources: { type: 'FARGATE', maxvCpus: 1, subnets: this.subnets, securityGroupIds: SecurityGroups.slice(0, 1).map(({ GroupId }) => GroupId!) },
      tags: { 'cdktf-ecs-secrets-acceptance': prefix },
    }));
    await until('the compute environment is valid', async () => {
      const { computeEnvironments = [] } = await this.batch.send(new DescribeComputeEnvironmentsCommand({ computeEnvironments: [prefix] }));
      return computeEnvironments[0]?.status === 'VALID' || undefined;
    });
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: prefix }];
    await this.batch.send(new CreateJobQueueCommand({ jobQueueName: prefix, priority: 1, computeEnvironmentOrder, tags: { 'cdktf-ecs-secrets-acceptance': prefix } }));
    await until('the job queue is valid', async () => {
      const { jobQueues: queues = [] } = await this.batch.send(new DescribeJobQueuesCommand({ jobQueues: [prefix] }));
      return queues[0]?.status === 'VALID' || undefined;
    });
  }

  private async removeQueue(jobQueue: string): Promise<void> {
    await this.batch.send(new UpdateJobQueueCommand({ jobQueue, state: 'DISABLED' }));
    await until('the job queue is disabled', async () => {
      const { jobQueues = [] } = await this.batch.send(new DescribeJobQueuesCommand({ jobQueues: [jobQueue] }));
      return (jobQueues[0]?.state === 'DISABLED' && jobQueues[0].status !== 'UPDATING') || undefined;
    });
    await this.batch.send(new DeleteJobQueueCommand({ jobQueue }));
    await until('the job queue is gone', async () => {
      const { jobQueues = [] } = await this.batch.send(new DescribeJobQueuesCommand({ jobQueues: [jobQueue] }));
      return jobQueues.length === 0 || undefined;
    });
  }

  private async removeEnvironment(computeEnvironment: string): Promise<void> {
    await this.batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, state: 'DISABLED' }));
    const described = async () => {
      const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [computeEnvironment] });
      return (await this.batch.send(command)).computeEnvironments ?? [];
    };
    await until('the compute environment is disabled', async () => {
      return (await described()).every(({ state, status }) => state === 'DISABLED' && status !== 'UPDATING') || undefined;
    });
    await this.batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment }));
    await until('the compute environment is gone', async () => (await described()).length === 0 || undefined);
  }

  private async removeRule(Rule: string): Promise<void> {
    const { Targets = [] } = await this.events.send(new ListTargetsByRuleCommand({ Rule }));
    if (Targets.length > 0) await this.events.send(new RemoveTargetsCommand({ Rule, Ids: Targets.map(({ Id }) => Id!) }));
    await this.events.send(new DeleteRuleCommand({ Name: Rule }));
  }

  private async removeRole(RoleName: string): Promise<void> {
    const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames) await this.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await this.iam.send(new DeleteRoleCommand({ RoleName }));
  }

  /** The log arrives a little after the task has stopped. */
  private async linesOf(logGroupName: string, logStreamName: string): Promise<string[]> {
    return until('the log has arrived', async () => {
      const command = new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true });
      const { events = [] } = await this.logs.send(command).catch(() => ({ events: [] }));
      return events.length > 0 ? events.map(({ message }) => message ?? '') : undefined;
    });
  }
}

async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + WAIT_MINUTES * 60_000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_SECONDS * 1000));
  }
  throw new Error(`${what}: not within ${WAIT_MINUTES} minutes`);
}
