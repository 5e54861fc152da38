import { TerraformStack } from 'cdktf';
import { CLUSTER, ON_EC2, REQUIREMENTS, ROLE, SECRET, Scenario, decided, done, job, refused, service, task } from './scenario';
import {
  BatchJobDefinition, ContainerSecret, DatabaseEngine, DatabaseSecret, DeploymentStrategy, JsonSecret, LaunchType, RotationApplication,
  SchedulingStrategy, SecretResourcePolicy, SecretRotation, SecretValue, Service, ServiceProps, StringSecret, TaskDefinition, TaskRoleAccess,
} from '../../src';
import { Synthesised, only, parseTemplate } from '../support/synth';

const CDK = 'AWS CDK';
const IN_VPC = { ...ON_EC2, networkMode: 'awsvpc' };
const TARGET = { targetGroupArn: 'arn:target', containerName: 'app', containerPort: 8080 };
const REFERENCE = ContainerSecret.fromSecretArn('A', SECRET);

function withVolume(stack: TerraformStack, props: Partial<ServiceProps>): Service {
  return service(stack, props, {
    volumes: [{ name: 'data', configuredAtLaunch: true }],
    containers: [{ name: 'app', image: 'example:1', mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }],
  });
}

function serviceOf({ resource }: Synthesised): any {
  return only(resource.aws_ecs_service);
}

function applicationOf(engine: DatabaseEngine, name: string): Scenario['answer'] {
  const use = (stack: TerraformStack) => {
    const database = new DatabaseSecret(stack, 'Database', { secretName: 'db', engine, username: 'app', connection: { host: 'db' } });
    const application = new RotationApplication(stack, 'Application', { database, subnetIds: ['subnet-1'], vpcId: 'vpc-1', natGateway: true });
    new SecretRotation(stack, 'Rotation', { secret: database, application, rotateImmediately: false, automaticallyAfterDays: 30 });
  };
  const look = ({ resource }: Synthesised) =>
    only(resource.aws_serverlessapplicationrepository_cloudformation_stack).application_id.match(/SecretsManager\w+/)[0];
  return done('works the same, with the same application', use, look, name);
}

