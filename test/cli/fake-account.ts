import type { AwsApi, NamedPolicy, SecretContent } from '../../cli/aws/api';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
export const PLACE = { partition: 'aws', region: REGION, account: ACCOUNT };

export function failure(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

export interface FakeParameter {
  readonly value: string;
  readonly type?: string;
  readonly tier?: string;
  readonly keyId?: string;
  readonly tags?: { readonly [key: string]: string };
}

export interface FakeSecret {
  readonly content: SecretContent;
  readonly keyId?: string;
  readonly policy?: string;
  readonly deleted?: boolean;
  /** Further fields of DescribeSecret. */
  readonly described?: object;
}

export interface FakeKey {
  readonly state?: string;
  readonly policy?: string;
  readonly grantees?: string[];
  readonly tags?: { readonly [key: string]: string };
}

export interface FakeRole {
  readonly policies: NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly trust?: string;
  readonly tags?: { readonly [key: string]: string };
}

const TRUST = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' } });

/** An account in memory. What a test doesn't set up isn't there. */
export class FakeAccount {
  public readonly parameters = new Map<string, FakeParameter>();
  /** By full ARN. */
  public readonly secrets = new Map<string, FakeSecret>();
  public readonly keys = new Map<string, FakeKey>();
  /** By name. */
  public readonly roles = new Map<string, FakeRole>();
  /** Keys of environment files, by `BUCKET/KEY`. */
  public readonly objects = new Map<string, { readonly keyId?: string; readonly text?: string; readonly policy?: string }>();
  /** What is registered, by family or name. */
  public readonly registered = new Map<string, object>();
  /** Id of the organisation that the account is in. */
  public organization?: string;
  /** What the simulation answers. */
  public simulated: { readonly decision?: string; readonly missing?: readonly string[] } = {};
  /** Names of calls, in order. */
  public readonly calls: string[] = [];
  /** Calls that fail, with the name of the error. */
  public readonly failing = new Map<string, string>([['simulate', 'AccessDenied']]);
  /** Runs before each call. */
  public before: (call: string, args: readonly unknown[]) => Promise<void> = async () => {};

  public parameterArn(name: string): string {
    return `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name}`;
  }

  public secretArn(name: string): string {
    return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-AbCdEf`;
  }

  public roleArn(name: string): string {
    return `arn:aws:iam::${ACCOUNT}:role/${name}`;
  }

  public get api(): AwsApi {
    const answers: AwsApi = {
      identity: async () => ({ account: ACCOUNT, partition: 'aws' }),
      parameters: async (_, names) => names.flatMap((name) => {
        const found = this.parameters.get(name);
        return found ? [{ Name: name, ARN: this.parameterArn(name), Value: found.value, Type: (found.type ?? 'SecureString') as 'SecureString' }] : [];
      }),
      describeParameters: async (_, names) => names.flatMap((name) => {
        const found = this.parameters.get(name);
        return found ? [{ Name: name, Type: (found.type ?? 'SecureString') as 'SecureString', Tier: (found.tier ?? 'Standard') as 'Standard', KeyId: found.keyId }] : [];
      }),
      parameterNames: async (_, path) => [...this.parameters.keys()].filter((name) => name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/')),
      describeSecret: async (_, id) => {
        const [arn, found] = this.secret(id);
        const Name = arn.split(':')[6].slice(0, -7);
        return { $metadata: {}, ARN: arn, Name, KmsKeyId: found.keyId, VersionIdsToStages: { v1: ['AWSCURRENT'] }, DeletedDate: found.deleted ? new Date() : undefined, ...found.described };
      },
      secretValue: async (_, id) => this.secret(id)[1].content,
      secretPolicy: async (_, id) => this.secret(id)[1].policy,
      describeKey: async (_, id) => ({ KeyId: id, Arn: id, KeyState: (this.found(this.keys, id).state ?? 'Enabled') as 'Enabled', KeyManager: 'CUSTOMER' }),
      keyPolicy: async (_, id) => this.found(this.keys, id).policy ?? rootPolicy(),
      decryptGrantees: async (_, id) => this.found(this.keys, id).grantees ?? [],
      role: async (name) => {
        const role = this.found(this.roles, name);
        const boundary = role.boundary && { PermissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/${role.boundary.name}` };
        return {
          Arn: this.roleArn(name),
          RoleName: name,
          RoleId: 'id',
          Path: '/',
          CreateDate: new Date(),
          AssumeRolePolicyDocument: encodeURIComponent(role.trust ?? TRUST),
          PermissionsBoundary: boundary,
          Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
        };
      },
      rolePolicies: async (name) => this.found(this.roles, name).policies,
      managedPolicy: async (arn) => [...this.roles.values()].map(({ boundary }) => boundary).find((boundary) => arn.endsWith(`/${boundary?.name}`))!,
      simulate: async ({ resources }) => Object.fromEntries(resources.map((resource) => [resource, { decision: 'allowed', missing: [], ...this.simulated }])),
      taskDefinition: async (_, id) => this.registered.get(id) ?? Promise.reject(failure('ClientException')),
      jobDefinition: async (_, id) => (this.registered.get(id) as Awaited<ReturnType<AwsApi['jobDefinition']>>) ?? Promise.reject(failure('ClientException')),
      headObject: async (_, bucket, key) => this.objects.get(`${bucket}/${key}`) ?? Promise.reject(failure('NotFound')),
      objectText: async (_, bucket, key) => this.objects.get(`${bucket}/${key}`)?.text ?? 'A=b\n',
      bucketPolicy: async (_, bucket) => [...this.objects].find(([path]) => path.startsWith(`${bucket}/`))?.[1].policy,
      parameterTags: async (_, name) => this.parameters.get(name)?.tags ?? {},
      organization: async () => this.organization,
      keyTags: async (_, id) => this.found(this.keys, id).tags ?? {},
      subnets: async () => [],
      routeTables: async () => [],
      vpcEndpoints: async () => [],
      securityGroups: async () => [],
      assume: async () => Promise.reject(failure('AccessDenied')),
    };
    return new Proxy(answers, {
      get: (target, name: string) => async (...args: unknown[]) => {
        this.calls.push(name);
        await this.before(name, args);
        const error = this.failing.get(name);
        if (error !== undefined) {
          throw failure(error);
        }
        return (Reflect.get(target, name) as (...a: unknown[]) => Promise<unknown>)(...args);
      },
    });
  }

  private secret(id: string): [arn: string, secret: FakeSecret] {
    const found = [...this.secrets].find(([arn]) => arn === id || arn === this.secretArn(id) || arn.slice(0, -7) === id);
    if (found === undefined) {
      throw failure('ResourceNotFoundException');
    }
    return found;
  }

  private found<T>(map: Map<string, T>, id: string): T {
    const found = map.get(id);
    if (found === undefined) {
      throw failure('NoSuchEntityException');
    }
    return found;
  }
}

export function rootPolicy(): string {
  return JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' } });
}

interface FakeStatement {
  readonly Effect?: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

export function allowing(...statements: FakeStatement[]): NamedPolicy {
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  return { name: 'read', document: JSON.stringify({ Version: '2012-10-17', Statement }) };
}
