import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A customer key. */
export interface EncryptionKeySubject {
  readonly encryptionKeyArn?: string;
  /** The Region of what the key encrypts, where it is known. */
  readonly region?: string;
}

const KEY_ARN = /^arn:[a-z0-9-]+:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;

export const ENCRYPTION_KEY_ARN: Rule<EncryptionKeySubject> = {
  id: 'encryption-key-arn',
  explanation:
    'IAM authorises a key, not its alias. With an alias or an id in the policy, decryption is denied when the ' +
    'task starts.',
  fix: "give the key's ARN",
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html',
  check: ({ encryptionKeyArn: arn }) => {
    if (arn === undefined || isUnresolved(arn) || KEY_ARN.test(arn)) {
      return undefined;
    }
    const kind = /(^|:)alias\//.test(arn) ? "an alias doesn't authorise decryption" : 'it is not an ARN of a key';
    return `encryptionKeyArn is '${arn}': ${kind}, write arn:PARTITION:kms:REGION:ACCOUNT:key/ID`;
  },
};

export const ENCRYPTION_KEY_REGION: Rule<EncryptionKeySubject> = {
  id: 'encryption-key-region',
  explanation: 'A key encrypts in its own Region only; a multi-Region key has an ARN in each.',
  fix: 'give a key of the Region',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html',
  check: ({ encryptionKeyArn: arn, region }) => {
    if (arn === undefined || region === undefined || isUnresolved(arn) || isUnresolved(region)) {
      return undefined;
    }
    const keyRegion = KEY_ARN.exec(arn)?.[1];
    return keyRegion === undefined || keyRegion === region
      ? undefined
      : `encryptionKeyArn is a key of ${keyRegion}, got '${arn}' for what is in ${region}: give a key of ${region}`;
  },
};
