import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  Compatibility, ContainerSecret, ContainerSecrets, DeploymentController, DeploymentStrategy, ExecutionRole, LaunchType, PropagateTags,
  RevisionOwner, SchedulingStrategy, SecretValue,
  SecretValues, Service, ServiceProps, TaskDefinition, TaskDefinitionProps,
} from '../../../src';
import { newStack, only, synth } from '../../support/synth';

const CLUSTER = 'arn:aws:ecs:eu-central-1:123456789012:cluster/main';
const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:info-5yaxBf';

function secretsIn(stack: TerraformStack): ContainerSecrets {
  const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
  return new ContainerSecrets(stack, 'Secrets', {
    path: '/example',
    parameters: SecretValues.fromVariable(values, ['DB_USER'], { version: 3 }),
    jsonSecret: { TOKEN: SecretValue.generated() },
  });
}

function serviceOf(props: Partial<ServiceProps> = {}, task: Partial<TaskDefinitionProps> = {}) {
  const stack = newStack();
  const taskDefinition = new TaskDefinition(stack, 'Task', {
    family: 'example',
    containers: [{ name: 'app', image: 'i', secrets: [secretsIn(stack)], portMappings: [{ containerPort: 8080, name: 'http' }] }],
    ...task,
  });
  const service = new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, taskDefinition, subnets: ['subnet-1'], ...props });
  return { stack, service, taskDefinition, resource: () => only(synth(stack).resource.aws_ecs_service), synthesised: () => synth(stack) };
}

test('a service redeploys when Terraform writes a value, and waits for policies and values', () => {
  // WHEN
  const { resource, service } = serviceOf();

  // THEN
  expect(resource()).toEqual({
    name: 'api',
    cluster: CLUSTER,
    task_definition: expect.stringMatching(/^\$\{aws_ecs_task_definition\.\w+\.arn\}$/),
    desired_count: 1,
    launch_type: 'FARGATE',
    network_configuration: { subnets: ['subnet-1'] },
    force_new_deployment: true,
    triggers: { 'app/DB_USER': '3', 'app/TOKEN': '1' },
    depends_on: [expect.stringMatching(/^aws_secretsmanager_secret_version\.\w+_Version_/), expect.stringMatching(/^aws_iam_role_policy\./)],
  });
  expect(service.serviceName).toBe('api');
  expect(Token.isUnresolved(service.serviceArn)).toBe(true);
});

test('without values that Terraform writes nothing is forced', () => {
  const { resource } = serviceOf({}, { containers: [{ name: 'app', image: 'i', secrets: [ContainerSecret.fromSecretArn('A', SECRET_ARN)] }] });
  expect(resource()).not.toHaveProperty('force_new_deployment');
  expect(resource()).not.toHaveProperty('triggers');
});

test('every setting', () => {
  const { resource } = serviceOf({
    desiredCount: 2,
    autoScaling: true,
    securityGroups: ['sg-1'],
    assignPublicIp: true,
    loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 8080 }],
    healthCheckGracePeriodSeconds: 30,
    serviceRegistry: { registryArn: 'arn:registry', containerName: 'app', containerPort: 8080, port: 80 },
    serviceConnect: { namespace: 'internal', services: [{ portName: 'http', discoveryName: 'api', port: 80, dnsName: 'api' }] },
    launchType: LaunchType.FARGATE,
    platformVersion: '1.4.0',
    deploymentMinimumHealthyPercent: 50,
    deploymentMaximumPercent: 150,
    circuitBreaker: { rollback: true },
    alarms: { alarmNames: ['errors'] },
    waitForSteadyState: true,
    enableExecuteCommand: true,
    availabilityZoneRebalancing: true,
    propagateTags: PropagateTags.SERVICE,
    enableEcsManagedTags: true,
    tags: { team: 'x' },
  }, { taskRoleArn: 'arn:aws:iam::123456789012:role/app' });
  expect(resource()).toMatchObject({
    desired_count: 2,
    lifecycle: { ignore_changes: ['desired_count'] },
    network_configuration: { subnets: ['subnet-1'], security_groups: ['sg-1'], assign_public_ip: true },
    load_balancer: [{ target_group_arn: 'arn:tg', container_name: 'app', container_port: 8080 }],
    health_check_grace_period_seconds: 30,
    service_registries: { registry_arn: 'arn:registry', container_name: 'app', container_port: 8080, port: 80 },
    service_connect_configuration: {
      enabled: true,
      namespace: 'internal',
      service: [{ port_name: 'http', discovery_name: 'api', client_alias: { port: 80, dns_name: 'api' } }],
    },
    platform_version: '1.4.0',
    deployment_minimum_healthy_percent: 50,
    deployment_maximum_percent: 150,
    deployment_circuit_breaker: { enable: true, rollback: true },
    alarms: { enable: true, alarm_names: ['errors'], rollback: false },
    wait_for_steady_state: true,
    enable_execute_command: true,
    availability_zone_rebalancing: 'ENABLED',
    propagate_tags: 'SERVICE',
    enable_ecs_managed_tags: true,
    tags: { team: 'x' },
  });
  expect(serviceOf({ availabilityZoneRebalancing: false }).resource().availability_zone_rebalancing).toBe('DISABLED');
});

