import { IConstruct } from 'constructs';
import { apiForm } from './api-form';
import { ApiReferences, withPlainArns, plainReferences, references } from './api-references';
import { NamedValue } from './container-shape';
import { EnvironmentContract } from './environment-contract';
import { EnvironmentFile } from './environment-file';
import { isOfFile, shapeOf } from './kept-fields';
import { LogConfiguration } from './log-configuration';
import { PlanTimeSecrets } from './plan-time-secrets';
import { RepositoryCredentials } from './repository-credentials';
import { StartFiles, grantStartFiles } from './start-files';
import { warnOfVisibleSecrets } from './visible-secret-warnings';
import { IExecutionRole } from '../../access/execution-role-interface';
import { repositoryArnOf } from '../../access/image-grants';
import { API_SHAPE, KNOWN_FIELDS, StructField } from '../../checks/api-shape';
import {
  DUPLICATE_SECRET,
  ENVIRONMENT_AND_SECRETS,
  ENVIRONMENT_ARN,
  ENVIRONMENT_NAME,
  ENVIRONMENT_TEXT,
  OPTION_AND_SECRET_OPTION,
} from '../../checks/container';
import { ContractSubject, MISSING_ENVIRONMENT, SET_BY_ECS, UNASKED_ENVIRONMENT } from '../../checks/contract';
import { ADMIN_USER } from '../../checks/database';
import { AWSLOGS_GROUP, LOG_MODE, SPLUNK_OPTIONS } from '../../checks/log-options';
import { ENV_NAME_PATTERN } from '../../checks/names';
import { PlatformFeature } from '../../checks/platform';
import { SECRET_SOURCE } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { SECRET_BINDING } from '../../checks/secret-binding';
import { ValidationError } from '../../checks/validation-error';
import { TASK_PARTITION } from '../../checks/value-from';
import { warn, warnOfNames } from '../../checks/warnings';
import { ISecretSource, SecretBinding, SecretEntry, SecretRead, SecretStore } from '../../references/secret-source';
import { AwsEnvironment } from '../../terraform/aws-environment';
import { compare } from '../../terraform/hcl';
import { isUnresolved } from '../../terraform/tokens';

/** Fields of a container that the API doesn't have; it has no name for the one container of a Batch job. */
const LIBRARY_FIELDS = ['credentialSpecSecrets', 'environmentContract', 'name', 'secretFiles'];

/** What containers of ECS and of AWS Batch have in common. */
export interface SecretConsumer extends StartFiles {
  readonly image: string;
  readonly environment?: { [name: string]: string };
  readonly secrets?: ISecretSource[];
  readonly logConfiguration?: LogConfiguration;
  readonly repositoryCredentials?: RepositoryCredentials;
  readonly environmentContract?: EnvironmentContract;
  readonly environmentFiles?: EnvironmentFile[];
}

/**
 * A container whose sources have been asked, once.
 */
export class ResolvedContainer {
  /** Sorted by name. */
  public readonly secrets: readonly SecretEntry[];
  /** Sorted by name, because Terraform's provider compares them in order. */
  public readonly secretOptions: readonly SecretEntry[];
  public readonly bindings: readonly SecretBinding[];
  public readonly logConfiguration?: LogConfiguration;
  /** Where names are only known at plan: all secrets of the container. */
  public readonly planned?: PlanTimeSecrets;

