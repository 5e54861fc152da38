import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { WITHOUT_CONTAINERS, apiDefinitionOf } from './api-task-definition';
import { grantFileSystems } from './file-system-grants';
import { enforceTaskSettings } from './task-checks';
import { resourceConfigOf, s3FilesVolumesOf } from './task-definition-config';
import { readTaskDefinition } from './task-definition-json';
import { Compatibility, TaskDefinitionProps } from './task-definition-props';
import { ApiTaskDefinition } from './task-definition-shape';
import { TaskDefinitionSources } from './task-definition-sources';
import { IExecutionRole } from '../../access/execution-role-interface';
import { leftWithoutRole } from '../../access/no-execution-role';
import { FARGATE_EXECUTION_ROLE } from '../../checks/access';
import { ANY, KNOWN_FIELDS, MAP, NUMBER, OBJECT, OBJECTS, TEXT, TEXTS } from '../../checks/api-shape';
import { ENVIRONMENT_FILE_COUNT, ENVIRONMENT_FILE_WINDOWS } from '../../checks/environment-file';
import { AGENT_VERSION, OPERATING_SYSTEM_FAMILY, PLATFORM_VERSION, PlatformFeature } from '../../checks/platform';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce, enforceTogether } from '../../checks/rule';
import { PROVIDER_SIX } from '../../checks/service-deployment';
import { FIRELENS_CONFIG_FARGATE } from '../../checks/start-files';
import { READ_ONLY_FIELDS } from '../../checks/task';
import { FAMILY_NAME } from '../../checks/task-names';
import { FARGATE_SIZE, TASK_DEFINITION_BYTES, TASK_DEFINITION_SIZE } from '../../checks/task-size';
import { warn } from '../../checks/warnings';
import { SecretEntry } from '../../references/secret-source';
import { attributeOf } from '../../terraform/attribute-reference';
import { AwsEnvironment } from '../../terraform/aws-environment';
import { JsonText, PlainText } from '../../terraform/json-text';
import { literalConfig } from '../../terraform/literal-config';
import { MovedFrom } from '../../terraform/moved-from';
import { withinStack } from '../../terraform/within-stack';
import { enforceContainers, enforceTask } from '../containers/container-checks';
import { ContainerDefinition } from '../containers/container-definition';
import { minimumBytes } from '../containers/minimum-size';
import { arePinned, continueUnpinned, definitionId } from '../containers/pinned-definition';
import { ResolvedContainer } from '../containers/resolved-container';
import { withSecretFiles } from '../containers/secret-file-containers';
import { routerFileOf } from '../containers/start-files';
import { warnOfTemplates } from '../containers/visible-secret-warnings';
import { resolveWorkload } from '../resolved-workload';

const PROPS = propsOf<TaskDefinitionProps>({ family: TEXT, containers: OBJECTS }, {
  cpu: NUMBER,
  memory: NUMBER,
  executionRole: OBJECT,
  taskRoleArn: TEXT,
  compatibilities: TEXTS,
  networkMode: ANY,
  platformVersion: TEXT,
  volumes: OBJECTS,
  runtimePlatform: OBJECT,
  ephemeralStorage: ANY,
  proxyConfiguration: OBJECT,
  placementConstraints: ANY,
  pidMode: ANY,
  ipcMode: ANY,
  enableFaultInjection: ANY,
  skipDestroy: ANY,
  tags: MAP,
  provider: OBJECT,
});