describe('where the tasks run', () => {
  const ec2 = { compatibilities: [Compatibility.EC2, Compatibility.FARGATE] };

  test('by capacity providers', () => {
    const { resource } = serviceOf({ capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1 }, { capacityProvider: 'FARGATE_SPOT', weight: 3 }] });
    expect(resource().capacity_provider_strategy).toEqual([{ capacity_provider: 'FARGATE', base: 1 }, { capacity_provider: 'FARGATE_SPOT', weight: 3 }]);
    expect(resource()).not.toHaveProperty('launch_type');
  });

  test('by the cluster\'s default', () => {
    expect(serviceOf({ capacityProviderStrategy: [] }).resource()).not.toHaveProperty('launch_type');
    expect(serviceOf({}, ec2).resource()).not.toHaveProperty('launch_type');
  });
});

describe('who owns the revision', () => {
  test('Terraform or whoever registered last', () => {
    // WHEN
    const { data, resource } = serviceOf({ revisionOwner: RevisionOwner.LATEST }).synthesised();

    // THEN
    const [id] = Object.keys(data.aws_ecs_task_definition);
    const [task] = Object.keys(resource.aws_ecs_task_definition);
    expect(data.aws_ecs_task_definition[id]).toEqual({ task_definition: `\${split("/", aws_ecs_task_definition.${task}.arn_without_revision)[1]}` });
    expect(only(resource.aws_ecs_service).task_definition).toBe(
      `\${aws_ecs_task_definition.${task}.arn_without_revision}:\${max(aws_ecs_task_definition.${task}.revision, data.aws_ecs_task_definition.${id}.revision)}`,
    );
    expect(only(resource.aws_ecs_service)).not.toHaveProperty('lifecycle');
  });

  test('CI', () => {
    const { resource } = serviceOf({ revisionOwner: RevisionOwner.CI, autoScaling: true });
    expect(resource()).toMatchObject({ lifecycle: { ignore_changes: ['task_definition', 'desired_count'] }, force_new_deployment: true });
  });

  test('CodeDeploy: nothing is forced, load balancers are its own', () => {
    const { resource } = serviceOf({ revisionOwner: RevisionOwner.CI, deploymentController: DeploymentController.CODE_DEPLOY });
    expect(resource()).toMatchObject({ deployment_controller: { type: 'CODE_DEPLOY' }, lifecycle: { ignore_changes: ['task_definition', 'load_balancer'] } });
    expect(resource()).not.toHaveProperty('force_new_deployment');
    expect(resource()).not.toHaveProperty('triggers');
  });
});

