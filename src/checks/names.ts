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

/** A warning, because ECS passes any name on and many programs read any name. */
export const ENV_NAME_PATTERN: Rule<{ readonly container: string; readonly names: readonly string[] }> = {
  id: 'env-name-pattern',
  explanation:
    "Java, .NET and other programs can read any name that ECS gives them. A POSIX shell can't: a start " +
    "script doesn't see names " +
    "with other characters than letters, digits and underscores, and some shells don't pass them on to the " +
    'application.',
  fix: 'acknowledge it if the application reads such names itself, or give the variable another name with renamed()',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
  level: 'warning',
  check: ({ container, names }) => {
    const odd = names.filter((name) => !isUnresolved(name) && !ENV_NAME.test(name)).map((name) => `'${name}'`);
    return odd.length === 0
      ? undefined
      : `container '${container}': a shell can't read ${odd.join(', ')}: acknowledge it if the application ` +
          'reads such names itself, or give ' +
          `${odd.length === 1 ? 'it another name' : 'them other names'} with renamed()`;
  },
};

export const MAP_NAME: Rule<NameSubject> = {
  id: 'map-name',
  explanation:
    "A name in the map becomes the last level of a parameter's name or a key of the JSON. Both can contain " +
    'letters, digits, `_`, `.` and `-`.',
  fix: 'use letters, digits, `_`, `.` and `-`',
  source: PARAMETER_NAMES,
  check: ({ name }) => {
    if (isUnresolved(name) || isMapName(name)) {
      return undefined;
    }
    const odd = name.match(/[^\w.-]/u)?.[0];
    const contains = odd === undefined ? '' : `, it contains '${odd}'`;
    return `'${name}' can't be the name of a parameter or JSON key${contains}: use letters, digits, '_', '.' and '-'`;
  },
};

export function isMapName(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}

export const PROTOTYPE_NAME: Rule<NameSubject> = {
  id: 'prototype-name',
  explanation:
    "CDKTF keeps names as properties of objects, and JavaScript takes `__proto__` for the object's " +
    'prototype: the name would get lost silently.',
  fix: 'choose another name',
  source: 'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/proto',
  check: ({ name }) =>
    name === '__proto__'
      ? "'__proto__' would get lost: JavaScript uses that name itself, choose another name"
      : undefined,
};

export const RESERVED_KEY: Rule<NameSubject> = {
  id: 'reserved-json-key',
  explanation: 'The versions of the values of a JSON secret are kept under the key `_versions`.',
  fix: 'choose another name',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html',
  check: ({ name }) =>
    name === '_versions'
      ? "'_versions' can't be a key of a JSON secret, the versions of its values are kept there: choose another name"
      : undefined,
};

export const PATH_LEADING_SLASH: Rule<PathSubject> = {
  id: 'path-leading-slash',
  explanation:
    'A hierarchical parameter name begins with a slash. `/X/Y` and `X/Y` have the same ARN but are ' +
    'different parameters.',
  fix: 'put a slash in front',
  source: PARAMETER_NAMES,
  check: ({ path }) =>
    isUnresolved(path) || path.startsWith('/') ? undefined : `path '${path}' has no slash in front: write '/${path}'`,
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
      return `path '${path}' has no level: give the application one, like '/example/api'`;
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
      ? `path '${path}' begins with '${path.match(/^\/?(aws|ssm)/i)![0]}', which is reserved by AWS in any ` +
        'case: begin with another word'
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
    return length > 1011
      ? `parameter '${path.slice(0, 60)}…' is ${length} characters long with its ARN: at most 1011 are ` +
          'allowed, shorten the path'
      : undefined;
  },
};

export const SECRET_NAME: Rule<NameSubject> = {
  id: 'secret-name',
  explanation:
    'Secret names have 1 to 512 characters of letters, digits and `/_+=.@-`. Names with an exclamation mark ' +
    'belong to the services of AWS.',
  fix: 'leave out other characters',
  source: SECRET_NAMES,
  check: ({ name }) =>
    isManagedName(name)
      ? `secret '${name}' is created by a service of AWS: refer to it with fromSecretName or fromSecretArn, ` +
        'or choose a name without \'!\''
      : secretNameProblem(name),
};

export const EXISTING_SECRET_NAME: Rule<NameSubject> = {
  id: 'existing-secret-name',
  explanation:
    'Secret names have 1 to 512 characters of letters, digits and `/_+=.@-`. A service that manages a ' +
    'secret puts its own name and an exclamation mark in front, as in `rds!db-…`.',
  fix: 'write the name as Secrets Manager shows it',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html',
  check: ({ name }) => (isManagedName(name) ? undefined : secretNameProblem(name)),
};

/** `SERVICE!…`: secrets that a service of AWS creates. */
function isManagedName(name: string): boolean {
  return !isUnresolved(name) && /^[a-z0-9-]+![A-Za-z0-9/_+=.@-]+$/.test(name) && name.length <= 512;
}

function secretNameProblem(name: string): string | undefined {
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
  return name.length < 1 || name.length > 512
    ? `secret name has ${name.length} characters: 1 to 512 are allowed`
    : undefined;
}

/** A warning, because only partial ARNs of such secrets are ambiguous, and those made here are complete. */
export const SECRET_NAME_SUFFIX: Rule<NameSubject> = {
  id: 'secret-name-suffix',
  explanation:
    'Secrets Manager ends each ARN with a hyphen and six characters. If a reference uses a partial ARN and the ' +
    "name ends in the same way, AWS takes it for a complete ARN and doesn't find the secret. Complete ARNs " +
    'work.',
  fix: 'use the complete ARN everywhere, or end the name differently',
  source: SECRET_NAMES,
  level: 'warning',
  check: ({ name }) =>
    !isUnresolved(name) && /-[A-Za-z0-9]{6}$/.test(name)
      ? `secret name '${name}' ends in a hyphen and six characters, like the end of an ARN: use the complete ` +
        'ARN everywhere, or end the name differently'
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
      : `the secret has no copy in '${region}'${didYouMean(region, regions)}: add { region: '${region}' } to ` +
        'replicaRegions',
};
