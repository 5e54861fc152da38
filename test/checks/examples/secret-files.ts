import { RuleExamples, TOKEN, PARAMETER, task, parameter } from './support';
import { ContainerSecret, SecretFiles } from '../../../src';

/** Of the rules in `src/checks/secret-files.ts`. */
export const secretFilesExamples: { readonly [id: string]: RuleExamples } = {
  'secret-file-directory': {
    compliant: [{ directory: '/run/secrets' }],
    wrong: [{ directory: 'run' }, { directory: '/a/../b' }, { directory: '/a b' }, { directory: '/$(x)' }],
    token: [{ directory: '/run/secrets' }],
    used: () => new SecretFiles({ secrets: [], directory: '/a; rm -rf /' }),
  },
  'secret-file-name': {
    compliant: [{ name: 'A' }],
    wrong: [{ name: 'PATH' }, { name: 'IFS' }, { name: 'a.b' }],
    token: [{ name: TOKEN }],
    used: (stack) => task(stack, { secretFiles: new SecretFiles({ secrets: [ContainerSecret.fromParameterArn('PATH', PARAMETER)] }) }),
  },
  'secret-file-owner': {
    compliant: [{ what: 'uid', id: 0 }, { what: 'uid', id: 2147483647 }],
    wrong: [{ what: 'uid', id: -1 }, { what: 'gid', id: 2147483648 }, { what: 'uid', id: 1.5 }],
    token: [{ what: 'uid', id: 1000 }],
    used: () => new SecretFiles({ secrets: [], uid: -1 }),
  },
  'secret-files-environment': {
    compliant: [{ container: 'a', environment: ['A'], names: ['A_FILE'] }],
    wrong: [{ container: 'a', environment: ['A_FILE'], names: ['A_FILE'] }],
    token: [{ container: 'a', environment: [TOKEN], names: ['A_FILE'] }],
    used: (stack) => task(stack, { environment: { A_FILE: 'x' }, secretFiles: new SecretFiles({ secrets: [parameter] }) }),
  },
  'secret-files-windows': {
    compliant: [{ container: 'a', environment: [], names: [], operatingSystemFamily: 'LINUX' }],
    wrong: [{ container: 'a', environment: [], names: [], operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }],
    token: [{ container: 'a', environment: [], names: [], operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { secretFiles: new SecretFiles({ secrets: [parameter] }) }, { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }),
  },
};
