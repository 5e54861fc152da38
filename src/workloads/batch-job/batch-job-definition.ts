import { BatchJobDefinition as BatchJobDefinitionResource } from '@cdktf/provider-aws/lib/batch-job-definition';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { BatchContainerProperties, BatchEcsProperties } from './batch-container';
import { BatchJobDefinitionProps, BatchPlatform } from './batch-job-definition-props';
import { BatchJobDefinitionSources } from './batch-job-sources';
import { BatchNodeContainer, BatchNodeProperties } from './batch-nodes';
import {
  CONTAINER_PROPERTIES,
  ECS_TASK_PROPERTIES,
  NODE_CONTAINER,
  NODE_PROPERTIES,
  NODE_RANGE,
  TASK_CONTAINER,
} from './batch-shape';
import { enforcePlatform, enforceProps, enforceTasks, enforceVariables } from './job-checks';
import { JobProperties, apiOf, fieldsBeside, platformsOf, tasksOf, typeOf } from './job-definition-form';
import { readJobDefinition } from './job-definition-json';
import { IExecutionRole } from '../../access/execution-role-interface';
import { API_SHAPE, KNOWN_FIELDS, StructField } from '../../checks/api-shape';
import { BATCH_BYTES, BATCH_RESOURCES, BATCH_SIZE } from '../../checks/batch';
import { enforce, enforceTogether } from '../../checks/rule';
import { READ_ONLY_FIELDS } from '../../checks/task';
import { warn } from '../../checks/warnings';
import { SecretEntry } from '../../references/secret-source';
import { AwsEnvironment } from '../../terraform/aws-environment';
import { JsonText, PlainText } from '../../terraform/json-text';
import { literalConfig } from '../../terraform/literal-config';
import { MovedFrom } from '../../terraform/moved-from';
import { apiForm } from '../containers/api-form';
import { shapeOf } from '../containers/kept-fields';
import { minimumBytes } from '../containers/minimum-size';
import { arePinned, continueUnpinned, definitionId } from '../containers/pinned-definition';
import { ResolvedContainer } from '../containers/resolved-container';
import { warnOfTemplates } from '../containers/visible-secret-warnings';
import { resolveWorkload } from '../resolved-workload';

/**
 * A job definition of AWS Batch whose secrets and execution role follow from what its containers use. Each job reads
 * the values that are current when it starts, so a changed value needs no new revision.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html
 */
export class BatchJobDefinition extends Construct {
  /**
   * A job definition from a file as `aws batch register-job-definition --cli-input-json` takes it, or as
   * `aws batch describe-job-definitions` answers it: every field and reference stays as it is, and the role is allowed
   * to read what the file names. What AWS only reports, like the revision, is left out with a warning.
   *
   * @param json text of the file, like `readFileSync('job.json', 'utf8')`; templates in it have to be rendered first
   * @param sources what to add to it
   * @see https://docs.aws.amazon.com/cli/latest/reference/batch/register-job-definition.html
   * @throws if the text isn't JSON, or has fields or values that AWS Batch doesn't know, or the job is on EKS, or its
   * nodes run several containers each; all problems of the file are told at once
   */
  public static fromJson(
    scope: Construct,
    id: string,
    json: string,
    sources: BatchJobDefinitionSources = {},
  ): BatchJobDefinition {
    return enforceTogether(() => {
      const { props, dropped } = readJobDefinition(scope, id, json, sources);
      const job = new BatchJobDefinition(scope, id, props);
      warn(job, { fields: dropped }, READ_ONLY_FIELDS);
      tasksOf(props)
        .flatMap(({ consumers }) => consumers)
        .forEach(({ name, environment = {} }) => warnOfTemplates(job, name, environment));
      return job;
    });
  }

  /**
   * The job definition, for everything that has no prop here: `resource.addOverride(…)`.
   */
  public readonly resource: BatchJobDefinitionResource;
  /**
   * ARN with the revision.
   */
  public readonly arn: string;
  /**
   * The role that reads the secrets.
   */
  public readonly executionRole: IExecutionRole;
  /**
   * What has to be there before a job can start: policies of the role, and values. For `depends_on` of what submits
   * jobs.
   */
  public readonly jobDependencies: ITerraformDependable[];

  private readonly api: object;

