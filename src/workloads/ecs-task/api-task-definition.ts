import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { registeredForm } from './registered-form';
import { Compatibility, TaskDefinitionProps } from './task-definition-props';
import { ApiTaskDefinition, TASK_DEFINITION } from './task-definition-shape';
import { API_SHAPE, StructField } from '../../checks/api-shape';
import { enforce } from '../../checks/rule';
import { isUnresolved } from '../../terraform/tokens';
import { apiForm } from '../containers/api-form';
import { ApiContainerDefinition, CONTAINER_DEFINITION } from '../containers/container-shape';
import { ResolvedContainer, namedValues } from '../containers/resolved-container';

/** The containers are left out, because they are checked where their sources are bound. */
export const WITHOUT_CONTAINERS: StructField = {
  ...TASK_DEFINITION,
  fields: Object.fromEntries(
    Object.entries(TASK_DEFINITION.fields).filter(([name]) => name !== 'containerDefinitions'),
  ),
  required: ['family'],
};

export function apiDefinitionOf(
  scope: Construct,
  props: TaskDefinitionProps,
  containers: readonly ResolvedContainer[],
  fargate: boolean,
): ApiTaskDefinition {
  const { compatibilities = [Compatibility.FARGATE], proxyConfiguration } = props;
  const value = {
    ...props,
    cpu: textOf(props.cpu ?? (fargate ? 256 : undefined)),
    memory: textOf(props.memory ?? (fargate ? 512 : undefined)),
    networkMode: networkModeOf(props),
    requiresCompatibilities: compatibilities,
    proxyConfiguration: proxyConfiguration && {
      ...proxyConfiguration,
      properties: namedValues(proxyConfiguration.properties),
    },
    tags: Object.entries(props.tags ?? {}).map(([key, text]) => ({ key, value: text })),
  };
  const task = apiForm(value, WITHOUT_CONTAINERS) as Omit<ApiTaskDefinition, 'containerDefinitions'>;
  enforce(scope, { value: task, field: WITHOUT_CONTAINERS }, API_SHAPE);
  const definitions = containers.map((container) => container.toApi(CONTAINER_DEFINITION) as ApiContainerDefinition);
  return {
    ...task,
    containerDefinitions: definitions.map((definition) => registeredForm(definition, task.networkMode)),
  };
}

/** Tasks on platforms where each has its own network interface use awsvpc. */
function networkModeOf({
  networkMode,
  compatibilities = [Compatibility.FARGATE],
}: TaskDefinitionProps): string | undefined {
  const own = ['FARGATE', 'MANAGED_INSTANCES'].some((platform) => (compatibilities as string[]).includes(platform));
  return networkMode ?? (own ? 'awsvpc' : undefined);
}

/** Terraform takes the sizes of a task as strings. */
function textOf(size: number | undefined): string | undefined {
  return size === undefined ? undefined : isUnresolved(size) ? Token.asString(size) : String(size);
}
