import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A text that everybody can see. It never appears in a message. */
export interface LiteralSubject {
  readonly container: string;
  readonly name: string;
  readonly value: unknown;
}

const SENSITIVE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html';

const SECRET_NAME = /(?:^|[._-])(?:passw(?:or)?d|passphrase|token|secret|key|api-?key|credentials?)$/i;
/** Names of things that only sound like secrets. */
const PUBLIC_NAME = /public|partition|sort|primary|foreign|cache|key_?id$/i;
/**
 * What stands for a secret without being one: nothing, a switch, a number, an ARN, a path, or a placeholder of another
 * tool.
 */
const NO_SECRET = /^(?:|true|false|null|none|\d+|arn:[a-z0-9-]+:.*|(?:\/[\w.-]+)+\/?|<[^<>]*>|\*+)$/i;

/** Formats of credentials, all of bounded length, so that the search takes no time. */
const FORMATS = [
  { is: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { is: 'a token of GitHub', pattern: /\bgh[pousr]_[A-Za-z0-9]{20}|\bgithub_pat_[A-Za-z0-9_]{20}/ },
  { is: 'a token of GitLab', pattern: /\bglpat-[A-Za-z0-9_-]{20}/ },
  { is: 'a token of Slack', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10}/ },
  { is: 'a live key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{10}/ },
  { is: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { is: 'a key of Google', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { is: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----/ },
  { is: 'an address with a password', pattern: /:\/\/[^\s/:@]{0,100}:[^\s/@]{1,100}@/ },
];

export const ENV_SECRET_LITERAL: Rule<LiteralSubject> = {
  id: 'env-secret-literal',
  explanation: 'Whoever can see the task definition or the Terraform state sees what is in `environment`.',
  fix: 'give the value through secrets',
  source: SENSITIVE,
  level: 'warning',
  check: ({ container, name, value }) => {
    const kind = kindOf(name, value);
    return kind === undefined
      ? undefined
      : `container '${container}': '${name}' in environment ${kind}, and everybody who sees the task ` +
          'definition reads it: give it through secrets';
  },
};

export const OPTION_SECRET_LITERAL: Rule<LiteralSubject> = {
  id: 'option-secret-literal',
  explanation: 'Whoever can see the task definition or the Terraform state sees the `options` of a log driver.',
  fix: 'give the value through secretOptions',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html',
  level: 'warning',
  check: ({ container, name, value }) => {
    const kind = kindOf(/^apikey$/i.test(name) ? 'api-key' : name, value);
    return kind === undefined
      ? undefined
      : `container '${container}': log option '${name}' ${kind}, and everybody who sees the task definition ` +
          'reads it: give it through secretOptions';
  },
};

export const COMMAND_SECRET_LITERAL: Rule<LiteralSubject> = {
  id: 'command-secret-literal',
  explanation: 'Whoever can see the task definition or the Terraform state sees commands, entry points and labels.',
  fix: 'give the value through secrets and let the command read it from the environment',
  source: SENSITIVE,
  level: 'warning',
  check: ({ container, name, value }) => {
    const kind = kindOf('', value);
    return kind === undefined
      ? undefined
      : `container '${container}': ${name} ${kind}, and everybody who sees the task definition reads it: give ` +
          'it through secrets';
  },
};

function kindOf(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnresolved(value)) {
    return undefined;
  }
  const format = FORMATS.find(({ pattern }) => pattern.test(value));
  if (format !== undefined) {
    return `looks like ${format.is}`;
  }
  return SECRET_NAME.test(name) && !PUBLIC_NAME.test(name) && !NO_SECRET.test(value)
    ? 'has the name of a secret'
    : undefined;
}
