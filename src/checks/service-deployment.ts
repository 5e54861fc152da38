import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const DEPLOYMENT_CONFIGURATION =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html';

/** How a service replaces its tasks. */
export interface DeploymentSubject {
  readonly schedulingStrategy?: string;
  readonly deploymentMinimumHealthyPercent?: number;
  readonly deploymentMaximumPercent?: number;
  readonly availabilityZoneRebalancing?: boolean;
  readonly deploymentController?: string;
  readonly deploymentConfiguration?: {
    readonly strategy: string;
    readonly linearConfiguration?: object;
    readonly canaryConfiguration?: object;
    readonly lifecycleHooks?: readonly unknown[];
  };
  readonly loadBalancers?: readonly {
    readonly containerName: string;
    readonly elbName?: string;
    readonly advancedConfiguration?: object;
  }[];
}

export const DEPLOYMENT_PERCENTAGES: Rule<DeploymentSubject> = {
  id: 'deployment-percentages',
  explanation:
    'If as many tasks have to stay healthy as may run, a deployment can neither stop nor start one. A daemon ' +
    'service runs at most one task on each instance.',
  fix: 'leave room between the two',
  source: DEPLOYMENT_CONFIGURATION,
  check: ({ schedulingStrategy, deploymentMinimumHealthyPercent: given, deploymentMaximumPercent: maximum }) => {
    if (isUnresolved(given) || isUnresolved(maximum)) {
      return undefined;
    }
    if (schedulingStrategy === 'DAEMON') {
      return maximum !== undefined && maximum !== 100
        ? `a service with scheduling strategy 'DAEMON' has deploymentMaximumPercent 100, got ${maximum}: leave it out`
        : undefined;
    }
    const [least, most] = [given ?? 100, maximum ?? 200];
    return least >= most
      ? `deploymentMinimumHealthyPercent ${least} must be less than deploymentMaximumPercent ${most}: lower ` +
          'the first or raise the second'
      : undefined;
  },
};

export const ZONE_REBALANCING: Rule<DeploymentSubject> = {
  id: 'zone-rebalancing',
  explanation:
    "To move tasks between Availability Zones, ECS starts one more task before it stops one. It can't do that " +
    'behind a Classic Load Balancer or for a daemon service.',
  fix: 'leave availabilityZoneRebalancing out, or set what excludes it differently',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html',
  check: ({ availabilityZoneRebalancing, deploymentMaximumPercent, loadBalancers = [], schedulingStrategy }) => {
    if (availabilityZoneRebalancing !== true) {
      return undefined;
    }
    if (schedulingStrategy === 'DAEMON') {
      return (
        "availabilityZoneRebalancing can't move the tasks of a service with scheduling strategy 'DAEMON': " +
        'leave it out'
      );
    }
    const classic = loadBalancers.find(({ elbName }) => elbName !== undefined);
    if (classic !== undefined) {
      return (
        'availabilityZoneRebalancing doesn\'t work with a Classic Load Balancer, got elbName of container ' +
        `'${classic.containerName}': use a target group, or leave it out`
      );
    }
    return deploymentMaximumPercent !== undefined &&
      !isUnresolved(deploymentMaximumPercent) &&
      deploymentMaximumPercent <= 100
      ? 'availabilityZoneRebalancing needs room for one more task, got deploymentMaximumPercent ' +
          `${deploymentMaximumPercent}: set it above 100, or leave the rebalancing out`
      : undefined;
  },
};

export const DEPLOYMENT_STRATEGY: Rule<DeploymentSubject> = {
  id: 'deployment-strategy',
  explanation:
    'Steps belong to the strategy LINEAR, and a first part belongs to CANARY. A load balancer needs to know ' +
    'where the second set of tasks is. CodeDeploy has its own strategies.',
  fix: 'give what the strategy takes, and only that',
  source: DEPLOYMENT_CONFIGURATION,
  check: ({ deploymentConfiguration: configuration, deploymentController, loadBalancers = [] }) => {
    const advanced = loadBalancers.find(({ advancedConfiguration }) => advancedConfiguration !== undefined);
    const strategy = configuration?.strategy ?? 'ROLLING';
    if (isUnresolved(strategy)) {
      return undefined;
    }
    if (configuration !== undefined && deploymentController === 'CODE_DEPLOY') {
      return (
        "deploymentConfiguration needs deployment controller 'ECS', got 'CODE_DEPLOY': configure the " +
        "strategy in CodeDeploy's deployment group"
      );
    }
    if (configuration?.linearConfiguration !== undefined && strategy !== 'LINEAR') {
      return (
        `linearConfiguration needs the deployment strategy 'LINEAR', got '${strategy}': leave it out or ` +
        'change the strategy'
      );
    }
    if (configuration?.canaryConfiguration !== undefined && strategy !== 'CANARY') {
      return (
        `canaryConfiguration needs the deployment strategy 'CANARY', got '${strategy}': leave it out or ` +
        'change the strategy'
      );
    }
    if (strategy === 'ROLLING') {
      return advanced === undefined
        ? undefined
        : `load balancer of container '${advanced.containerName}': advancedConfiguration needs a deployment ` +
          "strategy with a second set of tasks, got 'ROLLING': leave it out or set deploymentConfiguration";
    }
    const plain = loadBalancers.find(({ advancedConfiguration }) => advancedConfiguration === undefined);
    return plain === undefined
      ? undefined
      : `load balancer of container '${plain.containerName}': deployment strategy '${strategy}' needs to know ` +
          'where the second set of tasks is: give it advancedConfiguration';
  },
};

/** Settings that the provider of version 5 doesn't know, and the version that the bindings are for. */
export const PROVIDER_SIX: Rule<{ readonly settings: readonly string[]; readonly providerVersion?: string }> = {
  id: 'provider-version',
  explanation:
    'Terraform refuses settings that the AWS provider does not know: deployments with a second set of tasks ' +
    'came with version 6.',
  fix: 'use @cdktf/provider-aws 21, which is for AWS provider 6',
  source: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service',
  check: ({ settings, providerVersion }) =>
    settings.length > 0 && providerVersion !== undefined && Number(providerVersion.split('.')[0]) < 6
      ? `'${settings[0]}' takes AWS provider 6, got ${providerVersion}: use @cdktf/provider-aws 21`
      : undefined,
};
