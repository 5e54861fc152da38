import { kindOf } from './prop-types';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const SPECIFYING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html';

/** The names that a container gets. */
export interface EnvironmentSubject {
  readonly container: string;
  readonly environment: readonly string[];
  readonly secrets: readonly string[];
}

/** An environment variable. */
export interface EnvironmentNameSubject {
  readonly container?: string;
  readonly name: string;
}

/** Names with dots or hyphens are legal here, and some frameworks read them. */
export const ENVIRONMENT_NAME: Rule<EnvironmentNameSubject> = {
  id: 'environment-name',
  explanation:
    'A process gets its environment as texts NAME=VALUE that end with a zero byte. A name that is empty or ' +
    'contains one of these characters would arrive as another name.',
  fix: 'leave those characters out',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
  check: ({ container, name }) => {
    const odd = /[=\0]/.exec(name)?.[0];
    if (isUnresolved(name) || (name !== '' && odd === undefined)) {
      return undefined;
    }
    const owner = container === undefined ? '' : `container '${container}': `;
    const fix = odd === undefined ? 'give it one' : "leave '=' and zero bytes out";
    return `${owner}'${name.replace(/\0/g, '\\0')}' is not a valid environment variable name: ${fix}`;
  },
};

/** A plain environment variable with its value. */
export interface EnvironmentValueSubject extends EnvironmentNameSubject {
  readonly value: unknown;
}

/** The value isn't shown: somebody may have put a secret into environment. */
export const ENVIRONMENT_TEXT: Rule<EnvironmentValueSubject> = {
  id: 'environment-text',
  explanation: 'Values of environment variables are texts. ECS refuses numbers, booleans and missing values.',
  fix: 'write the value as text, or leave the name out',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html',
  check: ({ container, name, value }) =>
    typeof value === 'string' || isUnresolved(value)
      ? undefined
      : `container '${container}': value of '${name}' in environment must be a text, got ${kindOf(value)}: ` +
        (value === undefined || value === null ? 'leave the name out' : 'put it between quotes'),
};

export const ENVIRONMENT_ARN: Rule<EnvironmentValueSubject> = {
  id: 'environment-arn',
  level: 'warning',
  explanation:
    'A container gets the text that is in its environment. If that is the ARN of a secret, it gets the ARN ' +
    'instead of the value.',
  fix: 'put it into secrets, or acknowledge the warning where the application wants the ARN',
  source: SPECIFYING,
  check: ({ container, name, value }) =>
    typeof value === 'string' &&
    /^arn:[a-z0-9-]+:(ssm:[^:]*:[^:]*:parameter\/|secretsmanager:[^:]*:[^:]*:secret:)/.test(value)
      ? `container '${container}': '${name}' in environment is the ARN of ` +
        `${value.includes(':ssm:') ? 'a parameter' : 'a secret'}, and the container gets the ARN instead of ` +
        'the value: put it into secrets'
      : undefined,
};

export const ENVIRONMENT_AND_SECRETS: Rule<EnvironmentSubject> = {
  id: 'environment-and-secrets',
  explanation: 'RegisterTaskDefinition refuses a name that is both in environment and in secrets.',
  fix: 'remove one of them',
  source: SPECIFYING,
  check: ({ container, environment, secrets }) => {
    const secret = new Set(secrets);
    const both = environment.find((name) => secret.has(name));
    return both === undefined
      ? undefined
      : `container '${container}': '${both}' is both in environment and in secrets: remove one of them`;
  },
};

export const DUPLICATE_SECRET: Rule<EnvironmentSubject> = {
  id: 'duplicate-secret',
  explanation: 'RegisterTaskDefinition refuses a name that is in secrets twice.',
  fix: 'leave it out of one source with except(), or give it another name with renamed()',
  source: SPECIFYING,
  check: ({ container, secrets }) => {
    const seen = new Set<string>();
    const twice = secrets.find((name) => seen.has(name) || !seen.add(name));
    return twice === undefined
      ? undefined
      : `container '${container}': '${twice}' is in secrets twice: leave it out of one source with ` +
          `except('${twice}'), or give it another name with renamed()`;
  },
};

/** The options that a container's log driver gets. */
export interface LogOptionsSubject {
  readonly container: string;
  readonly options: readonly string[];
  readonly secretOptions: readonly string[];
}

export const OPTION_AND_SECRET_OPTION: Rule<LogOptionsSubject> = {
  id: 'option-and-secret-option',
  explanation:
    'RegisterTaskDefinition refuses a name that is in secretOptions twice, and a log driver gets one value ' +
    'of an option only.',
  fix: 'remove one of them',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html',
  check: ({ container, options, secretOptions }) => {
    const plain = new Set(options);
    const both = secretOptions.find((name) => plain.has(name));
    if (both !== undefined) {
      const place = `container '${container}': log option '${both}'`;
      return `${place} is both in options and in secretOptions: remove one of them`;
    }
    const twice = secretOptions.find((name, i) => secretOptions.indexOf(name) < i);
    return twice === undefined
      ? undefined
      : `container '${container}': log option '${twice}' is in secretOptions twice: remove one of them`;
  },
};