describe('dependencies', () => {
  test('policies that the role gets later are waited for, none twice', () => {
    // GIVEN
    const stack = newStack();
    const executionRole = new ExecutionRole(stack, 'Role');
    const task = (id: string, names: string[]) => new TaskDefinition(stack, id, {
      family: id,
      executionRole,
      containers: [{ name: 'a', image: 'i', secrets: names.map((name) => ContainerSecret.fromSecretArn(name, SECRET_ARN.replace('info', `${'x'.repeat(80)}-${name}`))) }],
    });
    new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, taskDefinition: task('One', ['A']), subnets: ['s'] });

    // WHEN the role outgrows its inline policy
    task('Two', Array.from({ length: 60 }, (_, i) => `B${i}`));

    // THEN
    const { resource } = synth(stack);
    const policies = ['aws_iam_role_policy', 'aws_iam_role_policy_attachment'].flatMap((type) => Object.keys(resource[type] ?? {}).map((id) => `${type}.${id}`));
    expect(policies.length).toBeGreaterThan(1);
    expect(only(resource.aws_ecs_service).depends_on.sort()).toEqual(policies.sort());
  });

  test('what another stack has is not waited for', () => {
    const { stack, taskDefinition } = serviceOf();
    const other = new TerraformStack(stack.node.root, 'Other');
    new AwsProvider(other, 'aws', { region: 'eu-central-1' });
    new Service(other, 'Service', { serviceName: 'api', clusterArn: CLUSTER, taskDefinition, subnets: ['s'], revisionOwner: RevisionOwner.LATEST });
    expect(only(synth(other).resource.aws_ecs_service).depends_on).toEqual([]);
  });
});

