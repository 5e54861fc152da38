import { DataAwsEcsTaskDefinition } from '@cdktf/provider-aws/lib/data-aws-ecs-task-definition';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { ITerraformDependable, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  CapacityProviderStrategyItem, DeploymentAlarms, DeploymentCircuitBreaker, DeploymentController, LaunchType, PropagateTags, RevisionOwner,
  ServiceConnectConfiguration, ServiceLoadBalancer, ServiceRegistry,
} from './service-settings';
import { OBJECT, TEXT } from '../../checks/api-shape';
import { PLATFORM_VERSION } from '../../checks/platform';
import { PROP_TYPES } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import {
  CLUSTER_ARN, CODE_DEPLOY_FAILURE, CODE_DEPLOY_REVISION, GRACE_PERIOD, LAUNCH_TYPE_AND_STRATEGY, LOAD_BALANCER,
  SERVICE_CONNECT, SERVICE_NAME, SUBNETS,
} from '../../checks/service';
import { hcl } from '../../terraform/hcl';
import { literalConfig } from '../../terraform/literal-config';
import { isUnresolved } from '../../terraform/tokens';
import { withinStack } from '../../terraform/within-stack';
import { TaskDefinition } from '../ecs-task/task-definition';

/**
 * Properties of `Service`.
 */
export interface ServiceProps {
  /**
   * Name of the service, up to 255 letters, digits, hyphens and underscores.
   */
  readonly serviceName: string;
  /**
   * ARN of the cluster.
   */
  readonly clusterArn: string;
  /**
   * What the tasks are made from.
   */
  readonly taskDefinition: TaskDefinition;
  /**
   * Who decides which revision of the task definition runs.
   *
   * @default RevisionOwner.TERRAFORM
   */
  readonly revisionOwner?: RevisionOwner;
  /**
   * Number of tasks.
   *
   * @default 1
   */
  readonly desiredCount?: number;
  /**
   * Whether Application Auto Scaling, or somebody else, changes the number of tasks; Terraform then only sets it at the beginning.
   *
   * @default false
   */
  readonly autoScaling?: boolean;
  /**
   * Ids of the subnets of the tasks, with the network mode `awsvpc`.
   *
   * @default - none
   */
  readonly subnets?: string[];
  /**
   * Ids of the security groups of the tasks, with the network mode `awsvpc`.
   *
   * @default - the VPC's default security group
   */
  readonly securityGroups?: string[];
  /**
   * Whether tasks get a public address. In a public subnet without one a task reaches neither Secrets Manager nor ECR.
   *
   * @default false
   */
  readonly assignPublicIp?: boolean;
  /**
   * Load balancers that send requests to the tasks.
   *
   * @default - none
   */
  readonly loadBalancers?: ServiceLoadBalancer[];
  /**
   * Seconds for which failed health checks of a load balancer don't count after a task's start.
   *
   * @default 0
   */
  readonly healthCheckGracePeriodSeconds?: number;
  /**
   * The Cloud Map service in which the tasks are registered.
   *
   * @default - none
   */
  readonly serviceRegistry?: ServiceRegistry;
  /**
   * How the service takes part in Service Connect.
   *
   * @default - not at all
   */
  readonly serviceConnect?: ServiceConnectConfiguration;
  /**
   * Where the tasks run. Excludes `capacityProviderStrategy`.
   *
   * @default FARGATE where the task definition can run nowhere else and there is no `capacityProviderStrategy`, otherwise the cluster's default
   */
  readonly launchType?: LaunchType;
  /**
   * Capacity providers that share the tasks. Excludes `launchType`; an empty list means the cluster's default strategy.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html
   * @default - by launch type
   */
  readonly capacityProviderStrategy?: CapacityProviderStrategyItem[];
  /**
   * Platform version of Fargate, like `1.4.0`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html
   * @default LATEST
   */
  readonly platformVersion?: string;
  /**
   * What carries out deployments. `CODE_DEPLOY` takes `RevisionOwner.CI`; Terraform then leaves load balancers alone too, and a written value
   * redeploys nothing, because AWS refuses it: start a deployment in CodeDeploy.
   *
   * @default DeploymentController.ECS
   */
  readonly deploymentController?: DeploymentController;
  /**
   * Percentage of the desired number of tasks that stays healthy during a deployment.
   *
   * @default 100
   */
  readonly deploymentMinimumHealthyPercent?: number;
  /**
   * Percentage of the desired number of tasks that may run during a deployment.
   *
   * @default 200
   */
  readonly deploymentMaximumPercent?: number;
  /**
   * Gives up a deployment whose tasks don't start.
   *
   * @default - ECS tries for ever
   */
  readonly circuitBreaker?: DeploymentCircuitBreaker;
  /**
   * Gives up a deployment when an alarm goes off.
   *
   * @default - none
   */
  readonly alarms?: DeploymentAlarms;
  /**
   * Whether the apply waits until the tasks run, and fails if they don't.
   *
   * @default false
   */
  readonly waitForSteadyState?: boolean;
  /**
   * Whether commands can be run in the containers. Whoever may do so can read their environment, secrets included.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   * @default false
   */
  readonly enableExecuteCommand?: boolean;
  /**
   * Whether ECS moves tasks so that the Availability Zones have equally many.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
   * @default - the provider's
   */
  readonly availabilityZoneRebalancing?: boolean;
  /**
   * Whose tags the tasks get.
   *
   * @default - nobody's
   */
  readonly propagateTags?: PropagateTags;
  /**
   * Whether ECS tags the tasks with the names of cluster and service.
   *
   * @default false
   */
  readonly enableEcsManagedTags?: boolean;
  /**
   * Tags of the service.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the service.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * An ECS service that starts after the policies and values of its tasks are there, and deploys anew when Terraform writes a value.
 *
 * Once Terraform writes values, each of its changes to the service forces a deployment, because AWS knows no trigger of its own.
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
   * @throws if the cluster isn't named by its ARN, if a load balancer or Service Connect names a container or port that the task definition
   * doesn't have, if subnets and network mode don't go together, or if settings exclude each other
   */
  public constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    enforce(this, { props, required: { serviceName: TEXT, clusterArn: TEXT, taskDefinition: OBJECT } }, PROP_TYPES);
    const { taskDefinition, tags, provider } = props;
    this.validate(props);