/**
 * An ECS task definition whose secrets, execution role and order of changes follow from what its containers use.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export class TaskDefinition extends Construct {
  /**
   * A task definition from a file as `aws ecs register-task-definition --cli-input-json` and ecspresso take it, or as
   * `aws ecs describe-task-definition` answers it: every field and reference stays as it is, and the role is allowed to
   * read what the file names. What AWS only reports, like the revision, is left out with a warning.
   *
   * @param json text of the file, like `readFileSync('ecs-task-def.json', 'utf8')`; templates in it have to be rendered
   * first
   * @param sources what to add to it
   * @see https://docs.aws.amazon.com/cli/latest/reference/ecs/register-task-definition.html
   * @throws if the text isn't JSON, or has fields or values that ECS doesn't know; all problems of the file are told at
   * once
   */
  public static fromJson(
    scope: Construct,
    id: string,
    json: string,
    sources: TaskDefinitionSources = {},
  ): TaskDefinition {
    return enforceTogether(() => {
      const { props, dropped } = readTaskDefinition(scope, id, json, sources);
      const task = new TaskDefinition(scope, id, props);
      warn(task, { fields: dropped }, READ_ONLY_FIELDS);
      props.containers.forEach(({ name, environment = {} }) => warnOfTemplates(task, name, environment));
      return task;
    });
  }

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
  /** @internal */
  public readonly _containers: readonly ResolvedContainer[];
  /** @internal */
  public readonly _operatingSystemFamily?: string;
  /** @internal */
  public readonly _definitions: readonly ContainerDefinition[];

  /** Not for the task definition itself: its create_before_destroy would spread to the versions of secrets. */
  private readonly written: readonly ITerraformDependable[];
  private readonly api: ApiTaskDefinition;

  /**
   * @throws if a name is in a container twice, or both in its environment and its secrets; if a value is one that ECS
   * doesn't know; if a container refers to a container or volume that the task doesn't have
   */
  public constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    enforce(this, { value: props, field: WITHOUT_CONTAINERS, libraryFields: Object.keys(props) }, KNOWN_FIELDS);
    enforce(this, { family: props.family }, FAMILY_NAME);
    const { compatibilities = [Compatibility.FARGATE], tags, provider } = props;
    const fargate = compatibilities.includes(Compatibility.FARGATE);
    enforceContainers(this, props.containers);
    const parts = withSecretFiles(this, props, fargate || props.memory !== undefined);
    enforceTask(this, parts.containers, parts.volumes);
    const count = props.containers.reduce((sum, container) => sum + (container.environmentFiles?.length ?? 0), 0);
    enforce(
      this,
      { count, operatingSystemFamily: props.runtimePlatform?.operatingSystemFamily },
      ENVIRONMENT_FILE_COUNT,
      ENVIRONMENT_FILE_WINDOWS,
    );

    const { containers, executionRole, entries, written, preconditions } = resolveWorkload(
      this,
      parts.containers,
      props,
    );
    containers.forEach((container) => container.enforceLogGroup());
    this.executionRole = executionRole;
    grantFileSystems(this, executionRole, props.volumes ?? [], AwsEnvironment.of(this, provider));
    this.written = written;
    this._containers = containers;
    this._operatingSystemFamily = props.runtimePlatform?.operatingSystemFamily;
    this.enforcePlatform(props, compatibilities);
    this._definitions = parts.containers;

    this.api = apiDefinitionOf(this, { ...props, volumes: parts.volumes }, containers, fargate);
    enforceTaskSettings(this, this.api);
    enforce(this, { bytes: minimumBytes(this.api, entries, TASK_DEFINITION_BYTES) }, TASK_DEFINITION_SIZE);
    const pinned = arePinned(entries);
    this.resource = new EcsTaskDefinition(
      this,
      definitionId(pinned),
      literalConfig({
        ...resourceConfigOf(this, this.api),
        executionRoleArn: executionRole.roleArn || undefined,
        skipDestroy: props.skipDestroy ?? (pinned || undefined),
        tags,
        provider,
        // the new revision is there before the old one, and what only the old one reads, goes; but this order spreads
        // to the versions that a pinned reference names, and such a version can't be replaced in it once somebody wrote
        // another one
        lifecycle: { createBeforeDestroy: pinned ? undefined : true, precondition: preconditions },
      }),
    );
    const s3Files = s3FilesVolumesOf(this.api);
    if (s3Files.length > 0) {
      const { providerVersion } = this.resource.terraformGeneratorMetadata ?? {};
      enforce(this, { settings: ['s3filesVolumeConfiguration'], providerVersion }, PROVIDER_SIX);
      this.resource.addOverride('volume', literalConfig(s3Files));
    }
    continueUnpinned(this, this.resource, pinned);
    executionRole.addDependent(this.resource);
    this.arn = attributeOf(this.resource, 'arn');
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: roles keep the
   * names that begin with the first path.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Task`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  /**
   * The task definition as `aws ecs register-task-definition --cli-input-json` and ecspresso take it.
   *
   * ARNs are only known after apply, so this is a token. Put it into an output and read it with
   * `terraform output -raw NAME > ecs-task-def.json`, or into the `content` of a `local_file`:
   * `new TerraformOutput(this, 'TaskDefinitionJson', { value: task.toJson() })`. It holds references to secrets, never
   * their values.
   *
   * @see https://docs.aws.amazon.com/cli/latest/reference/ecs/register-task-definition.html
   */
  public toJson(): string {
    const { roleArn } = this.executionRole;
    const role = roleArn === '' ? {} : { executionRoleArn: new PlainText(roleArn) };
    return new JsonText(this, { ...this.api, ...role }).toString();
  }

  /**
   * Something that changes whenever Terraform writes a value anew, for `triggers` of an `aws_ecs_service` with
   * `force_new_deployment`. A task reads its secrets only when it starts.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
   */
  public get redeployTriggers(): { [key: string]: string } {
    return triggersOf(this._containers);
  }

  /**
   * What has to be there before a task can start: policies of the role, values, and a look at them where a source asks
   * for `verifyAtPlan`. For `depends_on` of a service that isn't a `Service`. What another stack of the app creates is
   * left out, since that stack is deployed first.
   */
  public get serviceDependencies(): ITerraformDependable[] {
    return withinStack(this, [...this.written, ...this.executionRole.policies]);
  }

  /** Name of the volume that is configured when a task starts. @internal */
  public get _launchVolume(): string | undefined {
    return this.api.volumes?.find((volume) => volume.configuredAtLaunch === true)?.name;
  }

  /** What not every platform can do. @internal */
  public get _features(): PlatformFeature[] {
    return this._containers.flatMap((container) => container.features);
  }

  private enforcePlatform(
    { platformVersion, cpu = 256, memory = 512 }: TaskDefinitionProps,
    compatibilities: readonly Compatibility[],
  ): void {
    const features = this._features;
    enforce(this, { operatingSystemFamily: this._operatingSystemFamily }, OPERATING_SYSTEM_FAMILY);
    if (compatibilities.includes(Compatibility.FARGATE)) {
      enforce(this, { cpu, memory, operatingSystemFamily: this._operatingSystemFamily }, FARGATE_SIZE);
      enforce(
        this,
        { platformVersion, operatingSystemFamily: this._operatingSystemFamily, features },
        PLATFORM_VERSION,
      );
      this._containers.forEach(({ definition }) => enforce(this, routerFileOf(definition), FIRELENS_CONFIG_FARGATE));
      enforce(this, { what: leftWithoutRole(this.executionRole) ?? [] }, FARGATE_EXECUTION_ROLE);
    }
    warn(this, { compatibilities, features }, AGENT_VERSION);
  }
}

function triggersOf(containers: readonly ResolvedContainer[]): { [key: string]: string } {
  const triggers = (place: string, entries: readonly Pick<SecretEntry, 'name' | 'version'>[]) =>
    entries.filter((entry) => entry.version !== undefined).map((entry) => [`${place}/${entry.name}`, entry.version!]);
  return Object.fromEntries(
    containers.flatMap(({ definition: { name }, secrets, secretOptions, bindings }) => [
      ...triggers(name, secrets),
      ...triggers(`${name}/secretOptions`, secretOptions),
      ...triggers(
        name,
        bindings.flatMap((binding) => binding.lists ?? []).map(({ label, version }) => ({ name: label, version })),
      ),
    ]),
  );
}

