import { createHash } from 'crypto';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TerraformElement, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IPolicyDependent } from './execution-role-interface';
import { FormerPolicy } from './former-policy';
import { Need } from './need';
import { PlannedReads } from './planned-reads';
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

/** Half of a role's 10,240 inline characters: while a policy is replaced, the old one and the new one are both there. */
const INLINE_LIMIT = 5120;
const MANAGED_LIMIT = 6144;
const DEFAULT_QUOTA = 10;
const INLINE = 'Policy';
/** Where the id above is that of a policy which Terraform has to forget. */
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
 * The policies of a role. What they say is worked out at synth; that they are there, each time somebody grants something.
 */
export class RolePolicies {
  /** What to wait for. */
  public readonly dependables: TerraformResource[] = [];

  private readonly limits: PackingLimits;
  private readonly dependents: IPolicyDependent[] = [];
  private readonly attached = new Map<string, TerraformResource>();
  private contents = new Map<string, readonly Need[]>();
  private managed = 0;

  /**
   * @param scope parent of the policies
   * @throws if the quota is no positive whole number
   */
  public constructor(private readonly scope: Construct, private readonly needs: RequiredAccess, private readonly props: RolePoliciesProps) {
    const quota = props.managedPolicyQuota ?? DEFAULT_QUOTA;
    if (!Number.isInteger(quota) || quota < 1) {
      throw new ValidationError(`managedPolicyQuota must be a whole number of 1 or more, got ${quota}: AWS starts with ${DEFAULT_QUOTA}`, scope);
    }
    this.limits = { inline: INLINE_LIMIT, managed: MANAGED_LIMIT, quota };
    warn(scope, { managed: () => this.managed, quota, spare: SPARE_POLICIES }, POLICY_QUOTA);
  }

  /** One line per action and resource of the policies as they are. */
  public explain(): string[] {
    return this.needs.explain([...this.contents.values()].flat());
  }

  public addDependent(dependent: IPolicyDependent): void {
    const elsewhere = TerraformElement.isTerraformElement(dependent) && dependent.cdktfStack !== TerraformStack.of(this.scope);
    // another stack's resource can't wait for an address of this one; the order of the stacks does it
    if (!elsewhere) {
      this.dependents.push(dependent);
      this.dependables.forEach((policy) => waitFor(dependent, policy));
    }
  }

  /**
   * Divides all needs among policies, creates the resources that are missing and drops those that nothing is left for.
   *
   * @throws if the role's quota doesn't suffice
   */
  public update(): void {
    const packed = this.needs.pack(this.limitsBesidePlanned(), this.props.pathWildcard ?? false);
    this.check(packed);
    this.contents = new Map([...packed.managed].map(([number, needs]) => [`${INLINE}${number + 1}`, needs]));
    if (packed.inline.length > 0) {
      this.contents.set(INLINE, packed.inline);
    }
    for (const [id, policy] of this.attached) {
      if (!this.contents.has(id)) {
        this.drop(id, policy);
      }
    }
    for (const id of this.contents.keys()) {
      if (!this.attached.has(id)) {
        const policy = id === INLINE ? this.addInlinePolicy() : this.addManagedPolicy(id);
        this.attached.set(id, policy);
        this.dependables.push(policy);
        this.dependents.forEach((dependent) => waitFor(dependent, policy));
      }
    }
    this.needs.plannedLists.forEach(({ list }) => this.addPlanned(list));
  }

  /** Names that are only known at plan have policies of their own, one set per list. */
  private addPlanned(list: SecretList): void {
    const id = `Planned-${createHash('sha256').update(list.label).digest('hex').slice(0, 8)}`;
    if (!this.scope.node.tryFindChild(id)) {
      const { role, namePrefix, path, tags, provider } = this.props;
      const { attachment } = new PlannedReads(this.scope, id, { list, role, context: this.needs, namePrefix, path, tags, provider });
      this.dependables.push(attachment);
      this.dependents.forEach((dependent) => waitFor(dependent, attachment));
    }
  }

