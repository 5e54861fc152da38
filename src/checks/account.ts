import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** What a container reads of one account, and the account that its task runs in. */
export interface AccountSubject {
  readonly container: string;
  readonly names: readonly string[];
  /** The account of what is read. */
  readonly owner: string;
  readonly account?: string;
}

const ROLE_ARN = /^arn:[a-z0-9-]+:iam::\d{12}:role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]+)$/;

/** The account of an ARN, where both are known at synth. */
export function accountOf(arn: string): string | undefined {
  const account = isUnresolved(arn) ? undefined : arn.split(':')[4];
  return account === undefined || isUnresolved(account) || !/^\d{12}$/.test(account) ? undefined : account;
}

export const PARAMETER_ACCOUNT: Rule<AccountSubject> = {
  id: 'parameter-account',
  explanation: 'ECS reads parameters of the task\'s own account only, also where another account shares them.',
  fix: 'use a parameter of the account, or a secret of Secrets Manager under a customer key',
  source: 'https://github.com/aws/containers-roadmap/issues/2384',
  check: (subject) => (isForeign(subject) ? foreignParameter(subject) : undefined),
};

export const SECRET_ACCOUNT: Rule<AccountSubject> = {
  id: 'secret-account',
  explanation: 'The AWS managed key aws/secretsmanager decrypts for its own account only.',
  fix: 'encrypt the secret with a customer key and give its ARN as encryptionKeyArn',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html',
  check: (subject) => (isForeign(subject) ? foreignSecret(subject) : undefined),
};

/** What to say of parameters of another account. */
export function foreignParameter({ container, names, owner, account }: AccountSubject): string {
  return (
    `container '${container}': ${listed(names)} would come from Parameter Store in account ${owner}, but ECS ` +
    `reads parameters of the task's own account ${account} only: store the value there, or in a secret of ` +
    'Secrets Manager under a customer key'
  );
}

/** What to say of secrets of another account that no customer key encrypts. */
export function foreignSecret({ container, names, owner, account }: AccountSubject): string {
  return (
    `container '${container}': ${listed(names)} would come from a secret in account ${owner}, whose AWS ` +
    `managed key doesn't decrypt for account ${account}: encrypt it with a customer key and give encryptionKeyArn`
  );
}

/** Roles that a policy names. */
export const ROLE_ARN_PATTERN: Rule<{ readonly roleArn: string }> = {
  id: 'role-arn-pattern',
  explanation: 'A policy names a role by its ARN. The ARN of a user or of a session is not the ARN of a role.',
  fix: 'give the role\'s ARN',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns',
  check: ({ roleArn }) =>
    isUnresolved(roleArn) || ROLE_ARN.test(roleArn)
      ? undefined
      : `the role is given by its ARN, got '${roleArn}': write arn:PARTITION:iam::ACCOUNT:role/NAME`,
};

export const SECRET_POLICY_ROLES: Rule<{ readonly count: number; readonly denyDelete?: boolean }> = {
  id: 'secret-policy-roles',
  explanation: 'Secrets Manager refuses a policy that allows nothing to anybody.',
  fix: 'name a role, say denyDelete: true, or leave the policy out',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html',
  check: ({ count, denyDelete }) =>
    count > 0 || denyDelete
      ? undefined
      : 'roleArns is empty, so the policy would allow nothing to anybody: name a role, say denyDelete: ' +
        'true, or leave the policy out',
};

export const SECRET_POLICY_KEY: Rule<{ readonly count: number; readonly encryptionKeyArn?: string }> = {
  id: 'secret-policy-key',
  explanation:
    'The AWS managed key decrypts for its own account only, so roles of other accounts can read a secret ' +
    'only under a customer key.',
  fix: 'encrypt the secret with a customer key, and give its ARN',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html',
  check: ({ count, encryptionKeyArn }) =>
    count === 0 || encryptionKeyArn !== undefined
      ? undefined
      : "encryptionKeyArn is missing, and roles of other accounts can't use the AWS managed key: encrypt the " +
        'secret with a customer key, and give its ARN',
};

export const SECRET_POLICY_COLLISION: Rule<{ readonly other?: string }> = {
  id: 'secret-policy-collision',
  explanation: 'A secret has one policy: two resources overwrite each other at every apply.',
  fix: 'name all roles in one policy',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html',
  check: ({ other }) =>
    other === undefined
      ? undefined
      : `the secret already has the policy of '${other}', and can have only one: name all roles there`,
};

/** The last part of a role's ARN, behind its path. */
export function roleNameOf(roleArn: string): string | undefined {
  return ROLE_ARN.exec(roleArn)?.[1];
}

function isForeign({ owner, account }: AccountSubject): boolean {
  return account !== undefined && !isUnresolved(account) && !isUnresolved(owner) && owner !== account;
}

/** The first names, in quotes. */
function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).map((name) => `'${name}'`).join(', ')}${more}`;
}
