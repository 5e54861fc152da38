import { ENV_NAME } from './names';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const NAMES = 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html';

/** Variables that change how a shell and its programs work, or that a shell doesn't accept from its environment. */
const SHELL_VARIABLES = [
  '_',
  'BASHOPTS',
  'BASH_ENV',
  'CDPATH',
  'ENV',
  'EUID',
  'IFS',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'LINENO',
  'OLDPWD',
  'OPTARG',
  'OPTIND',
  'PATH',
  'PPID',
  'PS1',
  'PS2',
  'PS4',
  'PWD',
  'RANDOM',
  'SECONDS',
  'SHELLOPTS',
  'UID',
];

export const SECRET_FILE_NAME: Rule<{ readonly name: string }> = {
  id: 'secret-file-name',
  explanation:
    'The container that writes the files gets each value as an environment variable. Its shell can read ' +
    'only names of letters, digits and underscores, and uses some names itself.',
  fix: 'give it another name with renamed()',
  source: NAMES,
  check: ({ name }) => {
    if (isUnresolved(name)) {
      return undefined;
    }
    const reason = SHELL_VARIABLES.includes(name)
      ? 'a shell uses it itself'
      : ENV_NAME.test(name)
        ? undefined
        : "a shell can't read a variable of that name";
    return reason && `'${name}' can't be written to a file, ${reason}: give it another name with renamed()`;
  },
};

export const SECRET_FILE_DIRECTORY: Rule<{ readonly directory: string }> = {
  id: 'secret-file-directory',
  explanation: "The directory's name becomes part of a shell script.",
  fix: 'use an absolute path of letters, digits and `._-`',
  source: NAMES,
  check: ({ directory }) =>
    /^(\/(?!\.\.?(\/|$))[A-Za-z0-9._-]+)+$/.test(directory)
      ? undefined
      : `directory '${directory}' can't hold secret files: use an absolute path of letters, digits, '.', '_' and '-'`,
};

export const SECRET_FILE_OWNER: Rule<{ readonly what: string; readonly id: number }> = {
  id: 'secret-file-owner',
  explanation: 'Owner and group of a file are numbers from 0 to 2147483647.',
  fix: "use the number that the image's user has",
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/chown.html',
  check: ({ what, id }) =>
    !Number.isInteger(id) || id < 0 || id > 2147483647
      ? `${what} is ${id}: use the number that the image's user has, 0 to 2147483647`
      : undefined,
};

/** A container with secret files. */
export interface SecretFilesSubject {
  readonly container: string;
  readonly environment: readonly string[];
  readonly names: readonly string[];
  readonly operatingSystemFamily?: string;
}

export const SECRET_FILES_ENVIRONMENT: Rule<SecretFilesSubject> = {
  id: 'secret-files-environment',
  explanation: 'The environment variable NAME_FILE says where the file is.',
  fix: 'take it out of environment',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html',
  check: ({ container, environment, names }) => {
    const both = environment.find((name) => names.includes(name));
    return both === undefined
      ? undefined
      : `container '${container}': '${both}' is in environment, and secretFiles set it: take it out of environment`;
  },
};

export const SECRET_FILES_WINDOWS: Rule<SecretFilesSubject> = {
  id: 'secret-files-windows',
  explanation: "A shell writes the files, with owners and modes that Windows doesn't have.",
  fix: 'use secrets',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows-considerations.html',
  check: ({ container, operatingSystemFamily: family }) =>
    family !== undefined && !isUnresolved(family) && family.startsWith('WINDOWS')
      ? `container '${container}': secretFiles don't work on Windows, got operatingSystemFamily '${family}': ` +
        'use secrets'
      : undefined,
};
