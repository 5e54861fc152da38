import { TerraformStack, Token } from 'cdktf';
import type { RuleExamples } from './examples';
import { ContainerSecret, ExecutionRole, SecretResourcePolicy, TaskDefinition } from '../../src';

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

/** Rules about accounts: what a task can't read of another one, and what the owner says. */
export const ACCOUNT_EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'parameter-account': {
    compliant: [{ ...foreign, owner: foreign.account }],
    wrong: [foreign],
    token: [{ ...foreign, account: undefined }, { ...foreign, account: TOKEN }, { ...foreign, owner: TOKEN }],
    used: (stack) => task(stack, ContainerSecret.fromParameterArn('A', 'arn:aws:ssm:eu-central-1:444455556666:parameter/a')),
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
  'secret-policy-roles': {
    compliant: [{ count: 1 }],
    wrong: [{ count: 0 }],
    token: [{ count: 1 }],
    used: (stack) => policy(stack, 'Policy'),
  },
};
