import { TerraformElement, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { ContainerSecret, ExecutionRole, IExecutionRole, ImportedExecutionRoleOptions, ParameterMap, SecretValues, TaskDefinition } from '../../src';
import { resolve } from '../../src/terraform/resolve';
import { annotationsOf } from '../support/annotations';

const ROLE = 'arn:aws:iam::111122223333:role/ecs/api-execution';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:db-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:444455556666:key/k1';
const OWN_SECRET = SECRET.replace('444455556666', '111122223333');

describe('an imported role', () => {
  test('isn\'t changed, and a warning lists the statements to add', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const executionRole = ExecutionRole.fromRoleArn(stack, 'Role', ROLE);
    const secrets = new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(['A', 'B']) });
    const { serviceDependencies } = new TaskDefinition(stack, 'Task', {
      family: 'api', executionRole, containers: [{ name: 'api', image: 'nginx', secrets: [secrets.only('A')] }],
    });

    // WHEN
    const { resource } = JSON.parse(Testing.synth(stack));
    Testing.synth(stack);

    // THEN
    expect(Object.keys(resource).sort()).toEqual(['aws_ecs_task_definition', 'aws_ssm_parameter', 'terraform_data']);
    expect(Object.values<any>(resource.aws_ecs_task_definition)[0]).toMatchObject({ execution_role_arn: ROLE });
    expect(serviceDependencies).toEqual([]);
    const address = `\${aws_ssm_parameter.${secrets.resource.friendlyUniqueId}["A"].arn}`;
    expect(annotationsOf(executionRole)).toEqual([
      `the imported role isn't changed: its owner must allow [{"Action":["ssm:GetParameters"],"Effect":"Allow","Resource":["${address}"]}]; ` +
      'set attachPolicies: true to add it here, or complete: true if the role allows it already',
    ]);
  });

  test('lists everything that was granted in one warning', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = ExecutionRole.fromRoleArn(stack, 'Role', ROLE);
    role.grantRead(ContainerSecret.fromSecretArn('A', OWN_SECRET, { encryptionKeyArn: KEY }));
    role.grantPull('arn:aws:ecr:eu-central-1:111122223333:repository/api');
    role.grantLogs('arn:aws:logs:eu-central-1:111122223333:log-group:g', { createGroup: true });

    // WHEN
    Testing.synth(stack);

    // THEN
    const [warning, ...others] = annotationsOf(role);
    const statements = JSON.parse(warning.slice(warning.indexOf('['), warning.lastIndexOf(']') + 1));
    expect(statements.flatMap(({ Action }: any) => Action)).toEqual([
      'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetAuthorizationToken',
      'kms:Decrypt', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'secretsmanager:GetSecretValue',
    ]);
    expect(others).toEqual([]);
  });

  test.each([[{ complete: true }], [{ attachPolicies: true }]])('with %p warns of nothing', (options) => {
    expect(annotationsOf(granted(options).role)).toEqual([]);
  });

  test('without grants warns of nothing', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = ExecutionRole.fromRoleArn(stack, 'Role', ROLE);

    // WHEN
    Testing.synth(stack);

    // THEN
    expect(annotationsOf(role)).toEqual([]);
  });

  test('gets policies by its name where that is allowed, and tasks wait for them', () => {
    // WHEN
    const { role, resource } = granted({ attachPolicies: true });

    // THEN
    const [[id, policy]] = Object.entries<any>(resource.aws_iam_role_policy);
    expect(policy).toMatchObject({ role: 'api-execution', name_prefix: expect.stringMatching(/^stack-Role-[0-9a-f]{12}-$/) });
    expect(policy.name).toBeUndefined();
    expect(JSON.parse(policy.policy).Statement).toMatchObject([{ Action: ['secretsmanager:GetSecretValue'], Resource: [OWN_SECRET] }]);
    expect(role.policies).toHaveLength(1);
    expect(Object.values<any>(resource.aws_ecs_task_definition)[0].depends_on).toEqual([`aws_iam_role_policy.${id}`]);
    expect(resource.aws_iam_role).toBeUndefined();
  });

  test('forgets the policy that earlier versions attached, whose name others can have as well', () => {
    // WHEN
    const { role, removed } = granted({ attachPolicies: true });

    // THEN
    const former = role.node.findChild('Policy') as TerraformElement;
    expect(removed).toEqual([{ from: `aws_iam_role_policy.${former.friendlyUniqueId}`, lifecycle: { destroy: false } }]);
    expect(granted({ complete: true }).removed).toBeUndefined();
  });

  test('gets policies also where its ARN is only known at plan', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const variable = new TerraformVariable(stack, 'role', { type: 'string' });
    ExecutionRole.fromRoleArn(stack, 'Role', variable.stringValue, { attachPolicies: true }).grantRead(ContainerSecret.fromSecretArn('A', OWN_SECRET));

    // THEN
    const [policy] = Object.values<any>(JSON.parse(Testing.synth(stack)).resource.aws_iam_role_policy);
    expect(policy.role).toBe('${reverse(split("/", var.role))[0]}');
  });

  test.each(['api-execution', 'arn:aws:iam::111122223333:user/api', 'arn:aws:iam::111122223333:role/'])('fails to get policies as %s', (arn) => {
    expect(() => ExecutionRole.fromRoleArn(new TerraformStack(Testing.app(), 'stack'), 'Role', arn, { attachPolicies: true }))
      .toThrow(`the role is given by its ARN, got '${arn}': write arn:PARTITION:iam::ACCOUNT:role/NAME (stack/Role)`);
  });

  test('fails where policies exceed the quota that is left', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const secrets = new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(Array.from({ length: 200 }, (_, i) => `NAME_${i}`)) });

    // THEN
    ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { attachPolicies: true, managedPolicyQuota: 1 }).grantRead(secrets);
    expect(() => Testing.synth(stack)).toThrow(/the role takes 1 of them/);
  });

  test('explains what it needs', () => {
    expect(granted({}).role.explainAccess()).toEqual([`secretsmanager:GetSecretValue on ${OWN_SECRET}: container 'api' (A)`]);
  });
});

