import { ACCOUNT, allowing, rootPolicy } from './fake-account';
import { conditionsHold, matches } from '../../cli/access/conditions';
import { Verdict, identityVerdict, resourceVerdict } from '../../cli/access/policy';
import { ResourceRequest, RoleAccess } from '../../cli/access/role-access';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/api`;
const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:api-AbCdEf`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1`;
const read = { action: 'secretsmanager:GetSecretValue', resource: SECRET, context: {} };

test.each([
  ['an allow', [{ Action: 'secretsmanager:GetSecretValue', Resource: SECRET }], Verdict.ALLOWED],
  ['actions in any case, with wildcards', [{ Action: 'SecretsManager:get*', Resource: '*' }], Verdict.ALLOWED],
  ['the six characters as a pattern', [{ Action: '*', Resource: SECRET.replace('AbCdEf', '??????') }], Verdict.ALLOWED],
  ['a deny after an allow', [{ Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'secretsmanager:*', Resource: SECRET }], Verdict.DENIED],
  ['another secret', [{ Action: '*', Resource: SECRET.replace('api', 'other') }], Verdict.NONE],
  ['resources in another case', [{ Action: '*', Resource: SECRET.replace('api', 'API') }], Verdict.NONE],
  ['an allow under what can\'t be known', [{ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }], Verdict.DEPENDS],
  ['a deny under what can\'t be known', [{ Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'false' } } }], Verdict.DEPENDS],
])('policies of a role: %s', (_, statements, verdict) => {
  expect(identityVerdict([allowing(...statements)], read).verdict).toBe(verdict);
});

test('statements with NotAction and NotResource, and what isn\'t JSON', () => {
  const policy = (statement: object) => [{ name: 'p', document: JSON.stringify({ Statement: statement }) }];
  expect(identityVerdict(policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), read).verdict).toBe(Verdict.ALLOWED);
  expect(identityVerdict(policy({ Effect: 'Deny', Action: '*', NotResource: SECRET }), read).verdict).toBe(Verdict.NONE);
  expect(identityVerdict([{ name: 'p', document: '${data.aws_iam_policy_document.x.json}' }], read)).toEqual({
    verdict: Verdict.DEPENDS,
    because: 'policy \'p\', statement \'unreadable\', which depends on the text of the policy, which only Terraform knows',
  });
});

test.each<[string, { [operator: string]: { [key: string]: unknown } }, { [key: string]: string | null }, boolean | string]>([
  ['equal', { StringEquals: { 'aws:RequestedRegion': ['eu-central-1'] } }, { 'aws:requestedregion': 'eu-central-1' }, true],
  ['unequal', { StringNotEquals: { 'a:b': 'x' } }, { 'a:b': 'y' }, true],
  ['absent', { StringEquals: { 'a:b': 'x' } }, { 'a:b': null }, false],
  ['absent, if exists', { StringEqualsIfExists: { 'a:b': 'x' } }, { 'a:b': null }, true],
  ['absent, negated', { StringNotLike: { 'a:b': 'x*' } }, { 'a:b': null }, true],
  ['another encryption context', { StringEquals: { 'kms:EncryptionContext:SecretARN': 'x' } }, {}, false],
  ['unknown', { StringEquals: { 'aws:SourceVpc': 'x' } }, {}, 'aws:SourceVpc'],
  ['an operator for what we don\'t know', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, {}, 'aws:SourceIp'],
  ['null', { Null: { 'a:b': 'true' } }, { 'a:b': null }, true],
  ['a part of an ARN can\'t reach over a colon', { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*' } }, { 'aws:SourceArn': 'arn:aws:ecs:r:1:*' }, false],
  ['an ARN', { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:1:*' } }, { 'aws:SourceArn': 'arn:aws:ecs:r:1:*' }, true],
  ['a variable', { StringEquals: { 'a:b': '${aws:PrincipalTag/team}' } }, { 'a:b': 'x', 'aws:PrincipalTag/team': 'x' }, true],
  ['an unknown variable', { StringEquals: { 'a:b': '${aws:PrincipalTag/team}' } }, { 'a:b': 'x' }, 'aws:PrincipalTag/team'],
  ['two, one of which fails', { StringEquals: { 'a:b': 'x', 'aws:SourceVpc': 'y' } }, { 'a:b': 'z' }, false],
])('conditions: %s', (_, conditions, context, truth) => {
  expect(conditionsHold(conditions, context)).toBe(truth);
});

test('patterns take everything else literally', () => {
  expect([matches('a.b', 'axb'), matches('a*', 'a/b\nc'), matches('(x)?', '(x)y'), matches('${a}', '${a}')]).toEqual([false, true, true, true]);
});

test('a policy of the resource names the role, everybody, or somebody else', () => {
  const policy = (Principal: unknown) => ({ name: 'p', document: JSON.stringify({ Statement: { Effect: 'Allow', Principal, Action: '*', Resource: '*' } }) });
  const verdict = (principal: unknown) => resourceVerdict(policy(principal), read, [ROLE]).verdict;
  expect([verdict({ AWS: ROLE }), verdict('*'), verdict({ AWS: ['*'] }), verdict({ AWS: `${ROLE}x` })]).toEqual([Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.NONE]);
});

describe('a role, with what the thing itself says', () => {
  const all = allowing({ Action: '*', Resource: '*' });
  const decide = async (request: Partial<ResourceRequest>, policies = [all], boundary?: typeof all) => {
    const role = RoleAccess.ofFacts({ arn: ROLE, policies, boundary, tags: {} });
    const [opinion] = await role.decide([{ ...read, ...request }]);
    return opinion.verdict;
  };
  const policyOf = (statement: object) => ({ name: 'p', document: JSON.stringify({ Statement: { Action: '*', Resource: '*', ...statement } }) });
  const decrypt = { action: 'kms:Decrypt', resource: KEY };
  const root = { name: 'key', document: rootPolicy() };

  test.each<[string, Partial<ResourceRequest>, Verdict, boolean?]>([
    ['a secret without a policy', {}, Verdict.ALLOWED],
    ['a secret whose policy denies everybody', { resourcePolicy: policyOf({ Effect: 'Deny', Principal: '*' }) }, Verdict.DENIED],
    ['a secret whose policy can\'t be read', { resourcePolicy: null }, Verdict.DEPENDS],
    ['a secret whose policy names the role that has no policies', { resourcePolicy: policyOf({ Effect: 'Allow', Principal: { AWS: ROLE } }) }, Verdict.ALLOWED, true],
    ['a secret whose policy names the account only', { resourcePolicy: policyOf({ Effect: 'Allow', Principal: { AWS: ACCOUNT } }) }, Verdict.NONE, true],
    ['another account\'s secret that isn\'t shared', { resource: SECRET.replace(ACCOUNT, '210987654321') }, Verdict.NONE],
    ['another account\'s secret that is', { resource: SECRET.replace(ACCOUNT, '210987654321'), resourcePolicy: policyOf({ Effect: 'Allow', Principal: { AWS: ACCOUNT } }) }, Verdict.ALLOWED],
    ['a key that leaves it to the account', { ...decrypt, resourcePolicy: root }, Verdict.ALLOWED],
    ['a key that leaves it to the account, whose role has no policies', { ...decrypt, resourcePolicy: root }, Verdict.NONE, true],
    ['a key for others', { ...decrypt, resourcePolicy: policyOf({ Effect: 'Allow', Principal: { AWS: `${ROLE}x` } }) }, Verdict.NONE],
    ['a key with a grant', { ...decrypt, resourcePolicy: policyOf({ Effect: 'Allow', Principal: { AWS: `${ROLE}x` } }), grantees: [ROLE] }, Verdict.ALLOWED, true],
  ])('%s', async (_, request, verdict, powerless = false) => {
    expect(await decide(request, powerless ? [] : [all])).toBe(verdict);
  });

  test('a permissions boundary bounds', async () => {
    expect(await decide({}, [all], allowing({ Action: 's3:*', Resource: '*' }))).toBe(Verdict.NONE);
    expect(await decide({}, [all], allowing({ Action: 'secretsmanager:*', Resource: '*' }))).toBe(Verdict.ALLOWED);
  });
});
