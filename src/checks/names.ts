import { didYouMean } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

export const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const PARAMETER_NAMES = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html';
const SECRET_NAMES = 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html';

/** A name of a map of secrets. */
export interface NameSubject {
  readonly name: string;
}

/** A path or name at Parameter Store. */
export interface PathSubject {
  readonly path: string;
}

export const ENV_NAME_PATTERN: Rule<NameSubject> = {
  id: 'env-name-pattern',
  explanation: 'Shells, dotenv files and most languages can only read environment variables of letters, digits and underscores. AWS takes other names, the application then never sees them.',
  fix: 'use letters, digits and underscores, and no digit first',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
  check: ({ name }) => {
    if (isUnresolved(name) || ENV_NAME.test(name)) {
      return undefined;
    }
    const suggestion = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(\d)/, '_$1');
    const hint = ENV_NAME.test(suggestion) ? `, like '${suggestion}'` : '';
    return `'${name}' is no name for an environment variable: use letters, digits and underscores, and no digit first${hint}`;
  },
};

export const PROTOTYPE_NAME: Rule<NameSubject> = {
  id: 'prototype-name',
  explanation: 'CDKTF keeps names as properties of objects, and JavaScript takes `__proto__` for the object\'s prototype: the name is lost without a word.',
  fix: 'choose another name',
  source: 'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/proto',
  check: ({ name }) => (name === '__proto__' ? '\'__proto__\' gets lost: JavaScript takes it for something of its own, choose another name' : undefined),
};

export const RESERVED_KEY: Rule<NameSubject> = {
  id: 'reserved-json-key',
  explanation: 'The versions of the values of a JSON secret are kept under the key `_versions`.',
  fix: 'choose another name',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html',
  check: ({ name }) => (name === '_versions' ? '\'_versions\' can\'t be a key of a JSON secret, the versions of its values are kept there: choose another name' : undefined),
};

export const PATH_LEADING_SLASH: Rule<PathSubject> = {
  id: 'path-leading-slash',
  explanation: 'A hierarchical parameter name begins with a slash. `/X/Y` and `X/Y` have the same ARN but are different parameters.',
  fix: 'put a slash in front',
  source: PARAMETER_NAMES,
  check: ({ path }) => (isUnresolved(path) || path.startsWith('/') ? undefined : `path '${path}' has no slash in front: write '/${path}'`),
};

export const PATH_PATTERN: Rule<PathSubject> = {
  id: 'path-pattern',
  explanation: 'Parameter names are made of letters, digits, `.`, `-`, `_` and `/`.',
  fix: 'leave out other characters, empty levels and a slash at the end',
  source: PARAMETER_NAMES,
  check: ({ path }) => {
    if (isUnresolved(path)) {
      return undefined;
    }
    if (path.startsWith('arn:')) {
      return `path '${path}' is an ARN: give the name alone, or use fromParameterArn for an ARN`;
    }
    const odd = path.match(/[^A-Za-z0-9_.\-/]/u);
    if (odd) {
      return `path '${path}' contains '${odd[0]}': parameter names are made of letters, digits, '.', '-', '_' and '/'`;
    }
    if (path === '/' || path === '') {
      return `path '${path}' names no level: give the application one, like '/example/api'`;
    }
    if (path.endsWith('/') || path.includes('//')) {
      return `path '${path}' has an empty level: write '${path.replace(/\/+/g, '/').replace(/\/$/, '')}'`;
    }
    return undefined;
  },
};

export const PATH_RESERVED_PREFIX: Rule<PathSubject> = {
  id: 'path-reserved-prefix',
  explanation: 'Parameter names that begin with `aws` or `ssm`, in any case, with or without a slash, belong to AWS.',
  fix: 'begin with something else',
  source: PARAMETER_NAMES,
  check: ({ path }) =>
    !isUnresolved(path) && /^\/?(aws|ssm)/i.test(path)
      ? `path '${path}' begins with '${path.match(/^\/?(aws|ssm)/i)![0]}', which is reserved by AWS in any case: begin with another word`
      : undefined,
};

export const PARAMETER_NAME_LENGTH: Rule<PathSubject> = {
  id: 'parameter-name-length',
  explanation: 'A parameter name has at most 15 levels, and 1,011 characters together with the ARN in front of it.',
  fix: 'shorten the path',
  source: PARAMETER_NAMES,
  check: ({ path }) => {
    if (isUnresolved(path)) {
      return undefined;
    }
    const levels = path.split('/').filter((level) => level !== '').length;
    if (levels > 15) {
      return `parameter '${path}' has ${levels} levels: at most 15 are allowed, shorten the path`;
    }
    // arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter is the longest prefix in use
    const length = path.length + 'arn:aws-us-gov:ssm:ap-southeast-1:123456789012:parameter'.length;
    return length > 1011 ? `parameter '${path.slice(0, 60)}…' is ${length} characters long with its ARN: at most 1011 are allowed, shorten the path` : undefined;
  },
};

export const SECRET_NAME: Rule<NameSubject> = {
  id: 'secret-name',
  explanation: 'Secret names have 1 to 512 characters of letters, digits and `/_+=.@-`.',
  fix: 'leave out other characters',
  source: SECRET_NAMES,
  check: ({ name }) => {
    if (isUnresolved(name)) {
      return undefined;
    }
    if (name.startsWith('arn:')) {
      return `secret name '${name}' is an ARN: give the name alone, or use fromSecretArn for an ARN`;
    }
    const odd = name.match(/[^A-Za-z0-9/_+=.@-]/u);
    if (odd) {
      return `secret name '${name}' contains '${odd[0]}': secret names are made of letters, digits and '/_+=.@-'`;
    }
    return name.length < 1 || name.length > 512 ? `secret name has ${name.length} characters: 1 to 512 are allowed` : undefined;
  },
};

export const SECRET_NAME_SUFFIX: Rule<NameSubject> = {
  id: 'secret-name-suffix',
  explanation: 'Secrets Manager ends each ARN with a hyphen and six characters. A name that ends the same way can be taken for a full ARN and then isn\'t found.',
  fix: 'end the name differently',
  source: SECRET_NAMES,
  check: ({ name }) =>
    !isUnresolved(name) && /-[A-Za-z0-9]{6}$/.test(name)
      ? `secret name '${name}' ends in a hyphen and six characters, like the end of an ARN: AWS can take it for one, end the name differently`
      : undefined,
};

export const REPLICA_REGION: Rule<{ readonly region: string; readonly regions: readonly string[] }> = {
  id: 'replica-region',
  explanation: 'A secret can be read in its own Region and in those that it is copied to.',
  fix: 'add the Region to replicaRegions',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html',
  check: ({ region, regions }) =>
    isUnresolved(region) || regions.some((known) => known === region || isUnresolved(known))
      ? undefined
      : `the secret has no copy in '${region}'${didYouMean(region, regions)}: add { region: '${region}' } to replicaRegions`,
};
