import { Annotations, Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { ContainerDefinition, LogConfiguration } from './container-definition';
import { DUPLICATE_SECRET, ENVIRONMENT_AND_SECRETS } from '../checks/container';
import { ContractSubject, MISSING_ENVIRONMENT, UNASKED_ENVIRONMENT } from '../checks/contract';
import { enforce } from '../checks/rule';
import { ISecretSource, SecretBinding, SecretEntry } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { compare } from '../terraform/hcl';
import { PlainText } from '../terraform/json-text';

/**
 * A container whose sources have been asked, once.
 */
export class BoundContainer {
  /** Sorted by name. */
  public readonly secrets: readonly SecretEntry[];
  public readonly bindings: readonly SecretBinding[];
  public readonly logConfiguration?: LogConfiguration;

  public constructor(scope: IConstruct, public readonly definition: ContainerDefinition, environment: AwsEnvironment) {
    this.bindings = (definition.secrets ?? []).map((source) => source.bindSecrets(scope));
    this.secrets = this.bindings.flatMap((binding) => binding.entries).sort((a, b) => compare(a.name, b.name));
    this.logConfiguration = withRegion(definition.logConfiguration, environment);
    const names = {
      container: definition.name,
      environment: Object.keys(definition.environment ?? {}).sort(),
      secrets: this.secrets.map((entry) => entry.name),
    };
    enforce(scope, names, ENVIRONMENT_AND_SECRETS, DUPLICATE_SECRET);
    const warnings = new Set(this.secrets.flatMap((entry) => entry.warning ?? []));
    warnings.forEach((warning) => Annotations.of(scope).addWarning(`container '${definition.name}': ${warning}`));
    checkContract(scope, definition, [...names.environment, ...names.secrets]);
  }

  /** What the sources gave, for whoever grants access to it. */
  public get source(): ISecretSource {
    const { bindings } = this;
    return {
      bindSecrets: () => ({
        entries: bindings.flatMap((binding) => binding.entries),
        dependencies: bindings.flatMap((binding) => binding.dependencies ?? []),
      }),
    };
  }

  /** The container as the ECS API takes it; everything that has no order is sorted. */
  public toApi(): object {
    const { definition } = this;
    return {
      command: definition.command,
      cpu: definition.cpu,
      entryPoint: definition.entryPoint,
      environment: namedValues(definition.environment),
      essential: definition.essential,
      image: definition.image,
      logConfiguration: this.logConfiguration && { logDriver: this.logConfiguration.logDriver, options: this.logConfiguration.options },
      memory: definition.memory,
      name: definition.name,
      portMappings: definition.portMappings?.map((port) => ({ ...port })),
      secrets: this.secrets.length > 0 ? this.secrets.map(({ name, valueFrom }) => ({ name, valueFrom: new PlainText(valueFrom) })) : undefined,
    };
  }
}

function checkContract(scope: IConstruct, { name, environmentContract: contract }: ContainerDefinition, provided: string[]): void {
  if (contract === undefined) {
    return;
  }
  const { requiredNames: required, optionalNames: optional } = contract;
  const open = provided.some((key) => Token.isUnresolved(key));
  const subject: ContractSubject = { container: name, required, optional, provided, open };
  enforce(scope, subject, MISSING_ENVIRONMENT);
  const warning = UNASKED_ENVIRONMENT.check(subject);
  if (warning !== undefined) {
    Annotations.of(scope).addWarning(warning);
  }
}

function namedValues(values: { [name: string]: string } | undefined): object[] | undefined {
  const entries = Object.entries(values ?? {});
  return entries.length > 0 ? entries.sort(([a], [b]) => compare(a, b)).map(([name, value]) => ({ name, value })) : undefined;
}

/** Fargate refuses `awslogs` without a Region. */
function withRegion(log: LogConfiguration | undefined, environment: AwsEnvironment): LogConfiguration | undefined {
  if (log?.logDriver !== 'awslogs' || Token.isUnresolved(log.options) || log.options?.['awslogs-region'] !== undefined) {
    return log;
  }
  return { ...log, options: { ...log.options, 'awslogs-region': environment.region } };
}
