import { TerraformStack, Token } from 'cdktf';
import type { RuleExamples } from './examples/support';
import {
  Compatibility, DeploymentStrategy, LaunchType, SchedulingStrategy, Service, ServiceProps, TaskDefinition, TaskDefinitionProps,
} from '../../src';

const TOKEN = Token.asString({ Ref: 'x' });
const NUMBER = Token.asNumber({ Ref: 'x' });
const CLUSTER = 'arn:aws:ecs:eu-central-1:123456789012:cluster/main';
const ON_EC2 = { compatibilities: [Compatibility.EC2], memory: 512, networkMode: 'awsvpc' };
const TARGET = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/api/1', containerName: 'app', containerPort: 80 };

function service(stack: TerraformStack, props: Partial<ServiceProps>, task: Partial<TaskDefinitionProps> = {}): void {
  const portMappings = [{ containerPort: 80, name: 'http' }];
  const taskDefinition = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', portMappings }], ...task });
  new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, subnets: ['subnet-1'], taskDefinition, ...props });
}

const volume = { name: 'data', managedEbsVolume: { roleArn: 'arn:aws:iam::123456789012:role/ecs', sizeInGiB: 10 } };
const withVolume: Partial<TaskDefinitionProps> = {
  volumes: [{ name: 'data', configuredAtLaunch: true }],
  containers: [{ name: 'app', image: 'example:1', mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }],
};

