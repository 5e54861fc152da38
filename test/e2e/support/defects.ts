import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DisableKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand, type BucketLocationConstraint } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, type PutParameterCommandInput } from '@aws-sdk/client-ssm';
import type { Emulator } from './emulator';
import { SecretValue } from 'cdktf-ecs-secrets';

/** An account with one instance of each defect, and what should be found of each. */
export interface DefectiveAccount {
  readonly taskDefinition: DefectiveTask;
  /** Reference → the one code that verify must give it; undefined where nothing is wrong. */
  readonly expected: { readonly [reference: string]: string | undefined };
  /** All values that may not appear anywhere. */
  readonly values: { readonly [label: string]: string };
  readonly role: string;
  /** A role like it, which the caller may assume. */
  readonly assumableRole: string;
}

export interface DefectiveTask {
  readonly family: string;
  readonly executionRoleArn: string;
  readonly containerDefinitions: [DefectiveContainer];
}

export interface DefectiveContainer {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly image: string;
  readonly secrets: { name: string; valueFrom: string }[];
}

export async function createDefects(emulator: Emulator): Promise<DefectiveAccount> {
  const { ssm, secretsManager, kms, iam, s3 } = emulator.admin;
  const { account, region, partition } = emulator;
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const bucket = `defects-${region}`;
  const values: { [label: string]: string } = {};
  const value = (label: string) => (values[label] = `value-of-${label.toLowerCase()}-never-shown`);

  const newKey = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  const [key, disabled, doomed] = [await newKey(), await newKey(), await newKey()];
  const parameter = async (name: string, options: Partial<PutParameterCommandInput> = {}) => {
    await ssm.send(new PutParameterCommand({ Name: `/defects/${name}`, Value: value(name), Type: 'SecureString', ...options }));
    return `arn:${partition}:ssm:${region}:${account}:parameter/defects/${name}`;
  };
  const secret = async (name: string, content: object | string | undefined, options: { KmsKeyId?: string; SecretBinary?: Uint8Array } = {}) => {
    const text = typeof content === 'object' ? JSON.stringify(content) : content;
    return (await secretsManager.send(new CreateSecretCommand({ Name: `defects/${name}`, SecretString: text, ...options }))).ARN!;
  };

  const json = await secret('json', {
    OK: value('OK'),
    EMPTY: '',
    OBJECT: { inner: value('OBJECT') },
    LIST: [value('LIST')],
    NULL: null,
    NUMBER: 1754110382,
    SMALL_NUMBER: 5432,
    PLACEHOLDER: SecretValue.PLACEHOLDER,
  });
  values.NUMBER = '1754110382';
  const deleted = await secret('deleted', value('DELETED'));
  await secretsManager.send(new DeleteSecretCommand({ SecretId: deleted, RecoveryWindowInDays: 7 }));
  const text = await secret('text', value('TEXT'));
  const denied = await secret('denied', value('DENIED'));
  const notAllowed = await secret('not-allowed', value('NOT_ALLOWED'));
  const encrypted = await secret('encrypted', value('ENCRYPTED'), { KmsKeyId: key });
  const underDisabled = await secret('disabled-key', value('DISABLED_KEY'), { KmsKeyId: disabled });
  const underDoomed = await parameter('DOOMED_KEY', { KeyId: doomed });
  const noDecrypt = await parameter('NO_DECRYPT', { KeyId: key });
  const registry = await secret('registry', { username: 'somebody', password: '' });
  await kms.send(new DisableKeyCommand({ KeyId: disabled.split('/').pop() }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: doomed.split('/').pop() }));
  await s3.send(new CreateBucketCommand({
    Bucket: bucket,
    CreateBucketConfiguration: region === 'us-east-1' ? undefined : { LocationConstraint: region as BucketLocationConstraint },
  }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'app.env', Body: `IN_FILE=${value('IN_FILE')}` }));

  const references: [name: string, valueFrom: string, code?: string][] = [
    ['OK_PARAMETER', await parameter('OK_PARAMETER')],
    ['OK_KEY', `${json}:OK::`],
    ['OK_SMALL_NUMBER', `${json}:SMALL_NUMBER::`],
    ['OK_STAGE', `${text}::AWSCURRENT:`],
    ['OK_ENCRYPTED', encrypted],
    ['MISSING_PARAMETER', `arn:${partition}:ssm:${region}:${account}:parameter/defects/NOT_THERE`, 'missing'],
    ['MISSING_SECRET', `arn:${partition}:secretsmanager:${region}:${account}:secret:defects/not-there-AbCdEf`, 'missing'],
    ['MISSING_KEY', `${json}:Ok::`, 'missing-key'],
    ['MISSING_STAGE', `${json}:OK:AWSPRECIOUS:`, 'version-missing'],
    ['MISSING_VERSION', `${json}:OK::80e210be-3091-49be-9e24-4add26b28249`, 'version-missing'],
    ['KEY_OF_TEXT', `${text}:OK::`, 'not-json'],
    ['OBJECT', `${json}:OBJECT::`, 'not-scalar'],
    ['LIST', `${json}:LIST::`, 'not-scalar'],
    ['NULL', `${json}:NULL::`, 'null'],
    ['NUMBER', `${json}:NUMBER::`, 'number-notation'],
    ['EMPTY', `${json}:EMPTY::`, 'empty'],
    ['BINARY', await secret('binary', undefined, { SecretBinary: Buffer.from(value('BINARY')) }), 'binary'],
    ['PLACEHOLDER_KEY', `${json}:PLACEHOLDER::`, 'placeholder'],
    ['PLACEHOLDER_PARAMETER', await parameter('PLACEHOLDER', { Value: SecretValue.PLACEHOLDER }), 'placeholder'],
    ['DELETED', deleted, 'scheduled-for-deletion'],
    ['STRING_LIST', await parameter('STRING_LIST', { Type: 'StringList' }), 'parameter-type'],
    ['PLAIN', await parameter('PLAIN', { Type: 'String' }), 'parameter-type'],
    ['DISABLED_KEY', underDisabled, 'key-not-enabled'],
    ['DOOMED_KEY', underDoomed, 'key-not-enabled'],
    ['NOT_ALLOWED', notAllowed, 'access-missing'],
    ['DENIED', denied, 'access-denied'],
    ['NO_DECRYPT', noDecrypt, 'access-missing'],
    ['TWO_COLONS_SHORT', `${json}:OK`, 'invalid-reference'],
    ['PARAMETER_VERSION', `arn:${partition}:ssm:${region}:${account}:parameter/defects/OK_PARAMETER:3`, 'invalid-reference'],
    ['TWICE', text],
  ];
  const readPolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: `arn:${partition}:ssm:${region}:${account}:parameter/defects/*` },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: [json, text, denied, deleted, encrypted, underDisabled, registry, `arn:${partition}:secretsmanager:${region}:${account}:secret:defects/binary-??????`] },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key, Condition: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${suffix}`, 'kms:EncryptionContext:SecretARN': encrypted } } },
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetBucketLocation'], Resource: [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`] },
    ],
  });
  const deny = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NoEntry', Effect: 'Deny', Action: 'secretsmanager:*', Resource: denied }] });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'deny', PolicyDocument: deny }));
  const roleTrusting = async (name: string, principals: object) => {
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principals }] };
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'read', PolicyDocument: readPolicy }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy!.Arn }));
    return Role!.Arn!;
  };
  const role = await roleTrusting('defects-execution', { Service: 'ecs-tasks.amazonaws.com' });

  return {
    role,
    assumableRole: await roleTrusting('defects-assumable', { Service: 'ecs-tasks.amazonaws.com', AWS: `arn:${partition}:iam::${account}:root` }),
    values,
    taskDefinition: {
      family: 'defects',
      executionRoleArn: role,
      containerDefinitions: [{
        name: 'app',
        image: 'app',
        memory: 128,
        environment: [{ name: 'TWICE', value: 'x' }],
        environmentFiles: [{ type: 's3', value: `arn:${partition}:s3:::${bucket}/app.env` }, { type: 's3', value: `arn:${partition}:s3:::${bucket}/not-there.env` }],
        secrets: references.map(([name, valueFrom]) => ({ name, valueFrom })),
        logConfiguration: { logDriver: 'splunk', secretOptions: [{ name: 'splunk-token', valueFrom: `arn:${partition}:ssm:${region}:${account}:parameter/defects/SPLUNK` }] },
        repositoryCredentials: { credentialsParameter: registry },
      }],
    },
    expected: {
      ...Object.fromEntries(references.map(([name, , code]) => [name, code])),
      'duplicate TWICE': 'duplicate-name',
      'splunk-token': 'missing',
      'repositoryCredentials': 'no-credentials',
      [`arn:${partition}:s3:::${bucket}/app.env`]: undefined,
      [`arn:${partition}:s3:::${bucket}/not-there.env`]: 'missing',
    },
  };
}
