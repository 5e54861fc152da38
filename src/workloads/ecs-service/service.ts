import { DataAwsEcsTaskDefinition } from '@cdktf/provider-aws/lib/data-aws-ecs-task-definition';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { ServiceProps } from './service-props';
import { providerSixSettings, serviceConfigOf } from './service-resource';
import { DeploymentController, LaunchType, RevisionOwner } from './service-settings';
import { SERVICE_PROPS } from './service-shape';
import { SERVICE_VOLUME } from '../../checks/launch-volume';
import { PLATFORM_VERSION } from '../../checks/platform';
import { PROP_TYPES } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import {
  CLUSTER_ARN,
  CODE_DEPLOY_FAILURE,
  CODE_DEPLOY_REVISION,
  EXECUTE_COMMAND_ROLE,
  GRACE_PERIOD,
  LAUNCH_TYPE_AND_STRATEGY,
  LOAD_BALANCER,
  SERVICE_CONNECT,
  SERVICE_NAME,
  SUBNETS,
} from '../../checks/service';
import { SERVICE_CONNECT_TWICE, TEST_TRAFFIC_PORT } from '../../checks/service-connect';
import {
  DEPLOYMENT_PERCENTAGES,
  DEPLOYMENT_STRATEGY,
  PROVIDER_SIX,
  ZONE_REBALANCING,
} from '../../checks/service-deployment';
import { DAEMON_SERVICE, PLACEMENT_ON_FARGATE, SERVICE_PLACEMENT } from '../../checks/service-placement';
import { AwsEnvironment } from '../../terraform/aws-environment';
import { hcl } from '../../terraform/hcl';
import { literalConfig } from '../../terraform/literal-config';
import { MovedFrom } from '../../terraform/moved-from';
import { isUnresolved } from '../../terraform/tokens';
import { withinStack } from '../../terraform/within-stack';
import { ResolvedContainer } from '../containers/resolved-container';
import { TaskDefinition } from '../ecs-task/task-definition';

/**
 * An ECS service that starts after the policies and values of its tasks are there, and deploys anew when Terraform
 * writes a value.
 *
 * Once Terraform writes values, each of its changes to the service forces a deployment, because AWS knows no trigger of
 * its own.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 */
export class Service extends Construct {
  /**
   * The service, for everything that has no prop here: `resource.addOverride(…)`.
   */
  public readonly resource: EcsService;
  /**
   * ARN of the service.
   */
  public readonly serviceArn: string;
  /**
   * Name of the service.
   */
  public readonly serviceName: string;

  /**
   * @throws if the cluster isn't named by its ARN, if a load balancer or Service Connect names a container or port that
   * the task definition doesn't have, if subnets and network mode don't go together, or if settings exclude each other
   */
  public constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    enforce(this, { props, ...SERVICE_PROPS }, PROP_TYPES);
    const { taskDefinition, tags, provider } = props;
    this.validate(props);

