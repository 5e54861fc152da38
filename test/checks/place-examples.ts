import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { RuleExamples } from './examples/support';
import { ContainerSecret, ExecutionRole, SecretResourcePolicy, SecretValues, TaskDefinition } from '../../src';

const TOKEN = Token.asString({ Ref: 'x' });
const ROLE = 'arn:aws:iam::111122223333:role/api';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:shared-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-3333-4444-555555555555';
const foreign = { container: 'api', names: ['A', 'B', 'C', 'D', 'E'], owner: '444455556666', account: '111122223333' };

function task(stack: TerraformStack, secret: ContainerSecret): void {
  const executionRole = ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { complete: true });
  new TaskDefinition(stack, 'Task', { family: 'api', executionRole, containers: [{ name: 'api', image: 'example:1', secrets: [secret] }] });
}

function policy(stack: TerraformStack, id: string, ...roleArns: string[]): void {
  new SecretResourcePolicy(stack, id, { secretArn: SECRET, encryptionKeyArn: KEY, roleArns });
}

/** Rules about where things are: accounts, partitions, platforms, variables. */
export const PLACE_EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'parameter-account': {
    compliant: [{ ...foreign, owner: foreign.account }],
    wrong: [foreign],
    token: [{ ...foreign, account: undefined }, { ...foreign, account: TOKEN }, { ...foreign, owner: TOKEN }],
    used: (stack) => task(stack, ContainerSecret.fromParameterArn('A', 'arn:aws:ssm:eu-central-1:444455556666:parameter/a')),
  },
  'task-partition': {
    compliant: [
      { container: 'api', name: 'A', arn: SECRET, region: 'us-east-1' },
      { container: 'api', name: 'A', arn: SECRET },
      { container: 'api', name: 'A', arn: SECRET, region: 'mars-north-1' },
    ],
    wrong: [
      { container: 'api', name: 'A', arn: SECRET, region: 'cn-north-1' },
      { container: 'api', name: 'A', arn: SECRET, region: 'us-gov-west-1' },
      { container: 'api', name: 'A', arn: 'arn:aws-cn:ssm:cn-north-1:111122223333:parameter/a', region: 'eu-central-1' },
    ],
    token: [{ container: 'api', name: 'A', arn: TOKEN, region: 'cn-north-1' }, { container: 'api', name: 'A', arn: SECRET, region: TOKEN }],
    used: (stack) => {
      const provider = new AwsProvider(stack, 'China', { region: 'cn-north-1', alias: 'china' });
      const secrets = [ContainerSecret.fromSecretArn('A', SECRET)];
      new TaskDefinition(stack, 'Task', { family: 'api', provider, containers: [{ name: 'api', image: 'example:1', secrets }] });
    },
  },
  'secret-account': {
    compliant: [{ ...foreign, owner: foreign.account }],
    wrong: [foreign],
    token: [{ ...foreign, account: undefined }, { ...foreign, account: TOKEN }, { ...foreign, owner: TOKEN }],
    used: (stack) => task(stack, ContainerSecret.fromSecretArn('A', SECRET)),
  },
  'role-arn-pattern': {
    compliant: [{ roleArn: ROLE }, { roleArn: 'arn:aws-cn:iam::111122223333:role/a/path/api' }],
    wrong: [{ roleArn: 'api' }, { roleArn: 'arn:aws:sts::111122223333:assumed-role/api/session' }, { roleArn: 'arn:aws:iam::111122223333:root' }],
    token: [{ roleArn: TOKEN }],
    used: (stack) => policy(stack, 'Policy', 'api-execution'),
  },
  'secret-policy-collision': {
    compliant: [{}],
    wrong: [{ other: 'Stack/Policy' }],
    // an ARN that is only known at plan is told by what it refers to
    token: [{ other: undefined }],
    used: (stack) => ['One', 'Two'].forEach((id) => policy(stack, id, ROLE)),
  },
  'secret-policy-key': {
    compliant: [{ count: 0 }, { count: 1, encryptionKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1' }],
    wrong: [{ count: 1 }],
    token: [{ count: 1, encryptionKeyArn: Token.asString({ Ref: 'x' }) }],
    used: (stack) => new SecretResourcePolicy(stack, 'Policy', { secretArn: SECRET, roleArns: ['arn:aws:iam::111122223333:role/api'] }),
  },
  'secret-policy-roles': {
    compliant: [{ count: 1 }, { count: 0, denyDelete: true }],
    wrong: [{ count: 0 }],
    token: [{ count: 1 }],
    used: (stack) => policy(stack, 'Policy'),
  },
  'arn-partition': {
    compliant: [{ name: 'A', arn: SECRET }, { name: 'A', arn: 'arn:aws-cn:ssm:cn-north-1:111122223333:parameter/a' }, { name: 'A', arn: 'arn:aws-iso:ssm:us-iso-east-1:111122223333:parameter/a' }],
    wrong: [
      { name: 'A', arn: 'arn:aws:ssm:cn-north-1:111122223333:parameter/a' },
      { name: 'A', arn: 'arn:aws:ssm:us-gov-west-1:111122223333:parameter/a' },
      { name: 'A', arn: SECRET.replace('arn:aws', 'arn:aws-cn') },
      { name: 'A', arn: 'arn:aws:ssm:eusc-de-east-1:111122223333:parameter/a' },
      { name: 'A', arn: 'arn:aws:ssm:eu-isoe-west-1:111122223333:parameter/a' },
    ],
    token: [{ name: 'A', arn: TOKEN }, { name: 'A', arn: `arn:${TOKEN}:ssm:cn-north-1:111122223333:parameter/a` }],
    used: () => ContainerSecret.fromParameterArn('A', 'arn:aws:ssm:cn-northwest-1:111122223333:parameter/a'),
  },
  'operating-system-family': {
    compliant: [{ operatingSystemFamily: 'LINUX' }, { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, {}],
    wrong: [{ operatingSystemFamily: 'Windows' }, { operatingSystemFamily: 'linux' }, { operatingSystemFamily: '' }],
    token: [{ operatingSystemFamily: TOKEN }],
    used: (stack) => new TaskDefinition(stack, 'Task', {
      family: 'api', cpu: 1024, memory: 2048, runtimePlatform: { operatingSystemFamily: 'WINDOWS' }, containers: [{ name: 'api', image: 'example:1' }],
    }),
  },
  'variable-type': {
    compliant: [
      { variable: { stringValue: TOKEN, type: 'map(string)' }, map: true }, { variable: { stringValue: TOKEN, type: 'any' }, map: true },
      { variable: { stringValue: TOKEN, type: 'object({ a = string })' }, map: true }, { variable: { stringValue: TOKEN, type: 'string' }, map: false },
    ],
    wrong: [
      { variable: { stringValue: TOKEN, type: 'string' }, map: true }, { variable: { stringValue: TOKEN, type: 'list(string)' }, map: true },
      { variable: { stringValue: TOKEN, type: 'map(string)' }, map: false }, { variable: 'secrets', map: true }, { variable: undefined, map: false },
    ],
    token: [{ variable: { stringValue: TOKEN }, map: true }, { variable: { stringValue: TOKEN, type: TOKEN }, map: false }],
    used: (stack) => SecretValues.fromVariable(new TerraformVariable(stack, 'values', { type: 'string' }), ['A']),
  },
};
