import { writeFileSync } from 'node:fs';
import { DeleteRolePolicyCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteResourcePolicyCommand, PutResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { CheckedAccount, createChecked } from './support/checked-account';
import { CommandLine } from './support/command-line';
import { Emulator } from './support/emulator';
import type { Fault } from './support/faults';
import { search } from './support/leaks';
import { describeReal } from './support/prerequisites';

jest.setTimeout(120_000);

let emulator: Emulator;
let cli: CommandLine;
let account: CheckedAccount;

/** What is printed by a body that isn't JSON: the value of a secret. */
const GARBAGE = 'canary-garbage-never-shown';

/** Codes of all findings, each once. */
type Expected = readonly [exitCode: number, ...codes: string[]];

async function verified(definition: object = taskDefinition(), ...options: string[]): Promise<Expected> {
  const file = cli.path('taskdef.json');
  writeFileSync(file, JSON.stringify(definition));
  const { exitCode, stdout, stderr } = await cli.call(['verify', file, '--json', ...options], { timeout: 1 });
  if (stdout === '') {
    return [exitCode!, stderr.replace(/^ecs-secrets: ([^(]*?) \(.*\n$/s, '$1')];
  }
  const codes: string[] = JSON.parse(stdout).checked.flatMap(({ findings }: any) => findings.map(({ code }: any) => code));
  return [exitCode!, ...[...new Set(codes)].sort()];
}

function taskDefinition(secrets: { [name: string]: string } = account.references, container: object = { environmentFiles: [{ type: 's3', value: account.file }] }): object {
  return {
    family: 'checked',
    executionRoleArn: account.role,
    containerDefinitions: [{ name: 'app', secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })), ...container }],
  };
}

const fails = (action: string, effect: Fault['effect'], times = 0): Fault => ({ action, effect, times, ...effect === 'garbage' ? { message: GARBAGE } : {} });
const NO_SIMULATION = fails('iam:SimulatePrincipalPolicy', 'deny');
const ASKED = 'the AWS account can\'t be found out';

