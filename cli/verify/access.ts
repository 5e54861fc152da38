import { NeededAccess, RequestMaker } from './access-requests';
import { Finding, error, unchecked } from './findings';
import { KeyDirectory } from './key-directory';
import { ResourceRequest, RoleAccess } from '../access/role-access';
import { KEY_REFUSES, Opinion, Verdict } from '../access/verdict';
import { AwsApi, isDenied, isMissing, reasonOf } from '../aws/api';

/**
 * Whether the role may read everything that is needed; findings in the order of `needed`.
 */
export async function accessFindings(
  api: AwsApi,
  role: RoleAccess,
  needed: readonly NeededAccess[],
  keys: KeyDirectory,
): Promise<Finding[][]> {
  const maker = new RequestMaker(api, keys, role.arn.split(':')[4]);
  const requests = await Promise.all(needed.map(async (one) => maker.requestsFor(one)));
  try {
    const opinions = await decided(role, requests.flat(), maker);
    return requests.map((list) => {
      const ours = opinions.splice(0, list.length);
      return list.flatMap((request, i) => findingOf(role.arn, request, ours[i]) ?? []);
    });
  } catch (problem) {
    const finding = roleProblem(role.arn, problem);
    return needed.map(() => [finding]);
  }
}

/** Tags and the organisation are asked for only where something depends on them. */
async function decided(
  role: RoleAccess,
  requests: readonly ResourceRequest[],
  maker: RequestMaker,
): Promise<Opinion[]> {
  const opinions = await role.decide(requests);
  const open = requests.flatMap((_, i) => (isOpen(opinions[i]) ? [i] : []));
  if (open.length === 0) {
    return opinions;
  }
  const completed = open.map(async (i) => maker.completed(requests[i], opinions[i].because!));
  const again = await role.decide(await Promise.all(completed));
  open.forEach((i, at) => (opinions[i] = again[at]));
  return opinions;
}

function isOpen({ verdict, because = '' }: Opinion): boolean {
  return verdict === Verdict.DEPENDS && /ResourceTag\/|OrgID/i.test(because);
}

export function roleProblem(role: string, problem: unknown): Finding {
  if (isMissing(problem)) {
    return error('role-missing', `execution role ${role} doesn't exist`, 'create it, or correct the ARN');
  }
  const fix = isDenied(problem)
    ? 'allow yourself iam:SimulatePrincipalPolicy, or iam:GetRole, ListRolePolicies, GetRolePolicy, ' +
      'ListAttachedRolePolicies, GetPolicy and GetPolicyVersion'
    : 'try again';
  return unchecked(
    'role-unchecked',
    `it can't be found out what execution role ${role} may do (${reasonOf(problem)})`,
    fix,
  );
}

function findingOf(
  role: string,
  { action, resource, context }: ResourceRequest,
  { verdict, because }: Opinion,
): Finding | undefined {
  if (verdict === Verdict.ALLOWED) {
    return undefined;
  }
  const what = `${action} on ${resource}`;
  if (verdict === Verdict.DEPENDS) {
    return unchecked(
      'access-unclear',
      `whether role ${role} may ${what} depends on ${because}`,
      'look at it yourself, or verify with --assume-role',
    );
  }
  if (verdict === Verdict.DENIED) {
    return error(
      'access-denied',
      `role ${role} is denied ${what}${because ? ` by ${because}` : ''}`,
      'take the role, or the resource, out of the deny',
    );
  }
  const conditions = Object.entries(context)
    .filter(([key]) => /^kms:(ViaService|EncryptionContext)/.test(key))
    .map(([key, value]) => `${key} = ${value}`);
  const allow = `allow the role ${what}${conditions.length > 0 ? `, where ${conditions.join(' and ')}` : ''}`;
  const reason = because ? ` (${because})` : '';
  return error(
    'access-missing',
    `role ${role} isn't allowed ${what}${reason}`,
    because === KEY_REFUSES ? "let the key's policy allow the role or its account" : allow,
  );
}
