import { TerraformStack } from 'cdktf';
import {
  Compatibility, ContainerDefinition, DeploymentController, DeploymentStrategy, ISecretSource, LaunchType, PropagateTags, RevisionOwner,
  SchedulingStrategy, Service, ServiceProps, TaskDefinition, TaskDefinitionProps,
} from '../../src';

/** What services that use every field refer to. */
export interface Surroundings {
  readonly clusterArn: string;
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly roleArn: string;
  readonly targetGroupArn: string;
  readonly registryArn: string;
  readonly splunkToken: ISecretSource;
}

const ON_EC2 = { compatibilities: [Compatibility.EC2], networkMode: 'awsvpc', memory: 512 };
const CA = 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/a';

/**
 * Services that use every field of version 5 of Terraform's provider among them.
 *
 * @returns the names of the services
 */
export function fullServices(stack: TerraformStack, around: Surroundings): string[] {
  const { clusterArn, subnets, securityGroups, roleArn, targetGroupArn, splunkToken } = around;
  const service = (
    serviceName: string, props: Partial<ServiceProps>, task: Partial<TaskDefinitionProps> = {}, container: Partial<ContainerDefinition> = {},
  ): string => {
    const portMappings = [{ name: 'http', containerPort: 8080 }];
    const taskDefinition = new TaskDefinition(stack, `Task-${serviceName}`, {
      family: serviceName, taskRoleArn: roleArn, containers: [{ name: 'app', image: 'example:1', portMappings, ...container }], ...task,
    });
    new Service(stack, `Service-${serviceName}`, { serviceName, clusterArn, taskDefinition, subnets, desiredCount: 0, ...props });
    return serviceName;
  };
  return [
    service('balanced', {
      securityGroups,
      assignPublicIp: true,
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
      healthCheckGracePeriodSeconds: 30,
      platformVersion: '1.4.0',
      deploymentController: DeploymentController.ECS,
      deploymentMinimumHealthyPercent: 50,
      deploymentMaximumPercent: 150,
      circuitBreaker: { rollback: true },
      alarms: { alarmNames: ['errors'], rollback: true },
      waitForSteadyState: false,
      timeouts: { create: '10m', update: '11m', delete: '12m' },
      forceDelete: true,
      enableExecuteCommand: true,
      propagateTags: PropagateTags.SERVICE,
      enableEcsManagedTags: true,
      tags: { team: 'a' },
    }),
    service('spot', {
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }, { capacityProvider: 'FARGATE_SPOT', weight: 3 }],
      autoScaling: true,
      revisionOwner: RevisionOwner.CI,
    }),
    service('daemon', { schedulingStrategy: SchedulingStrategy.DAEMON, desiredCount: undefined, launchType: LaunchType.EC2 }, ON_EC2),
    service('placed', {
      launchType: LaunchType.EC2,
      placementStrategies: [{ type: 'spread', field: 'attribute:ecs.availability-zone' }, { type: 'binpack', field: 'memory' }],
      placementConstraints: [{ type: 'distinctInstance' }, { type: 'memberOf', expression: 'attribute:ecs.instance-type =~ t3.*' }],
      availabilityZoneRebalancing: false,
    }, ON_EC2),
    service('classic', {
      launchType: LaunchType.EC2, subnets: undefined, loadBalancers: [{ elbName: 'classic', containerName: 'app', containerPort: 8080 }],
    }, { compatibilities: [Compatibility.EC2], networkMode: 'bridge', memory: 512 }, { portMappings: [{ name: 'http', containerPort: 8080, hostPort: 8080 }] }),
    service('registered', { serviceRegistry: { registryArn: around.registryArn, containerName: 'app', containerPort: 8080 } }),
    service('port', { launchType: LaunchType.EC2, serviceRegistry: { registryArn: around.registryArn, port: 8080 } }, ON_EC2),
    service('connected', {
      serviceConnect: {
        namespace: 'internal',
        logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'https://splunk.example.com:8088' }, secretOptions: [splunkToken] },
        services: [{
          portName: 'http',
          discoveryName: 'api',
          port: 80,
          dnsName: 'api',
          ingressPortOverride: 15000,
          timeout: { idleTimeoutSeconds: 600, perRequestTimeoutSeconds: 30 },
          tls: { awsPcaAuthorityArn: CA, kmsKey: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555', roleArn },
        }],
      },
      vpcLatticeConfigurations: [{ portName: 'http', roleArn, targetGroupArn }],
    }),
    service('volume', {
      volumeConfiguration: {
        name: 'data',
        managedEbsVolume: {
          roleArn,
          sizeInGiB: 20,
          snapshotId: 'snap-0123456789abcdef0',
          volumeInitializationRate: 100,
          volumeType: 'gp3',
          encrypted: true,
          kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555',
          iops: 3000,
          throughput: 250,
          fileSystemType: 'ext4',
          propagateTags: 'SERVICE',
          tags: { team: 'a' },
        },
      },
    }, { volumes: [{ name: 'data', configuredAtLaunch: true }] }, { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }),
  ];
}

/** One service with every field that only version 6 of the provider has. */
export function serviceForProviderSix(stack: TerraformStack, { clusterArn, subnets, roleArn, targetGroupArn }: Surroundings): void {
  const portMappings = [{ name: 'http', containerPort: 8080 }];
  const advancedConfiguration = {
    alternateTargetGroupArn: targetGroupArn, productionListenerRule: 'arn:rule', testListenerRule: 'arn:test', roleArn,
  };
  [DeploymentStrategy.LINEAR, DeploymentStrategy.CANARY].forEach((strategy) => {
    const taskDefinition = new TaskDefinition(stack, `Task-${strategy}`, { family: strategy, containers: [{ name: 'app', image: 'example:1', portMappings }] });
    Object.assign(taskDefinition.resource.terraformGeneratorMetadata!, { providerVersion: '6.34.0' });
    new Service(stack, `Service-${strategy}`, {
      serviceName: strategy,
      clusterArn,
      taskDefinition,
      subnets,
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080, advancedConfiguration }],
      deploymentConfiguration: {
        strategy,
        bakeTimeInMinutes: 5,
        lifecycleHooks: [{ hookTargetArn: 'arn:function', roleArn, lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'], hookDetails: '{}' }],
        linearConfiguration: strategy === DeploymentStrategy.LINEAR ? { stepPercent: 25, stepBakeTimeInMinutes: 5 } : undefined,
        canaryConfiguration: strategy === DeploymentStrategy.CANARY ? { canaryPercent: 10, canaryBakeTimeInMinutes: 3 } : undefined,
      },
      serviceConnect: {
        accessLogConfiguration: { format: 'JSON', includeQueryParameters: true },
        services: [{ portName: 'http', port: 80, testTrafficHeader: { name: 'x-test', value: '1' } }],
      },
    });
  });
}
