import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Emulator } from './emulator';

/** An account in which a task gets one value of each kind, and nothing is wrong. */
export interface CheckedAccount {
  readonly role: string;
  /** `valueFrom` by environment variable. */
  readonly references: { readonly PARAMETER: string; readonly ENCRYPTED: string; readonly KEY: string; readonly ENCRYPTED_KEY: string };
  readonly key: string;
  readonly secret: string;
  readonly file: string;
  /** None of them may be printed. */
  readonly canaries: { readonly [label: string]: string };
}

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }] };

export async function createChecked(emulator: Emulator): Promise<CheckedAccount> {
  const { ssm, secretsManager, kms, iam, s3 } = emulator.admin;
  const canaries: { [label: string]: string } = {};
  const canary = (label: string) => (canaries[label] = `canary-${label.toLowerCase()}-never-shown`);
  const key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  const parameter = async (name: string, KeyId?: string) => {
    await ssm.send(new PutParameterCommand({ Name: `/checked/${name}`, Value: canary(name), Type: 'SecureString', KeyId }));
    return `arn:aws:ssm:${emulator.region}:${emulator.account}:parameter/checked/${name}`;
  };
  const secret = async (name: string, KmsKeyId?: string) =>
    (await secretsManager.send(new CreateSecretCommand({ Name: `checked/${name}`, SecretString: JSON.stringify({ KEY: canary(name) }), KmsKeyId }))).ARN!;
  await s3.send(new CreateBucketCommand({ Bucket: 'checked' }));
  await s3.send(new PutObjectCommand({ Bucket: 'checked', Key: 'app.env', Body: `IN_FILE=${canary('file')}\n` }));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'checked', AssumeRolePolicyDocument: JSON.stringify(TRUST) }));
  const Statement = [{ Effect: 'Allow', Action: ['ssm:GetParameters', 'secretsmanager:GetSecretValue', 's3:GetObject', 's3:GetBucketLocation'], Resource: '*' }];
  await iam.send(new PutRolePolicyCommand({ RoleName: 'checked', PolicyName: 'read', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  const decrypt = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: key }] };
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'checked-decrypt', PolicyDocument: JSON.stringify(decrypt) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'checked', PolicyArn: Policy!.Arn! }));
  const json = await secret('json');
  return {
    role: Role!.Arn!,
    references: {
      PARAMETER: await parameter('parameter'),
      ENCRYPTED: await parameter('encrypted', key),
      KEY: `${json}:KEY::`,
      ENCRYPTED_KEY: `${await secret('encrypted-json', key)}:KEY::`,
    },
    key,
    secret: json,
    file: 'arn:aws:s3:::checked/app.env',
    canaries,
  };
}
