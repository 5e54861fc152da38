import {
  CanaryConfiguration,
  DeploymentConfiguration,
  DeploymentLifecycleHook,
  LinearConfiguration,
} from './deployment-configuration';
import { LoadBalancerAdvancedConfiguration, ServiceLoadBalancer } from './load-balancer';
import {
  ServiceConnectAccessLogConfiguration,
  ServiceConnectConfiguration,
  ServiceConnectService,
  ServiceConnectTestTrafficHeader,
  ServiceConnectTimeout,
  ServiceConnectTls,
} from './service-connect';
import { ServiceProps } from './service-props';
import {
  CapacityProviderStrategyItem,
  DeploymentAlarms,
  DeploymentCircuitBreaker,
  PlacementStrategy,
  ServicePlacementConstraint,
  ServiceRegistry,
  ServiceTimeouts,
  VpcLatticeConfiguration,
} from './service-settings';
import { ManagedEbsVolume, ServiceVolumeConfiguration } from './volume-configuration';
import {
  FLAG,
  Field,
  LIST,
  MAP,
  NUMBER,
  OBJECT,
  TEXT,
  TEXTS,
  between,
  listOf,
  oneOf,
  structOf,
} from '../../checks/api-shape';
import { propsOf } from '../../checks/prop-types';
import { LogConfiguration } from '../containers/log-configuration';

/** Percentages and the like, which may have a fraction. */
const ANY_NUMBER: Field = { kind: 'any' };

const ADVANCED = structOf<LoadBalancerAdvancedConfiguration>(
  { alternateTargetGroupArn: TEXT, productionListenerRule: TEXT, roleArn: TEXT, testListenerRule: TEXT },
  ['alternateTargetGroupArn', 'productionListenerRule', 'roleArn'],
);

const LOAD_BALANCER = structOf<ServiceLoadBalancer>(
  { targetGroupArn: TEXT, elbName: TEXT, containerName: TEXT, containerPort: NUMBER, advancedConfiguration: ADVANCED },
  ['containerName', 'containerPort'],
);

const CONNECT_SERVICE = structOf<ServiceConnectService>(
  {
    portName: TEXT,
    discoveryName: TEXT,
    port: NUMBER,
    dnsName: TEXT,
    ingressPortOverride: between(1, 65535),
    timeout: structOf<ServiceConnectTimeout>({ idleTimeoutSeconds: NUMBER, perRequestTimeoutSeconds: NUMBER }),
    tls: structOf<ServiceConnectTls>({ awsPcaAuthorityArn: TEXT, kmsKey: TEXT, roleArn: TEXT }, ['awsPcaAuthorityArn']),
    testTrafficHeader: structOf<ServiceConnectTestTrafficHeader>({ name: TEXT, value: TEXT }, ['name', 'value']),
  },
  ['portName'],
);

const SERVICE_CONNECT = structOf<ServiceConnectConfiguration>({
  namespace: TEXT,
  services: listOf(CONNECT_SERVICE),
  logConfiguration: structOf<LogConfiguration>({ logDriver: TEXT, options: OBJECT, secretOptions: LIST }, [
    'logDriver',
  ]),
  accessLogConfiguration: structOf<ServiceConnectAccessLogConfiguration>(
    { format: oneOf('TEXT', 'JSON'), includeQueryParameters: FLAG },
    ['format'],
  ),
});

const HOOK = structOf<DeploymentLifecycleHook>(
  { hookTargetArn: TEXT, roleArn: TEXT, lifecycleStages: TEXTS, hookDetails: TEXT },
  ['hookTargetArn', 'roleArn', 'lifecycleStages'],
);

