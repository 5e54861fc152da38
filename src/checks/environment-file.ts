import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const ENVIRONMENT_FILES = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html';

/** Buckets of the early years have capital letters, underscores and up to 255 characters. */
const OBJECT_ARN = /^arn:[a-z0-9-]+:s3:::[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]\/(.+)$/s;

export const ENVIRONMENT_FILE_KEY: Rule<{ readonly key: string }> = {
  id: 'environment-file-key',
  explanation:
    'ECS reads environment files whose name ends in .env only, and keys of S3 have at most 1,024 bytes. In ' +
    'a policy, `*`, `?` and `${` would stand for other objects, and the agent refuses a path that leaves its folder.',
  fix: 'let the key end in .env',
  source: ENVIRONMENT_FILES,
  check: ({ key }) => {
    if (isUnresolved(key)) {
      return undefined;
    }
    if (key.split('/').includes('..')) {
      return (
        `environment file '${key}' has a '..' in its path, which ECS refuses because it leaves the folder: ` +
        'choose another key'
      );
    }
    const odd = key.match(/[*?]|\$\{/);
    if (odd) {
      return `environment file '${key}' contains '${odd[0]}', which a policy takes for any name: choose another key`;
    }
    const bytes = Buffer.byteLength(key);
    if (bytes > 1024) {
      return `environment file '${key.slice(0, 60)}…' has a key of ${bytes} bytes: S3 allows 1024, shorten it`;
    }
    return key.endsWith('.env')
      ? undefined
      : `environment file '${key}' doesn't end in '.env': ECS refuses other files, rename the object`;
  },
};

export const ENVIRONMENT_FILE_ARN: Rule<{ readonly arn: string }> = {
  id: 'environment-file-arn',
  explanation: 'An environment file is named by the ARN of an S3 object.',
  fix: 'write arn:PARTITION:s3:::BUCKET/KEY.env',
  source: ENVIRONMENT_FILES,
  check: ({ arn }) => {
    if (isUnresolved(arn)) {
      return undefined;
    }
    const match = arn.match(OBJECT_ARN);
    return match
      ? ENVIRONMENT_FILE_KEY.check({ key: match[1] })
      : `environment file is not an ARN of an S3 object, got '${arn}': write arn:PARTITION:s3:::BUCKET/KEY.env`;
  },
};

/** The environment files of a task. */
export interface EnvironmentFilesSubject {
  readonly count: number;
  readonly operatingSystemFamily?: string;
}

export const ENVIRONMENT_FILE_COUNT: Rule<EnvironmentFilesSubject> = {
  id: 'environment-file-count',
  explanation: 'A task definition can have ten environment files.',
  fix: 'join files',
  source: ENVIRONMENT_FILES,
  check: ({ count }) =>
    count > 10 ? `the task has ${count} environment files: at most 10 are allowed, join some of them` : undefined,
};

export const ENVIRONMENT_FILE_WINDOWS: Rule<EnvironmentFilesSubject> = {
  id: 'environment-file-windows',
  explanation: 'Windows containers can\'t have environment files.',
  fix: 'use environment and secrets',
  source: ENVIRONMENT_FILES,
  check: ({ count, operatingSystemFamily: family }) =>
    count > 0 && family !== undefined && !isUnresolved(family) && family.startsWith('WINDOWS')
      ? `environmentFiles don't work on Windows, got operatingSystemFamily '${family}': use environment and secrets`
      : undefined,
};