  /**
   * @throws if it has none or several of the three kinds of properties, a name begins with `AWS_BATCH` or is given
   * twice, a value is one that AWS Batch doesn't know, a node has nothing to run, ECS Exec is enabled without a role of
   * the application, or the definition is longer than 24 KiB
   */
  public constructor(scope: Construct, id: string, props: BatchJobDefinitionProps) {
    super(scope, id);
    enforceProps(this, props);
    const { containerProperties, ecsProperties, nodeProperties, tags, provider } = props;
    const platforms = platformsOf(props);
    const tasks = tasksOf(props);
    enforceTasks(this, props.jobDefinitionName, tasks);

    const definitions = tasks.flatMap(({ consumers }) => consumers);
    const { containers, executionRole, entries, written, preconditions } = resolveWorkload(this, definitions, {
      ...props,
      isJob: true,
    });
    this.executionRole = executionRole;
    containers.forEach((container) => enforceVariables(this, container));
    enforcePlatform(this, props, containers, executionRole);
    if (platforms.includes(BatchPlatform.FARGATE) && containers.some(logsByDefault)) {
      const { partition, region, account } = AwsEnvironment.of(this, provider);
      executionRole.grantLogs(`arn:${partition}:logs:${region}:${account}:log-group:/aws/batch/job`);
    }
    this.jobDependencies = [...written, ...executionRole.policies];

    const byDefinition = new Map(containers.map((container) => [container.definition, container]));
    const properties: JobProperties = {
      containerProperties: containerProperties && this.containerApi(containers[0], containerProperties),
      ecsProperties: ecsProperties && { taskProperties: [this.ecsApi(containers, ecsProperties)] },
      nodeProperties: nodeProperties && this.nodesApi(definitions.map((of) => byDefinition.get(of)!), nodeProperties),
    };
    this.api = apiOf(props, properties);
    const text = (api: object | undefined) => api && this.json(api, entries);
    const pinned = arePinned(entries);
    this.resource = new BatchJobDefinitionResource(
      this,
      definitionId(pinned),
      literalConfig({
        name: props.jobDefinitionName,
        type: typeOf(props),
        containerProperties: text(properties.containerProperties),
        ecsProperties: text(properties.ecsProperties),
        nodeProperties: text(properties.nodeProperties),
        platformCapabilities: platforms.length > 0 ? [...platforms].sort() : undefined,
        parameters: props.parameters,
        retryStrategy: props.retryStrategy,
        timeout:
          props.attemptDurationSeconds === undefined
            ? undefined
            : { attemptDurationSeconds: props.attemptDurationSeconds },
        schedulingPriority: props.schedulingPriority,
        propagateTags: props.propagateTags,
        deregisterOnNewRevision: props.deregisterOnNewRevision,
        tags,
        provider,
        // the new revision is there before what only the old one reads goes; not where the order would spread to a
        // version that it names
        lifecycle: { createBeforeDestroy: pinned ? undefined : true, precondition: preconditions },
      }),
    );
    continueUnpinned(this, this.resource, pinned);
    executionRole.addDependent(this.resource);
    this.arn = this.resource.arn;
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: roles keep the
   * names that begin with the first path.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Job`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  /**
   * The job definition as `aws batch register-job-definition --cli-input-json` takes it.
   *
   * ARNs are only known after apply, so this is a token. Put it into an output and read it with
   * `terraform output -raw NAME > job.json`. It holds references to secrets, never their values.
   *
   * @see https://docs.aws.amazon.com/cli/latest/reference/batch/register-job-definition.html
   */
  public toJson(): string {
    return new JsonText(this, this.api).toString();
  }

  private containerApi(
    container: ResolvedContainer,
    properties: BatchContainerProperties | BatchNodeContainer,
    field: StructField = CONTAINER_PROPERTIES,
  ): object {
    const { resourceRequirements = [], memory, vcpus } = properties;
    const types = [
      ...resourceRequirements.map(({ type }) => type),
      ...(memory === undefined ? [] : ['MEMORY']),
      ...(vcpus === undefined ? [] : ['VCPU']),
    ];
    const ofNodes = field === NODE_CONTAINER ? container.definition.name : undefined;
    enforce(this, { container: ofNodes, types }, BATCH_RESOURCES);
    return { ...container.toApi(field), ...this.apiRole() };
  }

  /** The containers in the order of the ranges. */
  private nodesApi(containers: readonly ResolvedContainer[], properties: BatchNodeProperties): object {
    return {
      ...fieldsBeside(properties, NODE_PROPERTIES, 'nodeRangeProperties'),
      nodeRangeProperties: properties.nodeRangeProperties.map((range, i) => ({
        ...fieldsBeside(range, NODE_RANGE, 'container'),
        container: this.containerApi(containers[i], range.container, NODE_CONTAINER),
      })),
    };
  }

  private ecsApi(containers: readonly ResolvedContainer[], properties: BatchEcsProperties): object {
    const shape = shapeOf(properties, ECS_TASK_PROPERTIES);
    const { containers: _, ...fields } = shape.fields;
    const field = { ...shape, fields, required: [] };
    const owner = 'ecsProperties';
    enforce(this, { owner, value: properties, field, libraryFields: ['containers'] }, KNOWN_FIELDS);
    const value = apiForm(properties, field);
    enforce(this, { value, field }, API_SHAPE);
    return {
      ...(value as object),
      containers: containers.map((container) => container.toApi(TASK_CONTAINER)),
      ...this.apiRole(),
    };
  }

  private apiRole(): object {
    const { roleArn } = this.executionRole;
    return roleArn === '' ? {} : { executionRoleArn: new PlainText(roleArn) };
  }

  private json(api: object, entries: readonly SecretEntry[]): string {
    enforce(this, { bytes: minimumBytes(api, entries, BATCH_BYTES) }, BATCH_SIZE);
    return new JsonText(this, api).toString();
  }
}

/** AWS Batch sends output to a log group of its own where nothing else is said. */
function logsByDefault({ logConfiguration: log }: ResolvedContainer): boolean {
  return log === undefined || (log.logDriver === 'awslogs' && log.options?.['awslogs-group'] === undefined);
}