    const proxy = this.serviceConnectProxy(props);
    const codeDeploy = props.deploymentController === DeploymentController.CODE_DEPLOY;
    const triggers = { ...taskDefinition.redeployTriggers, ...triggersOf(proxy) };
    // the provider drops triggers without force_new_deployment; without triggers, forcing would only make other changes
    // more expensive
    const redeploys = !codeDeploy && Object.keys(triggers).length > 0;
    const ignoreChanges = [
      ...(props.revisionOwner === RevisionOwner.CI ? ['task_definition'] : []),
      ...(codeDeploy ? ['load_balancer'] : []),
      ...(props.autoScaling ? ['desired_count'] : []),
    ];
    this.resource = new EcsService(
      this,
      'Resource',
      literalConfig({
        ...serviceConfigOf(props, proxy),
        name: props.serviceName,
        cluster: props.clusterArn,
        taskDefinition: this.revision(props),
        forceNewDeployment: redeploys ? true : undefined,
        triggers: redeploys ? triggers : undefined,
        launchType: launchTypeOf(props),
        tags,
        provider,
        dependsOn: this.writtenBy(taskDefinition, proxy),
        lifecycle: ignoreChanges.length > 0 ? { ignoreChanges } : undefined,
      }),
    );
    const settings = Object.entries(literalConfig(providerSixSettings(props)));
    settings.forEach(([path, setting]) => this.resource.addOverride(path, setting));
    taskDefinition.executionRole.addDependent(this.resource);
    this.serviceArn = this.resource.id;
    this.serviceName = props.serviceName;
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: a deployment that
   * has not seen it would replace them.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Service`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  private revision({ taskDefinition, revisionOwner, provider }: ServiceProps): string {
    if (revisionOwner !== RevisionOwner.LATEST) {
      return taskDefinition.arn;
    }
    const { arnWithoutRevision, revision } = taskDefinition.resource;
    // unknown until the family exists, so that the first plan doesn't look for it, and known from then on, so that
    // later ones do
    const family = hcl`split("/", ${arnWithoutRevision})[1]`.toString();
    const latest = new DataAwsEcsTaskDefinition(this, 'Latest', { taskDefinition: family, provider });
    return `${arnWithoutRevision}:${Token.asString(hcl`max(${revision}, ${latest.revision})`)}`;
  }

  /** What has to be written first; the role itself tells about its policies, also about those that later grants add. */
  private writtenBy(
    { executionRole, serviceDependencies }: TaskDefinition,
    proxy?: ResolvedContainer,
  ): ITerraformDependable[] {
    const { policies } = executionRole;
    const options = proxy?.bindings.flatMap((binding) => binding.dependencies ?? []) ?? [];
    return withinStack(
      this,
      [...new Set([...serviceDependencies, ...options])].filter((dependency) => !policies.includes(dependency)),
    );
  }

  /**
   * The container that Service Connect adds to each task, as far as it writes logs. The task's execution role reads its
   * secrets.
   */
  private serviceConnectProxy({
    serviceConnect,
    taskDefinition,
    provider,
  }: ServiceProps): ResolvedContainer | undefined {
    const logConfiguration = serviceConnect?.logConfiguration;
    if (logConfiguration === undefined) {
      return undefined;
    }
    const definition = { name: 'Service Connect proxy', image: 'service-connect', logConfiguration };
    const proxy = new ResolvedContainer(this, definition, AwsEnvironment.of(this, provider));
    proxy.enforceLogGroup();
    proxy.grantTo(taskDefinition.executionRole);
    return proxy;
  }

  private validate(props: ServiceProps): void {
    const { resource, _definitions, _launchVolume: volume } = props.taskDefinition;
    const containers = _definitions.map(({ name, portMappings = [] }) => ({
      name,
      ports: isUnresolved(portMappings) ? undefined : portMappings,
    }));
    const subject = { ...props, launchType: launchTypeOf(props), networkMode: resource.networkModeInput, containers };
    enforce(this, { ...subject, launchType: props.launchType }, LAUNCH_TYPE_AND_STRATEGY);
    enforce(this, subject, SERVICE_NAME, CLUSTER_ARN, SUBNETS, LOAD_BALANCER, SERVICE_CONNECT, GRACE_PERIOD);
    enforce(this, subject, DAEMON_SERVICE, PLACEMENT_ON_FARGATE, SERVICE_PLACEMENT);
    enforce(
      this,
      subject,
      CODE_DEPLOY_REVISION,
      CODE_DEPLOY_FAILURE,
      DEPLOYMENT_PERCENTAGES,
      ZONE_REBALANCING,
      DEPLOYMENT_STRATEGY,
    );
    enforce(this, { services: props.serviceConnect?.services ?? [] }, SERVICE_CONNECT_TWICE, TEST_TRAFFIC_PORT);
    const { name: configured, managedEbsVolume: volumeInput } = props.volumeConfiguration ?? {};
    enforce(this, { configured, volume, volumeInput }, SERVICE_VOLUME);
    const { providerVersion } = resource.terraformGeneratorMetadata ?? {};
    enforce(this, { settings: Object.keys(providerSixSettings(props)), providerVersion }, PROVIDER_SIX);
    enforce(
      this,
      { enableExecuteCommand: props.enableExecuteCommand, taskRoleArn: resource.taskRoleArnInput },
      EXECUTE_COMMAND_ROLE,
    );
    const { _operatingSystemFamily: operatingSystemFamily, _features: features } = props.taskDefinition;
    enforce(this, { platformVersion: props.platformVersion, operatingSystemFamily, features }, PLATFORM_VERSION);
  }
}

function launchTypeOf(props: ServiceProps): string | undefined {
  const compatibilities = props.taskDefinition.resource.requiresCompatibilitiesInput;
  const fargateOnly = !isUnresolved(compatibilities) && compatibilities?.join() === 'FARGATE';
  return (
    props.launchType ?? (fargateOnly && props.capacityProviderStrategy === undefined ? LaunchType.FARGATE : undefined)
  );
}

/** What changes when Terraform writes an option of the proxy's log driver anew. */
function triggersOf(proxy: ResolvedContainer | undefined): { [key: string]: string } {
  const written = proxy?.secretOptions.filter(({ version }) => version !== undefined) ?? [];
  return Object.fromEntries(written.map(({ name, version }) => [`serviceConnect/secretOptions/${name}`, version!]));
}
