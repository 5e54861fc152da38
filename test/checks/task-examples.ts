import { TerraformStack, Token } from 'cdktf';
import type { RuleExamples } from './examples/support';
import { Compatibility, ContainerDefinition, TaskDefinition, TaskDefinitionProps } from '../../src';
import { TEXT, listOf, structOf } from '../../src/checks/api-shape';

const TOKEN = Token.asString({ Ref: 'x' });
const NUMBER = Token.asNumber({ Ref: 'x' });
const LIST = Token.asList({ Ref: 'x' });
const ON_EC2 = { compatibilities: [Compatibility.EC2], memory: 512 };
const FILE_SYSTEM = 'arn:aws:s3files:eu-central-1:123456789012:file-system/fs-12345678';
const PROXY = { containerName: 'app' };

function task(stack: TerraformStack, container: Partial<ContainerDefinition>, props: Partial<TaskDefinitionProps> = {}): void {
  new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', ...container }], ...props });
}

const NAMED = structOf<{ name: string; image: string }>({ name: TEXT, image: TEXT });
const NESTED = structOf<{ list: object[] }>({ list: listOf(structOf<{ name: string; portName: string }>({ name: TEXT, portName: TEXT })) });
const ports = (...mappings: object[]) => ({ container: 'app', networkMode: 'awsvpc', ports: mappings });
const mapped = (networkMode: string, ...containers: object[][]) => ({ networkMode, containers: containers.map((mappings, i) => ({ container: `c${i}`, ports: mappings })) });
const driver = (logDriver: string, options: object = {}, ...secretOptions: string[]) => ({ container: 'app', logDriver, options, secretOptions });
const fargate = { compatibilities: ['FARGATE'], networkMode: 'awsvpc' };
const size = { container: 'app', cpu: 256, memory: 512, memoryReservation: 256, taskCpu: 256, taskMemory: 512 };
const windows = (...fields: string[]) => ({ container: 'app', operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', fields });
const codes = (length: number) => ({ container: 'app', ignoredExitCodes: Array.from({ length }, (_, i) => i) });

/** Rules about a task, its containers and the platform that it runs on. */
export const TASK_EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'known-fields': {
    compliant: [{ value: { name: 'a', image: 'b', x: undefined, y: null }, field: NAMED }, { value: { list: [{ name: 'a' }] }, field: NESTED }],
    wrong: [{ value: { nam: 'a' }, field: NAMED }, { owner: 'container \'app\'', value: { list: [{ port_name: 'a' }] }, field: NESTED }],
    token: [{ value: { list: LIST }, field: NESTED }, { value: TOKEN, field: NAMED }],
    used: (stack) => task(stack, { portMappings: [{ container_port: 80 } as object] }),
  },
  'port-range': {
    compliant: [ports({ containerPort: 80 }, { containerPortRange: '7000-7010' })],
    wrong: [{}, { containerPort: 80, containerPortRange: '80-90' }, { containerPortRange: '90-80' }, { containerPortRange: '80' }].map((port) => ports(port)),
    token: [ports({ containerPortRange: TOKEN }), ports({ containerPort: NUMBER })],
    used: (stack) => task(stack, { portMappings: [{}] }),
  },
  'host-port-twice': {
    compliant: [
      mapped('awsvpc', [{ containerPort: 80 }], [{ containerPort: 81 }]), mapped('awsvpc', [{ containerPort: 53 }, { containerPort: 53, protocol: 'udp' }]),
      // two ports of an instance can lead to one of the container, and a free one is another each time
      mapped('bridge', [{ containerPort: 80, hostPort: 80 }, { containerPort: 80, hostPort: 81 }], [{ containerPort: 80 }]),
      mapped('bridge', [{ containerPort: 80 }, { containerPort: 80, hostPort: 0 }, { containerPort: 80, hostPort: 0 }]),
    ],
    wrong: [
      mapped('awsvpc', [{ containerPort: 80 }], [{ containerPort: 80 }]), mapped('host', [{ containerPort: 80 }, { containerPort: 80, protocol: 'tcp' }]),
      mapped('bridge', [{ containerPort: 80, hostPort: 8080 }], [{ containerPort: 81, hostPort: 8080 }]),
    ],
    token: [
      mapped('awsvpc', [{ containerPort: NUMBER }], [{ containerPort: NUMBER }]), mapped(TOKEN, [{ containerPort: 80 }], [{ containerPort: 80 }]),
      mapped('awsvpc', [{ containerPort: 80, protocol: TOKEN }], [{ containerPort: 80 }]),
    ],
    used: (stack) => task(stack, { portMappings: [{ containerPort: 80 }, { containerPort: 80 }] }),
  },
  'host-port': {
    compliant: [ports({ containerPort: 80, hostPort: 80 }, { containerPort: 80, hostPort: 0 }), { ...ports({ containerPort: 80, hostPort: 8080 }), networkMode: 'bridge' }],
    wrong: [ports({ containerPort: 80, hostPort: 8080 }), { ...ports({ containerPort: 80, hostPort: 8080 }), networkMode: 'host' }],
    token: [
      ports({ containerPort: NUMBER, hostPort: 8080 }, { containerPort: 80, hostPort: NUMBER }),
      { ...ports({ containerPort: 80, hostPort: 8080 }), networkMode: TOKEN },
    ],
    used: (stack) => task(stack, { portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
  },
  'app-protocol-name': {
    compliant: [ports({ containerPort: 80 }, { containerPort: 81, name: 'http', appProtocol: 'http' }, { containerPort: 82, appProtocol: '' })],
    wrong: [ports({ containerPort: 80, appProtocol: 'http' })],
    token: [ports({ containerPort: 80, appProtocol: 'http', name: TOKEN })],
    used: (stack) => task(stack, { portMappings: [{ containerPort: 80, appProtocol: 'http' }] }),
  },
  'port-name-twice': {
    compliant: [{ ports: [{ container: 'a', name: 'http' }, { container: 'b', name: 'grpc' }] }],
    wrong: [{ ports: [{ container: 'a', name: 'http' }, { container: 'b', name: 'http' }] }, { ports: [{ container: 'a', name: 'http' }, { container: 'a', name: 'http' }] }],
    token: [{ ports: [{ container: 'a', name: TOKEN }, { container: 'b', name: TOKEN }] }],
    used: (stack) => task(stack, { portMappings: [{ containerPort: 80, name: 'http' }, { containerPort: 81, name: 'http' }] }),
  },
  'essential-container': {
    compliant: [{ containers: [{ name: 'a', essential: false }, { name: 'b' }] }],
    wrong: [{ containers: [{ name: 'a', essential: false }] }],
    token: [{ containers: [{ name: 'a', essential: Token.asAny({ Ref: 'x' }) }] }],
    used: (stack) => task(stack, { essential: false }),
  },
  'container-memory': {
    compliant: [size, { container: 'app', memory: 512 }, { container: 'app', memoryReservation: 512 }, { container: 'app', taskMemory: 512 }],
    wrong: [{ container: 'app' }],
    token: [{ container: 'app', taskMemory: NUMBER }],
    used: (stack) => task(stack, {}, { compatibilities: [Compatibility.EC2] }),
  },
  'memory-reservation': {
    compliant: [size, { ...size, memoryReservation: 512 }],
    wrong: [{ ...size, memoryReservation: 513 }],
    token: [{ ...size, memoryReservation: NUMBER }, { ...size, memory: NUMBER, memoryReservation: 513 }],
    used: (stack) => task(stack, { memory: 128, memoryReservation: 256 }),
  },
  'container-size': {
    compliant: [size, { container: 'app', cpu: 2048, memory: 4096 }],
    wrong: [{ ...size, cpu: 257 }, { ...size, memory: 513 }, { ...size, memory: undefined, memoryReservation: 513 }],
    token: [{ ...size, cpu: 257, taskCpu: NUMBER }, { ...size, memory: NUMBER }, { ...size, memory: 513, taskMemory: NUMBER }],
    used: (stack) => task(stack, { cpu: 512 }),
  },
  'health-check': {
    compliant: [{ container: 'app', command: ['CMD-SHELL', 'exit 0'] }, { container: 'app', command: ['CMD', 'true'], interval: 10, timeout: 10 }, { container: 'app', command: ['NONE'] }],
    wrong: [{ container: 'app', command: [] }, { container: 'app', command: ['curl -f http://localhost/'] }, { container: 'app', command: ['CMD', 'true'], timeout: 31 }],
    token: [{ container: 'app', command: LIST }, { container: 'app', command: [TOKEN] }, { container: 'app', command: ['CMD', 'true'], timeout: NUMBER }],
    used: (stack) => task(stack, { healthCheck: { command: ['curl', 'http://localhost/'] } }),
  },
  'restart-policy': {
    compliant: [codes(50), { container: 'app' }],
    wrong: [codes(51)],
    token: [{ container: 'app', ignoredExitCodes: Token.asNumberList({ Ref: 'x' }) }],
    used: (stack) => task(stack, { restartPolicy: { enabled: true, ignoredExitCodes: codes(51).ignoredExitCodes } }),
  },
  'log-mode': {
    compliant: [driver('awslogs', { 'mode': 'non-blocking', 'max-buffer-size': '25m' }), driver('awslogs', { 'max-buffer-size': '25m' })],
    wrong: [driver('awslogs', { 'mode': 'blocking', 'max-buffer-size': '25m' })],
    token: [driver('awslogs', { 'mode': TOKEN, 'max-buffer-size': '25m' })],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'api', 'mode': 'blocking', 'max-buffer-size': '25m' } } }),
  },
  'splunk-options': {
    compliant: [driver('splunk', { 'splunk-url': 'x' }, 'splunk-token'), driver('splunk', {}, 'splunk-token', 'splunk-url'), driver('gelf')],
    wrong: [driver('splunk', { 'splunk-url': 'x' }), driver('splunk', {}, 'splunk-token')],
    token: [driver('splunk', { [TOKEN]: 'x' }), driver('splunk', {}, TOKEN), { ...driver('splunk'), options: TOKEN }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x' } } }),
  },
  'awslogs-group': {
    compliant: [driver('awslogs', { 'awslogs-group': 'api' }), driver('gelf')],
    wrong: [driver('awslogs'), driver('awslogs', { 'awslogs-group': '' })],
    token: [driver('awslogs', { 'awslogs-group': TOKEN }), { ...driver('awslogs'), options: TOKEN }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'awslogs' } }),
  },
  'network-mode': {
    compliant: [fargate, { compatibilities: ['EC2'], networkMode: 'bridge' }, { compatibilities: ['MANAGED_INSTANCES'], networkMode: 'host' }, { compatibilities: ['EXTERNAL'] }],
    wrong: [{ ...fargate, networkMode: 'bridge' }, { compatibilities: ['EXTERNAL'], networkMode: 'awsvpc' }, { compatibilities: ['MANAGED_INSTANCES'], networkMode: 'bridge' }],
    token: [{ ...fargate, networkMode: TOKEN }, { compatibilities: LIST, networkMode: 'bridge' }],
    used: (stack) => task(stack, {}, { networkMode: 'host' }),
  },
  'shared-namespaces': {
    compliant: [{ ...fargate, pidMode: 'task' }, { compatibilities: ['EC2'], pidMode: 'host', ipcMode: 'host' }],
    wrong: [{ ...fargate, pidMode: 'host' }, { ...fargate, ipcMode: 'task' }, { compatibilities: ['EC2'], pidMode: 'task', operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }],
    token: [{ ...fargate, pidMode: TOKEN }, { compatibilities: LIST, pidMode: 'host' }],
    used: (stack) => task(stack, {}, { pidMode: 'host' }),
  },
  'task-placement-on-fargate': {
    compliant: [fargate, { ...fargate, placementConstraints: [] }, { compatibilities: ['EC2'], placementConstraints: [{}] }],
    wrong: [{ ...fargate, placementConstraints: [{}] }],
    token: [{ compatibilities: LIST, placementConstraints: [{}] }, { ...fargate, placementConstraints: TOKEN }],
    used: (stack) => task(stack, {}, { placementConstraints: [{ expression: 'attribute:ecs.os-type == linux' }] }),
  },
  'managed-instances': {
    compliant: [{ compatibilities: ['MANAGED_INSTANCES'], operatingSystemFamily: 'LINUX' }, { ...fargate, ephemeralStorage: {} }],
    wrong: [{ compatibilities: ['MANAGED_INSTANCES'], ephemeralStorage: {} }, { compatibilities: ['MANAGED_INSTANCES'], operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }],
    token: [{ compatibilities: LIST, ephemeralStorage: {} }, { compatibilities: ['MANAGED_INSTANCES'], operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, {}, { compatibilities: ['MANAGED_INSTANCES' as Compatibility], ephemeralStorage: { sizeInGiB: 50 }, memory: 512 }),
  },
  'proxy-network-mode': {
    compliant: [{ ...fargate, proxyConfiguration: {} }, { compatibilities: ['EC2'] }],
    wrong: [{ compatibilities: ['EC2'], proxyConfiguration: {} }, { compatibilities: ['EC2'], networkMode: 'host', proxyConfiguration: {} }],
    token: [{ compatibilities: ['EC2'], networkMode: TOKEN, proxyConfiguration: {} }],
    used: (stack) => task(stack, {}, { ...ON_EC2, proxyConfiguration: PROXY }),
  },
  'fault-injection-network-mode': {
    compliant: [{ ...fargate, enableFaultInjection: true }, { networkMode: 'host', enableFaultInjection: true }, { enableFaultInjection: false }],
    wrong: [{ enableFaultInjection: true }, { networkMode: 'none', enableFaultInjection: true }],
    token: [{ networkMode: TOKEN, enableFaultInjection: true }],
    used: (stack) => task(stack, {}, { ...ON_EC2, enableFaultInjection: true }),
  },
  'links-network-mode': {
    compliant: [{ container: 'app', links: ['db'] }, { container: 'app', links: ['db'], networkMode: 'bridge' }, { container: 'app', links: [], networkMode: 'awsvpc' }],
    wrong: [{ container: 'app', links: ['db'], networkMode: 'awsvpc' }, { container: 'app', links: ['db'], networkMode: 'host' }],
    token: [{ container: 'app', links: ['db'], networkMode: TOKEN }],
    used: (stack) => task(stack, {}, { containers: [{ name: 'app', image: 'example:1', links: ['db'] }, { name: 'db', image: 'example:1' }] }),
  },
  'linux-only': {
    compliant: [windows('command'), { ...windows('linuxParameters'), operatingSystemFamily: undefined }],
    wrong: [windows('linuxParameters'), windows('readonlyRootFilesystem'), windows('privileged')],
    token: [{ ...windows('linuxParameters'), operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { readonlyRootFilesystem: true }, { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, cpu: 1024, memory: 2048 }),
  },
  'linux-only-field': {
    compliant: [windows('command'), { ...windows('ulimits'), operatingSystemFamily: 'LINUX' }],
    wrong: [windows('ulimits'), windows('user')],
    token: [{ ...windows('ulimits'), operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { user: 'ContainerUser' }, { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, cpu: 1024, memory: 2048 }),
  },
  'launch-volume-count': {
    compliant: [{ volumes: [], mounted: [] }, { volumes: ['data'], mounted: ['data', 'x'] }],
    wrong: [{ volumes: ['a', 'b'], mounted: ['a', 'b'] }, { volumes: ['data'], mounted: ['x'] }],
    token: [{ volumes: [TOKEN], mounted: ['x'] }, { volumes: ['data'], mounted: [TOKEN] }],
    used: (stack) => task(stack, {}, { volumes: [{ name: 'data', configuredAtLaunch: true }] }),
  },
  'files-volume': {
    compliant: [{ volume: 'a' }, { volume: 'a', s3files: { rootDirectory: '/x' }, taskRoleArn: 'r' }, { volume: 'a', s3files: { accessPointArn: 'x', rootDirectory: '/' }, taskRoleArn: 'r' }],
    wrong: [{ volume: 'a', s3files: {} }, { volume: 'a', s3files: { accessPointArn: 'x', rootDirectory: '/x' }, taskRoleArn: 'r' }],
    token: [{ volume: 'a', s3files: { accessPointArn: TOKEN, rootDirectory: TOKEN }, taskRoleArn: TOKEN }],
    used: (stack) => task(stack, {}, { volumes: [{ name: 'a', s3filesVolumeConfiguration: { fileSystemArn: FILE_SYSTEM } }] }),
  },
  'environment-arn': {
    compliant: [{ container: 'app', name: 'TABLE_ARN', value: 'arn:aws:dynamodb:eu-central-1:123456789012:table/a' }, { container: 'app', name: 'A', value: '' }],
    wrong: [
      { container: 'app', name: 'A', value: 'arn:aws:ssm:eu-central-1:123456789012:parameter/a' },
      { container: 'app', name: 'A', value: 'arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a-AbCdEf:KEY::' },
    ],
    token: [{ container: 'app', name: 'A', value: TOKEN }],
    used: (stack) => task(stack, { environment: { A: 'arn:aws:ssm:eu-central-1:123456789012:parameter/a' } }),
  },
};
