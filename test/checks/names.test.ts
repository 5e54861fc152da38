import { Lazy } from 'cdktf';
import * as checks from '../../src/checks/names';

const token = Lazy.stringValue({ produce: () => 'LATER' });

describe('env-name-pattern', () => {
  test.each(['A', '_', 'DB_PASSWORD', 'a1', '__proto__'])('passes for %s', (name) => {
    expect(checks.ENV_NAME_PATTERN.check({ container: 'app', names: [name] })).toBeUndefined();
  });

  test('warns once of all names that a shell can\'t read', () => {
    expect(checks.ENV_NAME_PATTERN.level).toBe('warning');
    expect(checks.ENV_NAME_PATTERN.check({ container: 'app', names: ['A', 'spring.datasource.password', 'db-user', '1A'] })).toBe(
      'container \'app\': a shell can\'t read \'spring.datasource.password\', \'db-user\', \'1A\': acknowledge it if the application reads such names itself, '
      + 'or give them other names with renamed()',
    );
  });

  test('lets a token through', () => {
    expect(checks.ENV_NAME_PATTERN.check({ container: 'app', names: [token] })).toBeUndefined();
  });
});

describe('map-name', () => {
  test.each(['A', 'spring.datasource.password', 'db-user', '1A', '__proto__'])('passes for %s', (name) => {
    expect(checks.MAP_NAME.check({ name })).toBeUndefined();
  });

  test.each([
    ['a/b', ", it contains '/'"], ['a:b', ", it contains ':'"], ['${a}', ", it contains '$'"], ['naïve', ", it contains 'ï'"], ['', ''], ['A\n', ", it contains '\n'"],
  ])('fails for %j', (name, contains) => {
    expect(checks.MAP_NAME.check({ name })).toBe(
      `'${name}' can't be the name of a parameter or JSON key${contains}: use letters, digits, '_', '.' and '-'`,
    );
  });

  test('lets a token through', () => {
    expect(checks.MAP_NAME.check({ name: token })).toBeUndefined();
  });
});

