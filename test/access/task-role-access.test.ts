import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformStack, Testing } from 'cdktf';
import { ContainerSecret, ContainerSecrets, SecretValues, TaskDefinition, TaskRoleAccess } from '../../src';
import { resolve } from '../../src/terraform/resolve';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-central-1:111122223333:parameter/db/user';
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/k1';

function newStack(): { stack: TerraformStack; role: IamRole } {
  const stack = new TerraformStack(Testing.app(), 'stack');
  return { stack, role: new IamRole(stack, 'TaskRole', { assumeRolePolicy: '{}' }) };
}

function policiesOf(stack: TerraformStack): any[] {
  return Object.values<any>(JSON.parse(Testing.synth(stack)).resource.aws_iam_role_policy ?? {});
}

const allow = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource: [Resource] });

describe('what an application reads by itself', () => {
  test('is allowed to its own role, with the calls of an SDK', () => {
    // GIVEN
    const { stack, role } = newStack();
    const access = new TaskRoleAccess(stack, 'Access', { roleName: role.name });

    // WHEN
    access.grantRead(ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'key' }), ContainerSecret.fromParameterArn('B', PARAMETER));

    // THEN
    const [policy] = policiesOf(stack);
    expect(policy).toMatchObject({
      role: '${aws_iam_role.TaskRole.name}', name_prefix: expect.stringMatching(/^stack-Access-[0-9a-f]{12}-$/), lifecycle: { create_before_destroy: true },
    });
    expect(JSON.parse(policy.policy).Statement).toEqual([
      allow(['secretsmanager:GetSecretValue'], SECRET), allow(['ssm:GetParameter', 'ssm:GetParameters'], PARAMETER),
    ]);
    expect(access.explainAccess()).toEqual([
      `secretsmanager:GetSecretValue on ${SECRET}: the application (A)`, `ssm:GetParameter, ssm:GetParameters on ${PARAMETER}: the application (B)`,
    ]);
  });

  test('may be described as well, and is decrypted under the same conditions', () => {
    // GIVEN
    const { stack, role } = newStack();
    const access = new TaskRoleAccess(stack, 'Access', { roleName: role.name, describeSecrets: true });

    // WHEN
    access.grantRead(ContainerSecret.fromSecretArn('A', SECRET, { encryptionKeyArn: KEY }));

    // THEN
    const text = policiesOf(stack)[0].policy.replace(/\$\{data\.aws_partition\.\w+\.dns_suffix\}/, 'SUFFIX');
    expect(JSON.parse(text).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [KEY],
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.SUFFIX', 'kms:EncryptionContext:SecretARN': [SECRET] } },
      },
      allow(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], SECRET),
    ]);
  });

  test('is never merged with what the execution role reads', () => {
    // GIVEN
    const { stack, role } = newStack();
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: '/app', parameters: SecretValues.external(['USER']), jsonSecret: SecretValues.external(['TOKEN']),
    });
    const access = new TaskRoleAccess(stack, 'Access', { roleName: role.name });
    access.grantRead(secrets.only('TOKEN'));
    const task = new TaskDefinition(stack, 'Task', {
      family: 'app',
      taskRoleArn: role.arn,
      containers: [{ name: 'app', image: 'example:1', secrets: [secrets.only('USER')], environment: { SECRET_ARN: secrets.secret!.arn } }],
    });

    // THEN
    const byRole = Object.fromEntries(policiesOf(stack).map((policy) => [policy.role, policy.policy.match(/(ssm|secretsmanager|kms):[A-Z]\w+/g)]));
    expect(byRole).toEqual({
      '${aws_iam_role.TaskRole.name}': ['secretsmanager:GetSecretValue'],
      [`\${aws_iam_role.${(task.executionRole as any).resource.friendlyUniqueId}.name}`]: ['ssm:GetParameters'],
    });
  });

  test('is a list of statements for a policy of somebody else, and then no policy is attached', () => {
    // GIVEN
    const { stack } = newStack();
    const access = new TaskRoleAccess(stack, 'Access', { roleName: 'app' });
    new IamRole(stack, 'Own', { assumeRolePolicy: access.statements });

    // THEN
    expect(policiesOf(stack)).toEqual([]);
    expect(JSON.parse(JSON.parse(Testing.synth(stack)).resource.aws_iam_role.Own.assume_role_policy)).toEqual([]);
  });

  test('can be waited for', () => {
    // GIVEN
    const { stack, role } = newStack();
    const access = new TaskRoleAccess(stack, 'Access', { roleName: role.name });
    const dependent: { dependsOn?: string[] } = {};
    access.addDependent(dependent);

    // WHEN
    access.grantRead(ContainerSecret.fromParameterArn('B', PARAMETER));
    Testing.synth(stack);

    // THEN
    expect(dependent.dependsOn!.map((address) => resolve(stack, address))).toEqual([expect.stringMatching(/^aws_iam_role_policy\.Access_Policy_/)]);
    expect(access.policies).toHaveLength(1);
  });
});

test('ECS Exec takes four actions', () => {
  // GIVEN
  const { stack, role } = newStack();
  const access = new TaskRoleAccess(stack, 'Access', { roleName: role.name });

  // WHEN
  access.grantExecuteCommand();

  // THEN
  const actions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map((name) => `ssmmessages:${name}`);
  expect(JSON.parse(policiesOf(stack)[0].policy).Statement).toEqual([allow(actions, '*')]);
  expect(access.explainAccess()).toEqual([`${actions.join(', ')} on *: the application (ECS Exec)`]);
});

test('fails for what is not a source, with the construct\'s path', () => {
  const { stack } = newStack();
  const access = new TaskRoleAccess(stack, 'Access', { roleName: 'app' });
  expect(() => access.grantRead({} as never)).toThrow(/^what grantRead takes is not a source of secrets, got an object: .* \(stack\/Access\)$/);
  expect(() => access.grantRead({ bindSecrets: () => ({ entries: [{ name: 'A', valueFrom: SECRET }] }) } as never))
    .toThrow(/^the source that grantRead takes doesn't say how 'A' is read: add read: .* \(stack\/Access\)$/);
});
