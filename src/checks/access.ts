import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A role by its managed policies; asked at synth, once everything is granted. */
export interface PolicyQuotaSubject {
  readonly managed: () => number;
  readonly quota: number;
  /** Policies that a change attaches before it detaches their predecessors. */
  readonly spare: number;
}

export const POLICY_QUOTA: Rule<PolicyQuotaSubject> = {
  id: 'policy-quota',
  explanation:
    'A changed policy is attached before its predecessor is detached, which fails where the role has no room for both.',
  fix: 'raise the quota at AWS and set managedPolicyQuota',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  level: 'warning',
  check: ({ managed, quota, spare }) => {
    const count = managed();
    return count > Math.max(1, quota - spare)
      ? `the role has ${count} managed policies of ${quota} that it can have, but a change attaches up to ` +
          `${spare} more for a while: raise the quota at AWS and set managedPolicyQuota`
      : undefined;
  },
};

export const IMPORTED_ROLE: Rule<{ readonly statements: () => string | undefined }> = {
  id: 'imported-role',
  explanation:
    "The library doesn't change a role that somebody else owns, so its owner has to allow what the tasks need.",
  fix: 'set attachPolicies, or complete where the role allows it already',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  level: 'warning',
  check: ({ statements }) => {
    const needed = statements();
    return needed === undefined
      ? undefined
      : `the imported role isn't changed: its owner must allow ${needed}; set attachPolicies: true to add it ` +
          'here, or complete: true if the role allows it already';
  },
};

/** What a definition without an execution role was to read. */
export interface WithoutRoleSubject {
  readonly what: readonly string[];
}

export const TAKES_EXECUTION_ROLE: Rule<WithoutRoleSubject> = {
  id: 'takes-execution-role',
  explanation: 'Secrets, environment files and file systems are read with the execution role, and with no other.',
  fix: 'leave executionRole out to get one, or give one',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  check: ({ what }) =>
    what.length === 0
      ? undefined
      : `${what.join(', ')} can't be read without an execution role: leave executionRole out to get one, or ` +
        'give one',
};

export const FARGATE_EXECUTION_ROLE: Rule<WithoutRoleSubject> = {
  id: 'fargate-execution-role',
  explanation:
    'Fargate pulls images of ECR and opens log streams with the execution role; on EC2 the instance\'s role does it.',
  fix: 'leave executionRole out to get one, or give one',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  check: ({ what }) =>
    what.length === 0
      ? undefined
      : `${what.join(', ')}: Fargate needs an execution role for that, got none: leave executionRole out to ` +
        'get one, or give one',
};

export const FILE_SYSTEM_CREDENTIALS: Rule<{ readonly volume: string; readonly isKnown: boolean }> = {
  id: 'file-system-credentials',
  explanation:
    'What the execution role must be allowed depends on the store of the credentials, and a token ' +
    "doesn't show its store.",
  fix: 'allow it with executionRole.grantRead(…)',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tutorial-wfsx-volumes.html',
  level: 'warning',
  check: ({ volume, isKnown }) =>
    isKnown
      ? undefined
      : `credentialsParameter of volume '${volume}' is only known at plan, so its store is unknown: allow ` +
        'to read it with executionRole.grantRead(…)',
};

export const PULL_THROUGH_CACHE: Rule<{ readonly arn: string }> = {
  id: 'pull-through-cache',
  explanation:
    'A pull through cache has the repositories below one prefix. `*` alone would allow to import images ' +
    'into every repository.',
  fix: 'write arn:PARTITION:ecr:REGION:ACCOUNT:repository/PREFIX/*',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html',
  check: ({ arn }) =>
    isUnresolved(arn) || /^arn:[a-z0-9-]+:ecr:[a-z0-9-]+:\d{12}:repository\/[a-z0-9][a-z0-9._/-]*(\/\*)?$/.test(arn)
      ? undefined
      : `the repositories of a pull through cache share a prefix, got '${arn}': write ` +
        'arn:PARTITION:ecr:REGION:ACCOUNT:repository/PREFIX/*',
};
