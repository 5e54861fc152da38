import { isDeepStrictEqual } from 'util';
import { Lazy, TerraformVariable, Token } from 'cdktf';
import { ContainerDefinition, TaskDefinition } from '../../../src';
import { Field, StructField } from '../../../src/checks/api-shape';
import { apiForm } from '../../../src/workloads/containers/api-form';
import { ApiContainerDefinition, CONTAINER_DEFINITION } from '../../../src/workloads/containers/container-shape';
import { namedValues } from '../../../src/workloads/containers/resolved-container';
import { registeredForm } from '../../../src/workloads/ecs-task/registered-form';
import { comparable } from '../../support/provider-comparison';
import { only, parseTemplate, synthScope } from '../../support/synth';
import { FULL_TASK } from '../full-task';
import { PARAMETER, SECRET } from '../tasks';

const PORTS = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html';
const EMPTY_LISTS = 'https://github.com/hashicorp/terraform-aws-consul-ecs/issues/318';
const ORDER = 'https://github.com/hashicorp/terraform-provider-aws/issues/3035';
const HEALTH = 'https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/148';
const CAPABILITIES = 'https://github.com/terraform-aws-modules/terraform-aws-ecs/pull/176';

interface Answer {
  /** What AWS answers, in words. */
  readonly answers: string;
  readonly source?: string;
  /** The same as a change to the container that was sent. */
  readonly complete?: (container: any, networkMode: string) => void;
}

/** As far as anybody has reported. */
const AS_SENT: Answer = { answers: 'as sent' };
const emptyList = (name: string): Answer => ({ answers: 'as sent, or an empty list', source: EMPTY_LISTS, complete: (container) => (container[name] ??= []) });
const ownOrder = (name: string): Answer => ({ answers: 'in an order of its own', source: ORDER, complete: (container) => container[name]?.reverse() });
const healthDefault = (name: string, value: number): Answer => ({
  answers: `as sent, or ${value}`, source: HEALTH, complete: ({ healthCheck }) => healthCheck && (healthCheck[name] ??= value),
});
const capabilities = (name: string): Answer => ({
  answers: 'both lists, or none',
  source: CAPABILITIES,
  complete: ({ linuxParameters: parameters }) => {
    const given = parameters?.capabilities;
    if (given && !given.add?.length && !given.drop?.length) delete parameters.capabilities;
    else if (given) given[name] ??= [];
  },
});

