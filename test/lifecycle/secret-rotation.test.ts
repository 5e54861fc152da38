import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  ContainerSecret, DatabaseEngine, DatabaseSecret, JsonSecret, ParameterMap, RotationApplication, RotationApplicationProps, SecretRotation,
  SecretRotationProps, SecretValues,
} from '../../src';
import { FUNCTION_NAME, REACHES_SECRETS_MANAGER, ROTATION_BY, ROTATION_GROUPS, ROTATION_SCHEDULE, ROTATION_WINDOW } from '../../src/checks/rotation';
import { newStack, only, synth } from '../support/synth';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const ADMIN_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:admin-AbCdEf';
const LAMBDA_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:rotate';

function database(stack: TerraformStack, props: object = {}): DatabaseSecret {
  const secret = new DatabaseSecret(stack, 'Database', { secretName: 'example', engine: DatabaseEngine.POSTGRES, username: 'app', ...props });
  secret.attach({ host: 'db.example.com', dbname: 'shop' });
  return secret;
}

function application(stack: TerraformStack, props: Partial<RotationApplicationProps> = {}, secret = database(stack)): RotationApplication {
  return new RotationApplication(stack, 'Application', { database: secret, subnetIds: ['subnet-1', 'subnet-2'], vpcId: 'vpc-1', natGateway: true, ...props });
}

const stackOf = (resource: any) => only(resource.aws_serverlessapplicationrepository_cloudformation_stack);

describe('the published application', () => {
  test('for one user, with the partition\'s publisher', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const { lambdaArn } = application(stack);
    new SecretRotation(stack, 'Rotation', { secret: ContainerSecret.fromSecretArn('X', ADMIN_ARN), lambdaArn, automaticallyAfterDays: 1, rotateImmediately: false });

    // THEN
    const { resource } = synth(stack);
    const { application_id: applicationId } = stackOf(resource);
    expect(applicationId).toMatch(/^\$\{format\("arn:%s:serverlessrepo:%s:applications\/%s", data\.aws_partition\.\w+\.partition, /);
    expect(applicationId).toContain('{"aws" = "us-east-1:297356227824", "aws-cn" = "cn-north-1:193023089310", "aws-us-gov" = "us-gov-west-1:023102451235"}[data.');
    expect(applicationId).toMatch(/, "SecretsManagerRDSPostgreSQLRotationSingleUser"\)\}$/);
    expect(stackOf(resource)).toMatchObject({
      name: 'Stack-Application',
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
      parameters: {
        endpoint: expect.stringMatching(/^https:\/\/secretsmanager\.\$\{data\.aws_region\.\w+\.id\}\.\$\{data\.aws_partition\.\w+\.dns_suffix\}$/),
        excludeCharacters: ':/@"\'\\',
        functionName: 'Stack-Application',
        vpcSubnetIds: 'subnet-1,subnet-2',
        vpcSecurityGroupIds: expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/),
      },
    });
    expect(stackOf(resource).parameters).not.toHaveProperty('masterSecretArn');
    expect(only(resource.aws_secretsmanager_secret_rotation).rotation_lambda_arn).toMatch(/\.outputs\["RotationLambdaARN"\]\}$/);
  });

  test('for alternating users, with customer keys', () => {
    const stack = newStack();
    application(stack, { adminSecretKeyArn: 'admin-key', functionName: 'rotate', semanticVersion: '1.1.367', excludeCharacters: '/' },
      database(stack, { adminSecretArn: ADMIN_ARN, encryptionKeyArn: KEY, engine: DatabaseEngine.AURORA_MYSQL }));
    const { application_id: id, parameters, semantic_version: version } = stackOf(synth(stack).resource);
    expect(id).toContain('"SecretsManagerRDSMySQLRotationMultiUser"');
    expect(parameters).toMatchObject({ kmsKeyArn: KEY, masterSecretArn: ADMIN_ARN, masterSecretKmsKeyArn: 'admin-key', functionName: 'rotate', excludeCharacters: '/' });
    expect(version).toBe('1.1.367');
  });

  test.each([
    [DatabaseEngine.MYSQL, 'MySQL'], [DatabaseEngine.AURORA_POSTGRESQL, 'PostgreSQL'], [DatabaseEngine.MARIADB, 'MariaDB'],
    [DatabaseEngine.ORACLE, 'Oracle'], [DatabaseEngine.SQLSERVER, 'SQLServer'], [DatabaseEngine.DB2, 'Db2'],
  ])('of %s', (engine, name) => {
    const stack = newStack();
    application(stack, {}, database(stack, { engine }));
    expect(stackOf(synth(stack).resource).application_id).toContain(`"SecretsManagerRDS${name}RotationSingleUser"`);
  });

  test('its group reaches the database and Secrets Manager, and nothing else', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const { dependencies } = application(stack, { databaseSecurityGroupId: 'sg-db', vpcEndpointSecurityGroupId: 'sg-endpoint', natGateway: undefined });

    // THEN
    const { resource } = synth(stack);
    const own = expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/);
    const port = (number: number) => ({ from_port: number, to_port: number, ip_protocol: 'tcp' });
    expect(Object.values(resource.aws_vpc_security_group_ingress_rule)).toEqual([
      expect.objectContaining({ security_group_id: 'sg-db', referenced_security_group_id: own, ...port(5432) }),
      expect.objectContaining({ security_group_id: 'sg-endpoint', referenced_security_group_id: own, ...port(443) }),
    ]);
    expect(Object.values(resource.aws_vpc_security_group_egress_rule)).toEqual([
      expect.objectContaining({ security_group_id: own, referenced_security_group_id: 'sg-db', ...port(5432) }),
      expect.objectContaining({ security_group_id: own, referenced_security_group_id: 'sg-endpoint', ...port(443) }),
    ]);
    expect(dependencies).toHaveLength(4);
  });

  test.each([
    [DatabaseEngine.MONGO, 'SecretsManagerMongoDBRotationMultiUser', 27017],
    [DatabaseEngine.REDSHIFT, 'SecretsManagerRedshiftRotationMultiUser', 5439],
    [DatabaseEngine.AURORA_MYSQL, 'SecretsManagerRDSMySQLRotationMultiUser', 3306],
    [DatabaseEngine.DB2, 'SecretsManagerRDSDb2RotationMultiUser', 50000],
  ])('for %s', (engine, name, port) => {
    const stack = newStack();
    const secret = new DatabaseSecret(stack, 'Database', {
      secretName: 'example/database', engine, username: 'app', adminSecretArn: ADMIN_ARN, connection: { host: 'db.example.com' },
    });
    application(stack, { databaseSecurityGroupId: 'sg-database' }, secret);
    const { resource } = synth(stack);
    expect(stackOf(resource).application_id).toContain(name);
    expect(Object.values<any>(resource.aws_vpc_security_group_ingress_rule).map((rule) => rule.from_port)).toEqual([port]);
  });

  test('groups of one\'s own stay as they are', () => {
    const stack = newStack();
    application(stack, { vpcId: undefined, securityGroupIds: ['sg-1', 'sg-2'] });
    const { resource } = synth(stack);
    expect(stackOf(resource).parameters.vpcSecurityGroupIds).toBe('sg-1,sg-2');
    expect(resource).not.toHaveProperty('aws_security_group');
  });

  test.each<[string, Partial<RotationApplicationProps>, string]>([
    ['no way to Secrets Manager', { natGateway: undefined }, 'the rotation function can\'t reach Secrets Manager'],
    ['no subnet', { subnetIds: [] }, 'has no subnet'],
    ['neither groups nor VPC', { vpcId: undefined }, 'got neither'],
    ['both groups and VPC', { securityGroupIds: ['sg'] }, 'got both'],
    ['a long name', { functionName: 'x'.repeat(65) }, 'has 65 characters'],
  ])('fails for %s', (_, props, message) => {
    expect(() => application(newStack(), props)).toThrow(message);
    expect(() => application(newStack(), props)).toThrow('(Stack/Application)');
  });
});

