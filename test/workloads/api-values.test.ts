import * as batch from '@aws-sdk/client-batch';
import * as ecs from '@aws-sdk/client-ecs';
import * as ssm from '@aws-sdk/client-ssm';
import * as library from '../../src';
import { Field, StructField } from '../../src/checks/api-shape';
import { OPERATING_SYSTEM_FAMILY } from '../../src/checks/platform';
import { JOB_DEFINITION } from '../../src/workloads/batch-job/batch-shape';
import { TASK_DEFINITION } from '../../src/workloads/ecs-task/task-definition-shape';

interface Enumeration {
  readonly [name: string]: string;
}

/** Values that the API has and the library leaves out, with the reason in the enumeration's own documentation. */
const LEFT_OUT = ['DeploymentControllerType EXTERNAL'];

/** What the AWS SDK, which is made from the API's model, has as an enumeration that the library has too. */
test.each<[string, Enumeration, Enumeration]>([
  ['Compatibility', ecs.Compatibility, library.Compatibility],
  ['DeploymentControllerType', ecs.DeploymentControllerType, library.DeploymentController],
  ['DeploymentStrategy', ecs.DeploymentStrategy, library.DeploymentStrategy],
  ['LaunchType', ecs.LaunchType, library.LaunchType],
  ['PropagateTags', ecs.PropagateTags, library.PropagateTags],
  ['SchedulingStrategy', ecs.SchedulingStrategy, library.SchedulingStrategy],
  ['PlatformCapability', batch.PlatformCapability, library.BatchPlatform],
  ['ParameterTier', ssm.ParameterTier, library.ParameterTier],
])('%s has every value of the API', (name, api, own) => {
  expect(Object.values(api).filter((value) => !LEFT_OUT.includes(`${name} ${value}`)).sort()).toEqual(Object.values(own).sort());
});

test('the enumerations of the library are these, and those that the API doesn\'t have', () => {
  const enumerations = Object.entries(library)
    .filter(([, value]) => typeof value === 'object' && Object.values(value).every((one) => typeof one === 'string'))
    .map(([name]) => name);
  expect(enumerations.sort()).toEqual([
    'BatchPlatform', 'Compatibility', 'DatabaseEngine', 'DeploymentController', 'DeploymentStrategy', 'LaunchType', 'ParameterTier', 'PropagateTags',
    'RevisionOwner', 'SchedulingStrategy', 'SecretStore',
  ]);
});

test.each(Object.values(ecs.OSFamily))('operating system %s is accepted', (operatingSystemFamily) => {
  expect(OPERATING_SYSTEM_FAMILY.check({ operatingSystemFamily })).toBeUndefined();
});

test.each<[string, Enumeration, string, StructField]>([
  ['cpuArchitecture', ecs.CPUArchitecture, 'runtimePlatform.cpuArchitecture', TASK_DEFINITION],
  ['networkMode', ecs.NetworkMode, 'networkMode', TASK_DEFINITION],
  ['pidMode', ecs.PidMode, 'pidMode', TASK_DEFINITION],
  ['ipcMode', ecs.IpcMode, 'ipcMode', TASK_DEFINITION],
  ['compatibilities', ecs.Compatibility, 'requiresCompatibilities', TASK_DEFINITION],
  ['log drivers', ecs.LogDriver, 'containerDefinitions.logConfiguration.logDriver', TASK_DEFINITION],
  ['conditions', ecs.ContainerCondition, 'containerDefinitions.dependsOn.condition', TASK_DEFINITION],
  ['protocols', ecs.TransportProtocol, 'containerDefinitions.portMappings.protocol', TASK_DEFINITION],
  ['application protocols', ecs.ApplicationProtocol, 'containerDefinitions.portMappings.appProtocol', TASK_DEFINITION],
  ['ulimits', ecs.UlimitName, 'containerDefinitions.ulimits.name', TASK_DEFINITION],
  ['platforms of jobs', batch.PlatformCapability, 'platformCapabilities', JOB_DEFINITION],
  ['log drivers of jobs', batch.LogDriver, 'containerProperties.logConfiguration.logDriver', JOB_DEFINITION],
  ['requirements of jobs', batch.ResourceType, 'containerProperties.resourceRequirements.type', JOB_DEFINITION],
  ['permissions of jobs', batch.DeviceCgroupPermission, 'containerProperties.linuxParameters.devices.permissions', JOB_DEFINITION],
])('files may have every value that the API has for %s', (_, api, path, struct) => {
  const field = path.split('.').reduce<Field>((found, name) => structIn(found).fields[name], struct);
  expect([...valuesOf(field)].sort()).toEqual(Object.values(api).sort());
});

function structIn(field: Field): StructField {
  return field.kind === 'list' ? structIn(field.of) : field as StructField;
}

function valuesOf(field: Field): readonly string[] {
  return field.kind === 'list' ? valuesOf(field.of) : field.kind === 'text' ? field.values ?? [] : [];
}
