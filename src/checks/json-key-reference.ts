import { nearest } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const SECRETS_MANAGER =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html';

export interface ReferenceParts {
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

export const JSON_KEY_COLON: Rule<ReferenceParts> = {
  id: 'json-key-colon',
  explanation: 'The ECS agent splits a Secrets Manager reference at colons, so that a key with a colon is never found.',
  fix: 'rename the key in the secret',
  source: SECRETS_MANAGER,
  check: ({ jsonKey }) =>
    jsonKey !== undefined && !isUnresolved(jsonKey) && jsonKey.includes(':')
      ? `a JSON key can't contain a colon, got '${jsonKey}': rename the key in the secret`
      : undefined,
};

export const STAGE_AND_VERSION: Rule<ReferenceParts> = {
  id: 'stage-and-version',
  explanation: 'Version stage and version id must name the same version, and a stage moves on.',
  fix: 'leave one of them out',
  source: SECRETS_MANAGER,
  check: ({ versionStage, versionId }) =>
    versionStage !== undefined && versionId !== undefined
      ? `stage and version id exclude each other, got '${versionStage}' and '${versionId}': leave one of them out`
      : undefined,
};

export const REFERENCE_VERSION: Rule<ReferenceParts> = {
  id: 'reference-version',
  explanation:
    'The ECS agent splits a Secrets Manager reference at colons. A stage has 1 to 256 characters, a version ' +
    'id 1 to 64.',
  fix: 'write the stage or id as Secrets Manager shows it',
  source: SECRETS_MANAGER,
  check: ({ versionStage, versionId }) => {
    const [part, value, most] =
      versionStage === undefined
        ? (['version id', versionId, 64] as const)
        : (['version stage', versionStage, 256] as const);
    if (value === undefined || isUnresolved(value)) {
      return undefined;
    }
    if (/[\r\n]/.test(value)) {
      return `a ${part} can't contain a line break, got ${JSON.stringify(value)}: leave it out`;
    }
    if (value.length > 0 && value.length <= most && !value.includes(':')) {
      return undefined;
    }
    return value.includes(':')
      ? `a ${part} can't contain a colon, got '${value}': write it as Secrets Manager shows it`
      : `a ${part} has 1 to ${most} characters, got ${value.length}: write it as Secrets Manager shows it`;
  },
};

/** A warning, because the name of a key on the top level may contain a dot. */
export const JSON_KEY_DOT: Rule<ReferenceParts & { readonly name: string }> = {
  id: 'json-key-dot',
  explanation:
    'ECS reads keys on the top level of the JSON only: `a.b` is the key of that name, never the key b in the object a.',
  fix: 'store the value under a key on the top level',
  source: SECRETS_MANAGER,
  level: 'warning',
  check: ({ name, jsonKey }) =>
    jsonKey !== undefined && !isUnresolved(jsonKey) && jsonKey.includes('.')
      ? `'${name}': ECS takes JSON key '${jsonKey}' for one key on the top level: if ` +
        `'${jsonKey.split('.')[0]}' is an object, flatten it`
      : undefined,
};

/** Stages that Secrets Manager itself moves. */
const STAGES = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];

/** A warning, because labels of one's own are allowed. */
export const UNKNOWN_STAGE: Rule<ReferenceParts & { readonly name: string }> = {
  id: 'unknown-aws-stage',
  explanation:
    'Stages that begin with AWS are set by Secrets Manager: AWSCURRENT, AWSPREVIOUS and AWSPENDING. A ' +
    'reference to another one is never found.',
  fix: 'correct the spelling',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html',
  level: 'warning',
  check: ({ name, versionStage }) => {
    if (
      versionStage === undefined ||
      isUnresolved(versionStage) ||
      !/^AWS/i.test(versionStage) ||
      STAGES.includes(versionStage)
    ) {
      return undefined;
    }
    const meant = nearest(versionStage, STAGES) ?? STAGES.join(', ');
    return `'${name}': ${versionStage} is not a stage AWS sets; ${meant} ${meant.includes(',') ? 'are' : 'is'}`;
  },
};
