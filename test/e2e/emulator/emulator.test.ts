import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand, ListSecretVersionIdsCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Clients } from '../support/clients';
import { Emulator } from '../support/emulator';
import { describeReal } from '../support/prerequisites';

jest.setTimeout(60_000);

interface Statement {
  readonly Effect?: string;
  readonly [element: string]: unknown;
}

const TRUST = [{ Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }];

function policy(statements: Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) });
}

describeReal('the emulator', () => {
  // China's partition: nothing may rely on `arn:aws:` or `amazonaws.com`.
  const ARN = 'arn:aws-cn:ssm:cn-north-1:123456789012:parameter';
  let emulator: Emulator;
  let key: string;
  let secret: string;
  let roles = 0;

  async function as(statements: Statement[], options: { trust?: Statement[]; boundary?: Statement[]; managed?: boolean } = {}): Promise<Clients> {
    const RoleName = `role-${roles += 1}`;
    const { iam } = emulator.admin;
    const managed = async (name: string, content: Statement[]) =>
      (await iam.send(new CreatePolicyCommand({ PolicyName: `${RoleName}-${name}`, PolicyDocument: policy(content) }))).Policy!.Arn!;
    const PermissionsBoundary = options.boundary && await managed('boundary', options.boundary);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Path: '/team/', PermissionsBoundary, AssumeRolePolicyDocument: policy(options.trust ?? TRUST) }));
    if (options.managed) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: await managed('managed', statements) }));
    else await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: policy(statements) }));
    return emulator.clientsFor(await emulator.assumeAsEcs(Role!.Arn!));
  }

  function decrypt(service: string, context: { [key: string]: string }): Statement {
    const equals = Object.fromEntries(Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]));
    return { Action: 'kms:Decrypt', Resource: key, Condition: { StringEquals: { 'kms:ViaService': `${service}.cn-north-1.amazonaws.com.cn`, ...equals } } };
  }

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'cn-north-1' });
    const { kms, ssm, secretsManager, s3 } = emulator.admin;
    key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/customer', TargetKeyId: key }));
    await ssm.send(new PutParameterCommand({ Name: '/t/PLAIN', Type: 'String', Value: 'plain' }));
    await ssm.send(new PutParameterCommand({ Name: '/t/DEFAULT', Type: 'SecureString', Value: 'default' }));
    await ssm.send(new PutParameterCommand({ Name: '/t/CUSTOMER', Type: 'SecureString', Value: 'customer', KeyId: 'alias/customer' }));
    secret = (await secretsManager.send(new CreateSecretCommand({ Name: 't/secret', SecretString: 'hidden', KmsKeyId: key }))).ARN!;
    await s3.send(new CreateBucketCommand({ Bucket: 'files', CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' } }));
    const encrypted = { Bucket: 'files', Body: 'A=1', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key } as const;
    await s3.send(new PutObjectCommand({ ...encrypted, Key: 'a/app.env' }));
    await s3.send(new PutObjectCommand({ ...encrypted, Key: 'a/bucket-key.env', BucketKeyEnabled: true }));
  });

  afterAll(async () => emulator?.stop());

  const parameters = (...Names: string[]) => async ({ ssm }: Clients) => ssm.send(new GetParametersCommand({ Names, WithDecryption: true }));
  const readSecret = async ({ secretsManager }: Clients) => secretsManager.send(new GetSecretValueCommand({ SecretId: 't/secret' }));
  const file = (Key: string) => async ({ s3 }: Clients) => s3.send(new GetObjectCommand({ Bucket: 'files', Key }));
  const readFile = file('a/app.env');
  const files: Statement = { Action: 's3:GetObject', Resource: 'arn:aws-cn:s3:::files/a/*' };
  const read = (...Resource: string[]): Statement => ({ Action: 'ssm:GetParameters', Resource });

  test.each<[string, () => Statement[], (clients: Clients) => Promise<unknown>]>([
    ['the exact ARN', () => [read(`${ARN}/t/PLAIN`, `${ARN}/t/DEFAULT`)], parameters('/t/PLAIN', `${ARN}/t/DEFAULT`)],
    ['wildcards, in any case of the action', () => [{ Action: 'SSM:getparam*', Resource: `${ARN}/?/PL*` }], parameters('/t/PLAIN')],
    ['all but what NotResource and NotAction name', () => [{ NotAction: 's3:*', NotResource: `${ARN}/t/DEFAULT` }], parameters('/t/PLAIN')],
    ['ArnLike', () => [{ ...read('*'), Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws-cn:iam::123456789012:role/team/*' } } }], parameters('/t/PLAIN')],
    ['IfExists', () => [{ ...read('*'), Condition: { StringEqualsIfExists: { 'aws:Unknown': 'x' } } }], parameters('/t/PLAIN')],
    ['the customer key through SSM', () => [read(`${ARN}/t/*`), decrypt('ssm', { PARAMETER_ARN: `${ARN}/t/CUSTOMER` })], parameters('/t/CUSTOMER', '/t/PLAIN')],
    [
      'the customer key through Secrets Manager',
      () => [{ Action: 'secretsmanager:GetSecretValue', Resource: secret }, decrypt('secretsmanager', { SecretARN: secret })],
      readSecret,
    ],
    ['a secret by pattern', () => [{ Action: 'secretsmanager:GetSecretValue', Resource: secret.replace(/.{6}$/, '??????') }, decrypt('secretsmanager', {})], readSecret],
    ['the customer key through S3', () => [files, decrypt('s3', { 'aws:s3:arn': 'arn:aws-cn:s3:::files/a/app.env' })], readFile],
    ['the customer key through a bucket key', () => [files, decrypt('s3', { 'aws:s3:arn': 'arn:aws-cn:s3:::files' })], file('a/bucket-key.env')],
  ])('allows %s', async (_, statements, send) => {
    await send(await as(statements()));
    await send(await as(statements(), { managed: true }));
  });

  test.each<[string, () => Statement[], (clients: Clients) => Promise<unknown>, string]>([
    ['what no statement allows', () => [read(`${ARN}/t/PLAIN`)], parameters('/t/DEFAULT'), 'no identity-based policy allows the ssm:GetParameters action'],
    ['the whole call for one name', () => [read(`${ARN}/t/PLAIN`)], parameters('/t/PLAIN', '/t/DEFAULT'), `resource: ${ARN}/t/DEFAULT`],
    ['what is denied as well', () => [read('*'), { Effect: 'Deny', ...read(`${ARN}/t/PLAIN`) }], parameters('/t/PLAIN'), 'explicit deny'],
    ['where the condition key is missing', () => [{ ...read('*'), Condition: { StringLike: { 'aws:Unknown': '*' } } }], parameters('/t/PLAIN'), 'no identity-based'],
    ['an ARN in another case', () => [read(`${ARN}/T/PLAIN`)], parameters('/t/PLAIN'), 'no identity-based'],
    ['the customer key without Decrypt', () => [read(`${ARN}/t/*`)], parameters('/t/CUSTOMER'), 'you are not allowed to access'],
    ['the customer key through another service', () => [read(`${ARN}/t/*`), decrypt('secretsmanager', {})], parameters('/t/CUSTOMER'), 'you are not allowed to access'],
    [
      "the customer key for another parameter's context",
      () => [read(`${ARN}/t/*`), decrypt('ssm', { PARAMETER_ARN: `${ARN}/t/PLAIN` })],
      parameters('/t/CUSTOMER'),
      'you are not allowed to access',
    ],
    [
      'the customer key by its alias',
      () => [read(`${ARN}/t/*`), { Action: 'kms:Decrypt', Resource: 'arn:aws-cn:kms:cn-north-1:123456789012:alias/customer' }],
      parameters('/t/CUSTOMER'),
      'you are not allowed to access',
    ],
    ['a secret without Decrypt', () => [{ Action: 'secretsmanager:*', Resource: secret }], readSecret, 'Access to KMS is not allowed'],
    ['a secret by its partial ARN', () => [{ Action: '*', Resource: secret.replace(/-.{6}$/, '') }], readSecret, 'secretsmanager:GetSecretValue'],
    ['a file without Decrypt', () => [{ Action: 's3:GetObject', Resource: '*' }], readFile, 'kms:Decrypt'],
    ['a file in the context of its bucket', () => [files, decrypt('s3', { 'aws:s3:arn': 'arn:aws-cn:s3:::files' })], readFile, 'kms:Decrypt'],
    [
      'a file under a bucket key in the context of the object',
      () => [files, decrypt('s3', { 'aws:s3:arn': 'arn:aws-cn:s3:::files/a/bucket-key.env' })],
      file('a/bucket-key.env'),
      'kms:Decrypt',
    ],
    ['another file', () => [{ Action: 's3:GetObject', Resource: 'arn:aws-cn:s3:::files/b/*' }, decrypt('s3', {})], readFile, 's3:GetObject'],
    ['a path', () => [read('*')], async ({ ssm }) => ssm.send(new GetParametersByPathCommand({ Path: '/t' })), 'ssm:GetParametersByPath'],
  ])('refuses %s', async (_, statements, send, message) => {
    const clients = await as(statements());
    await expect(send(clients)).rejects.toMatchObject({ name: expect.stringContaining('AccessDenied'), message: expect.stringContaining(message) });
  });

  test('refuses what the permissions boundary does not allow too', async () => {
    const clients = await as([read('*')], { boundary: [read(`${ARN}/t/PLAIN`)] });
    await parameters('/t/PLAIN')(clients);
    await expect(parameters('/t/DEFAULT')(clients)).rejects.toThrow('not authorized');
  });

  test('refuses ECS where the trust policy names another service, Region or account', async () => {
    const from = (condition: object, Service = 'ecs-tasks.amazonaws.com') => [{ Action: 'sts:AssumeRole', Principal: { Service }, Condition: condition }];
    await as([read('*')], { trust: from({ ArnLike: { 'aws:SourceArn': 'arn:aws-cn:ecs:cn-north-1:123456789012:*' } }) });
    for (const trust of [
      from({}, 'ecs.amazonaws.com'),
      from({ ArnLike: { 'aws:SourceArn': 'arn:aws-cn:ecs:cn-northwest-1:123456789012:*' } }),
      from({ ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:cn-north-1:123456789012:*' } }),
      from({ StringEquals: { 'aws:SourceAccount': '210987654321' } }),
      [...TRUST, { Effect: 'Deny', Action: '*', Principal: '*' }],
    ]) {
      await expect(as([read('*')], { trust })).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });

  test('fails on policies that it does not understand, rather than guess', async () => {
    const clients = await as([{ ...read('*'), Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } }]);
    await expect(parameters('/t/PLAIN')(clients)).rejects.toThrow('condition operator not supported: DateLessThan');
  });

  test('answers a parameter asked for by ARN with its name', async () => {
    const { Parameters, InvalidParameters } = await parameters(`${ARN}/t/PLAIN`, `${ARN}/t/NONE`)(emulator.admin);
    expect(Parameters).toMatchObject([{ Name: '/t/PLAIN', ARN: `${ARN}/t/PLAIN`, Value: 'plain' }]);
    expect(InvalidParameters).toEqual([`${ARN}/t/NONE`]);
  });

  test('moves staging labels as Secrets Manager does', async () => {
    const { secretsManager } = emulator.admin;
    const put = async (SecretString: string, VersionStages?: string[]) => secretsManager.send(new PutSecretValueCommand({ SecretId: 'labels', SecretString, VersionStages }));
    await secretsManager.send(new CreateSecretCommand({ Name: 'labels' }));
    await put('seed', ['TERRAFORM_SEED']);
    const labelsOf = async () => (await secretsManager.send(new ListSecretVersionIdsCommand({ SecretId: 'labels' }))).Versions!.map(({ VersionStages }) => VersionStages);
    // the first version becomes current whatever labels it asks for
    expect(await labelsOf()).toEqual([['TERRAFORM_SEED', 'AWSCURRENT']]);
    await put('one');
    await put('two');
    await put('beside', ['OTHER']);
    expect(await labelsOf()).toEqual([['TERRAFORM_SEED'], ['AWSPREVIOUS'], ['AWSCURRENT'], ['OTHER']]);
    expect(await secretsManager.send(new GetSecretValueCommand({ SecretId: 'labels' }))).toMatchObject({ SecretString: 'two' });
    await expect(secretsManager.send(new GetSecretValueCommand({ SecretId: 'labels', VersionStage: 'AWSPENDING' }))).rejects.toThrow('for staging label: AWSPENDING');
  });

  test.each([
    ['in environment and in secrets', [{ name: 'A', value: '1' }], ['A'], 'such as .A.'],
    ['twice in secrets', [], ['B', 'B'], 'such as .B.'],
  ])('refuses a task definition with a name %s', async (_, environment, names, message) => {
    const secrets = names.map((name) => ({ name, valueFrom: '/t/PLAIN' }));
    const task = { family: 'f', executionRoleArn: 'arn:aws-cn:iam::123456789012:role/x', containerDefinitions: [{ name: 'c', image: 'i', memory: 64, environment, secrets }] };
    await expect(emulator.admin.ecs.send(new RegisterTaskDefinitionCommand(task))).rejects.toThrow(new RegExp(message));
  });

  test('refuses policies beyond the sizes that IAM allows', async () => {
    const large = (characters: number) => policy([read(...Array.from({ length: Math.ceil(characters / 100) }, (_, at) => `${ARN}/${String(at).padStart(70, 'x')}`))]);
    await as([read('*')]);
    const inline = (PolicyName: string, size: number) => new PutRolePolicyCommand({ RoleName: `role-${roles}`, PolicyName, PolicyDocument: large(size) });
    const { iam } = emulator.admin;
    await iam.send(inline('one', 5000));
    await expect(iam.send(inline('two', 8000))).rejects.toMatchObject({ name: 'LimitExceededException', message: expect.stringContaining('10240') });
    await expect(iam.send(new CreatePolicyCommand({ PolicyName: 'large', PolicyDocument: large(7000) }))).rejects.toThrow('PolicySize: 6144');
  });
});
