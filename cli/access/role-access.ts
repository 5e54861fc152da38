import { Context } from './conditions';
import { AccessRequest, Opinion, Verdict, identityVerdict, resourceVerdict } from './policy';
import { RoleFacts, readRole } from './role-facts';
import { AwsApi, NamedPolicy, isMissing } from '../aws/api';

/** A request, and what the thing itself says about access. */
export interface ResourceRequest extends AccessRequest {
  /** Null where the caller may not read it; undefined where there is none. */
  readonly resourcePolicy?: NamedPolicy | null;
  /** Whoever a grant of a key allows to decrypt. */
  readonly grantees?: readonly string[];
}

/** Resources in one call of SimulatePrincipalPolicy. */
const BATCH = 50;

/**
 * What a role may do, without ever being it.
 */
export class RoleAccess {
  /** A role of the account; IAM's own simulation is asked first. */
  public static ofAccount(api: AwsApi, arn: string): RoleAccess {
    return new RoleAccess(arn, () => readRole(api, arn), api);
  }

  /** A role that isn't there yet: its policies are known. */
  public static ofFacts(facts: RoleFacts): RoleAccess {
    return new RoleAccess(facts.arn, () => facts);
  }

  private facts?: Promise<RoleFacts>;
  private simulates: boolean;

  private constructor(public readonly arn: string, private readonly read: () => Promise<RoleFacts> | RoleFacts, private readonly api?: AwsApi) {
    this.simulates = api !== undefined;
  }

  /**
   * Whether ECS may assume the role for tasks of an account and Region.
   */
  public async trust(place: { readonly partition: string; readonly region: string; readonly account: string }): Promise<Opinion> {
    const { trust } = await this.roleFacts();
    const context: Context = {
      'aws:SourceArn': `arn:${place.partition}:ecs:${place.region}:${place.account}:*`,
      'aws:SourceAccount': place.account,
      'sts:ExternalId': null,
    };
    const request = { action: 'sts:AssumeRole', resource: this.arn, context };
    return trust === undefined ? { verdict: Verdict.ALLOWED } : resourceVerdict(trust, request, ['ecs-tasks.amazonaws.com']);
  }

  /** One opinion per request, in order. */
  public async decide(requests: readonly ResourceRequest[]): Promise<Opinion[]> {
    const simulated = await this.simulated(requests);
    if (simulated !== undefined) {
      return requests.map((request, i) => this.combined(request, { verdict: simulated[i], because: 'as IAM simulates it' }, undefined));
    }
    const { policies, boundary, tags } = await this.roleFacts();
    return requests.map((request) => {
      const withRole = { ...request, context: { ...this.roleContext(tags), ...request.context } };
      return this.combined(withRole, identityVerdict(policies, withRole), boundary && identityVerdict([boundary], withRole));
    });
  }

  private async roleFacts(): Promise<RoleFacts> {
    this.facts ??= Promise.resolve(this.read());
    return this.facts;
  }

  /** Undefined where the simulation can't be had, for whatever reason: then the policies are read. */
  private async simulated(requests: readonly ResourceRequest[]): Promise<Verdict[] | undefined> {
    const groups = new Map<string, ResourceRequest[]>();
    for (const request of requests) {
      const key = JSON.stringify([request.action, request.context]);
      groups.set(key, [...groups.get(key) ?? [], request]);
    }
    const verdicts = new Map<ResourceRequest, Verdict>();
    for (const group of groups.values()) {
      for (let at = 0; this.simulates && at < group.length; at += BATCH) {
        await this.simulate(group.slice(at, at + BATCH), verdicts);
      }
    }
    return this.simulates ? requests.map((request) => verdicts.get(request)!) : undefined;
  }

  private async simulate(group: readonly ResourceRequest[], verdicts: Map<ResourceRequest, Verdict>): Promise<void> {
    const [{ action, context }] = group;
    const known = Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== null);
    try {
      const resources = [...new Set(group.map((request) => request.resource))];
      const decisions = await this.api!.simulate({ role: this.arn, action, resources, context: Object.fromEntries(known) });
      for (const request of group) {
        const decision = decisions[request.resource];
        if (decision === undefined) {
          // an answer without one of the resources says nothing about it
          this.simulates = false;
          return;
        }
        verdicts.set(request, decision === 'allowed' ? Verdict.ALLOWED : decision === 'explicitDeny' ? Verdict.DENIED : Verdict.NONE);
      }
    } catch (error) {
      if (isMissing(error)) {
        throw error;
      }
      this.simulates = false;
    }
  }

  private roleContext(tags: { readonly [key: string]: string }): Context {
    const account = this.arn.split(':')[4];
    return {
      'aws:PrincipalArn': this.arn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': 'AssumedRole',
      'aws:SecureTransport': 'true',
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    };
  }

  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-req.html */
  private combined(request: ResourceRequest, identity: Opinion, boundary: Opinion | undefined): Opinion {
    const account = this.arn.split(':')[4];
    const partition = this.arn.split(':')[1];
    const delegates = [account, `arn:${partition}:iam::${account}:root`];
    const policy = request.resourcePolicy;
    const direct = policy ? resourceVerdict(policy, request, [this.arn]) : undefined;
    const delegated = policy ? resourceVerdict(policy, request, delegates) : undefined;
    const denial = [identity, boundary, direct, delegated].find((opinion) => opinion?.verdict === Verdict.DENIED);
    if (denial) {
      return denial;
    }
    if (boundary && boundary.verdict !== Verdict.ALLOWED) {
      return boundary.verdict === Verdict.NONE ? { verdict: Verdict.NONE, because: 'the permissions boundary doesn\'t allow it' } : boundary;
    }
    const isKey = request.action.startsWith('kms:');
    if (request.grantees?.includes(this.arn)) {
      return { verdict: Verdict.ALLOWED, because: 'a grant of the key' };
    }
    // a bucket's ARN has no account; whose it is, its policy tells
    const sameAccount = ['', account].includes(request.resource.split(':')[4]);
    const needsBoth = !sameAccount || isKey;
    const opened = [direct, delegated].find((opinion) => opinion?.verdict === Verdict.ALLOWED);
    if (sameAccount && direct?.verdict === Verdict.ALLOWED) {
      return direct;
    }
    if (policy === null && identity.verdict === Verdict.ALLOWED) {
      return { verdict: Verdict.DEPENDS, because: `the policy of ${request.resource}, which you may not read` };
    }
    if (!needsBoth || opened) {
      return identity.verdict === Verdict.NONE && !isKey && sameAccount ? direct ?? identity : identity;
    }
    const doubt = [direct, delegated].find((opinion) => opinion?.verdict === Verdict.DEPENDS);
    return doubt ?? { verdict: Verdict.NONE, because: isKey ? 'the key\'s own policy doesn\'t let the role, or its account, decrypt' : `account ${request.resource.split(':')[4]} doesn't share it` };
  }
}