/** Every field of a container that the library emits, and what AWS makes of it when it registers the task definition. */
const ANSWERS: { readonly [path: string]: Answer } = {
  'command': AS_SENT,
  'cpu': { answers: 'as sent, or 0', source: EMPTY_LISTS, complete: (container) => (container.cpu ??= 0) },
  'credentialSpecs': AS_SENT,
  'dependsOn.condition': AS_SENT,
  'dependsOn.containerName': AS_SENT,
  'disableNetworking': AS_SENT,
  'dnsSearchDomains': AS_SENT,
  'dnsServers': AS_SENT,
  'dockerLabels': AS_SENT,
  'dockerSecurityOptions': AS_SENT,
  'entryPoint': AS_SENT,
  'environment.name': emptyList('environment'),
  'environment.value': ownOrder('environment'),
  'environmentFiles.type': AS_SENT,
  'environmentFiles.value': AS_SENT,
  'essential': { answers: 'as sent, or true', complete: (container) => (container.essential ??= true) },
  'extraHosts.hostname': AS_SENT,
  'extraHosts.ipAddress': AS_SENT,
  'firelensConfiguration.options': AS_SENT,
  'firelensConfiguration.type': AS_SENT,
  'healthCheck.command': AS_SENT,
  'healthCheck.interval': healthDefault('interval', 30),
  'healthCheck.retries': healthDefault('retries', 3),
  'healthCheck.startPeriod': AS_SENT,
  'healthCheck.timeout': healthDefault('timeout', 5),
  'hostname': AS_SENT,
  'image': AS_SENT,
  'interactive': AS_SENT,
  'links': AS_SENT,
  'linuxParameters.capabilities.add': capabilities('add'),
  'linuxParameters.capabilities.drop': capabilities('drop'),
  'linuxParameters.devices.containerPath': AS_SENT,
  'linuxParameters.devices.hostPath': AS_SENT,
  'linuxParameters.devices.permissions': AS_SENT,
  'linuxParameters.initProcessEnabled': AS_SENT,
  'linuxParameters.maxSwap': AS_SENT,
  'linuxParameters.sharedMemorySize': AS_SENT,
  'linuxParameters.swappiness': AS_SENT,
  'linuxParameters.tmpfs.containerPath': AS_SENT,
  'linuxParameters.tmpfs.mountOptions': AS_SENT,
  'linuxParameters.tmpfs.size': AS_SENT,
  'logConfiguration.logDriver': AS_SENT,
  'logConfiguration.options': AS_SENT,
  'logConfiguration.secretOptions.name': AS_SENT,
  'logConfiguration.secretOptions.valueFrom': AS_SENT,
  'memory': AS_SENT,
  'memoryReservation': AS_SENT,
  'mountPoints.containerPath': emptyList('mountPoints'),
  'mountPoints.readOnly': AS_SENT,
  'mountPoints.sourceVolume': AS_SENT,
  'name': AS_SENT,
  'portMappings.appProtocol': AS_SENT,
  'portMappings.containerPort': emptyList('portMappings'),
  'portMappings.containerPortRange': AS_SENT,
  'portMappings.hostPort': {
    answers: 'the container\'s port in awsvpc and host mode, otherwise as sent, or 0',
    source: PORTS,
    complete: ({ portMappings = [] }, networkMode) => portMappings.filter(({ containerPort }: any) => containerPort).forEach((mapping: any) => {
      mapping.hostPort = mapping.hostPort || (networkMode === 'bridge' ? 0 : mapping.containerPort);
    }),
  },
  'portMappings.name': AS_SENT,
  'portMappings.protocol': { answers: 'as sent, or tcp', source: PORTS, complete: ({ portMappings = [] }) => portMappings.forEach((mapping: any) => (mapping.protocol ??= 'tcp')) },
  'privileged': AS_SENT,
  'pseudoTerminal': AS_SENT,
  'readonlyRootFilesystem': AS_SENT,
  'repositoryCredentials.credentialsParameter': AS_SENT,
  'resourceRequirements.type': AS_SENT,
  'resourceRequirements.value': AS_SENT,
  'restartPolicy.enabled': { answers: 'as sent', source: 'https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/301' },
  'restartPolicy.ignoredExitCodes': AS_SENT,
  'restartPolicy.restartAttemptPeriod': AS_SENT,
  'secrets.name': ownOrder('secrets'),
  'secrets.valueFrom': AS_SENT,
  'startTimeout': AS_SENT,
  'stopTimeout': AS_SENT,
  'systemControls.namespace': emptyList('systemControls'),
  'systemControls.value': AS_SENT,
  'ulimits.hardLimit': AS_SENT,
  'ulimits.name': AS_SENT,
  'ulimits.softLimit': AS_SENT,
  'user': {
    answers: 'as sent, or 0 for a log router',
    source: 'https://github.com/hashicorp/terraform-provider-aws/pull/41394',
    complete: (container) => container.firelensConfiguration && (container.user ||= '0'),
  },
  'versionConsistency': { answers: 'as sent', source: 'https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/356' },
  'volumesFrom.readOnly': AS_SENT,
  'volumesFrom.sourceContainer': emptyList('volumesFrom'),
  'workingDirectory': AS_SENT,
};

function leaves(field: Field, path: string[] = []): string[] {
  if (field.kind === 'list') {
    return leaves(field.of, path);
  }
  return field.kind === 'struct' ? Object.entries((field as StructField).fields).flatMap(([name, of]) => leaves(of, [...path, name])) : [path.join('.')];
}

/** What AWS answers to what was sent. */
function answered(container: any, networkMode: string): any {
  const result = structuredClone(container);
  Object.values(ANSWERS).forEach(({ complete }) => complete?.(result, networkMode));
  return result;
}

test('the table has every field that a container can have', () => {
  expect(Object.keys(ANSWERS).sort()).toEqual(leaves(CONTAINER_DEFINITION).sort());
});

/** What the library's sources become, which AWS leaves as it is. */
function inApiForm(container: ContainerDefinition): ApiContainerDefinition {
  const entry = { name: 'SECRET', valueFrom: PARAMETER };
  const { logConfiguration: log } = container;
  const api = {
    ...container,
    environment: namedValues(container.environment),
    environmentFiles: undefined,
    repositoryCredentials: container.repositoryCredentials && { credentialsParameter: SECRET },
    secrets: container.secrets?.map(() => entry),
    logConfiguration: log && { ...log, secretOptions: log.secretOptions?.map(() => entry) },
  };
  return apiForm(api, CONTAINER_DEFINITION) as ApiContainerDefinition;
}