/** What peers guarantee of services. */
export const SERVICE_SCENARIOS: readonly Scenario[] = [
  {
    peer: CDK,
    what: 'rebalancing between zones with at most 100 percent',
    answer: refused('100', (stack) => service(stack, { availabilityZoneRebalancing: true, deploymentMinimumHealthyPercent: 50, deploymentMaximumPercent: 100 })),
  },
  {
    peer: CDK,
    what: 'rebalancing between zones behind a classic load balancer',
    answer: refused('lassic', (stack) => service(stack, {
      availabilityZoneRebalancing: true, launchType: LaunchType.EC2, loadBalancers: [{ elbName: 'x', containerName: 'app', containerPort: 8080 }],
    }, IN_VPC)),
  },
  {
    peer: CDK,
    what: 'a minimum of healthy tasks that equals the maximum',
    answer: refused('deploymentMinimumHealthyPercent',
      (stack) => service(stack, { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 })),
  },
  {
    peer: CDK,
    what: '60 seconds of grace behind a load balancer by default',
    answer: decided(
      'AWS\'s own default stays; healthCheckGracePeriodSeconds sets a longer one', 'services.md'),
  },
  {
    peer: CDK,
    what: 'a port name in Service Connect twice',
    answer: refused('\'http\'',
      (stack) => service(stack, { serviceConnect: { services: [{ portName: 'http' }, { portName: 'http', discoveryName: 'x' }] } })),
  },
  {
    peer: CDK,
    what: 'a daemon has no desired count',
    answer: refused('desiredCount',
      (stack) => service(stack, { schedulingStrategy: SchedulingStrategy.DAEMON, desiredCount: 1 }, IN_VPC)),
  },
  {
    peer: CDK,
    what: 'a daemon',
    answer: done('works the same', (stack) => service(stack, { schedulingStrategy: SchedulingStrategy.DAEMON }, IN_VPC),
      (synthesised) => [serviceOf(synthesised).scheduling_strategy, serviceOf(synthesised).desired_count], ['DAEMON', undefined]),
  },
  {
    peer: CDK,
    what: 'placement strategies and constraints',
    answer: done('works the same, in their order', (stack) => service(stack, {
      placementStrategies: [{ type: 'spread', field: 'host' }], placementConstraints: [{ type: 'distinctInstance' }],
    }, IN_VPC), (synthesised) => [serviceOf(synthesised).ordered_placement_strategy, serviceOf(synthesised).placement_constraints],
    [[{ type: 'spread', field: 'host' }], [{ type: 'distinctInstance' }]]),
  },
  {
    peer: CDK,
    what: 'a volume configured at launch',
    answer: done('works the same', (stack) =>
      withVolume(stack, { volumeConfiguration: { name: 'data', managedEbsVolume: { roleArn: ROLE, sizeInGiB: 10 } } }),
    (synthesised) => serviceOf(synthesised).volume_configuration.managed_ebs_volume.size_in_gb, 10),
  },
  { peer: CDK, what: 'a volume configured at launch without a configuration', answer: refused('volumeConfiguration', (stack) => withVolume(stack, {})) },
  {
    peer: CDK,
    what: 'a secret for the logs of Service Connect\'s proxy',
    answer: done('works the same, and the execution role may read it', (stack) => service(stack, {
      serviceConnect: {
        logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions: [ContainerSecret.fromSecretArn('splunk-token', SECRET)] },
      },
    }), (synthesised) => serviceOf(synthesised).service_connect_configuration.log_configuration.secret_option, [{ name: 'splunk-token', value_from: SECRET }]),
  },
  {
    peer: CDK,
    what: 'TLS and timeouts of Service Connect',
    answer: done('works the same', (stack) => service(stack, {
      serviceConnect: { services: [{ portName: 'http', timeout: { idleTimeoutSeconds: 10 }, tls: { awsPcaAuthorityArn: 'arn:ca' } }] },
    }), (synthesised) => serviceOf(synthesised).service_connect_configuration.service[0], expect.objectContaining({
      timeout: { idle_timeout_seconds: 10 }, tls: { issuer_cert_authority: { aws_pca_authority_arn: 'arn:ca' } },
    })),
  },
  {
    peer: CDK,
    what: 'VPC Lattice',
    answer: done('works the same', (stack) => service(stack, { vpcLatticeConfigurations: [{ portName: 'http', roleArn: ROLE, targetGroupArn: 'arn:target' }] }),
      (synthesised) => serviceOf(synthesised).vpc_lattice_configurations[0].target_group_arn, 'arn:target'),
  },
  {
    peer: CDK,
    what: 'blue/green deployments with an alternate target group',
    answer: done('works the same, with version 6 of Terraform\'s provider', (stack) => {
      const taskDefinition = task(stack);
      Object.assign(taskDefinition.resource.terraformGeneratorMetadata!, { providerVersion: '6.34.0' });
      new Service(stack, 'Service', {
        serviceName: 'api',
        clusterArn: CLUSTER,
        subnets: ['subnet-1'],
        taskDefinition,
        deploymentConfiguration: { strategy: DeploymentStrategy.BLUE_GREEN, bakeTimeInMinutes: 5 },
        loadBalancers: [{ ...TARGET, advancedConfiguration: { alternateTargetGroupArn: 'arn:green', productionListenerRule: 'arn:rule', roleArn: ROLE } }],
      });
    }, (synthesised) => [
      serviceOf(synthesised).deployment_configuration.strategy,
      serviceOf(synthesised).load_balancer[0].advanced_configuration.alternate_target_group_arn,
    ],
    ['BLUE_GREEN', 'arn:green']),
  },
  { peer: CDK, what: 'ECS Exec without a task role (CDK creates one)', answer: refused('taskRoleArn', (stack) => service(stack, { enableExecuteCommand: true })) },
  {
    peer: 'terraform-aws-modules',
    what: 'log group, autoscaling and security group are made',
    answer: decided(
      'They have nothing to do with secrets; define them with the provider\'s own resources, next to the service', 'migrate-from-modules.md'),
  },
  {
    peer: 'terraform-aws-modules',
    what: 'secrets of an Express Mode service',
    answer: decided(
      'Any source can give its names and references, permissions and dependencies to any resource', 'other-resources.md'),
  },
  {
    peer: 'Copilot',
    what: 'secrets of App Runner, and of a scheduled task',
    answer: decided(
      'Any source can give its names and references, permissions and dependencies to any resource; a scheduled task runs a TaskDefinition', 'other-resources.md'),
  },
];

