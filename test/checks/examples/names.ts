import { RuleExamples, TOKEN, PARAMETER, task, parameters, secret, EXTERNAL } from './support';
import { ContainerSecret, RepositoryCredentials } from '../../../src';

/** Of the rules in `src/checks/names.ts`. */
export const namesExamples: { readonly [id: string]: RuleExamples } = {
  'env-name-pattern': {
    compliant: [{ container: 'a', names: ['_A1'] }],
    wrong: [{ container: 'a', names: ['A', 'a-b'] }, { container: 'a', names: ['A\n'] }],
    token: [{ container: 'a', names: [TOKEN] }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromParameterArn('spring.datasource.password', PARAMETER)] }),
  },
  'existing-secret-name': {
    compliant: [{ name: 'a/b_c+d=e.f@g-h' }, { name: 'rds!db-1' }],
    wrong: [{ name: 'a b' }, { name: '' }, { name: 'rds!' }, { name: 'a'.repeat(513) }],
    token: [{ name: `${TOKEN} ` }],
    used: (stack) => RepositoryCredentials.fromSecretName(stack, 'Registry', 'my secret'),
  },
  'map-name': {
    compliant: [{ name: 'a.b-C_1' }],
    wrong: [{ name: 'a/b' }, { name: '' }, { name: 'A\n' }],
    token: [{ name: TOKEN }],
    used: (stack) => parameters(stack, { 'db/user': EXTERNAL }),
  },
  'parameter-name-length': {
    compliant: [{ path: '/a'.repeat(15) }],
    wrong: [{ path: '/a'.repeat(16) }, { path: `/${'a'.repeat(1000)}` }],
    token: [{ path: `/${TOKEN}${'/a'.repeat(20)}` }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, '/a'.repeat(15)),
  },
  'path-leading-slash': {
    compliant: [{ path: '/a' }],
    wrong: [{ path: 'a' }],
    token: [{ path: TOKEN }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, 'example'),
  },
  'path-pattern': {
    compliant: [{ path: '/a.b-c_d/1' }],
    wrong: [{ path: '/a b' }, { path: '/' }, { path: '/a//b' }, { path: '/a/' }],
    token: [{ path: `/${TOKEN}/` }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, '/my app'),
  },
  'path-reserved-prefix': {
    compliant: [{ path: '/my-aws' }],
    wrong: [{ path: '/aws/a' }, { path: 'SSM' }],
    token: [{ path: TOKEN }],
    used: (stack) => parameters(stack, { A: EXTERNAL }, '/AWSome'),
  },
  'prototype-name': {
    compliant: [{ name: 'constructor' }],
    wrong: [{ name: '__proto__' }],
    token: [{ name: TOKEN }],
    used: (stack) => parameters(stack, Object.fromEntries([['__proto__', EXTERNAL]])),
  },
  'reserved-json-key': {
    compliant: [{ name: 'versions' }],
    wrong: [{ name: '_versions' }],
    token: [{ name: TOKEN }],
    used: (stack) => secret(stack, { _versions: EXTERNAL }),
  },
  'secret-name': {
    compliant: [{ name: 'a/b_c+d=e.f@g-h' }],
    wrong: [{ name: 'a b' }, { name: '' }, { name: 'rds!db-1' }, { name: 'a'.repeat(513) }],
    token: [{ name: `${TOKEN} ` }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { secretName: 'my secret' }),
  },
  'secret-name-suffix': {
    compliant: [{ name: 'api-12345' }],
    wrong: [{ name: 'api-secret' }],
    token: [{ name: `${TOKEN}-secret` }],
    used: (stack) => secret(stack, { A: EXTERNAL }, { secretName: 'api-secret' }),
  },
};