    const codeDeploy = props.deploymentController === DeploymentController.CODE_DEPLOY;
    const triggers = taskDefinition.redeployTriggers;
    // the provider drops triggers without force_new_deployment; without triggers, forcing would only make other changes more expensive
    const redeploys = !codeDeploy && Object.keys(triggers).length > 0;
    const ignoreChanges = [
      ...(props.revisionOwner === RevisionOwner.CI ? ['task_definition'] : []),
      ...(codeDeploy ? ['load_balancer'] : []),
      ...(props.autoScaling ? ['desired_count'] : []),
    ];
    this.resource = new EcsService(this, 'Resource', literalConfig({
      name: props.serviceName,
      cluster: props.clusterArn,
      taskDefinition: this.revision(props),
      desiredCount: props.desiredCount ?? 1,
      forceNewDeployment: redeploys ? true : undefined,
      triggers: redeploys ? triggers : undefined,
      ...network(props),
      ...deployment(props),
      launchType: launchTypeOf(props),
      capacityProviderStrategy: props.capacityProviderStrategy?.length ? props.capacityProviderStrategy : undefined,
      platformVersion: props.platformVersion,
      waitForSteadyState: props.waitForSteadyState,
      enableExecuteCommand: props.enableExecuteCommand,
      availabilityZoneRebalancing: props.availabilityZoneRebalancing === undefined ? undefined : props.availabilityZoneRebalancing ? 'ENABLED' : 'DISABLED',
      propagateTags: props.propagateTags,
      enableEcsManagedTags: props.enableEcsManagedTags,
      tags,
      provider,
      dependsOn: this.writtenBy(taskDefinition),
      lifecycle: ignoreChanges.length > 0 ? { ignoreChanges } : undefined,
    }));
    taskDefinition.executionRole.addDependent(this.resource);
    this.serviceArn = this.resource.id;
    this.serviceName = props.serviceName;
  }

  private revision({ taskDefinition, revisionOwner, provider }: ServiceProps): string {
    if (revisionOwner !== RevisionOwner.LATEST) {
      return taskDefinition.arn;
    }
    const { arnWithoutRevision, revision } = taskDefinition.resource;
    // unknown until the family exists, so that the first plan doesn't look for it, and known from then on, so that later ones do
    const family = hcl`split("/", ${arnWithoutRevision})[1]`.toString();
    const latest = new DataAwsEcsTaskDefinition(this, 'Latest', { taskDefinition: family, provider });
    return `${arnWithoutRevision}:${Token.asString(hcl`max(${revision}, ${latest.revision})`)}`;
  }

  /** What has to be written first; the role itself tells about its policies, also about those that later grants add. */
  private writtenBy(taskDefinition: TaskDefinition): ITerraformDependable[] {
    const { policies } = taskDefinition.executionRole;
    return withinStack(this, taskDefinition.serviceDependencies.filter((dependency) => !policies.includes(dependency)));
  }

  private validate(props: ServiceProps): void {
    const { resource, _definitions } = props.taskDefinition;
    const containers = _definitions.map(({ name, portMappings = [] }) => ({
      name,
      ports: isUnresolved(portMappings) ? undefined : portMappings,
    }));
    const subject = { ...props, networkMode: resource.networkModeInput, containers };
    enforce(this, subject, SERVICE_NAME, CLUSTER_ARN, LAUNCH_TYPE_AND_STRATEGY, SUBNETS, LOAD_BALANCER, SERVICE_CONNECT, GRACE_PERIOD);
    enforce(this, subject, CODE_DEPLOY_REVISION, CODE_DEPLOY_FAILURE);
    const { _operatingSystemFamily: operatingSystemFamily, _features: features } = props.taskDefinition;
    enforce(this, { platformVersion: props.platformVersion, operatingSystemFamily, features }, PLATFORM_VERSION);
  }
}