const APP: ContainerDefinition = { name: 'app', image: 'a:1' };
const ROUTER: ContainerDefinition = { name: 'router', image: 'r:1', firelensConfiguration: { type: 'fluentbit' } };
const ROUTED: ContainerDefinition = { ...APP, logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'datadog' } } };
const linux = (linuxParameters: ContainerDefinition['linuxParameters']): ContainerDefinition[] => [{ ...APP, linuxParameters }];

describe.each(['awsvpc', 'host', 'bridge'])('in network mode %s AWS and the provider agree on', (networkMode) => {
  test.each<[string, ContainerDefinition[]]>([
    ['nothing but a name and an image', [APP]],
    ['every field', FULL_TASK.containers],
    ['empty lists', [{ ...APP, environment: {}, mountPoints: [], portMappings: [], systemControls: [], volumesFrom: [], secrets: [], command: [], linuxParameters: {} }]],
    ['a log router', [ROUTER, ROUTED]],
    ['a log router with a group', [{ ...ROUTER, user: '0:0' }, ROUTED]],
    ['capabilities to drop', linux({ capabilities: { drop: ['ALL'] } })],
    ['capabilities to add', linux({ capabilities: { add: ['SYS_PTRACE'] } })],
    ['both', linux({ capabilities: { add: ['CHOWN'], drop: ['ALL'] } })],
    ['the empty list that is written as a workaround', linux({ capabilities: { add: [], drop: ['ALL'] }, initProcessEnabled: true })],
    ['no capabilities', linux({ capabilities: { add: [], drop: [] } })],
    ['ports', [{ ...APP, portMappings: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }, { containerPort: 82, hostPort: 82 }, { containerPort: 83, protocol: 'udp' }] }]],
    ['a range of ports', [{ ...APP, portMappings: [{ containerPortRange: '8000-8010' }] }]],
    ['a health check', [{ ...APP, healthCheck: { command: ['CMD', 'true'] } }]],
  ])('%s', (_, containers) => {
    // GIVEN, WHEN
    const emitted = containers.map((container) => registeredForm(inApiForm(container), networkMode));
    // THEN
    const compared = (all: any[]) => all.map((container) => comparable(container, networkMode));
    expect(compared(emitted.map((container) => answered(container, networkMode)))).toEqual(compared(emitted));
  });
});

test('fails where what is emitted lacks what AWS adds: the comparison sees it', () => {
  const differs = (container: any, networkMode: string) =>
    !isDeepStrictEqual(comparable(answered(container, networkMode), networkMode), comparable(container, networkMode));
  expect([
    differs({ name: 'r', firelensConfiguration: { type: 'fluentbit' } }, 'bridge'),
    differs({ name: 'c', linuxParameters: { capabilities: { drop: ['ALL'] } } }, 'bridge'),
    differs({ name: 'c', linuxParameters: { capabilities: { add: [], drop: [] } } }, 'bridge'),
    differs({ name: 'c', portMappings: [{ containerPort: 80 }] }, 'host'),
    differs({ name: 'c', portMappings: [{ containerPort: 80 }] }, 'awsvpc'),
  ]).toEqual([true, true, true, true, false]);
});

test('what is only known at plan stays what it is', () => {
  const json = synthScope((stack) => {
    const list = new TerraformVariable(stack, 'caps', { type: 'list(string)' });
    new TaskDefinition(stack, 'Task', {
      family: 'api',
      networkMode: 'host',
      memory: 512,
      compatibilities: FULL_TASK.compatibilities,
      containers: [
        { ...ROUTER, user: new TerraformVariable(stack, 'user', {}).stringValue },
        {
          ...ROUTED,
          linuxParameters: { capabilities: { drop: list.listValue } },
          portMappings: [{ containerPort: new TerraformVariable(stack, 'port', {}).numberValue, hostPort: Token.asNumber(Lazy.numberValue({ produce: () => 81 })) }],
        },
      ],
    });
  });
  const [app, router] = parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions);
  expect(router.user).toContain('var.user');
  expect(app.linuxParameters.capabilities).toMatchObject({ add: [], drop: expect.anything() });
  expect(app.portMappings).toEqual([{ containerPort: '${var.port}', hostPort: 81 }]);
});