const DEPLOYMENT = structOf<DeploymentConfiguration>(
  {
    strategy: oneOf('ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'),
    bakeTimeInMinutes: between(0, 1440),
    lifecycleHooks: listOf(HOOK),
    linearConfiguration: structOf<LinearConfiguration>({
      stepPercent: ANY_NUMBER,
      stepBakeTimeInMinutes: between(0, 1440),
    }),
    canaryConfiguration: structOf<CanaryConfiguration>({
      canaryPercent: ANY_NUMBER,
      canaryBakeTimeInMinutes: between(0, 1440),
    }),
  },
  ['strategy'],
);

const EBS_VOLUME = structOf<ManagedEbsVolume>(
  {
    roleArn: TEXT,
    sizeInGiB: NUMBER,
    snapshotId: TEXT,
    volumeInitializationRate: NUMBER,
    volumeType: oneOf('gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1', 'standard'),
    encrypted: FLAG,
    kmsKeyId: TEXT,
    fileSystemType: oneOf('ext3', 'ext4', 'xfs', 'ntfs'),
    iops: NUMBER,
    throughput: NUMBER,
    propagateTags: oneOf('TASK_DEFINITION', 'SERVICE', 'NONE'),
    tags: MAP,
  },
  ['roleArn'],
);

/**
 * All props of a service and what they take.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export const SERVICE_PROPS = propsOf<ServiceProps>(
  { serviceName: TEXT, clusterArn: TEXT, taskDefinition: OBJECT },
  {
    revisionOwner: oneOf('TERRAFORM', 'LATEST', 'CI'),
    schedulingStrategy: oneOf('REPLICA', 'DAEMON'),
    desiredCount: NUMBER,
    autoScaling: FLAG,
    subnets: TEXTS,
    securityGroups: TEXTS,
    assignPublicIp: FLAG,
    loadBalancers: listOf(LOAD_BALANCER),
    healthCheckGracePeriodSeconds: NUMBER,
    serviceRegistry: structOf<ServiceRegistry>(
      { registryArn: TEXT, containerName: TEXT, containerPort: NUMBER, port: NUMBER },
      ['registryArn'],
    ),
    serviceConnect: SERVICE_CONNECT,
    vpcLatticeConfigurations: listOf(
      structOf<VpcLatticeConfiguration>({ portName: TEXT, roleArn: TEXT, targetGroupArn: TEXT }, [
        'portName',
        'roleArn',
        'targetGroupArn',
      ]),
    ),
    volumeConfiguration: structOf<ServiceVolumeConfiguration>({ name: TEXT, managedEbsVolume: EBS_VOLUME }, [
      'name',
      'managedEbsVolume',
    ]),
    launchType: oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'),
    capacityProviderStrategy: listOf(
      structOf<CapacityProviderStrategyItem>({ capacityProvider: TEXT, weight: NUMBER, base: NUMBER }, [
        'capacityProvider',
      ]),
    ),
    placementConstraints: listOf(structOf<ServicePlacementConstraint>({ type: TEXT, expression: TEXT }, ['type'])),
    placementStrategies: listOf(structOf<PlacementStrategy>({ type: TEXT, field: TEXT }, ['type'])),
    platformVersion: TEXT,
    deploymentController: oneOf('ECS', 'CODE_DEPLOY'),
    deploymentConfiguration: DEPLOYMENT,
    deploymentMinimumHealthyPercent: NUMBER,
    deploymentMaximumPercent: NUMBER,
    circuitBreaker: structOf<DeploymentCircuitBreaker>({ rollback: FLAG }),
    alarms: structOf<DeploymentAlarms>({ alarmNames: TEXTS, rollback: FLAG }, ['alarmNames']),
    waitForSteadyState: FLAG,
    timeouts: structOf<ServiceTimeouts>({ create: TEXT, update: TEXT, delete: TEXT }),
    forceDelete: FLAG,
    enableExecuteCommand: FLAG,
    availabilityZoneRebalancing: FLAG,
    propagateTags: oneOf('SERVICE', 'TASK_DEFINITION', 'NONE'),
    enableEcsManagedTags: FLAG,
    tags: MAP,
    provider: OBJECT,
  },
);