  /** Each list takes one policy at the least. */
  private limitsBesidePlanned(): PackingLimits {
    return { ...this.limits, quota: Math.max(1, this.limits.quota - this.needs.plannedLists.length) };
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
    const number = id.slice(INLINE.length);
    const policy = new IamPolicy(this.scope, id, literalConfig({
      namePrefix: new Late(() => `${namePrefix}${number}-${this.digest(id)}-`).toString(),
      policy: this.document(id),
      path,
      tags,
      provider,
      lifecycle: { createBeforeDestroy: true },
    }));
    return new IamRolePolicyAttachment(this.scope, `Attachment${number}`, {
      role,
      policyArn: attributeOf(policy, 'arn'),
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private drop(id: string, policy: TerraformResource): void {
    this.scope.node.tryRemoveChild(id === INLINE && this.props.shared ? SHARED_INLINE : id);
    this.scope.node.tryRemoveChild(`Attachment${id.slice(INLINE.length)}`);
    this.attached.delete(id);
    this.dependables.splice(this.dependables.indexOf(policy), 1);
    const dropped = this.needs.stable(addressOf(policy));
    for (const dependent of this.dependents) {
      dependent.dependsOn = dependent.dependsOn?.filter((address) => this.needs.stable(address) !== dropped);
    }
  }

  /** Another content gets another name: the new policy can then be attached before the old one goes. */
  private digest(id: string): string {
    return createHash('sha256').update(digestible(this.contents.get(id)!)).digest('hex').slice(0, 12);
  }

  private document(id: string): string {
    const statements = () => mergeGrants(this.contents.get(id)!.flatMap(({ grants }) => grants)).map(toStatement);
    return new JsonText(this.scope, () => ({ Version: '2012-10-17', Statement: statements() })).toString();
  }

  private check({ managed, left }: PackedPolicies): void {
    const { quota } = this.limits;
    const full = `the role takes ${quota} of them, of ${MANAGED_LIMIT} characters each, beside an inline one`;
    const raise = 'raise the quota at AWS and set managedPolicyQuota';
    if (left.length > 0) {
      const [path] = this.props.pathWildcard ? [] : this.needs.widestPaths();
      const nested = this.needs.pathsAboveOthers();
      const wildcard = path !== undefined
        ? `, or set pathWildcard: true, which allows all of 'parameter${path.path}/*'`
        : nested.length > 0 ? `; no wildcard can stand for '${nested[0]}', the role also reads what is deeper below: move that to another path` : '';
      const sources = `${this.needs.usedReads.length} parameters and secrets`;
      const sizes = `${lengthOf([...managed.values(), left])} characters, which fill ${this.neededPolicies()} managed policies`;
      throw new ValidationError(`the statements for ${sources} have ${sizes}: ${full}; ${raise}${wildcard}`, this.scope);
    }
    this.managed = managed.size;
  }

  /** The lowest quota that suffices. */
  private neededPolicies(): number {
    let quota = this.limits.quota + 1;
    while (quota < 200 && this.needs.pack({ ...this.limits, quota }, this.props.pathWildcard ?? false).left.length > 0) {
      quota++;
    }
    return quota;
  }
}

/** From the construct's path. IAM takes 38 characters for a role and adds 26 of its own. */
export function namePrefixOf(construct: IConstruct): string {
  const ids = construct.node.scopes.slice(1).map((scope) => scope.node.id);
  return `${ids.join('-').replace(/[^A-Za-z0-9+=,.@_-]/g, '').slice(-37)}-`;
}

function waitFor(dependent: IPolicyDependent, policy: TerraformResource): void {
  dependent.dependsOn = [...(dependent.dependsOn ?? []), addressOf(policy)];
}

function lengthOf(documents: readonly (readonly Need[])[]): number {
  const grants = documents.flatMap((needs) => mergeGrants(needs.flatMap((need) => need.grants)));
  return grants.reduce((sum, grant) => sum + frameLength(grant) + entriesLength(grant), 0);
}
