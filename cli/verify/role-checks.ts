import { accessFindings, roleProblem } from './access';
import { NeededAccess } from './access-requests';
import { checkObject } from './environment-file';
import { Finding, KNOWN_AFTER_APPLY, error, later, unchecked } from './findings';
import { KeyDirectory, once } from './key-directory';
import type { VerifyOptions } from './options';
import { checkParameters } from './parameters';
import { SecretChecks } from './secrets';
import { Workload } from '../../src/inventory/references';
import { RoleAccess } from '../access/role-access';
import { StackRole } from '../access/stack-role';
import { Verdict } from '../access/verdict';
import { AwsApi, isMissing, reasonOf } from '../aws/api';
import { Source } from '../sources/source';

/**
 * What the execution roles of a source may do, each role asked once.
 */
export class RoleChecks {
  private readonly roles = new Map<string, Promise<RoleAccess>>();
  private readonly assumed = new Map<string, Promise<AwsApi>>();

  public constructor(
    private readonly api: AwsApi,
    private readonly keys: KeyDirectory,
    private readonly source: Source,
    private readonly options: VerifyOptions,
  ) {}

  /** Whether the workload's role may read what it needs; findings in the order of `needed`. */
  public async read(workload: Workload, needed: readonly NeededAccess[]): Promise<Finding[][]> {
    const none = needed.map((): Finding[] => []);
    const arn = workload.executionRole;
    if (arn === undefined || needed.length === 0 || (arn.includes('${') && this.source.role(workload) === undefined)) {
      return none;
    }
    if (this.options.assumeRole && !arn.includes('${')) {
      return this.readAs(arn, needed);
    }
    const foreign = this.foreign(workload, arn);
    return foreign
      ? needed.map(() => [foreign])
      : accessFindings(this.api, await this.role(workload, arn), needed, this.keys);
  }

  /** What concerns the workload as a whole. */
  public async workload(workload: Workload): Promise<Finding[]> {
    const { executionRole: arn, containers, kind, name } = workload;
    if (!containers.some(({ references, open }) => references.length + open.length > 0)) {
      return [];
    }
    if (arn === undefined) {
      return [
        error(
          'no-execution-role',
          `${kind} '${name}' refers to stored values but has no execution role`,
          'give it an executionRoleArn',
        ),
      ];
    }
    if (arn.includes('${') && this.source.role(workload) === undefined) {
      return [later(KNOWN_AFTER_APPLY, `execution role ${arn} is only known to Terraform`)];
    }
    if (this.foreign(workload, arn)) {
      return [];
    }
    try {
      const place = {
        ...this.options.place,
        region: workload.region ?? this.options.place.region,
        account: arn.split(':')[4],
      };
      const { verdict, because } = await (await this.role(workload, arn)).trust(place);
      if (verdict === Verdict.ALLOWED) {
        return [];
      }
      return verdict === Verdict.DEPENDS
        ? [
          unchecked(
            'trust-unclear',
            `whether ECS may assume role ${arn} depends on ${because}`,
            'look at its trust policy yourself',
          ),
        ]
        : [
          error(
            'trust',
            `ECS may not assume role ${arn}`,
            'let its trust policy allow sts:AssumeRole to ecs-tasks.amazonaws.com, for this account and Region',
          ),
        ];
    } catch (problem) {
      // that it doesn't exist, the references say
      return isMissing(problem) && containers.some(({ references }) => references.length > 0)
        ? []
        : [trustProblem(arn, problem)];
    }
  }

  /**
   * Roles have names, and an account may have one of the same name: what it may do says nothing of another account's.
   */
  private foreign(workload: Workload, arn: string): Finding | undefined {
    const [, , , , account] = arn.split(':');
    const isOurs =
      account === undefined ||
      account === this.options.place.account ||
      account.includes('${') ||
      this.source.role(workload) !== undefined;
    return isOurs
      ? undefined
      : unchecked(
        'role-unchecked',
        `execution role ${arn} is in account ${account}, which these credentials can't look into`,
        'verify with credentials of that account',
      );
  }

  private async role(workload: Workload, arn: string): Promise<RoleAccess> {
    return once(this.roles, arn, async () => {
      const made = this.source.role(workload);
      return made === undefined
        ? RoleAccess.ofAccount(this.api, arn)
        : RoleAccess.ofFacts(await this.withAttached(made));
    });
  }

  private async withAttached(role: StackRole): Promise<StackRole> {
    const attached = await Promise.all(role.attachedArns.map(async (arn) =>
      // without a text it is one that nobody can read
      this.api.managedPolicy(arn).catch(() => ({ name: arn, document: '' }))));
    return { ...role, policies: [...role.policies, ...attached] };
  }

  /** Reads with the role's own credentials, as ECS will. */
  private async readAs(arn: string, needed: readonly NeededAccess[]): Promise<Finding[][]> {
    try {
      const api = await once(this.assumed, arn, async () => this.api.assume(arn));
      const keys = new KeyDirectory(api);
      const options = { values: true, account: this.options.place.account, things: this.source.things };
      const secrets = new SecretChecks(api, keys, options);
      return await Promise.all(needed.map(async ({ stored }) => {
        const facts = {
          ssm: async () => (await checkParameters(api, keys, stored.region, [stored], options)).get(stored.arn)!,
          secretsmanager: async () => secrets.check(stored, () => []),
          s3: async () => checkObject(api, keys, stored, true),
        };
        return (await facts[stored.store]()).findings
          .filter(({ code }) => code === 'unreadable')
          .map(({ message }) =>
            error(
              'access-missing',
              `as role ${arn}: ${message}`,
              `allow the role to read ${stored.arn}, and to decrypt with its key`,
            ),
          );
      }));
    } catch (problem) {
      const finding = unchecked(
        'role-unchecked',
        `role ${arn} can't be assumed (${reasonOf(problem)})`,
        'let its trust policy name you, or verify without --assume-role',
      );
      return needed.map(() => [finding]);
    }
  }
}

function trustProblem(arn: string, problem: unknown): Finding {
  return isMissing(problem)
    ? roleProblem(arn, problem)
    : unchecked(
      'trust-unclear',
      `it can't be looked up whether ECS may assume role ${arn} (${reasonOf(problem)})`,
      'allow yourself iam:GetRole',
    );
}
