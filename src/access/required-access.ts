import { IConstruct } from 'constructs';
import { AccessRequirement, Use } from './access-requirement';
import { ObjectGrantOptions } from './execution-role-interface';
import { ancestorsOf, linesOf, usersOf } from './explained-access';
import { pullRequirements, pullThroughCacheRequirement } from './image-grants';
import { logRequirements } from './log-grants';
import { objectRequirement } from './object-grants';
import { planTimeGrants } from './plan-time-policies';
import { PackedPolicies, PackingLimits, packRequirements } from './policy-packing';
import { AGENT_CALLS, GrantContext, ReadCalls, ReadNaming, UsedRead, labelOf, readRequirements } from './read-grants';
import { Grant, fingerprint, mergeGrants } from './statement';
import { SECRET_SOURCE } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { SECRET_BINDING } from '../checks/secret-binding';
import { IParameterPath, ISecretSource, SecretBinding, SecretList, SecretRead } from '../references/secret-source';
import { compare, hcl } from '../terraform/hcl';
import { stableText } from '../terraform/resolve';
import { isUnresolved } from '../terraform/tokens';

const EXACT: ReadNaming = { decryptByPath: false, wildcards: new Set() };

/** What applications call, with the SDK or through an agent. */
export function applicationCalls(describeSecrets: boolean): ReadCalls {
  return {
    ssm: ['ssm:GetParameter', 'ssm:GetParameters'],
    secretsmanager: [...(describeSecrets ? ['secretsmanager:DescribeSecret'] : []), 'secretsmanager:GetSecretValue'],
  };
}

const EXECUTE_COMMAND = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
  (name) => `ssmmessages:${name}`,
);

/** Parameters whose names are only known at plan, and who needs them. */
export interface PlanTimeList {
  readonly list: SecretList;
  readonly uses: Use[];
}

/**
 * Everything that the workloads of one role need, and who needs it.
 */
export class RequiredAccess implements GrantContext {
  private readonly reads = new Map<string, UsedRead>();
  private readonly byLabel = new Map<string, UsedRead>();
  private readonly others = new Map<string, AccessRequirement & { readonly uses: Use[] }>();
  private readonly planned = new Map<string, PlanTimeList>();
  private readonly stableTexts = new Map<string, string>();
  private readonly services = new Map<string, string>();

  /**
   * @param dnsSuffix of the partition, asked for only where a customer key is in use
   * @param calls how values are read
   */
  public constructor(
    private readonly scope: IConstruct,
    private readonly dnsSuffix: () => string,
    public readonly calls: ReadCalls = AGENT_CALLS,
  ) {}

  public get isEmpty(): boolean {
    return this.reads.size + this.others.size + this.planned.size === 0;
  }

  /** The values that are read. */
  public get usedReads(): SecretRead[] {
    return [...this.reads.values()].map(({ read }) => read);
  }

  /** Whether there is something whose length is known at synth. */
  public get hasKnown(): boolean {
    return this.reads.size + this.others.size > 0;
  }

  public addReads(sources: readonly ISecretSource[]): void {
    for (const source of sources) {
      enforce(this.scope, { container: '', place: 'what grantRead takes', source }, SECRET_SOURCE);
      const binding = source.bindSecrets(this.scope);
      enforce(this.scope, { asker: 'the source that grantRead takes', binding }, SECRET_BINDING);
      this.addBinding(binding);
    }
  }

  public addBinding({ entries, lists = [], usedBy: container }: SecretBinding): void {
    entries.forEach((entry) => this.addRead(entry.read, { container, purpose: entry.name }));
    for (const list of lists) {
      const use = { container, purpose: 'names known at plan' };
      if (list.read) {
        this.addRead(list.read, use);
      } else {
        const known = this.planned.get(list.label) ?? { list, uses: [] };
        known.uses.push(use);
        this.planned.set(list.label, known);
      }
    }
  }

  /** Parameters whose names are only known at plan. Their policies are worked out at plan, too. */
  public get planTimeLists(): PlanTimeList[] {
    return [...this.planned.values()];
  }

  public addObject(bucketArn: string, objectArn: string, options: ObjectGrantOptions): void {
    this.addOthers([
      objectRequirement(
        bucketArn,
        objectArn,
        options,
        { container: options.container, purpose: options.purpose ?? 'environment file' },
        this,
      ),
    ]);
  }

  public addPull(repositoryArn: string, container?: string): void {
    this.addOthers(pullRequirements(repositoryArn, { container, purpose: 'image' }, (text) => this.stable(text)));
  }

  public addPullThroughCache(arn: string, createRepository: boolean, container?: string): void {
    const use = { container, purpose: 'image of a pull through cache' };
    this.addOthers([pullThroughCacheRequirement(arn, createRepository, use, (text) => this.stable(text))]);
  }

  public addLogs(logGroupArn: string, createGroup: boolean, container?: string): void {
    this.addOthers(
      logRequirements(logGroupArn, createGroup, { container, purpose: 'logs' }, (text) => this.stable(text)),
    );
  }

  public addFileSystem(arn: string, container?: string): void {
    const resource = { arn, label: this.stable(arn), length: isUnresolved(arn) ? 128 : arn.length };
    const grants = [{ actions: ['fsx:DescribeFileSystems'], resources: [resource] }];
    this.addOthers([
      { id: `file system ${resource.label}`, grants, uses: [{ container, purpose: 'volume' }], steady: true },
    ]);
  }

  public addExecuteCommand(): void {
    const resources = [{ arn: '*', label: '*', length: 1 }];
    const use = { purpose: 'ECS Exec' };
    this.addOthers([{ id: 'ecs exec', grants: [{ actions: EXECUTE_COMMAND, resources }], uses: [use], steady: true }]);
  }

