import { ACCOUNT, allowing, rootPolicy } from './fake-account';
import { conditionsHold } from '../../cli/access/conditions';
import { NO_VOTES, identityVotes, namesRole, resourceVotes } from '../../cli/access/policy';
import { PolicyText, matchesText } from '../../cli/access/policy-text';
import { ResourceRequest, RoleAccess, tagContext } from '../../cli/access/role-access';
import { Opinion, Verdict, verdictOf } from '../../cli/access/verdict';
import { NamedPolicy } from '../../cli/aws/api';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/api`;
const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:api-AbCdEf`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1`;
/** What the policies of a role say alone. */
function identityVerdict(policies: NamedPolicy[], request: typeof read): Opinion {
  const identity = identityVotes(policies, request);
  return verdictOf({ identity, direct: NO_VOTES, delegated: NO_VOTES, everybody: NO_VOTES, grants: false, sameAccount: true, isKey: false });
}

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
  const policy = (statement: object) => [{ name: 'p', document: JSON.stringify({ Version: '2012-10-17', Statement: statement }) }];
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
  const matches = (pattern: string, value: string) => matchesText(pattern as PolicyText, value);
  expect([matches('a.b', 'axb'), matches('a*', 'a/b\nc'), matches('(x)?', '(x)y'), matches('${a}', '${a}')]).toEqual([false, true, true, true]);
});

test('a policy of the resource names the role, everybody, or somebody else', () => {
  const policy = (Principal: unknown) => ({ name: 'p', document: JSON.stringify({ Statement: { Effect: 'Allow', Principal, Action: '*', Resource: '*' } }) });
  const allows = (principal: unknown) => resourceVotes(policy(principal), read, namesRole({ role: ROLE, account: ACCOUNT, partition: 'aws' })).allow.truth;
  expect([allows({ AWS: ROLE }), allows('*'), allows({ AWS: ['*'] }), allows({ AWS: `${ROLE}x` })]).toEqual([true, true, true, false]);
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

describe('doubt and deny', () => {
  const all = allowing({ Action: '*', Resource: '*' });
  const decide = async (request: Partial<ResourceRequest>, policies = [all]) => {
    const role = RoleAccess.ofFacts({ arn: ROLE, policies, tags: { team: 'shop' } });
    const [opinion] = await role.decide([{ ...read, ...request }]);
    return opinion.verdict;
  };
  const policyOf = (...statements: object[]) => ({
    name: 'p', document: JSON.stringify({ Version: '2012-10-17', Statement: statements.map((statement) => ({ Action: '*', Resource: '*', ...statement })) }),
  });
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

  test.each<[string, Partial<ResourceRequest>, Verdict, NamedPolicy[]?]>([
    ['a deny in doubt outweighs the role\'s own allow', { resourcePolicy: policyOf({ Effect: 'Deny', Principal: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }) }, Verdict.DEPENDS],
    ['a deny of everybody but this role doesn\'t concern it', { resourcePolicy: policyOf({ Effect: 'Deny', Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': ROLE } } }) }, Verdict.ALLOWED],
    ['a deny of everybody but another role', { resourcePolicy: policyOf({ Effect: 'Deny', Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': `${ROLE}x` } } }) }, Verdict.DENIED],
    ['a deny of whoever isn\'t an exception', { resourcePolicy: policyOf({ Effect: 'Deny', NotPrincipal: { AWS: `${ROLE}x` } }) }, Verdict.DENIED],
    ['a deny whose exception names the role depends on its session', { resourcePolicy: policyOf({ Effect: 'Deny', NotPrincipal: { AWS: ROLE } }) }, Verdict.DEPENDS],
    ['a deny of unencrypted connections', { resourcePolicy: policyOf({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }) }, Verdict.ALLOWED],
    ['a deny of one session', { resourcePolicy: policyOf({ Effect: 'Deny', Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/api/task` } }) }, Verdict.DEPENDS],
    ['a key that lets the account decrypt under a condition in doubt', { action: 'kms:Decrypt', resource: KEY, resourcePolicy: policyOf({ Effect: 'Allow', Principal: root, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }) }, Verdict.DEPENDS],
    ['a key whose grants nobody may list', { action: 'kms:Decrypt', resource: KEY, resourcePolicy: policyOf({ Effect: 'Allow', Principal: { AWS: `${ROLE}x` } }), grantees: null }, Verdict.DEPENDS],
    ['a tag of the role', {}, Verdict.ALLOWED, [allowing({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'shop' } } })]],
    ['a tag that the role doesn\'t have', {}, Verdict.NONE, [allowing({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/other': 'x' } } })]],
    ['a tag that the secret doesn\'t have', { context: tagContext('aws:ResourceTag', { a: 'b' }) }, Verdict.NONE, [allowing({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } })]],
    ['tags of a secret that aren\'t known', {}, Verdict.DEPENDS, [allowing({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } })]],
  ])('%s', async (_, request, verdict, policies = [all]) => {
    expect(await decide(request, policies)).toBe(verdict);
  });

  test.each<[string, string, boolean | string]>([
    ['a literal star', 'arn:aws:s3:::${*}/x', false],
    ['a variable behind the fifth colon', 'arn:aws:s3:::${aws:PrincipalTag/team}/x', true],
    ['a default', 'arn:aws:s3:::${aws:PrincipalTag/none, \'shop\'}/x', true],
    ['a tag that isn\'t there and has no default', 'arn:aws:s3:::${aws:PrincipalTag/none}*', false],
    ['a variable before the fifth colon is none', 'arn:${aws:PrincipalTag/partition}:s3:::shop/x', false],
    ['a key that isn\'t known', 'arn:aws:s3:::${aws:SourceVpc}/x', 'aws:SourceVpc'],
  ])('variables in resources: %s', (_, Resource, truth) => {
    const context = { ...tagContext('aws:PrincipalTag', { team: 'shop', partition: 'aws' }) };
    expect(identityVotes([allowing({ Action: '*', Resource })], { action: 's3:GetObject', resource: 'arn:aws:s3:::shop/x', context }).allow.truth).toBe(truth);
  });

  test('a policy of the old version has no variables', () => {
    const document = JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::${aws:PrincipalTag/team}/x' } });
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::shop/x', context: tagContext('aws:PrincipalTag', { team: 'shop' }) };
    expect(identityVotes([{ name: 'old', document }], request).allow.truth).toBe(false);
  });
});
