import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from './fake-account';
import { ResourceRequest, RoleAccess } from '../../cli/access/role-access';
import { BOUNDARY_AND_EVERYBODY, Opinion, Verdict } from '../../cli/access/verdict';

const CASES = 2500;
const SEED = Number(process.env.SEED ?? 20261125);
const OTHER = '210987654321';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/services/api`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/api/task`;

/**
 * Numbers that are the same in every run with the same seed.
 *
 * @see https://en.wikipedia.org/wiki/Lehmer_random_number_generator
 */
function chance(seed: number): () => number {
  let state = (seed * 7919) % 2147483646 + 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  // seeds that are next to each other begin alike
  Array.from({ length: 10 }, next);
  return next;
}

type Requested = Pick<ResourceRequest, 'action' | 'resource'> & { readonly owner: string };

const REQUESTS: readonly Requested[] = [ACCOUNT, OTHER].flatMap((owner) => [
  { owner, action: 'secretsmanager:GetSecretValue', resource: `arn:aws:secretsmanager:eu-central-1:${owner}:secret:shop/db-AbCdEf` },
  { owner, action: 'kms:Decrypt', resource: `arn:aws:kms:eu-central-1:${owner}:key/1` },
]);

/** A case: what is asked, by which policies, with which values of the keys that conditions ask for. */
interface Case {
  readonly request: Requested;
  readonly context: { readonly [key: string]: string | null };
  readonly policies: readonly object[];
  readonly boundary?: object;
  readonly resourcePolicy?: object;
}

