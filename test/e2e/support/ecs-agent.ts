import { DescribeJobDefinitionsCommand } from '@aws-sdk/client-batch';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { GetBucketLocationCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import type { Clients, Credentials } from './clients';
import type { Emulator } from './emulator';
import { parseEnvironmentFile } from './environment-file';
import { goFormat } from './go-format';
import { parseValueFrom, type ParameterValueFrom, type SecretValueFrom } from './value-from';

/** The agent's own limit, and that of GetParameters. */
const BATCH = 10;

interface Named {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: string;
}

/** What the agent reads of a container definition, be it of ECS or of Batch. */
export interface AgentContainer {
  readonly name?: string;
  readonly environment?: Named[];
  readonly environmentFiles?: Named[];
  readonly secrets?: Named[];
  readonly logConfiguration?: { readonly options?: { [name: string]: string }; readonly secretOptions?: Named[] };
  readonly repositoryCredentials?: { readonly credentialsParameter?: string };
}

export interface ResolvedContainer {
  readonly environment: { [name: string]: string };
  readonly logOptions: { [name: string]: string };
  readonly registryCredentials?: { readonly username: string; readonly password: string };
}

/** A call that the agent made with the execution role's credentials. */
export interface AgentCall {
  readonly action: string;
  readonly names: string[];
}

export interface ResolvedTask {
  readonly containers: { [name: string]: ResolvedContainer };
  readonly calls: AgentCall[];
}

/** Why a task would not start. Names what could not be read, never a value. */
export class ResourceInitializationError extends Error {
  constructor(why: string) {
    super(`ResourceInitializationError: ${why}`);
  }
}

/** Starts a registered task definition as the ECS agent would, up to the containers' environment. */
export async function resolveTask(emulator: Emulator, taskDefinition: string): Promise<ResolvedTask> {
  const { taskDefinition: task } = await emulator.admin.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  return resolveContainers(emulator, task?.containerDefinitions ?? [], task?.executionRoleArn);
}

/** The same for a registered Batch job definition, by its ARN; its one container is called `default`. */
export async function resolveJob(emulator: Emulator, arn: string): Promise<ResolvedTask> {
  const { jobDefinitions } = await emulator.admin.batch.send(new DescribeJobDefinitionsCommand({ jobDefinitions: [arn] }));
  const container = jobDefinitions?.find(({ jobDefinitionArn }) => jobDefinitionArn === arn)?.containerProperties;
  if (!container) throw new Error(`no job definition ${arn} with containerProperties`);
  return resolveContainers(emulator, [{ ...container, name: 'default' }], container.executionRoleArn);
}

export async function resolveContainers(emulator: Emulator, containers: AgentContainer[], executionRoleArn?: string): Promise<ResolvedTask> {
  const agent = new Agent(emulator, executionRoleArn && await assumed(emulator, executionRoleArn));
  const resolved: { [name: string]: ResolvedContainer } = {};
  const entries = containers.flatMap(({ secrets, logConfiguration }) => [...secrets ?? [], ...logConfiguration?.secretOptions ?? []]);
  const values = await agent.values(entries);
  for (const container of containers) {
    const take = (named: Named[] = []) => Object.fromEntries(named.map(({ name, valueFrom }) => [name, values.get(valueFrom!)!]));
    const plain = Object.fromEntries((container.environment ?? []).map(({ name, value }) => [name, value ?? '']));
    const credentials = container.repositoryCredentials?.credentialsParameter;
    resolved[container.name ?? ''] = {
      // Environment files never override, and the first of them wins.
      environment: { ...await agent.environmentFiles(container.environmentFiles), ...plain, ...take(container.secrets) },
      logOptions: { ...container.logConfiguration?.options, ...take(container.logConfiguration?.secretOptions) },
      ...(credentials ? { registryCredentials: await agent.registryCredentials(credentials) } : {}),
    };
  }
  return { containers: resolved, calls: agent.calls };
}

async function assumed(emulator: Emulator, roleArn: string): Promise<Credentials> {
  try {
    return await emulator.assumeAsEcs(roleArn);
  } catch (error) {
    throw new ResourceInitializationError(`ECS was unable to assume the role '${roleArn}': ${reason(error)}`);
  }
}

class Agent {
  public readonly calls: AgentCall[] = [];
  private readonly clients = new Map<string, Clients>();

  constructor(private readonly emulator: Emulator, private readonly credentials?: Credentials | '') {}

  /** The value of each distinct `valueFrom`. Every key of a JSON secret costs a call of its own. */
  public async values(entries: Named[]): Promise<Map<string, string>> {
    const distinct = [...new Set(entries.map(({ valueFrom }) => valueFrom ?? ''))];
    const parsed = distinct.map((valueFrom) => refusing(() => parseValueFrom(valueFrom, this.emulator.region)));
    const values = new Map<string, string>();
    const parameters = parsed.filter((value) => value.store === 'ssm');
    for (const region of new Set(parameters.map((parameter) => parameter.region))) {
      const names = parameters.filter((parameter) => parameter.region === region);
      for (let at = 0; at < names.length; at += BATCH) await this.parameters(region, names.slice(at, at + BATCH), values);
    }
    for (const [index, value] of parsed.entries()) {
      if (value.store === 'secretsmanager') values.set(distinct[index], await this.secret(value));
    }
    return values;
  }

  public async registryCredentials(secretId: string): Promise<{ username: string; password: string }> {
    const region = secretId.startsWith('arn:') ? secretId.split(':')[3] : this.emulator.region;
    const text = await this.secret({ store: 'secretsmanager', region, secretId, jsonKey: '' });
    // Go matches the two fields' names in any case.
    const fields = new Map(Object.entries(object(text, 'asm fetching authorization data: ')).map(([key, value]) => [key.toLowerCase(), value]));
    const [username, password] = ['username', 'password'].map((field) => {
      const value = fields.get(field) ?? '';
      if (typeof value !== 'string') throw new ResourceInitializationError('asm fetching authorization data: unable to unmarshal secret value, invalid schema');
      if (!value) throw new ResourceInitializationError(`asm fetching ${field}: AuthorizationData is malformed, empty field`);
      return value;
    });
    return { username, password };
  }

  public async environmentFiles(files: Named[] = []): Promise<{ [name: string]: string }> {
    const environment: { [name: string]: string } = {};
    for (const { value = '' } of files) {
      const [, bucket, key] = /^arn:[^:]+:s3:::([^/]+)\/(.+)$/.exec(value) ?? [];
      if (!bucket) throw new ResourceInitializationError(`unable to parse bucket and key from s3 ARN specified in environmentFile ${value}`);
      const s3 = this.as(this.emulator.region).s3;
      await this.call('s3:GetBucketLocation', [bucket], `unable to initialize s3 client for bucket ${bucket}`, async () => s3.send(new GetBucketLocationCommand({ Bucket: bucket })));
      const content = await this.call('s3:GetObject', [`${bucket}/${key}`], `unable to download env file with key ${key} from bucket ${bucket}`, async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString() ?? '';
      });
      for (const [name, text] of Object.entries(parseEnvironmentFile(content))) environment[name] ??= text;
    }
    return environment;
  }

  private async parameters(region: string, wanted: ParameterValueFrom[], values: Map<string, string>): Promise<void> {
    const what = `fetching secret data from SSM Parameter Store in ${region}`;
    const names = wanted.map(({ name }) => name);
    const { Parameters = [], InvalidParameters = [] } = await this.call('ssm:GetParameters', names, what, async () =>
      this.as(region).ssm.send(new GetParametersCommand({ Names: names, WithDecryption: true })));
    if (InvalidParameters.length) throw new ResourceInitializationError(`${what}: invalid parameters: ${InvalidParameters.join(',')}`);
    for (const name of names) {
      const found = Parameters.find((parameter) => parameter.Name === name || parameter.ARN === name);
      if (!found) throw new ResourceInitializationError(`${what}: no answer for ${name}`);
      values.set(name, found.Value ?? '');
    }
  }

  private async secret({ region, secretId, jsonKey, versionStage, versionId }: SecretValueFrom): Promise<string> {
    const { SecretString = '' } = await this.call('secretsmanager:GetSecretValue', [secretId], `unable to retrieve secret '${secretId}' from asm`, async () =>
      this.as(region).secretsManager.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: versionStage, VersionId: versionId })));
    if (!jsonKey) return SecretString;
    const fields = object(SecretString, '');
    if (!Object.hasOwn(fields, jsonKey)) throw new ResourceInitializationError(`retrieved secret from Secrets Manager did not contain json key ${jsonKey}`);
    return refusing(() => goFormat(fields[jsonKey]));
  }

  private async call<T>(action: string, names: string[], what: string, send: () => Promise<T>): Promise<T> {
    this.calls.push({ action, names });
    try {
      return await send();
    } catch (error) {
      throw error instanceof ResourceInitializationError ? error : new ResourceInitializationError(`${what}: ${reason(error)}`);
    }
  }

  private as(region: string): Clients {
    if (!this.credentials) throw new ResourceInitializationError('unable to find execution role credentials');
    const clients = this.clients.get(region) ?? this.emulator.clientsFor(this.credentials, region);
    this.clients.set(region, clients);
    return clients;
  }
}

function object(text: string, context: string): { [key: string]: unknown } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ResourceInitializationError(`${context}secret is not JSON`);
  }
  if (typeof parsed !== 'object' || Array.isArray(parsed)) throw new ResourceInitializationError(`${context}json: cannot unmarshal into a map`);
  return parsed as { [key: string]: unknown } ?? {};
}

function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ResourceInitializationError((error as Error).message);
  }
}

function reason(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`;
}