describe('reserved-json-key', () => {
  test('passes for another name', () => {
    expect(checks.RESERVED_KEY.check({ name: 'versions' })).toBeUndefined();
  });

  test('fails for _versions', () => {
    expect(checks.RESERVED_KEY.check({ name: '_versions' })).toMatch(/^'_versions' can't be a key of a JSON secret, .*: choose another name$/);
  });

  test('lets a token through', () => {
    expect(checks.RESERVED_KEY.check({ name: token })).toBeUndefined();
  });
});

describe('path-leading-slash', () => {
  test('passes with a slash', () => {
    expect(checks.PATH_LEADING_SLASH.check({ path: '/example' })).toBeUndefined();
  });

  test('fails without one', () => {
    expect(checks.PATH_LEADING_SLASH.check({ path: 'example/api' })).toBe("path 'example/api' has no slash in front: write '/example/api'");
  });

  test('lets a token through', () => {
    expect(checks.PATH_LEADING_SLASH.check({ path: token })).toBeUndefined();
  });
});

describe('path-pattern', () => {
  test.each(['/example/api', 'a', '/a.b-c_d/1'])('passes for %s', (path) => {
    expect(checks.PATH_PATTERN.check({ path })).toBeUndefined();
  });

  test.each([
    ['/example api', "path '/example api' contains ' ': parameter names are made of letters, digits, '.', '-', '_' and '/'"],
    ['/a:b', "path '/a:b' contains ':': parameter names are made of letters, digits, '.', '-', '_' and '/'"],
    ['/😀', "path '/😀' contains '😀': parameter names are made of letters, digits, '.', '-', '_' and '/'"],
    ['/', "path '/' has no level: give the application one, like '/example/api'"],
    ['', "path '' has no level: give the application one, like '/example/api'"],
    ['/a/', "path '/a/' has an empty level: write '/a'"],
    ['/a//b', "path '/a//b' has an empty level: write '/a/b'"],
  ])('fails for %j', (path, message) => {
    expect(checks.PATH_PATTERN.check({ path })).toBe(message);
  });

  test('lets a token through', () => {
    expect(checks.PATH_PATTERN.check({ path: `/${token}/` })).toBeUndefined();
  });
});

describe('path-reserved-prefix', () => {
  test.each(['/example/aws', '/my-ssm'])('passes for %s', (path) => {
    expect(checks.PATH_RESERVED_PREFIX.check({ path })).toBeUndefined();
  });

  test.each([['/aws/x', '/aws'], ['AWSome', 'AWS'], ['/Ssm', '/Ssm']])('fails for %s', (path, prefix) => {
    expect(checks.PATH_RESERVED_PREFIX.check({ path })).toBe(`path '${path}' begins with '${prefix}', which is reserved by AWS in any case: begin with another word`);
  });

  test('lets a token through', () => {
    expect(checks.PATH_RESERVED_PREFIX.check({ path: token })).toBeUndefined();
  });
});

describe('parameter-name-length', () => {
  test.each(['/a'.repeat(15), `/${'a'.repeat(954)}`])('passes at the limit', (path) => {
    expect(checks.PARAMETER_NAME_LENGTH.check({ path })).toBeUndefined();
  });

  test('fails for 16 levels', () => {
    expect(checks.PARAMETER_NAME_LENGTH.check({ path: '/a'.repeat(16) })).toBe(`parameter '${'/a'.repeat(16)}' has 16 levels: at most 15 are allowed, shorten the path`);
  });

  test('fails for 1012 characters with the ARN', () => {
    const path = `/${'a'.repeat(956)}`;
    expect(checks.PARAMETER_NAME_LENGTH.check({ path })).toMatch(/^parameter '\/a{59}…' is 10\d\d characters long with its ARN: at most 1011 are allowed, shorten the path$/);
  });

  test('lets a token through', () => {
    expect(checks.PARAMETER_NAME_LENGTH.check({ path: `/${token}${'/a'.repeat(20)}` })).toBeUndefined();
  });
});

describe('secret-name', () => {
  test.each(['example/api', 'a_b+c=d.e@f-g', 'a'.repeat(512)])('passes for %s', (name) => {
    expect(checks.SECRET_NAME.check({ name })).toBeUndefined();
  });

  test.each([
    ['a b', "secret name 'a b' contains ' ': secret names are made of letters, digits and '/_+=.@-'"],
    ['a:b', "secret name 'a:b' contains ':': secret names are made of letters, digits and '/_+=.@-'"],
    ['rds!db-1', "secret 'rds!db-1' is created by a service of AWS: refer to it with fromSecretName or fromSecretArn, or choose a name without '!'"],
    ['', 'secret name has 0 characters: 1 to 512 are allowed'],
    ['a'.repeat(513), 'secret name has 513 characters: 1 to 512 are allowed'],
  ])('fails for %j', (name, message) => {
    expect(checks.SECRET_NAME.check({ name })).toBe(message);
  });

  test('lets a token through', () => {
    expect(checks.SECRET_NAME.check({ name: `${token} ` })).toBeUndefined();
  });
});

describe('existing-secret-name', () => {
  test.each(['example/api', 'rds!db-5c2d7cbd-0d8c-4f3e-8a1a-9e7d5d0b8a11', 'rds!cluster-1', 'redshift!shop-admin', 'events!connection/shop/1', 'ecs-sc!1'])('passes for %s', (name) => {
    expect(checks.EXISTING_SECRET_NAME.check({ name })).toBeUndefined();
  });

  test.each(['!db', 'rds!', 'rds!a!b', 'a b!c'])('fails for %j', (name) => {
    expect(checks.EXISTING_SECRET_NAME.check({ name })).toMatch(/^secret name '.*' contains '.': secret names are made of letters, digits and '\/_\+=\.@-'$/);
  });

  test('lets a token through', () => {
    expect(checks.EXISTING_SECRET_NAME.check({ name: `${token} ` })).toBeUndefined();
  });
});

describe('secret-name-suffix', () => {
  test.each(['example/api', 'api-secrets', 'api-12345', 'api_123456'])('passes for %s', (name) => {
    expect(checks.SECRET_NAME_SUFFIX.check({ name })).toBeUndefined();
  });

  test.each(['api-secret', 'api-5yaxBf'])('warns of %s', (name) => {
    expect(checks.SECRET_NAME_SUFFIX.check({ name })).toBe(
      `secret name '${name}' ends in a hyphen and six characters, like the end of an ARN: use the complete ARN everywhere, or end the name differently`,
    );
  });

  test('lets a token through', () => {
    expect(checks.SECRET_NAME_SUFFIX.check({ name: `${token}-secret` })).toBeUndefined();
  });
});

test.each(Object.values(checks).filter((check) => 'check' in check))('rule $id says what goes wrong, what to write, and where AWS says so', (rule) => {
  expect(rule).toMatchObject({ id: expect.stringMatching(/^[a-z-]+$/), explanation: expect.stringMatching(/\.$/), fix: expect.stringMatching(/\w/), source: expect.stringMatching(/^https:/) });
});
