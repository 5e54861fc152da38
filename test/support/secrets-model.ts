import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { TerraformStack, Testing } from 'cdktf';
import * as fc from 'fast-check';
import { IamRequest } from './iam';
import { DeployedStack, World } from './world';
import { ContainerSecret, ISecretSource, JsonSecret, ParameterMap, SecretSelection, SecretValue, TaskDefinition } from '../../src';

/** A customer key: none, one by its ARN, or one of the stack. */
type Key = 'none' | 'imported' | 'imported2' | 'created';

export interface SourceModel {
  readonly kind: 'parameters' | 'json' | 'parameterArn' | 'parameterName' | 'secretArn' | 'secretName';
  readonly key: Key;
  readonly names: string[];
  /** Names whose values are no secrets. */
  readonly plain: string[];
}

/** How a container uses a source: whether at all, which names, and whether the first of them gets another name. */
export interface UseModel {
  readonly by: 'nobody' | 'all' | 'only' | 'except';
  readonly names: string[];
  readonly renamed: boolean;
}

export interface ContainerModel {
  readonly uses: UseModel[];
  readonly ecr: boolean;
  readonly logs: 'none' | 'group' | 'created group';
}

/** Tasks with two containers each; a container has as many uses as there are sources. */
export interface StackModel {
  readonly sources: SourceModel[];
  readonly tasks: [ContainerModel, ContainerModel][];
}

const NAMES = ['A', 'B', 'C'];

const source: fc.Arbitrary<SourceModel> = fc.record({
  kind: fc.constantFrom('parameters', 'parameters', 'json', 'json', 'parameterArn', 'parameterName', 'secretArn', 'secretName'),
  key: fc.constantFrom<Key[]>('none', 'imported', 'imported2', 'created'),
  names: fc.subarray(NAMES, { minLength: 1 }),
  plain: fc.subarray(NAMES),
});

const container = (sources: number): fc.Arbitrary<ContainerModel> => fc.record({
  uses: fc.array(
    fc.record({ by: fc.constantFrom<UseModel['by'][]>('nobody', 'all', 'only', 'except'), names: fc.subarray(NAMES), renamed: fc.boolean() }),
    { minLength: sources, maxLength: sources },
  ),
  ecr: fc.boolean(),
  logs: fc.constantFrom('none', 'group', 'created group'),
});

export const stackModels: fc.Arbitrary<StackModel> = fc.array(source, { minLength: 1, maxLength: 4 }).chain((sources) =>
  fc.record({
    sources: fc.constant(sources),
    tasks: fc.array(fc.tuple(container(sources.length), container(sources.length)), { minLength: 2, maxLength: 2 }),
  }));

/** The names that a container gets from a source. */
function chosen({ kind, names }: SourceModel, use: UseModel): string[] {
  const all = ['parameters', 'json'].includes(kind) ? names : names.slice(0, 1);
  switch (use.by) {
    case 'nobody': return [];
    case 'all': return all;
    case 'only': return all.filter((name) => use.names.includes(name));
    case 'except': return all.filter((name) => !use.names.includes(name));
  }
}

/** A deployed stack of the model, and what each of its roles needs, worked out without the library. */
export class DeployedModel {
  public readonly stack: DeployedStack;

  public constructor(public readonly model: StackModel, public readonly world: World) {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const created = new KmsKey(stack, 'Key', { description: 'created' });
    const sources = model.sources.map((s, i) => this.source(stack, s, i, created));
    model.tasks.forEach((containers, t) => new TaskDefinition(stack, `Task${t}`, {
      family: `task${t}`,
      containers: containers.map((c, i) => ({
        name: `c${i}`,
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

  /** What the role of a task needs, as requests. */
  public needs(task: number): IamRequest[] {
    return this.model.tasks[task].flatMap((c, i) => [
      ...c.uses.flatMap((use, n) => chosen(this.model.sources[n], use).flatMap((name) => this.reading(n, name))),
      ...(c.ecr ? this.pulling(task, i) : []),
      ...(c.logs === 'none' ? [] : this.logging(task, i, c.logs === 'created group')),
    ]);
  }

  /** Everything that any container could read, pull or write to, and things beside it. */
  public resources(): string[] {
    const stored = this.model.sources.flatMap((s, n) => (this.isParameter(s) ? NAMES.map((name) => this.arn(n, name)) : [this.arn(n, 'A')]));
    const others = this.model.tasks.flatMap((_, t) => [0, 1].flatMap((i) => [...this.pulling(t, i), ...this.logging(t, i, false)]));
    const other = others.map(({ resource }) => resource);
    const neighbours = stored.flatMap((arn) => [`${arn}/X`, `${arn}X`, arn.replace(this.world.account, '999999999999'), arn.replace(/[^/:]+$/, '*')]);
    return [...new Set([...stored, ...other, ...neighbours, ...this.keys(), '*'])];
  }

  public keys(): string[] {
    return ['created', 'imported', 'imported2', 'other'].map((id) => this.stack.keyArn(id));
  }

  public storedArns(): string[] {
    return this.model.sources.flatMap((_, n) => NAMES.map((name) => this.arn(n, name)));
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
    return ['parameters', 'parameterArn', 'parameterName'].includes(kind);
  }

  private arn(n: number, name: string): string {
    const s = this.model.sources[n];
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
    if (s.key === 'none' || (s.kind === 'parameters' && s.plain.includes(name))) {
      return [{ action, resource }];
    }
    const context = {
      'kms:ViaService': `${ssm ? 'ssm' : 'secretsmanager'}.${this.world.region}.${this.world.dnsSuffix}`,
      [`kms:EncryptionContext:${ssm ? 'PARAMETER_ARN' : 'SecretARN'}`]: resource,
    };
    return [{ action, resource }, { action: 'kms:Decrypt', resource: this.stack.keyArn(s.key), context }];
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
    const { partition, region, account } = this.world;
    const resource = `arn:${partition}:logs:${region}:${account}:log-group:group${task}${i}:log-stream:x`;
    return ['CreateLogStream', 'PutLogEvents', ...(create ? ['CreateLogGroup'] : [])].map((action) => ({ action: `logs:${action}`, resource }));
  }
}