/** What peers guarantee of stores, rotation and jobs. */
export const OTHER_SCENARIOS: readonly Scenario[] = [
  {
    peer: CDK,
    what: 'a secret that is one text',
    answer: done('use StringSecret', (stack) =>
      new StringSecret(stack, 'Licence', { secretName: 'licence', name: 'LICENCE', value: SecretValue.generated() }),
    ({ resource }) => only(resource.aws_secretsmanager_secret).name, 'licence'),
  },
  {
    peer: CDK,
    what: 'a secret without a name gets a unique one',
    answer: done('works the same', (stack) =>
      new JsonSecret(stack, 'Secret', { jsonSecret: { A: SecretValue.generated() } }),
    ({ resource }) => only(resource.aws_secretsmanager_secret).name_prefix, 'Stack-Secret-'),
  },
  {
    peer: CDK,
    what: 'a policy that keeps everybody from deleting a secret',
    answer: done('use denyDelete', (stack) =>
      new SecretResourcePolicy(stack, 'Policy', { secretArn: SECRET, denyDelete: true }),
    ({ resource }) => parseTemplate(only(resource.aws_secretsmanager_secret_policy).policy).Statement[0].Action, ['secretsmanager:DeleteSecret']),
  },
  {
    peer: CDK,
    what: 'statements of your own in a secret\'s policy',
    answer: decided(
      'The library only knows who may read; set `resource.policy` to your own document', 'accounts.md'),
  },
  {
    peer: CDK,
    what: 'a managed secret by its name',
    answer: done('works the same', (stack) =>
      task(stack, { secrets: [ContainerSecret.fromSecretName(stack, 'Reference', 'A', 'rds!db-0123', { jsonKey: 'password' })] }),
    ({ data }) => only(data.aws_secretsmanager_secret).name, 'rds!db-0123'),
  },
  {
    peer: CDK,
    what: 'a rotation more often than every four hours',
    answer: refused('4 hours',
      (stack) => new SecretRotation(stack, 'Rotation', { secret: REFERENCE, rotateImmediately: false, scheduleExpression: 'rate(3 hours)' })),
  },
  { peer: CDK, what: 'manual rotations only', answer: decided('Terraform\'s provider requires a schedule; without one, somebody starts each rotation with the AWS CLI', 'databases.md') },
  { peer: CDK, what: 'the rotation function of DocumentDB', answer: applicationOf(DatabaseEngine.MONGO, 'SecretsManagerMongoDBRotationSingleUser') },
  { peer: CDK, what: 'the rotation function of MongoDB', answer: applicationOf(DatabaseEngine.MONGO, 'SecretsManagerMongoDBRotationSingleUser') },
  { peer: CDK, what: 'the rotation function of Redshift', answer: applicationOf(DatabaseEngine.REDSHIFT, 'SecretsManagerRedshiftRotationSingleUser') },
  { peer: CDK, what: 'ECS Exec in a job gives the job role its rights', answer: refused('jobRoleArn', (stack) => job(stack, { enableExecuteCommand: true })) },
  {
    peer: CDK,
    what: 'a read-only root in a job on Windows',
    answer: refused('readonlyRootFilesystem', (stack) => job(stack, {
      readonlyRootFilesystem: true,
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
      resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }],
    })),
  },
  {
    peer: CDK,
    what: 'a job on EKS with a secret volume',
    answer: decided(
      'The API has no valueFrom there, because pods read secrets of Kubernetes', 'services.md#jobs-of-several-nodes-and-on-eks'),
  },
  {
    peer: CDK,
    what: 'a job of several nodes with secrets',
    answer: done('works the same', (stack) => new BatchJobDefinition(stack, 'Job', {
      jobDefinitionName: 'job',
      nodeProperties: {
        numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:1', container: { image: 'example:1', resourceRequirements: REQUIREMENTS, secrets: [REFERENCE] } }],
      },
    }), ({ resource }) => parseTemplate(only(resource.aws_batch_job_definition).node_properties).nodeRangeProperties[0].container.secrets,
    [{ name: 'A', valueFrom: SECRET }]),
  },
  { peer: CDK, what: 'a job definition by its ARN', answer: decided('An existing definition has no container that could get secrets', 'services.md') },
  {
    peer: CDK,
    what: 'several containers in a job',
    answer: done('works the same', (stack) => new BatchJobDefinition(stack, 'Job', {
      jobDefinitionName: 'job', ecsProperties: { containers: ['a', 'b'].map((name) => ({ name, image: 'example:1', resourceRequirements: REQUIREMENTS, secrets: [REFERENCE] })) },
    }), ({ resource }) =>
      parseTemplate(only(resource.aws_batch_job_definition).ecs_properties).taskProperties[0].containers.map(({ secrets }: any) => secrets),
    Array.from({ length: 2 }, () => [{ name: 'A', valueFrom: SECRET }])),
  },
  {
    peer: CDK,
    what: 'a key of a JSON secret',
    answer: done('works the same', (stack) => {
      const secret = new JsonSecret(stack, 'Secret', { secretName: 'api', jsonSecret: { TOKEN: SecretValue.generated() } });
      new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', secrets: [secret] }] });
    }, ({ resource }) => parseTemplate(only(resource.aws_ecs_task_definition).container_definitions)[0].secrets[0].valueFrom, expect.stringMatching(/:TOKEN::$/)),
  },
  {
    peer: 'Solutions Constructs',
    what: 'write access for the task role',
    answer: decided(
      'The library grants reading only; give an application that writes a secret a policy of your own', 'access.md'),
  },
  {
    peer: 'feature',
    what: 'a task role that reads a source',
    answer: done('use TaskRoleAccess', (stack) =>
      new TaskRoleAccess(stack, 'Access', { roleName: 'app' }).grantRead(REFERENCE),
    ({ resource }) => parseTemplate(only(resource.aws_iam_role_policy).policy).Statement[0].Resource, [SECRET]),
  },
  { peer: 'feature', what: 'secrets for Lambda, CodeBuild and others', answer: decided('Any source can give its names and references, permissions and dependencies to any resource', 'other-resources.md') },
];