  /**
   * Divides everything among policies, named as exactly as the limits allow.
   *
   * @param pathWildcard whether paths may be named instead of parameters where nothing else helps
   */
  public pack(limits: PackingLimits, pathWildcard: boolean): PackedPolicies {
    const exact = packRequirements(this.requirements(), limits);
    // well before the quota is reached: what replaces the lists is attached beside them for a while
    if (exact.left.length === 0 && exact.managed.size <= limits.quota / 2) {
      return exact;
    }
    const wildcards = new Set<IParameterPath>();
    let packed = packRequirements(this.requirements({ decryptByPath: true, wildcards }), limits);
    for (const path of pathWildcard ? this.widestPaths() : []) {
      if (packed.left.length === 0) {
        break;
      }
      wildcards.add(path);
      packed = packRequirements(this.requirements({ decryptByPath: true, wildcards }), limits);
    }
    return packed;
  }

  /** Everything but what is only known at plan. */
  public requirements(naming: ReadNaming = EXACT): AccessRequirement[] {
    return [...readRequirements(this.reads.values(), naming, this), ...this.others.values()];
  }

  /** Statements that name everything exactly. */
  public grants(): Grant[] {
    const planned = this.planTimeLists.flatMap(({ list }) =>
      planTimeGrants(list, hcl`[for e in ${list.entries} : e.arn]`, this),
    );
    return mergeGrants([...this.requirements().flatMap(({ grants }) => grants), ...planned]);
  }

  /** Paths that a wildcard can stand for, those with most parameters first. */
  public widestPaths(): IParameterPath[] {
    const nested = new Set(this.pathsAboveOthers());
    return [...this.parameterPaths()]
      .filter(([{ path }]) => !isUnresolved(path) && !nested.has(path))
      .sort(
        ([a, m], [b, n]) => n - m || compare(a.path, b.path) || compare(this.stable(a.pathArn), this.stable(b.pathArn)),
      )
      .map(([path]) => path);
  }

  /**
   * Paths below which the role also reads parameters that are deeper. A wildcard allows one level and denies what is
   * deeper.
   */
  public pathsAboveOthers(): string[] {
    const parents = new Set(this.usedReads.flatMap(ancestorsOf));
    return [...this.parameterPaths().keys()]
      .map(({ path }) => path)
      .filter((path) => parents.has(path.replace(/^\//, '')))
      .sort(compare);
  }

  /** One line per action and resource: who needs it. Sorted. */
  public explain(requirements: readonly AccessRequirement[] = this.requirements()): string[] {
    const uses = new Map<string, Use[]>();
    for (const requirement of requirements) {
      for (const line of requirement.grants.flatMap(linesOf)) {
        uses.set(line, [...(uses.get(line) ?? []), ...requirement.uses]);
      }
    }
    const calls = this.calls.ssm.join(', ');
    const planned = this.planTimeLists.map(
      ({ list, uses: users }) => `${calls} on all of ${list.label}: ${usersOf(users)}`,
    );
    return [...[...uses].map(([line, users]) => `${line}: ${usersOf(users)}`), ...planned].sort(compare);
  }

  public stable(text: string): string {
    if (!isUnresolved(text)) {
      return text;
    }
    let resolved = this.stableTexts.get(text);
    if (resolved === undefined) {
      resolved = stableText(this.scope, text);
      this.stableTexts.set(text, resolved);
    }
    return resolved;
  }

  public viaService(name: string, keyArn: string): string {
    const id = `${name} ${this.stable(keyArn)}`;
    let service = this.services.get(id);
    if (service === undefined) {
      const region = isUnresolved(keyArn) ? hcl`split(":", ${keyArn})[3]`.toString() : keyArn.split(':')[3];
      service = `${name}.${region}.${this.dnsSuffix()}`;
      this.services.set(id, service);
    }
    return service;
  }

  /** How many parameters are read of each path. */
  private parameterPaths(): Map<IParameterPath, number> {
    const counts = new Map<IParameterPath, number>();
    for (const { read: { parameterPath: path } } of this.reads.values()) {
      if (path !== undefined) {
        counts.set(path, (counts.get(path) ?? 0) + 1);
      }
    }
    return counts;
  }

  private addRead(read: SecretRead, use: Use): void {
    const arn = read.storedName === undefined ? this.stable(read.arn) : read.arn;
    const id = `${arn} ${this.stable(read.encryptionKeyArn ?? '')}`;
    const known = this.reads.get(id);
    if (known) {
      known.uses.push(use);
      return;
    }
    const added: UsedRead = { read, uses: [use] };
    this.reads.set(id, added);
    const label = labelOf(read, this);
    const namesake = this.byLabel.get(label);
    if (namesake === undefined) {
      this.byLabel.set(label, added);
    } else if (this.stable(namesake.read.arn) !== this.stable(read.arn)) {
      added.ambiguous = true;
      Object.assign(namesake, { ambiguous: true, exact: undefined, withoutDecrypt: undefined });
    }
  }

  private addOthers(requirements: readonly AccessRequirement[]): void {
    for (const requirement of requirements) {
      const known = this.others.get(requirement.id);
      if (known) {
        known.uses.push(...requirement.uses);
      } else {
        this.others.set(requirement.id, { ...requirement, uses: [...requirement.uses] });
      }
    }
  }
}

/** What decides whether two policies are the same. */
export function digestible(requirements: readonly AccessRequirement[]): string {
  return fingerprint(mergeGrants(requirements.flatMap(({ grants }) => grants)));
}