  public constructor(
    private readonly scope: IConstruct,
    public readonly definition: SecretConsumer,
    private readonly awsEnvironment: AwsEnvironment,
    /** Whether AWS Batch runs it, which has a log group and a Region where nothing else is said. */
    isJob = false,
  ) {
    const { name, environment = {}, logConfiguration, repositoryCredentials } = definition;
    const secrets = bind(scope, name, 'secrets', definition.secrets);
    const secretOptions = bind(scope, name, 'secretOptions', logConfiguration?.secretOptions);
    this.bindings = [...secrets, ...secretOptions, ...(repositoryCredentials ? [repositoryCredentials._binding] : [])];
    this.secrets = entriesOf(secrets);
    this.secretOptions = entriesOf(secretOptions);
    // what comes from a file stays as it is there
    const isFilled = !isJob && !isOfFile(definition);
    this.logConfiguration = isFilled ? withRegion(logConfiguration, awsEnvironment) : logConfiguration;

    const names = { container: name, environment: Object.keys(environment).sort(), secrets: namesOf(this.secrets) };
    enforce(scope, names, ENVIRONMENT_AND_SECRETS, DUPLICATE_SECRET);
    const options = {
      container: name,
      options: Object.keys(logConfiguration?.options ?? {}).sort(),
      secretOptions: namesOf(this.secretOptions),
    };
    enforce(scope, options, OPTION_AND_SECRET_OPTION);
    if (this.logConfiguration !== undefined) {
      const { logDriver, options: given = {} } = this.logConfiguration;
      enforce(
        scope,
        { container: name, logDriver, options: given, secretOptions: options.secretOptions },
        LOG_MODE,
        SPLUNK_OPTIONS,
      );
    }
    if (secretOptions.some((binding) => binding.lists?.length)) {
      throw new ValidationError(
        `container '${name}': the names of secretOptions have to be known at synth: use a source with names in code`,
        scope,
      );
    }

    const region = awsEnvironment.knownRegion;
    [...this.secrets, ...this.secretOptions].forEach(({ name: secret, read: { arn } }) =>
      enforce(scope, { container: name, name: secret, arn, region }, TASK_PARTITION),
    );
    const all = [...names.environment, ...names.secrets];
    all.forEach((key) => enforce(scope, { container: name, name: key }, ENVIRONMENT_NAME));
    warnOfNames(scope, all, (left) => ({ container: name, names: left }), ENV_NAME_PATTERN);
    warnOfVisibleSecrets(scope, definition);
    Object.entries(environment).forEach(([key, value]) => {
      enforce(scope, { container: name, name: key, value }, ENVIRONMENT_TEXT);
      warn(scope, { container: name, name: key, value }, ENVIRONMENT_ARN, key);
    });

    const provided = [...names.environment, ...names.secrets];
    const required =
      definition.environmentContract?.requiredNames.filter(
        (needed) => ![...provided, ...SET_BY_ECS].includes(needed),
      ) ?? [];
    this.planned = PlanTimeSecrets.of(scope, { ...names, entries: this.secrets, bindings: secrets, required });
    checkContract(
      scope,
      definition,
      provided,
      this.planned !== undefined || (definition.environmentFiles?.length ?? 0) > 0,
    );
    const warnings = new Map(
      this.secrets.flatMap((entry) => (entry.warning === undefined ? [] : [[entry.warning, entry.name] as const])),
    );
    warnings.forEach((secret, warning) =>
      warn(scope, `container '${name}': ${warning}`, { ...ADMIN_USER, check: (text: string) => text }, secret),
    );
  }

  /** What not every platform can do. */
  public get features(): PlatformFeature[] {
    const { name: container, environmentFiles = [], repositoryCredentials } = this.definition;
    const lists = this.bindings.flatMap((binding) => binding.lists ?? []);
    return [
      ...this.secrets.map(({ name, valueFrom, read }): PlatformFeature => {
        const whole = read.store === SecretStore.PARAMETER_STORE ? 'parameter' : 'secret';
        return { container, name, kind: isWhole(valueFrom, read) ? whole : 'partialSecret' };
      }),
      ...this.secretOptions.map(({ name, valueFrom, read }): PlatformFeature => ({
        container,
        name,
        kind: isWhole(valueFrom, read) ? 'secretOption' : 'partialSecret',
      })),
      ...lists.map(({ label, read }): PlatformFeature => ({
        container,
        name: label,
        kind: read === undefined ? 'parameter' : 'partialSecret',
      })),
      ...environmentFiles.map(({ objectArn }): PlatformFeature => ({
        container,
        name: objectArn,
        kind: 'environmentFile',
      })),
      ...(repositoryCredentials
        ? [{ container, name: 'repositoryCredentials', kind: 'repositoryCredentials' } satisfies PlatformFeature]
        : []),
    ];
  }

  /** ECS wants to know the log group; AWS Batch has one of its own. */
  public enforceLogGroup(): void {
    if (this.logConfiguration !== undefined) {
      const { logDriver, options = {} } = this.logConfiguration;
      const secretOptions = namesOf(this.secretOptions);
      enforce(this.scope, { container: this.definition.name, logDriver, options, secretOptions }, AWSLOGS_GROUP);
    }
  }

