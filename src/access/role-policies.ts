import { createHash } from 'crypto';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Aspects, TerraformElement, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AccessRequirement } from './access-requirement';
import { IPolicyDependent } from './execution-role-interface';
import { FormerPolicy } from './former-policy';
import { PlanTimePolicies } from './plan-time-policies';
import { PackedPolicies, PackingLimits, SPARE_POLICIES } from './policy-packing';
import { RequiredAccess, digestible } from './required-access';
import { entriesLength, frameLength, mergeGrants, toStatement } from './statement';
import { POLICY_QUOTA } from '../checks/access';
import { ValidationError } from '../checks/validation-error';
import { warn } from '../checks/warnings';
import { SecretList } from '../references/secret-source';
import { attributeOf } from '../terraform/attribute-reference';
import { JsonText } from '../terraform/json-text';
import { Late, addressOf } from '../terraform/late';
import { literalConfig } from '../terraform/literal-config';

/**
 * Half of a role's 10,240 inline characters: while a policy is replaced, the old one and the new one are both there.
 */
const INLINE_LIMIT = 5120;
const MANAGED_LIMIT = 6144;
const DEFAULT_QUOTA = 10;
const INLINE = 'Policy';
const MANAGED = /^Policy\d+$/;
/** The id of the inline policy where `INLINE` is the id of a policy which Terraform has to forget. */
const SHARED_INLINE = 'InlinePolicy';

/**
 * Where the policies go.
 */
export interface RolePoliciesProps {
  /** Name of the role. */
  readonly role: string;
  /** Beginning of the policies' names; Terraform makes them unique. */
  readonly namePrefix: string;
  /** Whether others attach policies to the role as well. */
  readonly shared?: boolean;
  readonly managedPolicyQuota?: number;
  readonly pathWildcard?: boolean;
  readonly path?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * The policies of a role. As soon as something is granted there is an inline policy; how much of it has to move to
 * managed policies is worked out once, at synth.
 */
export class RolePolicies {
  private readonly limits: PackingLimits;
  private readonly dependents: IPolicyDependent[] = [];
  private readonly attached = new Map<string, TerraformResource>();
  /** Addresses of all that was ever attached. */
  private readonly addresses = new Map<TerraformResource, string>();
  /** By the policy's id; undefined where something was granted since it was worked out. */
  private contents?: ReadonlyMap<string, readonly AccessRequirement[]>;

  /**
   * @param scope parent of the policies
   * @throws if the quota is not a positive whole number
   */
  public constructor(
    private readonly scope: Construct,
    private readonly access: RequiredAccess,
    private readonly props: RolePoliciesProps,
  ) {
    const quota = props.managedPolicyQuota ?? DEFAULT_QUOTA;
    if (!Number.isInteger(quota) || quota < 1) {
      throw new ValidationError(
        `managedPolicyQuota must be a whole number of 1 or more, got ${quota}: AWS starts with ${DEFAULT_QUOTA}`,
        scope,
      );
    }
    this.limits = { inline: INLINE_LIMIT, managed: MANAGED_LIMIT, quota };
    const managed = () => [...this.settled().keys()].filter((id) => id !== INLINE).length;
    warn(scope, { managed, quota, spare: SPARE_POLICIES }, POLICY_QUOTA);
    Aspects.of(scope).add({ visit: (node) => (node === scope ? this.tellDependents() : undefined) });
  }

  /** What to wait for. */
  public get resources(): TerraformResource[] {
    this.settled();
    return [...this.attached.values()];
  }

  /** One line per action and resource of the policies as they are. */
  public explain(): string[] {
    return this.access.explain([...this.settled().values()].flat());
  }

  public addDependent(dependent: IPolicyDependent): void {
    const elsewhere =
      TerraformElement.isTerraformElement(dependent) && dependent.cdktfStack !== TerraformStack.of(this.scope);
    // another stack's resource can't wait for an address of this one; the order of the stacks does it
    if (!elsewhere) {
      this.dependents.push(dependent);
    }
  }

  /**
   * Takes notice of a grant. What other stacks have must be referred to before synth, so the first policy doesn't wait
   * until then.
   */
  public expand(): void {
    this.contents = undefined;
    if (this.access.hasKnown && !this.attached.has(INLINE)) {
      this.attach(INLINE, this.addInlinePolicy());
    }
    for (const { list } of this.access.planTimeLists) {
      const id = `Planned-${createHash('sha256').update(list.label).digest('hex').slice(0, 8)}`;
      if (!this.attached.has(id)) {
        this.attach(id, this.addPlanTimePolicies(id, list));
      }
    }
  }

