import { Context, Truth } from './conditions';
import {
  AccessRequest,
  Caller,
  NO_VOTES,
  Votes,
  identityVotes,
  namesAccount,
  namesEverybody,
  namesRole,
  namesService,
  resourceVotes,
} from './policy';
import { RoleDescription, RoleFacts, describeRole, policiesOf } from './role-facts';
import { Simulator } from './simulator';
import { Opinion, Verdict, verdictOf } from './verdict';
import { AwsApi, NamedPolicy } from '../aws/api';

/** A request, and what the thing itself says about access. */
export interface ResourceRequest extends AccessRequest {
  /** Null where the caller may not read it; undefined where there is none. */
  readonly resourcePolicy?: NamedPolicy | null;
  /** Whoever a grant of a key allows to decrypt; null where the caller may not list them. */
  readonly grantees?: readonly string[] | null;
}

/**
 * What a role may do, without ever being it.
 */
export class RoleAccess {
  /** A role of the account; IAM's own simulation is asked first. */
  public static ofAccount(api: AwsApi, arn: string): RoleAccess {
    const described = memo(async () => describeRole(api, arn));
    const policies = memo(async () => policiesOf(api, await described()));
    return new RoleAccess(arn, described, policies, new Simulator(api, arn));
  }

  /** A role that isn't there yet: its policies are known. */
  public static ofFacts(facts: RoleFacts): RoleAccess {
    return new RoleAccess(
      facts.arn,
      async () => facts,
      async () => facts,
    );
  }

  private constructor(
    public readonly arn: string,
    private readonly described: () => Promise<Omit<RoleDescription, 'boundaryArn'>>,
    private readonly policies: () => Promise<Pick<RoleFacts, 'policies' | 'boundary'>>,
    private readonly simulator?: Simulator,
  ) {}

  /**
   * Whether ECS may assume the role for tasks of an account and Region.
   */
  public async trust(place: {
    readonly partition: string;
    readonly region: string;
    readonly account: string;
  }): Promise<Opinion> {
    const { trust } = await this.described();
    const context: Context = {
      'aws:SourceArn': `arn:${place.partition}:ecs:${place.region}:${place.account}:*`,
      'aws:SourceAccount': place.account,
      'aws:PrincipalIsAWSService': 'true',
      'sts:ExternalId': null,
    };
    const request = { action: 'sts:AssumeRole', resource: this.arn, context };
    const direct = trust && resourceVotes(trust, request, namesService('ecs-tasks.amazonaws.com'));
    return direct === undefined
      ? { verdict: Verdict.ALLOWED }
      : verdictOf({
        identity: NO_VOTES,
        direct,
        delegated: NO_VOTES,
        everybody: NO_VOTES,
        grants: false,
        sameAccount: true,
        isKey: false,
      });
  }

  /** One opinion per request, in order. */
  public async decide(requests: readonly ResourceRequest[]): Promise<Opinion[]> {
    const context = await this.roleContext();
    const complete = requests.map((request) => ({
      ...request,
      context: { ...this.callContext(request), ...context, ...request.context },
    }));
    const simulated = (await this.simulator?.ask(complete)) ?? [];
    return Promise.all(
      complete.map(async (request, i) => {
        const answer = simulated[i];
        if (answer !== undefined && answer.missing.length === 0) {
          return this.combined(request, answer.votes, undefined);
        }
        try {
          const { policies, boundary } = await this.policies();
          return this.combined(
            request,
            identityVotes(policies, request),
            boundary && identityVotes([boundary], request),
          );
        } catch (problem) {
          if (answer === undefined) {
            throw problem;
          }
          return { verdict: Verdict.DEPENDS, because: answer.missing.join(', ') };
        }
      }),
    );
  }

  private combined(request: ResourceRequest, identity: Votes, boundary: Votes | undefined): Opinion {
    const [, partition, , , account] = this.arn.split(':');
    const caller: Caller = { role: this.arn, account, partition };
    const { resourcePolicy: policy, grantees = [] } = request;
    const hidden = `the policy of ${request.resource}, which you may not read`;
    const unread: Votes = { deny: { truth: hidden, because: hidden }, allow: { truth: hidden, because: hidden } };
    const votes = (concerns: Parameters<typeof resourceVotes>[2]) =>
      policy === undefined ? NO_VOTES : policy === null ? unread : resourceVotes(policy, request, concerns);
    const grants: Truth =
      grantees === null ? `the grants of ${request.resource}, which you may not list` : grantees.includes(this.arn);
    return verdictOf({
      identity,
      boundary,
      direct: votes(namesRole(caller)),
      delegated: votes(namesAccount(caller)),
      everybody: votes(namesEverybody),
      grants: request.action.startsWith('kms:') ? grants : false,
      sameAccount: isOf(request.resource, account),
      isKey: request.action.startsWith('kms:'),
    });
  }

  private async roleContext(): Promise<Context> {
    const [, , , , account] = this.arn.split(':');
    const described = await this.described().catch(() => undefined);
    return {
      'aws:PrincipalArn': this.arn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': 'AssumedRole',
      'aws:PrincipalIsAWSService': 'false',
      'aws:SecureTransport': 'true',
      'aws:username': null,
      ...(described === undefined ? {} : tagContext('aws:PrincipalTag', described.tags)),
    };
  }

  private callContext({ resource, action }: ResourceRequest): Context {
    const account = resource.split(':')[4] ?? '';
    return {
      // stores decrypt on behalf of whoever reads
      'aws:ViaAWSService': String(action.startsWith('kms:')),
      ...(/^\d{12}$/.test(account) ? { 'aws:ResourceAccount': account } : {}),
    };
  }
}

/** Tags as keys of conditions; one that isn't there is known not to be. */
export function tagContext(prefix: string, tags: { readonly [key: string]: string }): Context {
  return {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value])),
    [`${prefix}/*`]: null,
  };
}

/**
 * Whether an account owns a resource. Of a bucket its policy tells; what only Terraform knows is taken for the
 * account's own.
 */
function isOf(resource: string, account: string): boolean {
  const owner = resource.startsWith('arn:') ? resource.split(':')[4] : '';
  return owner === '' || owner === account || owner.includes('${') || account.includes('${');
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => (made ??= make());
}
