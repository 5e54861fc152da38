import { Token } from 'cdktf';
import { BATCH_RESERVED_PREFIX, BATCH_RESOURCES, BATCH_SIZE } from '../../src/checks/batch';
import { OPTION_AND_SECRET_OPTION } from '../../src/checks/container';
import { ENVIRONMENT_FILE_ARN, ENVIRONMENT_FILE_COUNT, ENVIRONMENT_FILE_KEY, ENVIRONMENT_FILE_WINDOWS } from '../../src/checks/environment-file';
import { REGISTRY_KEYS } from '../../src/checks/registry';
import { DEPENDENCY_EXISTS, LOG_ROUTER, MOUNTED_VOLUME_EXISTS, VOLUME_KIND } from '../../src/checks/task';

const TOKEN = Token.asString({ Ref: 'x' });

const CASES = [
  { rule: DEPENDENCY_EXISTS, compliant: { owner: 'a', references: ['b'], known: ['a', 'b'] }, token: { owner: 'a', references: [TOKEN], known: ['a'] }, wrong: { owner: 'a', references: ['c'], known: ['a'] } },
  { rule: DEPENDENCY_EXISTS, compliant: { owner: 'a', references: [], known: [] }, token: { owner: 'a', references: ['b'], known: [TOKEN] }, wrong: { owner: 'a', references: ['a'], known: ['a'] } },
  { rule: MOUNTED_VOLUME_EXISTS, compliant: { owner: 'a', references: ['v'], known: ['v'] }, token: { owner: 'a', references: [TOKEN], known: [] }, wrong: { owner: 'a', references: ['v'], known: [] } },
  { rule: VOLUME_KIND, compliant: { name: 'v', kinds: ['host'] }, token: { name: TOKEN, kinds: [] }, wrong: { name: 'v', kinds: ['host', 'efs'] } },
  { rule: LOG_ROUTER, compliant: { routed: ['a'], routers: ['r'] }, token: { routed: [], routers: [] }, wrong: { routed: ['a'], routers: [] } },
  { rule: REGISTRY_KEYS, compliant: { names: ['password', 'username', 'x'] }, token: { names: ['username', 'password'] }, wrong: { names: [] } },
  { rule: ENVIRONMENT_FILE_KEY, compliant: { key: 'a/b.env' }, token: { key: TOKEN }, wrong: { key: 'a.env.txt' } },
  { rule: ENVIRONMENT_FILE_ARN, compliant: { arn: 'arn:aws-cn:s3:::bucket/a.env' }, token: { arn: `${TOKEN}/a.env` }, wrong: { arn: 'a.env' } },
  { rule: ENVIRONMENT_FILE_COUNT, compliant: { count: 10 }, token: { count: 0, operatingSystemFamily: TOKEN }, wrong: { count: 11 } },
  { rule: ENVIRONMENT_FILE_WINDOWS, compliant: { count: 1, operatingSystemFamily: 'LINUX' }, token: { count: 1, operatingSystemFamily: TOKEN }, wrong: { count: 1, operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' } },
  { rule: OPTION_AND_SECRET_OPTION, compliant: { container: 'a', options: ['x'], secretOptions: ['y'] }, token: { container: 'a', options: [TOKEN], secretOptions: ['y'] }, wrong: { container: 'a', options: ['x'], secretOptions: ['x'] } },
  { rule: BATCH_RESERVED_PREFIX, compliant: { container: 'a', names: ['AWS_REGION'] }, token: { container: 'a', names: [TOKEN] }, wrong: { container: 'a', names: ['AWS_BATCH'] } },
  { rule: BATCH_RESOURCES, compliant: { types: ['MEMORY', 'VCPU'] }, token: { types: ['MEMORY', 'VCPU', TOKEN] }, wrong: { types: ['MEMORY'] } },
  { rule: BATCH_SIZE, compliant: { bytes: 24576 }, token: { bytes: 0 }, wrong: { bytes: 24577 } },
].map(({ rule, ...subjects }) => ({ rule: rule as { readonly id: string; readonly check: (subject: unknown) => string | undefined }, ...subjects }));

test.each(CASES)('$rule.id lets what is right, and tokens, through', ({ rule, compliant, token }) => {
  expect(rule.check(compliant)).toBeUndefined();
  expect(rule.check(token)).toBeUndefined();
});

test.each(CASES)('$rule.id fails for what is wrong', ({ rule, wrong }) => {
  expect(rule.check(wrong)).toMatch(/^(?!.*\.$)[a-z'].{20,}/);
});