  /**
   * Divides everything among policies and creates those that it takes.
   *
   * @throws if the role's quota doesn't suffice
   */
  private settled(): ReadonlyMap<string, readonly AccessRequirement[]> {
    if (this.contents === undefined) {
      // each list takes one policy at the least
      const quota = Math.max(1, this.limits.quota - this.access.planTimeLists.length);
      const packed = this.access.pack({ ...this.limits, quota }, this.props.pathWildcard ?? false);
      this.check(packed);
      const managed = new Map(
        [...packed.managed].map(([number, requirements]) => [`${INLINE}${number + 1}`, requirements]),
      );
      for (const id of this.attached.keys()) {
        if (MANAGED.test(id) && !managed.has(id)) {
          this.scope.node.tryRemoveChild(id);
          this.scope.node.tryRemoveChild(attachmentOf(id));
          this.attached.delete(id);
        }
      }
      for (const id of managed.keys()) {
        if (!this.attached.has(id)) {
          this.attach(id, this.addManagedPolicy(id));
        }
      }
      this.contents = packed.inline.length > 0 ? managed.set(INLINE, packed.inline) : managed;
    }
    return this.contents;
  }

  private tellDependents(): void {
    const own = new Set(this.addresses.values());
    const addresses = this.resources.map((policy) => this.addresses.get(policy)!);
    for (const dependent of addresses.length > 0 ? this.dependents : []) {
      const others = (dependent.dependsOn ?? []).filter((address) => !own.has(address));
      dependent.dependsOn = [...others, ...addresses];
    }
  }

  private attach(id: string, policy: TerraformResource): void {
    this.attached.set(id, policy);
    this.addresses.set(policy, addressOf(policy));
  }

  /** Names that are only known at plan have policies of their own, one set per list. */
  private addPlanTimePolicies(id: string, list: SecretList): TerraformResource {
    const { role, namePrefix, path, tags, provider } = this.props;
    return new PlanTimePolicies(this.scope, id, { list, role, context: this.access, namePrefix, path, tags, provider })
      .attachment;
  }

  private addInlinePolicy(): TerraformResource {
    const { role, namePrefix, shared, provider } = this.props;
    if (shared && !this.scope.node.tryFindChild(INLINE)) {
      new FormerPolicy(this.scope, INLINE);
    }
    // two policies of the same name on one role are the same policy
    return new IamRolePolicy(this.scope, shared ? SHARED_INLINE : INLINE, {
      namePrefix: new Late(() => `${namePrefix}${this.digest(INLINE)}-`, true).toString(),
      role,
      policy: this.document(INLINE),
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private addManagedPolicy(id: string): TerraformResource {
    const { role, namePrefix, path, tags, provider } = this.props;
    const policy = new IamPolicy(
      this.scope,
      id,
      literalConfig({
        namePrefix: new Late(() => `${namePrefix}${id.slice(INLINE.length)}-${this.digest(id)}-`).toString(),
        policy: this.document(id),
        path,
        tags,
        provider,
        lifecycle: { createBeforeDestroy: true },
      }),
    );
    return new IamRolePolicyAttachment(this.scope, attachmentOf(id), {
      role,
      policyArn: attributeOf(policy, 'arn'),
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Another content gets another name: the new policy can then be attached before the old one goes. */
  private digest(id: string): string {
    return createHash('sha256')
      .update(digestible(this.settled().get(id)!))
      .digest('hex')
      .slice(0, 12);
  }

  private document(id: string): string {
    // before synth it refers to whatever any of the policies will
    const requirements = () => (this.contents === undefined ? this.access.requirements() : this.contents.get(id)!);
    const statements = () => mergeGrants(requirements().flatMap(({ grants }) => grants)).map(toStatement);
    return new JsonText(this.scope, () => ({ Version: '2012-10-17', Statement: statements() })).toString();
  }

  private check({ managed, left }: PackedPolicies): void {
    const { quota } = this.limits;
    const full = `the role takes ${quota} of them, of ${MANAGED_LIMIT} characters each, beside an inline one`;
    const raise = 'raise the quota at AWS and set managedPolicyQuota';
    if (left.length > 0) {
      const [path] = this.props.pathWildcard ? [] : this.access.widestPaths();
      const nested = this.access.pathsAboveOthers();
      const wildcard =
        path !== undefined
          ? `, or set pathWildcard: true, which allows all of 'parameter${path.path}/*'`
          : nested.length > 0
            ? `; no wildcard can stand for '${nested[0]}', the role also reads what is deeper below: move ` +
              'that to another path'
            : '';
      const sources = `${this.access.usedReads.length} parameters and secrets`;
      const sizes =
        `${lengthOf([...managed.values(), left])} characters, which fill ${this.neededPolicies()} ` +
        'managed policies';
      throw new ValidationError(
        `the statements for ${sources} have ${sizes}: ${full}; ${raise}${wildcard}`,
        this.scope,
      );
    }
  }

  /** The lowest quota that suffices. */
  private neededPolicies(): number {
    let quota = this.limits.quota + 1;
    while (
      quota < 200 &&
      this.access.pack({ ...this.limits, quota }, this.props.pathWildcard ?? false).left.length > 0
    ) {
      quota++;
    }
    return quota;
  }
}

function attachmentOf(id: string): string {
  return `Attachment${id.slice(INLINE.length)}`;
}

function lengthOf(documents: readonly (readonly AccessRequirement[])[]): number {
  const grants = documents.flatMap((requirements) => mergeGrants(requirements.flatMap(({ grants: of }) => of)));
  return grants.reduce((sum, grant) => sum + frameLength(grant) + entriesLength(grant), 0);
}
