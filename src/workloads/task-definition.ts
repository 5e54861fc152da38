import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { ITerraformDependable, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { BoundContainer } from './bound-container';
import { ContainerDefinition } from './container-definition';
import { ExecutionRole } from '../access/execution-role';
import { IExecutionRole } from '../access/execution-role-interface';
import { repositoryArnOf } from '../access/image-grants';
import { ValidationError } from '../checks/validation-error';
import { AwsEnvironment } from '../terraform/aws-environment';
import { compare } from '../terraform/hcl';
import { JsonText } from '../terraform/json-text';

/**
 * Where tasks of a definition can run.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html
 */
export enum Compatibility {
  /** On EC2 container instances. */
  EC2 = 'EC2',
  /** On Fargate. */
  FARGATE = 'FARGATE',
  /** On machines of one's own, with ECS Anywhere. */
  EXTERNAL = 'EXTERNAL',
}

/**
 * Properties of `TaskDefinition`.
 */
export interface TaskDefinitionProps {
  /**
   * Name of the task definition, up to 255 letters, digits, hyphens and underscores.
   */
  readonly family: string;
  /**
   * The containers.
   */
  readonly containers: ContainerDefinition[];
  /**
   * CPU units of a task; 1024 are one vCPU.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
   * @default 256 on Fargate, elsewhere what the containers use
   */
  readonly cpu?: number;
  /**
   * Memory of a task in MiB.
   *
   * @default 512 on Fargate, elsewhere what the containers use
   */
  readonly memory?: number;
  /**
   * The role that reads the secrets.
   *
   * @default - a role of its own, which allows exactly what the containers need
   */
  readonly executionRole?: IExecutionRole;
  /**
   * ARN of the role that the application itself has.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   * @default - none
   */
  readonly taskRoleArn?: string;
  /**
   * Where the tasks can run.
   *
   * @default [Compatibility.FARGATE]
   */
  readonly compatibilities?: Compatibility[];
  /**
   * Network mode of the containers: `awsvpc`, `bridge`, `host` or `none`.
   *
   * @default awsvpc on Fargate, elsewhere the platform's default
   */
  readonly networkMode?: string;
  /**
   * Whether old revisions stay registered when a new one replaces them, so that a service can be rolled back to them.
   *
   * @default - true where a secret pins its versions, otherwise false
   */
  readonly skipDestroy?: boolean;
  /**
   * Tags of the task definition, and of the execution role that belongs to it.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the task definition.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * An ECS task definition whose secrets, execution role and order of changes follow from what its containers use.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export class TaskDefinition extends Construct {
  /**
   * The task definition, for everything that has no prop here: `resource.addOverride(…)`.
   */
  public readonly resource: EcsTaskDefinition;
  /**
   * ARN with the revision.
   */
  public readonly arn: string;
  /**
   * The role that reads the secrets.
   */
  public readonly executionRole: IExecutionRole;
  /**
   * Something that changes whenever Terraform writes a value anew, for `triggers` of an `aws_ecs_service` with `force_new_deployment`. A task
   * reads its secrets only when it starts.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
   */
  public readonly redeployTriggers: { [key: string]: string };
  /**
   * What has to be there before a task can start: policies of the role, and values. For `depends_on` of a service.
   */
  public readonly serviceDependencies: ITerraformDependable[];

  /**
   * @throws if a name is in a container twice, or both in its environment and its secrets, or missing although its contract requires it
   */
  public constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    if (props.containers.length === 0) {
      throw new ValidationError('a task definition without containers: give it at least one', this);
    }
    const { compatibilities = [Compatibility.FARGATE], tags, provider } = props;
    const fargate = compatibilities.includes(Compatibility.FARGATE);
    const environment = AwsEnvironment.of(this, provider);
    const containers = props.containers
      .map((definition) => new BoundContainer(this, definition, environment))
      .sort((a, b) => compare(a.definition.name, b.definition.name));

    this.executionRole = props.executionRole ?? new ExecutionRole(this, 'ExecutionRole', { tags, provider });
    containers.forEach((container) => this.grant(container, environment));
    this.redeployTriggers = triggersOf(containers);
    const written = new Set(containers.flatMap((container) => container.bindings.flatMap((binding) => binding.dependencies ?? [])));
    this.serviceDependencies = [...written, ...this.executionRole.policies];

    const pinned = containers.some(({ bindings }) => bindings.some(({ entries }) => entries.some((entry) => entry.pinned)));
    const containerDefinitions = containers.map((container) => container.toApi());
    this.resource = new EcsTaskDefinition(this, 'Resource', {
      family: props.family,
      cpu: textOf(props.cpu ?? (fargate ? 256 : undefined)),
      memory: textOf(props.memory ?? (fargate ? 512 : undefined)),
      requiresCompatibilities: [...compatibilities].sort(),
      networkMode: props.networkMode ?? (fargate ? 'awsvpc' : undefined),
      executionRoleArn: this.executionRole.roleArn,
      taskRoleArn: props.taskRoleArn,
      containerDefinitions: new JsonText(containerDefinitions).toString(),
      skipDestroy: props.skipDestroy ?? (pinned || undefined),
      tags,
      provider,
      // the new revision is there before the old one, and what only the old one reads, goes; but this order spreads to the versions that a
      // pinned reference names, and such a version can't be replaced in it once somebody wrote another one
      lifecycle: pinned ? undefined : { createBeforeDestroy: true },
    });
    this.executionRole.addDependent(this.resource);
    this.arn = this.resource.arn;
  }

  private grant(container: BoundContainer, environment: AwsEnvironment): void {
    const { definition, logConfiguration } = container;
    if (container.secrets.length > 0) {
      this.executionRole.grantRead(container.source);
    }
    const repositoryArn = repositoryArnOf(definition.image, () => environment.partition);
    if (repositoryArn !== undefined) {
      this.executionRole.grantPull(repositoryArn);
    }
    const { 'awslogs-group': group, 'awslogs-region': region, 'awslogs-create-group': createGroup } = logConfiguration?.options ?? {};
    if (logConfiguration?.logDriver === 'awslogs' && group !== undefined) {
      const arn = `arn:${environment.partition}:logs:${region}:${environment.account}:log-group:${group}`;
      this.executionRole.grantLogs(arn, { createGroup: createGroup === 'true' });
    }
  }
}

function triggersOf(containers: BoundContainer[]): { [key: string]: string } {
  return Object.fromEntries(
    containers.flatMap((container) =>
      container.secrets.filter((entry) => entry.version !== undefined).map((entry) => [`${container.definition.name}/${entry.name}`, entry.version!]),
    ),
  );
}

/** Terraform takes the sizes of a task as strings. */
function textOf(size: number | undefined): string | undefined {
  return size === undefined ? undefined : Token.isUnresolved(size) ? Token.asString(size) : String(size);
}