describe('refused', () => {
  const loadBalancer = { targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 8080 };
  const jsonKey = { containers: [{ name: 'app', image: 'i', secrets: [ContainerSecret.fromSecretArn('A', SECRET_ARN, { jsonKey: 'a' })] }] };
  const whole = { containers: [{ name: 'app', image: 'i', secrets: [ContainerSecret.fromSecretArn('A', SECRET_ARN)] }] };

  test.each<[string, Partial<ServiceProps>, Partial<TaskDefinitionProps>, string]>([
    ['a service name with a dot', { serviceName: 'a.b' }, {}, '\'a.b\' is not a name for a service'],
    ['a cluster\'s name', { clusterArn: 'main' }, {}, 'clusterArn is not an ARN of a cluster, got \'main\''],
    ['launch type and strategy', { launchType: LaunchType.FARGATE, capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] }, {}, 'exclude each other, got \'FARGATE\' and 1 providers'],
    ['awsvpc without subnets', { subnets: undefined }, {}, 'has network mode \'awsvpc\', but the service has no subnets'],
    ['subnets without awsvpc', {}, { compatibilities: [Compatibility.EC2], memory: 512 }, 'has network mode \'bridge\', which takes no subnets'],
    ['a grace period without load balancer', { healthCheckGracePeriodSeconds: 1 }, {}, 'the service has no load balancer'],
    ['a load balancer without target', { loadBalancers: [{ ...loadBalancer, targetGroupArn: undefined }] }, {}, 'give either targetGroupArn or elbName, got neither'],
    ['a load balancer with two targets', { loadBalancers: [{ ...loadBalancer, elbName: 'x' }] }, {}, 'give either targetGroupArn or elbName, got both'],
    ['a load balancer\'s unknown container', { loadBalancers: [{ ...loadBalancer, containerName: 'ap' }] }, {}, 'no such container, did you mean \'app\'?'],
    ['a load balancer\'s other container', { loadBalancers: [{ ...loadBalancer, containerName: 'frontend' }] }, {}, 'no such container: it has \'app\''],
    ['a load balancer\'s unmapped port', { loadBalancers: [{ ...loadBalancer, containerPort: 80 }] }, {}, 'the container doesn\'t map port 80: add { containerPort: 80 }'],
    ['an unknown port name', { serviceConnect: { services: [{ portName: 'htpp' }] } }, {}, 'no port mapping has the name \'htpp\', did you mean \'http\'?'],
    ['a port name where none has one', { serviceConnect: { services: [{ portName: 'http' }] } }, whole, 'add it as name of a port mapping'],
    ['an alias without port', { serviceConnect: { services: [{ portName: 'http', dnsName: 'x' }] } }, {}, 'has dnsName \'x\' without port'],
    ['CodeDeploy with Terraform\'s revision', { deploymentController: DeploymentController.CODE_DEPLOY }, {}, 'got revision owner \'TERRAFORM\': set revisionOwner to RevisionOwner.CI'],
    ['CodeDeploy with the latest revision', { deploymentController: DeploymentController.CODE_DEPLOY, revisionOwner: RevisionOwner.LATEST }, {}, 'got revision owner \'LATEST\''],
    ['CodeDeploy with a circuit breaker', { deploymentController: DeploymentController.CODE_DEPLOY, revisionOwner: RevisionOwner.CI, circuitBreaker: {} }, {}, 'circuitBreaker only works with deployment controller \'ECS\''],
    ['CodeDeploy with alarms', { deploymentController: DeploymentController.CODE_DEPLOY, revisionOwner: RevisionOwner.CI, alarms: { alarmNames: [] } }, {}, 'alarms only work with deployment controller \'ECS\''],
    ['a JSON key on an old platform', { platformVersion: '1.3.0' }, jsonKey, 'container \'app\': \'A\' names a part of a secret, which platform version \'1.3.0\' doesn\'t inject'],
    ['a secret on a very old platform', { platformVersion: '1.2.0' }, whole, 'container \'app\': \'A\' is a secret, which platform version \'1.2.0\' doesn\'t inject'],
  ])('fails for %s', (_, props, task, message) => {
    expect(() => serviceOf(props, task)).toThrow(message);
    expect(() => serviceOf(props, task)).toThrow('(Stack/Service)');
  });

  test.each<[string, Partial<ServiceProps>, Partial<TaskDefinitionProps>]>([
    ['a mapped port', { loadBalancers: [loadBalancer], healthCheckGracePeriodSeconds: 1 }, {}],
    ['a classic load balancer', { loadBalancers: [{ elbName: 'x', containerName: 'app', containerPort: 8080 }] }, {}],
    ['no subnets on EC2', { subnets: undefined }, { compatibilities: [Compatibility.EC2], memory: 512 }],
    ['a whole secret on platform 1.3.0', { platformVersion: '1.3.0' }, whole],
    ['a JSON key on platform LATEST', { platformVersion: 'LATEST' }, jsonKey],
    ['a client of Service Connect', { serviceConnect: {} }, {}],
  ])('not %s', (_, props, task) => {
    expect(() => serviceOf(props, task)).not.toThrow();
  });

  test('not what is only known at plan', () => {
    const token = Token.asString({ resolve: () => 'x' });
    const number = Token.asNumber({ resolve: () => 1 });
    expect(() => serviceOf({
      serviceName: token,
      clusterArn: token,
      platformVersion: token,
      subnets: Token.asList({ resolve: () => [] }),
      loadBalancers: [{ ...loadBalancer, containerName: token }, { ...loadBalancer, containerPort: number }],
      serviceConnect: { services: [{ portName: token }] },
    })).not.toThrow();
    expect(() => serviceOf({ subnets: undefined }, { networkMode: token })).not.toThrow();
    expect(() => serviceOf({ loadBalancers: [{ ...loadBalancer, containerName: 'x' }] }, { containers: [{ name: token, image: 'i' }] })).not.toThrow();
    expect(() => serviceOf({ loadBalancers: [loadBalancer] }, { containers: [{ name: 'app', image: 'i', portMappings: [{ containerPort: number }] }] })).not.toThrow();
  });
});

