import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { IamRequest } from './iam';
import { ContainerModel, NAMES, SourceModel, StackModel, UseModel, chosen } from './stack-models';
import { DeployedStack, World } from './world';
import {
  Compatibility, ContainerDefinition, ContainerSecret, ExecutionRole, ISecretSource, JsonSecret, ParameterMap, SecretSelection, SecretValue,
  TaskDefinition,
} from '../../src';

/** A deployed stack of the model, and what each of its roles needs, worked out without the library. */
export class DeployedModel {
  public readonly stack: DeployedStack;

  public constructor(public readonly model: StackModel, public readonly world: World) {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const created = new KmsKey(stack, 'Key', { description: 'created' });
    const other = new AwsProvider(stack, 'Other', { alias: 'other', region: world.otherRegion });
    const shared = new ExecutionRole(stack, 'Shared');
    const sources = model.sources.map((s, i) => this.source(stack, s, i, created));
    model.tasks.forEach(({ containers, elsewhere, shares, router }, t) => new TaskDefinition(stack, `Task${t}`, {
      family: `task${t}`,
      compatibilities: [Compatibility.EC2],
      executionRole: shares ? shared : undefined,
      provider: elsewhere ? other : undefined,
      containers: containers.map((c, i) => ({
        name: `c${i}`,
        memory: 128,
        ...this.credentialSpec(c, t, i),
        firelensConfiguration: router && i === 0
          ? { type: 'fluentbit', options: { 'config-file-type': 's3', 'config-file-value': this.object(`router${t}.conf`) } }
          : undefined,
        image: c.ecr ? `${this.registry(t)}.${world.dnsSuffix}/team/image${i}:1` : 'public.ecr.aws/docker/library/nginx:1',
        secrets: sources.flatMap((s, n) => this.used(s, model.sources[n], n, c.uses[n])),
        logConfiguration: c.logs === 'none' ? undefined : {
          logDriver: 'awslogs',
          options: { 'awslogs-group': `group${t}${i}`, ...(c.logs === 'group' ? {} : { 'awslogs-create-group': 'true' }) },
        },
      })),
    }));
    this.stack = new DeployedStack(stack, world);
  }

  /** The roles by their ids, and the tasks that have them. */
  public get roles(): ReadonlyMap<string, number[]> {
    const roles = new Map<string, number[]>();
    this.model.tasks.forEach(({ shares }, t) => {
      const id = shares ? 'Shared' : `Task${t}_ExecutionRole`;
      roles.set(id, [...(roles.get(id) ?? []), t]);
    });
    return roles;
  }

  public regionOf(t: number): string {
    return this.model.tasks[t].elsewhere ? this.world.otherRegion! : this.world.region;
  }

  /** What a task needs of its role, as requests. */
  public needs(t: number): IamRequest[] {
    const { containers, router } = this.model.tasks[t];
    return [
      ...(router ? this.reads(this.object(`router${t}.conf`)) : []),
      ...containers.flatMap((c, i) => [
        ...c.uses.flatMap((use, n) => chosen(this.model.sources[n], use).flatMap((name) => this.reading(n, name))),
        ...(c.ecr ? this.pulling(t, i) : []),
        ...(c.logs === 'none' ? [] : this.logging(t, i, c.logs === 'created group')),
        ...this.specReading(c, t, i),
      ]),
    ];
  }

  /** Everything that any container could read, pull or write to, and things beside it. */
  public resources(): string[] {
    const stored = this.model.sources.flatMap((s, n) => [
      ...(this.isParameter(s) ? NAMES.map((name) => this.arn(n, name)) : [this.arn(n, 'A')]),
      ...(s.kind === 'replica' ? [this.stack.secretArn(`app/${n}`)] : []),
      ...(s.kind === 'reference' ? [this.secretBehind(n)] : []),
    ]);
    const others = this.model.tasks.flatMap((_, t) => [0, 1].flatMap((i) => [...this.pulling(t, i), ...this.logging(t, i, false)]));
    const files = this.model.tasks.flatMap((_, t) => [...this.reads(this.object(`router${t}.conf`)), ...[0, 1].flatMap((i) => this.specs(t, i))]);
    const other = [...others, ...files].map(({ resource }) => resource);
    const neighbours = stored.flatMap((arn) => [`${arn}/X`, `${arn}X`, arn.replace(this.world.account, '999999999999'), arn.replace(/[^/:]+$/, '*')]);
    return [...new Set([...stored, ...other, ...neighbours, ...this.keys(), '*'])];
  }