/** Rules about a service. */
export const SERVICE_EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'daemon-service': {
    compliant: [{}, { schedulingStrategy: 'DAEMON' }, { schedulingStrategy: 'REPLICA', desiredCount: 2 }],
    wrong: [
      { schedulingStrategy: 'DAEMON', desiredCount: 1 },
      { schedulingStrategy: 'DAEMON', autoScaling: true },
      { schedulingStrategy: 'DAEMON', placementStrategies: [{ type: 'random' }] },
      { schedulingStrategy: 'DAEMON', launchType: 'FARGATE' },
      { schedulingStrategy: 'DAEMON', capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] },
    ],
    token: [{ schedulingStrategy: TOKEN, desiredCount: 1 }, { schedulingStrategy: 'DAEMON', launchType: TOKEN }],
    used: (stack) => service(stack, { schedulingStrategy: SchedulingStrategy.DAEMON, desiredCount: 2 }, ON_EC2),
  },
  'service-placement-on-fargate': {
    compliant: [{ launchType: 'FARGATE' }, { launchType: 'EC2', placementStrategies: [{ type: 'random' }] }],
    wrong: [{ launchType: 'FARGATE', placementStrategies: [{ type: 'random' }] }, { launchType: 'FARGATE', placementConstraints: [{ type: 'distinctInstance' }] }],
    token: [{ launchType: TOKEN, placementStrategies: [{ type: 'random' }] }],
    used: (stack) => service(stack, { placementConstraints: [{ type: 'distinctInstance' }] }),
  },
  'service-placement': {
    compliant: [{ placementConstraints: [{ type: 'distinctInstance' }, { type: 'memberOf', expression: 'x' }], placementStrategies: [{ type: 'random' }, { type: 'binpack', field: 'CPU' }] }],
    wrong: [
      { placementConstraints: [{ type: 'memberof', expression: 'x' }] },
      { placementConstraints: [{ type: 'memberOf' }] },
      { placementConstraints: [{ type: 'distinctInstance', expression: 'x' }] },
      { placementConstraints: Array.from({ length: 11 }, () => ({ type: 'distinctInstance' })) },
      { placementStrategies: [{ type: 'spreads', field: 'x' }] },
      { placementStrategies: [{ type: 'spread' }] },
      { placementStrategies: [{ type: 'random', field: 'x' }] },
      { placementStrategies: [{ type: 'binpack', field: 'disk' }] },
      { placementStrategies: Array.from({ length: 6 }, () => ({ type: 'random' })) },
    ],
    token: [{ placementConstraints: [{ type: TOKEN }], placementStrategies: [{ type: TOKEN }, { type: 'binpack', field: TOKEN }] }],
    used: (stack) => service(stack, { placementStrategies: [{ type: 'spread' }], launchType: LaunchType.EC2 }, ON_EC2),
  },
  'deployment-percentages': {
    compliant: [{}, { deploymentMinimumHealthyPercent: 0, deploymentMaximumPercent: 100 }, { schedulingStrategy: 'DAEMON', deploymentMaximumPercent: 100 }],
    wrong: [{ deploymentMaximumPercent: 100 }, { deploymentMinimumHealthyPercent: 200 }, { schedulingStrategy: 'DAEMON', deploymentMaximumPercent: 200 }],
    token: [{ deploymentMinimumHealthyPercent: NUMBER, deploymentMaximumPercent: 100 }, { deploymentMaximumPercent: NUMBER }],
    used: (stack) => service(stack, { deploymentMaximumPercent: 100 }),
  },
  'zone-rebalancing': {
    compliant: [{ availabilityZoneRebalancing: true }, { availabilityZoneRebalancing: false, deploymentMaximumPercent: 100 }],
    wrong: [
      { availabilityZoneRebalancing: true, deploymentMaximumPercent: 100 },
      { availabilityZoneRebalancing: true, loadBalancers: [{ containerName: 'app', elbName: 'x' }] },
      { availabilityZoneRebalancing: true, schedulingStrategy: 'DAEMON' },
    ],
    token: [{ availabilityZoneRebalancing: true, deploymentMaximumPercent: NUMBER }],
    used: (stack) => service(stack, { availabilityZoneRebalancing: true, deploymentMinimumHealthyPercent: 50, deploymentMaximumPercent: 100 }),
  },
  'deployment-strategy': {
    compliant: [
      {},
      { deploymentConfiguration: { strategy: 'LINEAR', linearConfiguration: {} } },
      { deploymentConfiguration: { strategy: 'BLUE_GREEN' }, loadBalancers: [{ containerName: 'app', advancedConfiguration: {} }] },
    ],
    wrong: [
      { deploymentConfiguration: { strategy: 'CANARY', linearConfiguration: {} } },
      { deploymentConfiguration: { strategy: 'BLUE_GREEN', canaryConfiguration: {} } },
      { deploymentConfiguration: { strategy: 'BLUE_GREEN' }, loadBalancers: [{ containerName: 'app' }] },
      { deploymentConfiguration: { strategy: 'BLUE_GREEN' }, deploymentController: 'CODE_DEPLOY' },
      { loadBalancers: [{ containerName: 'app', advancedConfiguration: {} }] },
    ],
    token: [{ deploymentConfiguration: { strategy: TOKEN, canaryConfiguration: {} } }],
    used: (stack) => service(stack, { deploymentConfiguration: { strategy: DeploymentStrategy.BLUE_GREEN }, loadBalancers: [TARGET] }),
  },
  'provider-version': {
    compliant: [{ settings: [], providerVersion: '5.100.0' }, { settings: ['deployment_configuration'], providerVersion: '6.25.0' }],
    wrong: [{ settings: ['deployment_configuration'], providerVersion: '5.100.0' }],
    token: [{ settings: ['deployment_configuration'], providerVersion: undefined }],
    used: (stack) => {
      const taskDefinition = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1' }] });
      Object.assign(taskDefinition.resource.terraformGeneratorMetadata!, { providerVersion: '5.100.0' });
      const deploymentConfiguration = { strategy: DeploymentStrategy.CANARY };
      new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, subnets: ['subnet-1'], taskDefinition, deploymentConfiguration });
    },
  },
  'service-connect-twice': {
    compliant: [{ services: [{ portName: 'http', port: 80 }, { portName: 'grpc', port: 81 }] }],
    wrong: [
      { services: [{ portName: 'http' }, { portName: 'http', discoveryName: 'x' }] },
      { services: [{ portName: 'http' }, { portName: 'grpc', discoveryName: 'http' }] },
      { services: [{ portName: 'http', port: 80, dnsName: 'x' }, { portName: 'grpc', port: 80, dnsName: 'x' }] },
    ],
    token: [{ services: [{ portName: TOKEN }, { portName: TOKEN }] }],
    used: (stack) => service(stack, { serviceConnect: { services: [{ portName: 'http' }, { portName: 'http', discoveryName: 'x' }] } }),
  },
  'test-traffic-port': {
    compliant: [{ services: [{ portName: 'http', port: 80, testTrafficHeader: {} }] }],
    wrong: [{ services: [{ portName: 'http', testTrafficHeader: {} }] }],
    token: [{ services: [{ portName: 'http', port: NUMBER, testTrafficHeader: {} }] }],
    used: (stack) => service(stack, { serviceConnect: { services: [{ portName: 'http', testTrafficHeader: { name: 'x-test', value: '1' } }] } }),
  },
  'service-volume': {
    compliant: [{}, { configured: 'data', volume: 'data', volumeInput: { sizeInGiB: 10 } }, { configured: 'data', volume: 'data', volumeInput: { snapshotId: 'snap-1' } }],
    wrong: [{ volume: 'data' }, { configured: 'data' }, { configured: 'date', volume: 'data', volumeInput: { sizeInGiB: 10 } }, { configured: 'data', volume: 'data', volumeInput: {} }],
    token: [{ configured: TOKEN, volume: 'data' }, { configured: 'data', volume: TOKEN }],
    used: (stack) => service(stack, { volumeConfiguration: { ...volume, name: 'date' } }, withVolume),
  },
};