describe('placement and scheduling', () => {
  const onEc2 = { compatibilities: [Compatibility.EC2], memory: 512, networkMode: 'awsvpc' };

  test('a daemon service has no desired count', () => {
    const { resource } = serviceOf({ schedulingStrategy: SchedulingStrategy.DAEMON, placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type =~ t3.*' }] }, onEc2);
    expect(resource()).toMatchObject({
      scheduling_strategy: 'DAEMON',
      placement_constraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type =~ t3.*' }],
    });
    expect(resource()).not.toHaveProperty('desired_count');
  });

  test('strategies keep their order', () => {
    const placementStrategies = [{ type: 'spread', field: 'attribute:ecs.availability-zone' }, { type: 'binpack', field: 'memory' }];
    expect(serviceOf({ placementStrategies, launchType: LaunchType.EC2 }, onEc2).resource().ordered_placement_strategy).toEqual(placementStrategies);
  });
});

describe('a volume that is configured when a task starts', () => {
  const portMappings = [{ containerPort: 8080, name: 'http' }];
  const withVolume: Partial<TaskDefinitionProps> = {
    volumes: [{ name: 'data', configuredAtLaunch: true }],
    containers: [{ name: 'app', image: 'i', portMappings, mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }],
  };
  const roleArn = 'arn:aws:iam::123456789012:role/ecs';

  test('gets its configuration from the service', () => {
    const managedEbsVolume = { roleArn, sizeInGiB: 20, volumeType: 'gp3', encrypted: true, iops: 3000, throughput: 250, fileSystemType: 'ext4', propagateTags: 'SERVICE', tags: { team: 'a' } };
    expect(serviceOf({ volumeConfiguration: { name: 'data', managedEbsVolume } }, withVolume).resource().volume_configuration).toEqual({
      name: 'data',
      managed_ebs_volume: {
        role_arn: roleArn,
        size_in_gb: 20,
        volume_type: 'gp3',
        encrypted: true,
        iops: 3000,
        throughput: 250,
        file_system_type: 'ext4',
        tag_specifications: [{ resource_type: 'volume', propagate_tags: 'SERVICE', tags: { team: 'a' } }],
      },
    });
  });

  test('fails without one', () => {
    expect(() => serviceOf({}, withVolume)).toThrow('volume \'data\' of the task definition is configured at launch, and the service has no volumeConfiguration: give it one with name \'data\' (Stack/Service)');
  });
});

describe('Service Connect', () => {
  test('with TLS, timeouts and a port of the proxy', () => {
    const services = [{
      portName: 'http',
      port: 80,
      ingressPortOverride: 15000,
      timeout: { idleTimeoutSeconds: 600, perRequestTimeoutSeconds: 30 },
      tls: { awsPcaAuthorityArn: 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/a', kmsKey: 'arn:key', roleArn: 'arn:role' },
    }];
    expect(serviceOf({ serviceConnect: { services } }).resource().service_connect_configuration.service).toEqual([{
      port_name: 'http',
      client_alias: { port: 80 },
      ingress_port_override: 15000,
      timeout: { idle_timeout_seconds: 600, per_request_timeout_seconds: 30 },
      tls: {
        issuer_cert_authority: { aws_pca_authority_arn: 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/a' },
        kms_key: 'arn:key',
        role_arn: 'arn:role',
      },
    }]);
  });

  test('whose proxy logs with a secret: the execution role reads it, a new value redeploys, and the service waits for it', () => {
    // GIVEN
    const stack = newStack();
    const secrets = secretsIn(stack);
    const taskDefinition = new TaskDefinition(stack, 'Task', { family: 'example', containers: [{ name: 'app', image: 'i' }] });
    const secretOptions = [secrets.only('TOKEN').renamed({ TOKEN: 'splunk-token' })];
    const logConfiguration = { logDriver: 'splunk', options: { 'splunk-url': 'https://splunk.example.com' }, secretOptions };

    // WHEN
    new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, taskDefinition, subnets: ['subnet-1'], serviceConnect: { logConfiguration } });

    // THEN
    const { resource } = synth(stack);
    const service = only(resource.aws_ecs_service);
    expect(service.service_connect_configuration.log_configuration).toEqual({
      log_driver: 'splunk',
      options: { 'splunk-url': 'https://splunk.example.com' },
      secret_option: [{ name: 'splunk-token', value_from: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}:TOKEN::$/) }],
    });
    expect(service.triggers).toEqual({ 'serviceConnect/secretOptions/splunk-token': '1' });
    expect(service.force_new_deployment).toBe(true);
    expect(service.depends_on).toContainEqual(expect.stringMatching(/^aws_secretsmanager_secret_version\./));
    expect(taskDefinition.executionRole.explainAccess()).toEqual([
      'secretsmanager:GetSecretValue on secretsmanager example: container \'Service Connect proxy\' (splunk-token)',
    ]);
  });

  test('whose proxy writes to a log group', () => {
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/proxy' } };
    const { taskDefinition } = serviceOf({ serviceConnect: { logConfiguration } });
    expect(taskDefinition.executionRole.explainAccess().filter((line) => line.startsWith('logs:'))).toEqual([
      expect.stringContaining('/ecs/proxy'),
    ]);
  });
});

