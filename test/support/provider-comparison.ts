/**
 * How Terraform's AWS provider compares container definitions: what it makes equal before it looks. The same in 5.100 and 6.x.
 *
 * https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/ecs/task_definition_equivalency.go
 */
const LISTS = [
  'command', 'credentialSpecs', 'dependsOn', 'dnsSearchDomains', 'dnsServers', 'dockerSecurityOptions', 'entryPoint', 'environment', 'environmentFiles',
  'extraHosts', 'links', 'mountPoints', 'portMappings', 'resourceRequirements', 'secrets', 'systemControls', 'ulimits', 'volumesFrom',
];

/** A container definition as the provider sees it. Everything that this leaves different replaces the task definition. */
export function comparable(container: any, networkMode?: string): any {
  const result = structuredClone(container);
  for (const list of LISTS) {
    if (result[list]?.length === 0) delete result[list];
  }
  result.essential ??= true;
  // the provider's type has a plain number, so that nothing and 0 are one
  result.cpu ??= 0;
  if (result.healthCheck) result.healthCheck = { interval: 30, retries: 3, timeout: 5, ...result.healthCheck };
  for (const mapping of result.portMappings ?? []) {
    if (mapping.protocol === 'tcp') delete mapping.protocol;
    if (mapping.hostPort === 0) delete mapping.hostPort;
    if (networkMode === 'awsvpc') mapping.hostPort ??= mapping.containerPort;
  }
  for (const list of ['environment', 'secrets']) {
    result[list]?.sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1));
  }
  return result;
}
