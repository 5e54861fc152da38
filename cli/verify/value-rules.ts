import { Finding, error, warning } from './findings';
import { goFormat } from './go-format';
import { didYouMean } from '../../src/checks/nearest';
import { Stored } from '../../src/inventory/stored';
import { VERSIONS_KEY } from '../../src/stores/versions-key';
import { SecretValue } from '../../src/values/secret-value';
import { SecretContent } from '../aws/api';

const REPLACE = 'type the value into the console, or write it with Terraform';

/**
 * What is wrong with a parameter's value. The value stays here.
 */
export function parameterValueFindings(stored: Stored, value: string | undefined): Finding[] {
  if (value === undefined || value === '') {
    return [error('empty', `parameter '${stored.name}' is empty`, 'give it a value')];
  }
  return value === SecretValue.PLACEHOLDER
    ? [placeholder(`parameter '${stored.name}'`)]
    : spaceFindings(`parameter '${stored.name}'`, value);
}

/**
 * What is wrong with a secret's value where a container gets it, or one key of it. The value stays here.
 */
export function secretValueFindings(stored: Stored, content: SecretContent): Finding[] {
  const { text = '' } = content;
  const what = `secret '${stored.name}'`;
  if (content.binary) {
    return [error('binary', `${what} is binary, which ECS doesn't inject`, 'store the value as a string')];
  }
  if (text === '') {
    return [error('empty', `${what} is empty`, 'give it a value')];
  }
  const object = objectOf(text);
  if (stored.jsonKey !== undefined) {
    return object === undefined
      ? [
        error(
          'not-json',
          `${what} holds no JSON object, so it has no key '${stored.jsonKey}'`,
          'store a JSON object, or refer to the whole secret by its ARN alone',
        ),
      ]
      : keyFindings(`${what}, key '${stored.jsonKey}',`, stored.jsonKey, object, what);
  }
  if (text === SecretValue.PLACEHOLDER) {
    return [placeholder(what)];
  }
  const key = Object.keys(object ?? {}).find((name) => object![name] === SecretValue.PLACEHOLDER);
  if (key !== undefined) {
    return [placeholder(`${what}, key '${key}',`)];
  }
  return object === undefined ? spaceFindings(what, text) : [];
}

/**
 * A private registry takes a user name and a password.
 */
export function credentialsFindings(stored: Stored, content: SecretContent): Finding[] {
  const general = secretValueFindings({ ...stored, jsonKey: undefined }, content);
  if (general.length > 0) {
    return general;
  }
  const object = objectOf(content.text ?? '') ?? {};
  const missing = ['username', 'password'].filter((field) => {
    const found = Object.keys(object).find((key) => key.toLowerCase() === field);
    return found === undefined || typeof object[found] !== 'string' || object[found] === '';
  });
  return missing.length === 0
    ? []
    : [
      error(
        'no-credentials',
        `secret '${stored.name}' has no ${missing.join(' and no ')} for the registry`,
        'store {"username": "…", "password": "…"}',
      ),
    ];
}

export function objectOf(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { [key: string]: unknown })
      : undefined;
  } catch {
    return undefined;
  }
}

function keyFindings(
  what: string,
  key: string,
  object: { readonly [key: string]: unknown },
  secret: string,
): Finding[] {
  if (!Object.hasOwn(object, key)) {
    const names = Object.keys(object).filter((name) => name !== VERSIONS_KEY);
    const hint =
      didYouMean(key, names) ||
      (names.length > 0 ? `: it has ${names.map((name) => `'${name}'`).join(', ')}` : ': it has none');
    return [
      error(
        'missing-key',
        `${secret} has no key '${key}'${hint}`,
        'add the key, or correct its name; letter case counts',
      ),
    ];
  }
  const value = object[key];
  if (value === '') {
    return [error('empty', `${what} is empty`, 'give it a value')];
  }
  if (value === SecretValue.PLACEHOLDER) {
    return [placeholder(what)];
  }
  if (value === null) {
    return [error('null', `${what} is null, which the container gets as '<nil>'`, 'store a string')];
  }
  if (typeof value === 'object') {
    const kind = Array.isArray(value) ? 'a list' : 'an object';
    return [
      error(
        'not-scalar',
        `${what} is ${kind}, which the container gets in Go's notation, '${goFormat(value)}'`,
        'store a string; if it is JSON, encode it as a string',
      ),
    ];
  }
  if (typeof value === 'number' && goFormat(value).includes('e')) {
    return [
      error(
        'number-notation',
        `${what} is a number that the container gets with an exponent, like '1.75e+09'`,
        'store it as a string, in quotes',
      ),
    ];
  }
  return typeof value === 'number' && !Number.isInteger(value)
    ? [
      warning(
        'number-notation',
        `${what} is a number with a fraction, and the container may get fewer digits of it`,
        'store it as a string, in quotes',
      ),
    ]
    : spaceFindings(what, String(value));
}

/**
 * Commands like `echo value | …` store a line break. A text of several lines, like a key in PEM, may well end with one.
 */
function spaceFindings(what: string, value: string): Finding[] {
  if (!/^\s|\s$/.test(value) || /\n/.test(value.trim())) {
    return [];
  }
  const where = /\n$/.test(value)
    ? 'ends with a line break'
    : /\s$/.test(value)
      ? 'ends with white space'
      : 'begins with white space';
  return [
    warning(
      'white-space',
      `${what} ${where}, which the container gets, too`,
      'store it without that, for example with printf %s instead of echo',
    ),
  ];
}

function placeholder(what: string): Finding {
  return error('placeholder', `${what} still holds the placeholder that Terraform wrote`, REPLACE);
}