  /** Allows what the container needs before it starts. */
  public grantTo(role: IExecutionRole): void {
    const { bindings, awsEnvironment, definition: { name: container } } = this;
    const entries = bindings.flatMap((binding) => binding.entries);
    const lists = bindings.flatMap((binding) => binding.lists ?? []);
    if (entries.length + lists.length > 0) {
      role.addBinding({ entries, lists, usedBy: container });
    }
    for (const { bucketArn, objectArn, options } of this.definition.environmentFiles ?? []) {
      role.grantReadObject(bucketArn, objectArn, { ...options, container });
    }
    grantStartFiles(this.scope, role, this.definition);
    const repositoryArn = repositoryArnOf(this.definition.image, () => awsEnvironment.partition);
    if (repositoryArn !== undefined) {
      role.grantPull(repositoryArn, { container });
    }
    const {
      'awslogs-group': group,
      'awslogs-region': region = awsEnvironment.region,
      'awslogs-create-group': createGroup,
    } = this.logConfiguration?.options ?? {};
    if (this.logConfiguration?.logDriver === 'awslogs' && group !== undefined) {
      const arn = `arn:${awsEnvironment.partition}:logs:${region}:${awsEnvironment.account}:log-group:${group}`;
      role.grantLogs(arn, { createGroup: createGroup === 'true', container });
    }
  }

  /**
   * The container as the API takes it.
   *
   * @param api which API
   */
  public toApi(api: StructField): object {
    const { definition, logConfiguration } = this;
    const field = shapeOf(definition, api);
    // in order, and what they should be: hundreds of them needn't be looked through again
    const plain = this.secrets.every(
      ({ name, valueFrom }) => typeof name === 'string' && typeof valueFrom === 'string',
    );
    const given = {
      ...definition,
      environment: namedValues(definition.environment),
      environmentFiles: definition.environmentFiles?.map((file) => ({ type: 's3', value: file.objectArn })),
      secrets: plain ? undefined : references(this.secrets),
      logConfiguration: logConfiguration && { ...logConfiguration, secretOptions: references(this.secretOptions) },
    };
    const owner = `container '${definition.name}'`;
    enforce(this.scope, { owner, value: given, field, libraryFields: LIBRARY_FIELDS }, KNOWN_FIELDS);
    const value = apiForm(given, field);
    enforce(this.scope, { owner, value, field }, API_SHAPE);
    const container = withPlainArns(value as ApiReferences);
    if (this.planned) {
      return { ...container, secrets: this.planned.entries };
    }
    return plain && this.secrets.length > 0 ? { ...container, secrets: plainReferences(this.secrets) } : container;
  }
}

/**
 * @param open whether some names are only known later
 */
function checkContract(
  scope: IConstruct,
  { name, environmentContract: contract }: SecretConsumer,
  provided: string[],
  open: boolean,
): void {
  if (contract === undefined) {
    return;
  }
  const { requiredNames: required, optionalNames: optional } = contract;
  const subject: ContractSubject = {
    container: name,
    required,
    optional,
    provided,
    open: open || provided.some((key) => isUnresolved(key)),
  };
  enforce(scope, subject, MISSING_ENVIRONMENT);
  warn(scope, subject, UNASKED_ENVIRONMENT, name);
}

/** A map as the list that the API takes. */
export function namedValues(values: { [name: string]: string } | undefined): NamedValue[] | undefined {
  return values && Object.entries(values).map(([name, value]) => ({ name, value }));
}

/**
 * Whether a reference has no JSON key, stage or version; it may be a name, or an ARN that the role allows by a pattern.
 */
function isWhole(valueFrom: string, { store, arn }: SecretRead): boolean {
  return store === SecretStore.PARAMETER_STORE || valueFrom === arn || `${valueFrom}-??????` === arn;
}

function bind(scope: IConstruct, container: string, place: string, sources: ISecretSource[] = []): SecretBinding[] {
  sources.forEach((source, i) => enforce(scope, { container, place: `${place}[${i}]`, source }, SECRET_SOURCE));
  return sources.map((source, i) => {
    const binding = source.bindSecrets(scope);
    enforce(scope, { asker: `container '${container}': ${place}[${i}]`, binding }, SECRET_BINDING);
    return binding;
  });
}

function entriesOf(bindings: SecretBinding[]): SecretEntry[] {
  return bindings.flatMap((binding) => binding.entries).sort((a, b) => compare(a.name, b.name));
}

function namesOf(entries: readonly SecretEntry[]): string[] {
  return entries.map((entry) => entry.name);
}

/** Fargate refuses `awslogs` without a Region. */
function withRegion(log: LogConfiguration | undefined, environment: AwsEnvironment): LogConfiguration | undefined {
  if (log?.logDriver !== 'awslogs' || isUnresolved(log.options) || log.options?.['awslogs-region'] !== undefined) {
    return log;
  }
  return { ...log, options: { ...log.options, 'awslogs-region': environment.region } };
}