  public keys(): string[] {
    const ids = ['created', 'imported', 'imported2', 'other'];
    return [...ids.map((id) => this.stack.keyArn(id)), this.stack.keyArn('imported', this.world.otherRegion)];
  }

  public storedArns(): string[] {
    return this.model.sources.flatMap((s, n) => [...NAMES.map((name) => this.arn(n, name)), ...(s.kind === 'reference' ? [this.secretBehind(n)] : [])]);
  }

  private source(stack: TerraformStack, s: SourceModel, n: number, created: KmsKey): ISecretSource {
    const { partition, region, account } = this.world;
    const arn = (service: string) => `arn:${partition}:${service}:${region}:${account}:`;
    const encryptionKeyArn = s.key === 'none' ? undefined : s.key === 'created' ? created.arn : `${arn('kms')}key/${s.key}`;
    const name = `S${n}_${s.names[0]}`;
    const values = Object.fromEntries(s.names.map((each) => [`S${n}_${each}`, s.plain.includes(each) ? SecretValue.plaintext('on') : SecretValue.external()]));
    switch (s.kind) {
      case 'parameters': return new ParameterMap(stack, `Source${n}`, { path: `/app/${n}`, parameters: values, encryptionKeyArn });
      case 'json': return new JsonSecret(stack, `Source${n}`, { secretName: `app/${n}`, jsonSecret: values, encryptionKeyArn });
      case 'parameterArn': return ContainerSecret.fromParameterArn(name, `${arn('ssm')}parameter/app/${n}/${name}`, { encryptionKeyArn });
      case 'parameterName': return ContainerSecret.fromParameterName(stack, `Source${n}`, name, `/app/${n}/${name}`, { encryptionKeyArn });
      case 'secretArn': return ContainerSecret.fromSecretArn(name, `${arn('secretsmanager')}secret:app/${n}-AbCdEf`, { jsonKey: 'key', encryptionKeyArn });
      case 'reference': return ContainerSecret.fromParameterArn(name, `${arn('ssm')}parameter/aws/reference/secretsmanager/app/${n}`, { encryptionKeyArn });
      case 'replica': {
        const replicaRegions = [{ region: this.world.otherRegion!, encryptionKeyArn: this.replicaKey(s) }];
        return new JsonSecret(stack, `Source${n}`, { secretName: `app/${n}`, jsonSecret: values, encryptionKeyArn, replicaRegions }).replica(this.world.otherRegion!);
      }
      case 'secretName': return ContainerSecret.fromSecretName(stack, `Source${n}`, name, `app/${n}`, { encryptionKeyArn });
    }
  }

  private used(built: ISecretSource, s: SourceModel, n: number, use: UseModel): ISecretSource[] {
    const names = chosen(s, use).map((name) => `S${n}_${name}`);
    const selection = SecretSelection.of(built);
    if (names.length === 0) {
      return [];
    }
    const left = this.others(s, use).map((name) => `S${n}_${name}`);
    const part = use.by === 'all' ? selection : use.by === 'only' ? selection.only(...names) : selection.except(...left);
    return [use.renamed ? part.renamed({ [names[0]]: `R${n}` }) : part];
  }

  private others(s: SourceModel, use: UseModel): string[] {
    const kept = chosen(s, use);
    return chosen(s, { ...use, by: 'all' }).filter((name) => !kept.includes(name));
  }

  private isParameter({ kind }: SourceModel): boolean {
    return ['parameters', 'parameterArn', 'parameterName', 'reference'].includes(kind);
  }

  private arn(n: number, name: string): string {
    const s = this.model.sources[n];
    if (s.kind === 'reference') {
      return this.stack.parameterArn(`/aws/reference/secretsmanager/app/${n}`);
    }
    if (s.kind === 'replica') {
      return this.stack.secretArn(`app/${n}`).replace(this.world.region, this.world.otherRegion!);
    }
    if (this.isParameter(s)) {
      return this.stack.parameterArn(`/app/${n}/S${n}_${name}`);
    }
    return s.kind === 'secretArn' ? this.stack.secretArn(`app/${n}`).replace(/-\w{6}$/, '-AbCdEf') : this.stack.secretArn(`app/${n}`);
  }

