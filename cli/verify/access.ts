import { Finding, error, unchecked } from './findings';
import { KeyDirectory } from './key-directory';
import { StoredFacts } from './stored-facts';
import { dnsSuffix } from '../../src/inventory/computed-attribute';
import { Stored } from '../../src/inventory/stored';
import { Context } from '../access/conditions';
import { Opinion, Verdict } from '../access/policy';
import { ResourceRequest, RoleAccess } from '../access/role-access';
import { isDenied, isMissing, reasonOf } from '../aws/api';

/** What a role has to be allowed for one reference. */
export interface NeededAccess {
  readonly stored: Stored;
  readonly facts: StoredFacts;
  /** ARN of the customer key, also of one that isn't there yet. */
  readonly keyArn?: string;
}

/**
 * Whether the role may read everything that is needed; findings in the order of `needed`.
 */
export async function accessFindings(role: RoleAccess, needed: readonly NeededAccess[], keys: KeyDirectory): Promise<Finding[][]> {
  const requests = await Promise.all(needed.map(async (one) => requestsFor(one, keys, role.arn.split(':')[4])));
  try {
    const opinions = await role.decide(requests.flat());
    return requests.map((list) => {
      const ours = opinions.splice(0, list.length);
      return list.flatMap((request, i) => findingOf(role.arn, request, ours[i]) ?? []);
    });
  } catch (problem) {
    const finding = roleProblem(role.arn, problem);
    return needed.map(() => [finding]);
  }
}

export function roleProblem(role: string, problem: unknown): Finding {
  if (isMissing(problem)) {
    return error('role-missing', `execution role ${role} doesn't exist`, 'create it, or correct the ARN');
  }
  const fix = isDenied(problem)
    ? 'allow yourself iam:SimulatePrincipalPolicy, or iam:GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies, GetPolicy and GetPolicyVersion'
    : 'try again';
  return unchecked('role-unchecked', `what execution role ${role} may do can't be found out (${reasonOf(problem)})`, fix);
}

/**
 * The calls of the ECS agent, and what the stores do on its behalf.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
async function requestsFor({ stored, facts, keyArn }: NeededAccess, keys: KeyDirectory, caller: string): Promise<ResourceRequest[]> {
  const arn = facts.arn ?? stored.arn;
  const base: Context = { 'aws:RequestedRegion': stored.region };
  const tags = Object.fromEntries(Object.entries(facts.tags).flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value],
    [`secretsmanager:ResourceTag/${key}`, value],
  ]));
  const via = (service: string) => `${service}.${stored.region}.${dnsSuffix(arn.split(':')[1])}`;
  const decrypt = async (service: string, name: string): Promise<ResourceRequest[]> => {
    if (keyArn === undefined) {
      return [];
    }
    // of a key that isn't there yet there is no policy to read; the usual one leaves it to the role's
    const { policy, grantees } = keyArn.includes('${') ? { policy: usualKeyPolicy(keyArn), grantees: [] } : await keys.access(keyArn);
    const context = { ...base, 'kms:ViaService': via(service), 'kms:CallerAccount': caller, [`kms:EncryptionContext:${name}`]: arn };
    return [{ action: 'kms:Decrypt', resource: keyArn, context, resourcePolicy: policy, grantees }];
  };
  if (stored.store === 'ssm') {
    return [{ action: 'ssm:GetParameters', resource: arn, context: base }, ...await decrypt('ssm', 'PARAMETER_ARN')];
  }
  if (stored.store === 's3') {
    const bucket = arn.split('/')[0];
    return [
      { action: 's3:GetObject', resource: arn, context: base },
      { action: 's3:GetBucketLocation', resource: bucket, context: base },
      ...await decrypt('s3', 'aws:s3:arn'),
    ];
  }
  const stage = { 'secretsmanager:VersionStage': stored.versionStage ?? (stored.versionId === undefined ? 'AWSCURRENT' : null) };
  const request = { action: 'secretsmanager:GetSecretValue', resource: arn, context: { ...base, ...tags, ...stage }, resourcePolicy: facts.policy };
  return [request, ...await decrypt('secretsmanager', 'SecretARN')];
}

function usualKeyPolicy(keyArn: string) {
  const [, partition, , , account] = keyArn.split(':');
  const root = `arn:${partition}:iam::${account}:root`;
  return { name: 'default key policy', document: JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' } }) };
}

function findingOf(role: string, { action, resource, context }: ResourceRequest, { verdict, because }: Opinion): Finding | undefined {
  if (verdict === Verdict.ALLOWED) {
    return undefined;
  }
  const what = `${action} on ${resource}`;
  if (verdict === Verdict.DEPENDS) {
    return unchecked('access-unclear', `whether role ${role} may ${what} depends on ${because}`, 'look at it yourself, or verify with --assume-role');
  }
  if (verdict === Verdict.DENIED) {
    return error('access-denied', `role ${role} is denied ${what}${because ? ` by ${because}` : ''}`, 'take the role, or the resource, out of the deny');
  }
  const conditions = Object.entries(context).filter(([key]) => /^kms:(ViaService|EncryptionContext)/.test(key)).map(([key, value]) => `${key} = ${value}`);
  const allow = `allow the role ${what}${conditions.length > 0 ? `, where ${conditions.join(' and ')}` : ''}`;
  const reason = because && !because.startsWith('as IAM') ? ` (${because})` : '';
  return error('access-missing', `role ${role} isn't allowed ${what}${reason}`, because?.startsWith('the key\'s own') ? 'let the key\'s policy allow the role or its account' : allow);
}