function launchTypeOf(props: ServiceProps): string | undefined {
  const compatibilities = props.taskDefinition.resource.requiresCompatibilitiesInput;
  const fargateOnly = !isUnresolved(compatibilities) && compatibilities?.join() === 'FARGATE';
  return props.launchType ?? (fargateOnly && props.capacityProviderStrategy === undefined ? LaunchType.FARGATE : undefined);
}

function network(props: ServiceProps) {
  const { subnets, securityGroups, assignPublicIp, serviceConnect } = props;
  return {
    networkConfiguration: subnets && { subnets, securityGroups, assignPublicIp },
    loadBalancer: props.loadBalancers,
    healthCheckGracePeriodSeconds: props.healthCheckGracePeriodSeconds,
    serviceRegistries: props.serviceRegistry,
    serviceConnectConfiguration: serviceConnect && {
      enabled: true,
      namespace: serviceConnect.namespace,
      service: serviceConnect.services?.map(({ portName, discoveryName, port, dnsName }) => ({
        portName,
        discoveryName,
        clientAlias: port === undefined ? undefined : { port, dnsName },
      })),
    },
  };
}

function deployment({ deploymentController, circuitBreaker, alarms, ...props }: ServiceProps) {
  return {
    deploymentController: deploymentController && { type: deploymentController },
    deploymentMinimumHealthyPercent: props.deploymentMinimumHealthyPercent,
    deploymentMaximumPercent: props.deploymentMaximumPercent,
    deploymentCircuitBreaker: circuitBreaker && { enable: true, rollback: circuitBreaker.rollback ?? false },
    alarms: alarms && { enable: true, alarmNames: alarms.alarmNames, rollback: alarms.rollback ?? false },
  };
}
