import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const FIRELENS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef-customconfig.html';
const WINDOWS_GMSA = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows-gmsa.html';
const LINUX_GMSA = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/linux-gmsa.html';

/** `*`, `?` and `${` would stand for other objects in a policy. */
const OBJECT_ARN = /^arn:[a-z0-9-]+:s3:::[A-Za-z0-9][A-Za-z0-9._-]{1,253}\/(?:(?!\$\{)[^*?])+$/;
const PARAMETER_ARN = /^arn:[a-z0-9-]+:ssm:[a-z0-9-]+:\d{12}:parameter\/[A-Za-z0-9_.\-/]+$/;
const SPEC = /^(credentialspec|credentialspecdomainless):(.*)$/s;

/** The options of a log router that name its configuration file. */
export interface RouterFileSubject {
  readonly container: string;
  readonly type?: string;
  readonly value?: string;
}

/** A credential specification of a container. */
export interface CredentialSpecSubject {
  readonly container: string;
  readonly spec: string;
}

/** Where a credential specification is; undefined where neither store can be told. */
export function credentialSpecOf(spec: string): { readonly arn: string; readonly domainless: boolean } | undefined {
  const [, kind, arn] = spec.match(SPEC) ?? [];
  return arn === undefined ? undefined : { arn, domainless: kind === 'credentialspecdomainless' };
}

export function isObjectArn(arn: string): boolean {
  return OBJECT_ARN.test(arn);
}

export function isParameterArn(arn: string): boolean {
  return PARAMETER_ARN.test(arn);
}

export const FIRELENS_CONFIG_FILE: Rule<RouterFileSubject> = {
  id: 'firelens-config-file',
  explanation:
    'A log router takes its configuration from a file of its image or from one object of S3, which the ' +
    'execution role reads.',
  fix: 'set config-file-type to s3 and config-file-value to arn:PARTITION:s3:::BUCKET/KEY, or to file and a path',
  source: FIRELENS,
  check: ({ container, type, value }) => {
    if (type === undefined || isUnresolved(type)) {
      return undefined;
    }
    if (type !== 's3' && type !== 'file') {
      return `container '${container}': config-file-type is 's3' or 'file', got '${type}': write one of them`;
    }
    if (value === undefined) {
      return `container '${container}': config-file-type is '${type}' and config-file-value is missing: name the file`;
    }
    return type === 'file' || isUnresolved(value) || isObjectArn(value)
      ? undefined
      : `container '${container}': config-file-value must be the ARN of one S3 object, got '${value}': write ` +
          'arn:PARTITION:s3:::BUCKET/KEY';
  },
};

export const FIRELENS_CONFIG_FARGATE: Rule<RouterFileSubject> = {
  id: 'firelens-config-fargate',
  explanation: 'On Fargate a log router takes its configuration from a file of its image only.',
  fix: 'put the file into the image and set config-file-type to file',
  source: FIRELENS,
  check: ({ container, type }) =>
    type === 's3'
      ? `container '${container}': Fargate doesn't support config-file-type 's3': put the file into the image ` +
        'and write \'file\', or leave Fargate out'
      : undefined,
};

export const CREDENTIAL_SPEC_COUNT: Rule<{ readonly container: string; readonly count: number }> = {
  id: 'credential-spec-count',
  explanation: 'A container has one credential specification.',
  fix: 'leave one',
  source: WINDOWS_GMSA,
  check: ({ container, count }) =>
    count > 1
      ? `container '${container}' has ${count} credentialSpecs: ECS takes one per container, leave out the others`
      : undefined,
};

export const CREDENTIAL_SPEC_FORM: Rule<CredentialSpecSubject> = {
  id: 'credential-spec-form',
  explanation:
    'A credential specification is a parameter or an object of S3, behind a prefix that says whether the ' +
    'instance is joined to the domain.',
  fix: 'write credentialspec:ARN or credentialspecdomainless:ARN',
  source: WINDOWS_GMSA,
  check: ({ container, spec }) => {
    const found = credentialSpecOf(spec);
    if (found === undefined) {
      return isUnresolved(spec)
        ? undefined
        : `container '${container}': a credential specification begins with 'credentialspec:' or ` +
            `'credentialspecdomainless:', got '${spec}': put one in front`;
    }
    return isUnresolved(found.arn) || isObjectArn(found.arn) || isParameterArn(found.arn)
      ? undefined
      : `container '${container}': a credential specification is a parameter or an object of S3, got ` +
          `'${found.arn}': write its full ARN`;
  },
};

/** A reference whose store is unknown at synth. */
export const CREDENTIAL_SPEC_STORE: Rule<CredentialSpecSubject & { readonly isGranted: boolean }> = {
  id: 'credential-spec-store',
  explanation:
    'What the execution role must be allowed depends on the store of the credential specification, and a token ' +
    "doesn't show its store.",
  fix: 'allow it with executionRole.grantRead(…) or grantReadObject(…)',
  source: WINDOWS_GMSA,
  level: 'warning',
  check: ({ container, isGranted }) =>
    isGranted
      ? undefined
      : `container '${container}': the credential specification is only known at plan, so its store is ` +
        'unknown: allow to read it with executionRole.grantRead(…) or grantReadObject(…)',
};

export const CREDENTIAL_SPEC_SECRET: Rule<CredentialSpecSubject & { readonly secrets: number }> = {
  id: 'credential-spec-secret',
  explanation:
    'A domainless credential specification names a secret with a domain user, which the execution role ' +
    'reads; another one names none.',
  fix: 'write credentialspecdomainless:ARN, or leave credentialSpecSecrets out',
  source: LINUX_GMSA,
  check: ({ container, spec, secrets }) =>
    secrets > 0 && credentialSpecOf(spec)?.domainless === false
      ? `container '${container}' has credentialSpecSecrets, and its credential specification begins with ` +
        '\'credentialspec:\': write \'credentialspecdomainless:\', or leave them out'
      : undefined,
};