describe('a rotation', () => {
  const rotation = (stack: TerraformStack, props: Partial<SecretRotationProps>) =>
    new SecretRotation(stack, 'Rotation', { secret: ContainerSecret.fromSecretArn('X', ADMIN_ARN), rotateImmediately: false, ...props });

  test('waits for the whole secret and for the function\'s ways', () => {
    // GIVEN
    const stack = newStack();
    const secret = database(stack);

    // WHEN
    rotation(stack, { secret, application: application(stack, {}, secret), scheduleExpression: 'cron(0 4 ? * SUN *)', duration: '3h', rotateImmediately: true });

    // THEN
    const { resource } = synth(stack);
    expect(only(resource.aws_secretsmanager_secret_rotation)).toMatchObject({
      rotate_immediately: true,
      rotation_rules: { schedule_expression: 'cron(0 4 ? * SUN *)', duration: '3h' },
      depends_on: [expect.stringContaining('Database_Connection'), expect.stringContaining('ToSecretsManager')],
    });
    expect(resource).not.toHaveProperty('aws_lambda_permission');
  });

  test('by a function of one\'s own, which may be called for this secret', () => {
    const stack = newStack();
    rotation(stack, { lambdaArn: LAMBDA_ARN, automaticallyAfterDays: 30 });
    const { resource } = synth(stack);
    expect(only(resource.aws_lambda_permission)).toEqual({
      action: 'lambda:InvokeFunction', function_name: LAMBDA_ARN, principal: 'secretsmanager.amazonaws.com', source_arn: ADMIN_ARN,
    });
    expect(only(resource.aws_secretsmanager_secret_rotation)).toMatchObject({
      secret_id: ADMIN_ARN, rotation_lambda_arn: LAMBDA_ARN, rotation_rules: { automatically_after_days: 30 }, depends_on: [expect.stringContaining('aws_lambda_permission')],
    });
  });

  test('by the service that owns the secret', () => {
    const stack = newStack();
    rotation(stack, { secret: DatabaseSecret.fromManagedPassword({ secretArn: ADMIN_ARN, host: 'db' }), automaticallyAfterDays: 7 });
    expect(only(synth(stack).resource.aws_secretsmanager_secret_rotation)).toEqual({
      depends_on: [], secret_id: ADMIN_ARN, rotate_immediately: false, rotation_rules: { automatically_after_days: 7 },
    });
  });

  test('of a part of a JSON secret is one of the secret', () => {
    const stack = newStack();
    const json = new JsonSecret(stack, 'Json', { secretName: 'example', jsonSecret: SecretValues.external(['A', 'B']) });
    rotation(stack, { secret: json.only('A', 'B'), lambdaArn: LAMBDA_ARN, automaticallyAfterDays: 30 });
    expect(only(synth(stack).resource.aws_secretsmanager_secret_rotation).secret_id).toMatch(/^\$\{aws_secretsmanager_secret\./);
  });

  test.each<[string, (stack: TerraformStack) => Partial<SecretRotationProps>, string]>([
    ['parameters', (stack) => ({ secret: new ParameterMap(stack, 'Map', { path: '/x', parameters: SecretValues.external(['A']) }) }), 'takes one secret of Secrets Manager, got parameters'],
    ['no schedule', () => ({ automaticallyAfterDays: undefined }), 'got neither'],
    ['two schedules', () => ({ scheduleExpression: 'rate(1 day)' }), 'got 30 days and \'rate(1 day)\''],
    ['too many days', () => ({ automaticallyAfterDays: 1001 }), 'automaticallyAfterDays is 1001'],
    ['a schedule that is none', () => ({ automaticallyAfterDays: undefined, scheduleExpression: 'weekly' }), 'scheduleExpression is \'weekly\''],
    ['a window in minutes', () => ({ duration: '30m' }), 'duration is \'30m\''],
    ['two functions', (stack) => ({ application: application(stack), lambdaArn: LAMBDA_ARN }), 'application and lambdaArn exclude each other'],
  ])('fails for %s', (_, props, message) => {
    const make = () => {
      const stack = newStack();
      rotation(stack, { automaticallyAfterDays: 30, ...props(stack) });
    };
    expect(make).toThrow(message);
    expect(make).toThrow('(Stack/Rotation)');
  });
});

describe('rules', () => {
  const variable = () => new TerraformVariable(newStack(), 'v', { type: 'any' });

  test('the schedule', () => {
    expect(ROTATION_SCHEDULE.check({ automaticallyAfterDays: 1 })).toBeUndefined();
    expect(ROTATION_SCHEDULE.check({ scheduleExpression: 'rate(10 days)' })).toBeUndefined();
    expect(ROTATION_SCHEDULE.check({ automaticallyAfterDays: variable().numberValue })).toBeUndefined();
    expect(ROTATION_SCHEDULE.check({ scheduleExpression: variable().stringValue })).toBeUndefined();
    expect(ROTATION_SCHEDULE.check({ automaticallyAfterDays: 1.5 })).toContain('is 1.5');
  });

  test('the window', () => {
    expect(ROTATION_WINDOW.check({ duration: '24h' })).toBeUndefined();
    expect(ROTATION_WINDOW.check({ duration: variable().stringValue })).toBeUndefined();
    expect(ROTATION_WINDOW.check({ duration: '25h' })).toContain('is \'25h\'');
  });

  test('the function', () => {
    expect(ROTATION_BY.check({ application: true })).toBeUndefined();
    expect(ROTATION_BY.check({ application: false, lambdaArn: variable().stringValue })).toBeUndefined();
    expect(ROTATION_BY.check({ application: true, lambdaArn: LAMBDA_ARN })).toContain('exclude each other');
    expect(FUNCTION_NAME.check({ functionName: 'rotate-1_a' })).toBeUndefined();
    expect(FUNCTION_NAME.check({ functionName: variable().stringValue })).toBeUndefined();
    expect(FUNCTION_NAME.check({ functionName: 'a b' })).toContain('\'a b\'');
  });

  test('the network', () => {
    const subnetIds = [variable().stringValue];
    expect(ROTATION_GROUPS.check({ subnetIds, vpcId: variable().stringValue })).toBeUndefined();
    expect(ROTATION_GROUPS.check({ subnetIds: [], vpcId: 'vpc' })).toContain('no subnet');
    expect(REACHES_SECRETS_MANAGER.check({ subnetIds, natGateway: true })).toBeUndefined();
    expect(REACHES_SECRETS_MANAGER.check({ subnetIds, vpcEndpointSecurityGroupId: variable().stringValue })).toBeUndefined();
    expect(REACHES_SECRETS_MANAGER.check({ subnetIds, natGateway: false })).toContain('can\'t reach Secrets Manager');
  });
});