describe('the owner\'s side', () => {
  test('is a statement for each secret and key of the other account, and names the role', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { complete: true });
    role.grantRead(
      ContainerSecret.fromSecretArn('A', SECRET, { encryptionKeyArn: KEY }),
      ContainerSecret.fromSecretArn('B', SECRET.replace('444455556666', '777788889999')),
      ContainerSecret.fromParameterArn('C', 'arn:aws:ssm:eu-central-1:111122223333:parameter/c', { encryptionKeyArn: KEY }),
    );

    // WHEN
    const statements = role.ownerStatements('444455556666').map(({ resourceArn, statement }) => [resourceArn, JSON.parse(resolve(role, statement))]);

    // THEN
    const [Principal, ArnEquals] = [{ AWS: ['arn:aws:iam::111122223333:root'] }, { 'aws:PrincipalArn': [ROLE] }];
    expect(statements).toEqual([
      [KEY, {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Principal,
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': expect.stringContaining('secretsmanager.'), 'kms:EncryptionContext:SecretARN': [SECRET] }, ArnEquals },
      }],
      [KEY, {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Principal,
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': expect.stringContaining('ssm.'), 'kms:EncryptionContext:PARAMETER_ARN': [expect.stringContaining('parameter/c')] }, ArnEquals },
      }],
      [SECRET, { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Principal, Resource: '*', Condition: { ArnEquals } }],
    ]);
    expect(role.ownerStatements('111122223333')).toEqual([]);
  });

  test('names a role of the stack by reference', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = new ExecutionRole(stack, 'Role');
    role.grantRead(ContainerSecret.fromSecretArn('A', SECRET));

    // THEN
    const [{ statement }] = role.ownerStatements('444455556666');
    const arn = `aws_iam_role.${role.resource.friendlyUniqueId}.arn`;
    expect(JSON.parse(resolve(role, statement).replaceAll('split(":"', 'split(COLON'))).toMatchObject({
      Principal: { AWS: [`arn:\${split(COLON, ${arn})[1]}:iam::\${split(COLON, ${arn})[4]}:root`] },
      Condition: { ArnEquals: { 'aws:PrincipalArn': [`\${${arn}}`] } },
    });
  });

  test('fails for what is not an account', () => {
    const role = new ExecutionRole(new TerraformStack(Testing.app(), 'stack'), 'Role');
    expect(() => role.ownerStatements('production')).toThrow("an account's number has 12 digits, got 'production' (stack/Role)");
  });
});

function granted(options: ImportedExecutionRoleOptions): { role: IExecutionRole; resource: any; removed?: object[] } {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const role = ExecutionRole.fromRoleArn(stack, 'Role', ROLE, options);
  const secrets = [ContainerSecret.fromSecretArn('A', OWN_SECRET)];
  new TaskDefinition(stack, 'Task', { family: 'api', executionRole: role, containers: [{ name: 'api', image: 'nginx', secrets }] });
  const { resource, removed } = JSON.parse(Testing.synth(stack));
  return { role, resource, removed };
}
