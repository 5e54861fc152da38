import { isUnresolved } from '../../terraform/tokens';
import { ApiContainerDefinition } from '../containers/container-shape';
import { LinuxParameters } from '../containers/linux-parameters';
import { PortMapping } from '../containers/port-mapping';

/**
 * The container as AWS stores it. AWS completes what it registers, and Terraform's provider, which compares the two,
 * would replace the task definition at every plan.
 */
export function registeredForm(
  container: ApiContainerDefinition,
  networkMode: string | undefined,
): ApiContainerDefinition {
  const { firelensConfiguration, linuxParameters, portMappings, user } = container;
  return {
    ...container,
    // a log router runs as root: https://github.com/hashicorp/terraform-provider-aws/pull/41394
    ...(firelensConfiguration && !user ? { user: '0' } : {}),
    ...(linuxParameters && !isUnresolved(linuxParameters) ? { linuxParameters: withBothLists(linuxParameters) } : {}),
    ...(Array.isArray(portMappings) && networkMode === 'host' ? { portMappings: portMappings.map(withHostPort) } : {}),
  };
}

/** Both lists of capabilities, or none: https://github.com/terraform-aws-modules/terraform-aws-ecs/pull/176 */
function withBothLists(given: LinuxParameters): LinuxParameters | undefined {
  const { capabilities, ...others } = given;
  if (isUnresolved(capabilities)) {
    return given;
  }
  const { add = [], drop = [] } = capabilities ?? {};
  const parameters = { ...(add.length > 0 || drop.length > 0 ? { capabilities: { add, drop } } : {}), ...others };
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

/**
 * The host's port is the container's: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
function withHostPort(mapping: PortMapping): PortMapping {
  return mapping.containerPort === undefined
    ? mapping
    : { ...mapping, hostPort: mapping.hostPort || mapping.containerPort };
}
