import { RuleExamples, TOKEN, task, file } from './support';
import { EnvironmentFile } from '../../../src';

/** Of the rules in `src/checks/environment-file.ts`. */
export const environmentFileExamples: { readonly [id: string]: RuleExamples } = {
  'environment-file-arn': {
    compliant: [{ arn: 'arn:aws-cn:s3:::bucket/a.env' }],
    wrong: [{ arn: 'a.env' }, { arn: 'arn:aws:s3:::bucket' }],
    token: [{ arn: TOKEN }, { arn: `${TOKEN}/a.env` }],
    used: (stack) => task(stack, { environmentFiles: [file('s3://bucket/a.env')] }),
  },
  'environment-file-count': {
    compliant: [{ count: 10 }],
    wrong: [{ count: 11 }],
    token: [{ count: 0, operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { environmentFiles: Array.from({ length: 11 }, (_, i) => file(`arn:aws:s3:::bucket/${i}.env`)) }),
  },
  'environment-file-key': {
    compliant: [{ key: 'a/b.env' }, { key: 'a/..b.env' }],
    wrong: [{ key: 'a.env.txt' }, { key: '*.env' }, { key: '../a.env' }, { key: 'a/../b.env' }, { key: '${a}.env' }, { key: `${'é'.repeat(511)}.env` }],
    token: [{ key: TOKEN }],
    used: (stack) => task(stack, { environmentFiles: [EnvironmentFile.fromBucketArn('arn:aws:s3:::bucket', 'a.txt')] }),
  },
  'environment-file-windows': {
    compliant: [{ count: 1, operatingSystemFamily: 'LINUX' }, { count: 0, operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' }],
    wrong: [{ count: 1, operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' }],
    token: [{ count: 1, operatingSystemFamily: TOKEN }],
    used: (stack) => task(stack, { environmentFiles: [file()] }, { cpu: 1024, memory: 2048, runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' } }),
  },
};