  private reading(n: number, name: string): IamRequest[] {
    const s = this.model.sources[n];
    const resource = this.arn(n, name);
    const ssm = this.isParameter(s);
    const action = ssm ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue';
    if (s.kind === 'reference') {
      return [{ action, resource }, ...this.secretReading(this.secretBehind(n), s.key === 'none' ? undefined : this.stack.keyArn(s.key), this.world.region)];
    }
    if (s.kind === 'replica') {
      return this.secretReading(resource, this.replicaKey(s), this.world.otherRegion!);
    }
    if (s.key === 'none' || (s.kind === 'parameters' && s.plain.includes(name))) {
      return [{ action, resource }];
    }
    const context = {
      'kms:ViaService': `${ssm ? 'ssm' : 'secretsmanager'}.${this.world.region}.${this.world.dnsSuffix}`,
      [`kms:EncryptionContext:${ssm ? 'PARAMETER_ARN' : 'SecretARN'}`]: resource,
    };
    return [{ action, resource }, { action: 'kms:Decrypt', resource: this.stack.keyArn(s.key), context }];
  }

  private secretReading(resource: string, key: string | undefined, region: string): IamRequest[] {
    const context = { 'kms:ViaService': `secretsmanager.${region}.${this.world.dnsSuffix}`, 'kms:EncryptionContext:SecretARN': resource };
    return [{ action: 'secretsmanager:GetSecretValue', resource }, ...(key === undefined ? [] : [{ action: 'kms:Decrypt', resource: key, context }])];
  }

  /** A key is of one Region. */
  private replicaKey({ key }: SourceModel): string | undefined {
    const { partition, otherRegion, account } = this.world;
    return key === 'none' ? undefined : `arn:${partition}:kms:${otherRegion}:${account}:key/imported`;
  }

  /** Its last characters could be any. */
  private secretBehind(n: number): string {
    return this.stack.secretArn(`app/${n}`);
  }

  private object(key: string): string {
    return `arn:${this.world.partition}:s3:::files/${key}`;
  }

  private reads(resource: string): IamRequest[] {
    return [{ action: 's3:GetObject', resource }, { action: 's3:GetBucketLocation', resource: resource.split('/')[0] }];
  }

  private credentialSpec({ spec }: ContainerModel, t: number, i: number): Partial<ContainerDefinition> {
    const [parameter, object, user] = this.specArns(t, i);
    switch (spec) {
      case 'none': return {};
      case 'parameter': return { credentialSpecs: [`credentialspec:${parameter}`] };
      case 'object': return { credentialSpecs: [`credentialspec:${object}`] };
      case 'domainless': return {
        credentialSpecs: [`credentialspecdomainless:${object}`], credentialSpecSecrets: [ContainerSecret.fromSecretArn('user', user)],
      };
    }
  }

  private specReading({ spec }: ContainerModel, t: number, i: number): IamRequest[] {
    const [parameter, ...others] = this.specs(t, i);
    switch (spec) {
      case 'none': return [];
      case 'parameter': return [parameter];
      case 'object': return others.slice(0, 2);
      case 'domainless': return others;
    }
  }

  /** Whatever a credential specification can take. */
  private specs(t: number, i: number): IamRequest[] {
    const [parameter, object, user] = this.specArns(t, i);
    return [{ action: 'ssm:GetParameters', resource: parameter }, ...this.reads(object), { action: 'secretsmanager:GetSecretValue', resource: user }];
  }

  private specArns(t: number, i: number): string[] {
    const { partition, region, account } = this.world;
    const user = `arn:${partition}:secretsmanager:${region}:${account}:secret:user${t}${i}-AbCdEf`;
    return [`arn:${partition}:ssm:${region}:${account}:parameter/spec${t}${i}`, this.object(`spec${t}${i}.json`), user];
  }

  private registry(task: number): string {
    return `44445555666${task}.dkr.ecr.${this.world.region}`;
  }

  private pulling(task: number, i: number): IamRequest[] {
    const repository = `arn:${this.world.partition}:ecr:${this.world.region}:44445555666${task}:repository/team/image${i}`;
    const actions = ['BatchCheckLayerAvailability', 'BatchGetImage', 'GetDownloadUrlForLayer'];
    return [{ action: 'ecr:GetAuthorizationToken', resource: '*' }, ...actions.map((action) => ({ action: `ecr:${action}`, resource: repository }))];
  }

  private logging(task: number, i: number, create: boolean): IamRequest[] {
    const { partition, account } = this.world;
    const resource = `arn:${partition}:logs:${this.regionOf(task)}:${account}:log-group:group${task}${i}:log-stream:x`;
    return ['CreateLogStream', 'PutLogEvents', ...(create ? ['CreateLogGroup'] : [])].map((action) => ({ action: `logs:${action}`, resource }));
  }
}