describeReal('what ecs-secrets verify says in each situation', () => {
  const before = { ...process.env };

  beforeAll(async () => {
    process.env.AWS_MAX_ATTEMPTS = '3';
    emulator = await Emulator.start();
    cli = new CommandLine(emulator);
    account = await createChecked(emulator);
  });

  afterAll(async () => {
    process.env = before;
    await emulator?.stop();
    cli?.remove();
  });

  test('nothing is wrong', async () => {
    expect(await verified()).toEqual([0]);
    expect(await verified(taskDefinition(), '--no-values')).toEqual([0]);
  });

  describe('calls that fail', () => {
    afterEach(async () => emulator.disarm());

    test.each<[string, Fault[], Expected]>([
      // what the caller may not do
      ['no identity', [fails('sts:GetCallerIdentity', 'deny')], [2, ASKED]],
      ['no GetParameters', [fails('ssm:GetParameters', 'deny')], [2, 'unreadable']],
      ['no DescribeParameters', [fails('ssm:DescribeParameters', 'deny')], [2, 'key-unchecked']],
      ['no DescribeSecret', [fails('secretsmanager:DescribeSecret', 'deny')], [2, 'secret-unchecked']],
      ['no GetSecretValue', [fails('secretsmanager:GetSecretValue', 'deny')], [2, 'unreadable']],
      ['no GetResourcePolicy', [fails('secretsmanager:GetResourcePolicy', 'deny')], [2, 'access-unclear']],
      ['no DescribeKey, where the values show that the key works', [fails('kms:DescribeKey', 'deny')], [0]],
      ['no GetKeyPolicy', [fails('kms:GetKeyPolicy', 'deny')], [2, 'access-unclear']],
      ['no ListGrants, where the policies suffice', [fails('kms:ListGrants', 'deny')], [0]],
      ['no object', [fails('s3:GetObject', 'deny')], [2, 'unreadable']],
      ['no GetBucketPolicy', [fails('s3:GetBucketPolicy', 'deny')], [2, 'access-unclear']],
      ['no GetRole', [fails('iam:GetRole', 'deny')], [2, 'trust-unclear']],
      ['no simulation, where the policies can be read', [NO_SIMULATION], [0]],
      ['no simulation, no GetRole', [NO_SIMULATION, fails('iam:GetRole', 'deny')], [2, 'role-unchecked', 'trust-unclear']],
      ['no simulation, no ListRolePolicies', [NO_SIMULATION, fails('iam:ListRolePolicies', 'deny')], [2, 'role-unchecked']],
      ['no simulation, no GetRolePolicy', [NO_SIMULATION, fails('iam:GetRolePolicy', 'deny')], [2, 'role-unchecked']],
      ['no simulation, no ListAttachedRolePolicies', [NO_SIMULATION, fails('iam:ListAttachedRolePolicies', 'deny')], [2, 'role-unchecked']],
      ['no simulation, no GetPolicyVersion', [NO_SIMULATION, fails('iam:GetPolicyVersion', 'deny')], [2, 'role-unchecked']],
      // what passes
      ['GetParameters throttled once', [fails('ssm:GetParameters', 'throttle', 1)], [0]],
      ['GetSecretValue throttled twice', [fails('secretsmanager:GetSecretValue', 'throttle', 2)], [0]],
      ['GetRole throttled once', [fails('iam:GetRole', 'throttle', 1)], [0]],
      ['DescribeSecret breaks once', [fails('secretsmanager:DescribeSecret', 'crash', 1)], [0]],
      ['GetCallerIdentity breaks once', [fails('sts:GetCallerIdentity', 'crash', 1)], [0]],
      ['DescribeParameters hangs up once', [fails('ssm:DescribeParameters', 'drop', 1)], [0]],
      ['GetSecretValue is silent once', [fails('secretsmanager:GetSecretValue', 'silence', 1)], [0]],
      ['the simulation is silent', [fails('iam:SimulatePrincipalPolicy', 'silence', 3)], [0]],
      // what doesn't
      ['GetParameters throttled for ever', [fails('ssm:GetParameters', 'throttle')], [2, 'unreadable']],
      ['GetSecretValue throttled for ever', [fails('secretsmanager:GetSecretValue', 'throttle')], [2, 'unreadable']],
      ['DescribeSecret breaks for ever', [fails('secretsmanager:DescribeSecret', 'crash')], [2, 'secret-unchecked']],
      ['GetKeyPolicy breaks for ever', [fails('kms:GetKeyPolicy', 'crash')], [2, 'access-unclear']],
      ['GetRole breaks for ever', [fails('iam:GetRole', 'crash')], [2, 'trust-unclear']],
      ['the account is silent', [fails('sts:GetCallerIdentity', 'silence')], [2, ASKED]],
      ['GetParameters is silent', [fails('ssm:GetParameters', 'silence')], [2, 'unreadable']],
      ['GetSecretValue hangs up', [fails('secretsmanager:GetSecretValue', 'drop')], [2, 'unreadable']],
      // bodies that quote a secret
      ['GetCallerIdentity answers nonsense', [fails('sts:GetCallerIdentity', 'garbage')], [2, ASKED]],
      ['GetParameters answers nonsense', [fails('ssm:GetParameters', 'garbage')], [2, 'unreadable']],
      ['DescribeParameters answers nonsense', [fails('ssm:DescribeParameters', 'garbage')], [2, 'key-unchecked']],
      ['GetSecretValue answers nonsense', [fails('secretsmanager:GetSecretValue', 'garbage')], [2, 'unreadable']],
      ['DescribeSecret answers nonsense', [fails('secretsmanager:DescribeSecret', 'garbage')], [2, 'secret-unchecked']],
      ['GetResourcePolicy answers nonsense', [fails('secretsmanager:GetResourcePolicy', 'garbage')], [2, 'access-unclear']],
      ['GetKeyPolicy answers nonsense', [fails('kms:GetKeyPolicy', 'garbage')], [2, 'access-unclear']],
      ['GetRole answers nonsense', [fails('iam:GetRole', 'garbage')], [2, 'trust-unclear']],
    ])('%s', async (_, faults, expected) => {
      await emulator.arm(...faults);
      expect(await verified()).toEqual(expected);
    });
  });

  describe('values and references', () => {
    const parameter = async (value: string, type: 'SecureString' | 'String' | 'StringList' = 'SecureString') => {
      await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/checked/changing', Value: value, Type: type, Overwrite: true }));
      return { X: '/checked/changing' };
    };
    const secret = async (name: string, text: string | undefined, suffix = ':KEY::') => {
      const { ARN } = await emulator.admin.secretsManager.send(new CreateSecretCommand({ Name: `checked/${name}`, SecretString: text }));
      return { X: `${ARN}${suffix}` };
    };

    test.each<[string, () => Promise<{ [name: string]: string }>, Expected]>([
      ['a parameter by its name', async () => parameter('canary-value-never-shown'), [0]],
      ['a parameter that isn\'t there', async () => ({ X: '/checked/none' }), [1, 'missing']],
      ['a line break at the end', async () => parameter('canary-value-never-shown\n'), [0, 'white-space']],
      ['the placeholder', async () => parameter('REPLACE_ME: this value is set outside Terraform'), [1, 'placeholder']],
      ['a plain parameter', async () => { await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/checked/plain', Value: 'canary-value-never-shown', Type: 'String' })); return { X: '/checked/plain' }; }, [0, 'parameter-type']],
      ['a list', async () => { await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/checked/list', Value: 'a,b', Type: 'StringList' })); return { X: '/checked/list' }; }, [0, 'parameter-type']],
      ['a version behind a name', async () => ({ X: '/checked/parameter:1' }), [1, 'invalid-reference']],
      ['a prefix', async () => ({ X: 'ssm:/checked/parameter' }), [1, 'invalid-reference']],
      ['a dynamic reference', async () => ({ X: '{{ssm:/checked/parameter}}' }), [1, 'invalid-reference']],
      ['a key without colons', async () => ({ X: `${account.secret}:KEY` }), [1, 'invalid-reference']],
      ['a key that isn\'t there', async () => ({ X: `${account.secret}:KEI::` }), [1, 'missing-key']],
      ['a stage that isn\'t there', async () => ({ X: `${account.secret}:KEY:AWSPRECIOUS:` }), [1, 'version-missing']],
      ['what only Terraform knows', async () => ({ X: '${aws_ssm_parameter.x.arn}' }), [2, 'known-after-apply', 'nothing-checked']],
      ['an empty key', async () => secret('empty-key', '{"KEY":""}'), [1, 'empty']],
      ['a null', async () => secret('null', '{"KEY":null}'), [1, 'null']],
      ['an object', async () => secret('object', '{"KEY":{"a":"canary-value-never-shown"}}'), [1, 'not-scalar']],
      ['a large number', async () => secret('number', '{"KEY":1754110382}'), [1, 'number-notation']],
      ['a number of 1e21', async () => secret('huge', '{"KEY":1e21}'), [1, 'number-notation']],
      ['no JSON', async () => secret('text', 'canary-value-never-shown'), [1, 'not-json']],
      ['a whole secret', async () => secret('whole', 'canary-value-never-shown', ''), [0]],
      ['a secret without a value', async () => secret('none', undefined), [1, 'empty']],
    ])('%s', async (_, make, expected) => {
      expect(await verified(taskDefinition(await make(), {}))).toEqual(expected);
    });

    test.each<[string, string, Expected]>([
      ['quotes', 'A="canary-value-never-shown"\n', [0, 'line-quotes']],
      ['export', 'export A=canary-value-never-shown\n', [0, 'line-name']],
      ['no variable', '# none\n', [0, 'empty']],
    ])('an environment file with %s', async (name, Body, expected) => {
      const Key = `${name.replace(' ', '-')}.env`;
      await emulator.admin.s3.send(new PutObjectCommand({ Bucket: 'checked', Key, Body }));
      const file = (value: string) => ({ environmentFiles: [{ type: 's3', value }] });
      expect(await verified(taskDefinition({}, file(`arn:aws:s3:::checked/${Key}`)))).toEqual(expected);
      expect(await verified(taskDefinition({}, file(`s3://checked/${Key}`)))).toEqual([1, 'invalid-reference']);
    });

    test('no container with secrets', async () => {
      expect(await verified(taskDefinition({}, {}))).toEqual([2, 'nothing-checked']);
    });
  });

  describe('access', () => {
    const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: Statement.map((one) => ({ Action: '*', Resource: '*', ...one })) });
    const role = { RoleName: 'checked', PolicyName: 'extra' };

    afterEach(async () => {
      await emulator.disarm();
      await emulator.admin.iam.send(new DeleteRolePolicyCommand(role)).catch(() => {});
      await emulator.admin.secretsManager.send(new DeleteResourcePolicyCommand({ SecretId: account.secret }));
    });

    test.each<[string, object, Expected]>([
      ['a deny of the role\'s', { Effect: 'Deny', Action: 'ssm:GetParameters' }, [1, 'access-denied']],
      ['a deny of other actions', { Effect: 'Deny', Action: 'ssm:GetParameter' }, [0]],
      ['a deny of unencrypted connections', { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, [0]],
      ['a deny outside of an endpoint', { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }, [2, 'access-unclear']],
      ['a deny of what has no tag', { Effect: 'Deny', Action: 'secretsmanager:*', Condition: { Null: { 'aws:ResourceTag/team': 'true' } } }, [1, 'access-denied']],
      ['a deny in another Region', { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } }, [0]],
    ])('%s', async (_, statement, expected) => {
      await emulator.admin.iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument: policy(statement) }));
      await emulator.arm(NO_SIMULATION);
      expect(await verified()).toEqual(expected);
    });

    test.each<[string, object, Expected]>([
      ['a deny of the secret\'s', { Effect: 'Deny', Principal: '*' }, [1, 'access-denied']],
      ['a deny that doesn\'t concern the role', { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::123456789012:role/other' } }, [0]],
      ['a deny outside of an endpoint of the secret\'s', { Effect: 'Deny', Principal: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }, [2, 'access-unclear']],
    ])('%s', async (_, statement, expected) => {
      await emulator.admin.secretsManager.send(new PutResourcePolicyCommand({ SecretId: account.secret, ResourcePolicy: policy(statement) }));
      expect(await verified()).toEqual(expected);
    });

    test.each<[string, object, Expected]>([
      ['a role for another service', { Principal: { Service: 'ec2.amazonaws.com' } }, [1, 'trust']],
      ['a role for tasks of another account', { Principal: { Service: 'ecs-tasks.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } }, [1, 'trust']],
      ['a role for tasks', { Principal: { Service: 'ecs-tasks.amazonaws.com' } }, [0]],
    ])('%s', async (_, statement, expected) => {
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] });
      await emulator.admin.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'checked', PolicyDocument }));
      expect(await verified()).toEqual(expected);
    });

    test('a role that isn\'t there, and one of another account', async () => {
      expect(await verified(taskDefinition(), '--role', 'arn:aws:iam::123456789012:role/none')).toEqual([1, 'role-missing']);
      expect(await verified(taskDefinition(), '--role', 'arn:aws:iam::210987654321:role/checked')).toEqual([2, 'role-unchecked']);
    });
  });

  test('no output had a value', () => {
    expect(cli.printed.length).toBeGreaterThan(20_000);
    expect(search('what was printed', Buffer.from(cli.printed), { ...account.canaries, GARBAGE, VALUE: 'canary-value-never-shown' })).toEqual([]);
  });
});