function caseOf(seed: number): Case {
  const next = chance(seed);
  const one = <T>(...options: readonly T[]): T => options[Math.floor(next() * options.length)];
  const maybe = <T>(odds: number, make: () => T): T | undefined => (next() < odds ? make() : undefined);
  const request = one(...REQUESTS);
  const value = () => one('shop', 'other', 'sh*p', 'a', 'true', 'false', '${aws:PrincipalTag/team}', '${aws:PrincipalTag/none, \'shop\'}', '${aws:PrincipalTag/none}', '*', '${*}', 's?op', 'SHOP');
  const key = () => one('aws:PrincipalTag/team', 'aws:ResourceTag/team', 'aws:PrincipalTag/none', 'aws:SecureTransport', 'aws:RequestedRegion', 'AWS:principaltag/team', 'aws:username');
  const text = () => one('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'Bool');
  const condition = () => {
    const kind = one('text', 'text', 'text', 'null', 'arn', 'number');
    if (kind === 'null') {
      return { Null: { [key()]: one('true', 'false') } };
    }
    if (kind === 'arn') {
      const role = one(ROLE, `${ROLE}x`, `arn:aws:iam::${ACCOUNT}:role/*`, 'arn:aws:iam::*:role/services/ap?', 'arn:aws:iam::*', `arn:aws:iam::${ACCOUNT}:role/\${aws:PrincipalTag/none, 'services'}/api`);
      return { [one('ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'ArnLikeIfExists')]: { 'aws:PrincipalArn': one<string | string[]>(role, [role, 'arn:aws:iam::1:role/x']) } };
    }
    if (kind === 'number') {
      return { [one('NumericEquals', 'NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEquals', 'NumericLessThanIfExists')]: { 'aws:MultiFactorAuthAge': one('10', '20') } };
    }
    const operator = text();
    return { [`${operator}${operator === 'Bool' ? '' : one('', '', 'IfExists')}`]: { [operator === 'Bool' ? 'aws:SecureTransport' : key()]: operator === 'Bool' ? one('true', 'false') : one<string | string[]>(value(), [value(), value()]) } };
  };
  const resources = () => {
    const [head, tail] = [request.resource.split(':').slice(0, 5).join(':'), request.resource.split(':').slice(5).join(':')];
    return one('*', request.resource, `${request.resource}x`, `${head}:*`, request.resource.replace('shop', '${aws:PrincipalTag/team}'), request.resource.replace('shop', '${*}'),
      `${head}:${tail.replace(/.$/, '?')}`, request.resource.replace('shop', '${aws:PrincipalTag/none, \'shop\'}'), `arn:\${aws:PrincipalTag/partition}:${head.split(':').slice(2).join(':')}:${tail}`, 'arn:aws:s3:::x');
  };
  const actions = () => one('*', request.action, request.action.toUpperCase(), request.action.replace(/Get|De/, '*'), `${request.action.split(':')[0]}:*`, 's3:GetObject', request.action.replace(/.$/, '?'));
  const statement = (principal?: object) => ({
    Effect: one('Allow', 'Allow', 'Allow', 'Deny'),
    ...principal,
    ...next() < 0.85 ? { Action: one<string | string[]>(actions(), [actions(), actions()]) } : { NotAction: actions() },
    ...next() < 0.85 ? { Resource: one<string | string[]>(resources(), [resources(), resources()]) } : { NotResource: resources() },
    ...maybe(0.5, () => ({ Condition: { ...condition(), ...maybe(0.3, condition) } })),
  });
  const policy = (make: () => object) => ({ Version: '2012-10-17', Statement: Array.from({ length: 1 + Math.floor(next() * 3) }, make) });
  const principal = () => ({ Principal: one<string | object>('*', { AWS: ROLE }, { AWS: `arn:aws:iam::${ACCOUNT}:root` }, { AWS: ACCOUNT }, { AWS: `${ROLE}x` }, { AWS: [OTHER, ROLE] }, { AWS: '*' }, { Service: 'ecs-tasks.amazonaws.com' }) });
  const isKey = request.action.startsWith('kms:');
  return {
    request,
    context: {
      'aws:PrincipalTag/team': one('shop', null),
      'aws:PrincipalTag/none': null,
      'aws:PrincipalTag/partition': 'aws',
      'aws:ResourceTag/team': one('shop', 'other', null),
      'aws:SecureTransport': 'true',
      'aws:RequestedRegion': one('shop', 'eu-central-1'),
      'aws:username': null,
      'aws:MultiFactorAuthAge': one('15', null),
      'aws:PrincipalArn': ROLE,
    },
    policies: Array.from({ length: Math.floor(next() * 3) }, () => policy(statement)),
    boundary: maybe(0.25, () => policy(statement)),
    // a key always has a policy
    resourcePolicy: isKey ? policy(() => statement(principal())) : maybe(0.6, () => policy(() => statement(principal()))),
  };
}

async function ours({ request, context, policies, boundary, resourcePolicy }: Case): Promise<Opinion> {
  const named = (policy: object | undefined, name: string) => policy && { name, document: JSON.stringify(policy) };
  const role = RoleAccess.ofFacts({ arn: ROLE, policies: policies.map((policy, i) => named(policy, `p${i}`)!), boundary: named(boundary, 'boundary'), tags: {} });
  const [opinion] = await role.decide([{ ...request, context, resourcePolicy: named(resourcePolicy, 'resource') }]);
  return opinion;
}

async function theirs({ request, context, policies, boundary, resourcePolicy }: Case): Promise<string> {
  const contextVariables = Object.fromEntries(Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== null));
  const result = await runSimulation({
    request: { principal: SESSION, action: request.action, resource: { resource: request.resource, accountId: request.owner }, contextVariables },
    identityPolicies: policies.map((policy, i) => ({ name: `p${i}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy,
    permissionBoundaryPolicies: boundary && [{ name: 'boundary', policy: boundary }],
  }, {});
  if (result.resultType !== 'single') {
    throw new Error(JSON.stringify(result));
  }
  return { Allowed: Verdict.ALLOWED, ExplicitlyDenied: Verdict.DENIED, ImplicitlyDenied: Verdict.NONE }[result.overallResult];
}

/** Where AWS's documentation leaves it open, and the other evaluator has to choose. */
const OPEN = [BOUNDARY_AND_EVERYBODY, 'a variable that the request lacks'];

test(`${CASES} random cases are decided as an independent evaluator does (SEED=${SEED})`, async () => {
  const different: string[] = [];
  const verdicts = new Map<string, number>();
  let open = 0;
  for (let i = 0; i < CASES; i++) {
    const one = caseOf(SEED + i);
    const { verdict: mine, because = '' } = await ours(one);
    const other = await theirs(one);
    verdicts.set(mine, (verdicts.get(mine) ?? 0) + 1);
    if (mine === Verdict.DEPENDS && OPEN.some((reason) => because.includes(reason))) {
      open++;
    } else if (mine !== other) {
      different.push(`seed ${SEED + i}: ours ${mine} (${because}), theirs ${other}: ${JSON.stringify(one)}`);
    }
  }
  // none of the kinds is rare
  expect(Math.min(...[Verdict.ALLOWED, Verdict.DENIED, Verdict.NONE].map((verdict) => verdicts.get(verdict) ?? 0))).toBeGreaterThan(CASES / 20);
  expect(different).toEqual([]);
  expect(open).toBeLessThan(CASES / 50);
}, 60_000);
