import { TerraformProvider } from 'cdktf';
import { DeploymentConfiguration } from './deployment-configuration';
import { ServiceLoadBalancer } from './load-balancer';
import { ServiceConnectConfiguration } from './service-connect';
import {
  CapacityProviderStrategyItem,
  DeploymentAlarms,
  DeploymentCircuitBreaker,
  DeploymentController,
  LaunchType,
  PlacementStrategy,
  PropagateTags,
  RevisionOwner,
  SchedulingStrategy,
  ServicePlacementConstraint,
  ServiceRegistry,
  ServiceTimeouts,
  VpcLatticeConfiguration,
} from './service-settings';
import { ServiceVolumeConfiguration } from './volume-configuration';
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
   * Whether the service runs a number of tasks, or one task on each container instance.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler
   * @default SchedulingStrategy.REPLICA
   */
  readonly schedulingStrategy?: SchedulingStrategy;
  /**
   * Number of tasks. Not with `SchedulingStrategy.DAEMON`, where the cluster decides it.
   *
   * @default 1
   */
  readonly desiredCount?: number;
  /**
   * Whether Application Auto Scaling, or somebody else, changes the number of tasks; Terraform then only sets it at the
   * beginning.
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
   * Target groups of VPC Lattice that the tasks are registered in.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-vpc-lattice.html
   * @default - none
   */
  readonly vpcLatticeConfigurations?: VpcLatticeConfiguration[];
  /**
   * The EBS volume that each task gets when it starts, for the volume of the task definition with `configuredAtLaunch`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html
   * @default - none
   */
  readonly volumeConfiguration?: ServiceVolumeConfiguration;
  /**
   * Where the tasks run. Excludes `capacityProviderStrategy`.
   *
   * @default FARGATE where the task definition can run nowhere else and there is no `capacityProviderStrategy`,
   * otherwise the cluster's default
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
   * Which container instances tasks can be placed on, at most 10. Not on Fargate.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html
   * @default - all
   */
  readonly placementConstraints?: ServicePlacementConstraint[];
  /**
   * How tasks are spread over container instances, at most 5 strategies in the order of their importance. Not on
   * Fargate, not with `SchedulingStrategy.DAEMON`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
   * @default - spread over Availability Zones
   */
  readonly placementStrategies?: PlacementStrategy[];
  /**
   * Platform version of Fargate, like `1.4.0`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html
   * @default LATEST
   */
  readonly platformVersion?: string;
  /**
   * What carries out deployments. `CODE_DEPLOY` takes `RevisionOwner.CI`; Terraform then leaves load balancers alone
   * too, and a written value redeploys nothing, because AWS refuses it: start a deployment in CodeDeploy.
   *
   * @default DeploymentController.ECS
   */
  readonly deploymentController?: DeploymentController;
  /**
   * How ECS replaces the tasks: step by step, or with a second set of tasks that traffic is moved to at once
   * (blue/green), in equal steps (linear) or first with a small part (canary). All but the first take AWS provider 6.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
   * @default - a rolling deployment
   */
  readonly deploymentConfiguration?: DeploymentConfiguration;
  /**
   * Percentage of the desired number of tasks that stays healthy during a deployment. It must be less than
   * `deploymentMaximumPercent`.
   *
   * @default 100, with `SchedulingStrategy.DAEMON` 0
   */
  readonly deploymentMinimumHealthyPercent?: number;
  /**
   * Percentage of the desired number of tasks that may run during a deployment.
   *
   * @default 200, with `SchedulingStrategy.DAEMON` 100
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
   * How long Terraform waits.
   *
   * @default - 20 minutes each
   */
  readonly timeouts?: ServiceTimeouts;
  /**
   * Whether the service can be destroyed while its tasks run.
   *
   * @default false
   */
  readonly forceDelete?: boolean;
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