test('VPC Lattice, timeouts and forced deletion', () => {
  const vpcLatticeConfigurations = [{ portName: 'http', roleArn: 'arn:role', targetGroupArn: 'arn:target' }];
  expect(serviceOf({ vpcLatticeConfigurations, timeouts: { create: '30m' }, forceDelete: true }).resource()).toMatchObject({
    vpc_lattice_configurations: [{ port_name: 'http', role_arn: 'arn:role', target_group_arn: 'arn:target' }],
    timeouts: { create: '30m' },
    force_delete: true,
  });
});

describe('deployments with a second set of tasks', () => {
  const advancedConfiguration = { alternateTargetGroupArn: 'arn:green', productionListenerRule: 'arn:rule', roleArn: 'arn:role', testListenerRule: 'arn:test' };
  const loadBalancers = [{ targetGroupArn: 'arn:blue', containerName: 'app', containerPort: 8080, advancedConfiguration }];
  const deploymentConfiguration = {
    strategy: DeploymentStrategy.CANARY,
    bakeTimeInMinutes: 5,
    canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 3 },
    lifecycleHooks: [{ hookTargetArn: 'arn:function', roleArn: 'arn:role', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
  };
  const serviceConnect = { services: [{ portName: 'http', port: 80, testTrafficHeader: { name: 'x-test', value: '1' } }], accessLogConfiguration: { format: 'JSON' } };

  /** As with the bindings for a version of the provider. */
  function withProvider(version: string) {
    const stack = newStack();
    const portMappings = [{ containerPort: 8080, name: 'http' }];
    const taskDefinition = new TaskDefinition(stack, 'Task', { family: 'example', containers: [{ name: 'app', image: 'i', portMappings }] });
    Object.assign(taskDefinition.resource.terraformGeneratorMetadata!, { providerVersion: version });
    new Service(stack, 'Service', { serviceName: 'api', clusterArn: CLUSTER, taskDefinition, subnets: ['s'], loadBalancers, deploymentConfiguration, serviceConnect });
    return only(synth(stack).resource.aws_ecs_service);
  }

  test('are emitted for AWS provider 6', () => {
    expect(withProvider('6.25.0')).toMatchObject({
      deployment_configuration: {
        strategy: 'CANARY',
        bake_time_in_minutes: 5,
        canary_configuration: { canary_percent: 10, canary_bake_time_in_minutes: 3 },
        lifecycle_hook: [{ hook_target_arn: 'arn:function', role_arn: 'arn:role', lifecycle_stages: ['POST_TEST_TRAFFIC_SHIFT'] }],
      },
      load_balancer: [{
        target_group_arn: 'arn:blue',
        container_name: 'app',
        container_port: 8080,
        advanced_configuration: { alternate_target_group_arn: 'arn:green', production_listener_rule: 'arn:rule', role_arn: 'arn:role', test_listener_rule: 'arn:test' },
      }],
      service_connect_configuration: {
        service: [{ port_name: 'http', client_alias: { port: 80, test_traffic_rules: { header: { name: 'x-test', value: { exact: '1' } } } } }],
        access_log_configuration: { format: 'JSON', include_query_parameters: 'DISABLED' },
      },
    });
  });

  test('fails for AWS provider 5', () => {
    expect(() => withProvider('5.100.0')).toThrow('\'deployment_configuration\' takes AWS provider 6, got 5.100.0: use @cdktf/provider-aws 21 (Stack/Service)');
  });
});
