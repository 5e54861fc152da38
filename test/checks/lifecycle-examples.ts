import { TerraformStack, Token } from 'cdktf';
import type { RuleExamples } from './examples/support';
import {
  ContainerSecret, DatabaseEngine, DatabaseSecret, DatabaseSecretProps, JsonSecret, RedeployOnChange, RedeployOnChangeProps, RotationApplication,
  RotationApplicationProps, SecretRotation, SecretRotationProps, SecretValue, TaskDefinition,
} from '../../src';

const TOKEN = Token.asString({ Ref: 'x' });
const NUMBER = Token.asNumber({ Ref: 'x' });
const network = { subnetIds: ['subnet-1'], vpcId: 'vpc-1', natGateway: true };

function database(stack: TerraformStack, props: Partial<DatabaseSecretProps> = {}): DatabaseSecret {
  return new DatabaseSecret(stack, 'Database', {
    secretName: 'database', engine: DatabaseEngine.POSTGRES, username: 'app', connection: { host: 'db.example.com', dbname: 'shop' }, ...props,
  });
}

function application(stack: TerraformStack, props: Partial<RotationApplicationProps> = {}): RotationApplication {
  return new RotationApplication(stack, 'Application', { database: database(stack), ...network, ...props });
}

function rotation(stack: TerraformStack, props: Partial<SecretRotationProps>): SecretRotation {
  const secret = new JsonSecret(stack, 'Secret', { secretName: 'example', jsonSecret: { A: SecretValue.external() } });
  return new SecretRotation(stack, 'Rotation', { secret, rotateImmediately: false, ...props });
}

function redeploy(stack: TerraformStack, props: Partial<RedeployOnChangeProps>): RedeployOnChange {
  const secrets = [ContainerSecret.fromParameterArn('A', 'arn:aws:ssm:eu-central-1:123456789012:parameter/a')];
  return new RedeployOnChange(stack, 'Redeploy', { cluster: 'main', service: 'api', secrets, ...props });
}

/** By the rule's id. */
export const LIFECYCLE_EXAMPLES: { readonly [id: string]: RuleExamples } = {
  'database-admin-user': {
    compliant: [{ username: 'app', admin: false }],
    wrong: [{ username: 'root', admin: false }, { username: 'app', admin: true }],
    token: [{ username: TOKEN, admin: false }, { admin: false }],
    used: (stack) => {
      const secrets = [database(stack, { username: 'postgres' }).namedAs({ password: 'DB_PASSWORD' })];
      new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', secrets }] });
    },
  },
  'database-password': {
    compliant: [{ kind: 'generated' }, { kind: 'variable' }],
    wrong: [{ kind: 'external' }, { kind: 'plaintext' }],
    token: [{ kind: 'expression' }],
    used: (stack) => database(stack, { password: SecretValue.external() }),
  },
  'oracle-dbname': {
    compliant: [{ engine: 'oracle', dbname: 'shop' }, { engine: 'postgres' }],
    wrong: [{ engine: 'oracle' }],
    token: [{ engine: 'oracle', dbname: TOKEN }],
    used: (stack) => database(stack, { engine: DatabaseEngine.ORACLE, connection: { host: 'db.example.com' } }),
  },
  'pinned-external-value': {
    compliant: [{ name: 'A', kind: 'external', pinned: false }, { name: 'A', kind: 'generated', pinned: true }],
    wrong: [{ name: 'A', kind: 'external', pinned: true }],
    token: [{ name: 'A', kind: 'expression', pinned: true }],
    used: (stack) => new JsonSecret(stack, 'Secret', { secretName: 'example', jsonSecret: { A: SecretValue.external() }, pinVersions: true }),
  },
  'redeploy-debounce': {
    compliant: [{ debounceSeconds: 30 }],
    wrong: [{ debounceSeconds: 1 }, { debounceSeconds: 10.5 }, { debounceSeconds: 4000 }],
    token: [{ debounceSeconds: NUMBER }],
    used: (stack) => redeploy(stack, { debounceSeconds: 1 }),
  },
  'redeploy-deployment-controller': {
    compliant: [{ service: 'api' }, { service: 'api', deploymentController: 'ECS' }],
    wrong: [{ service: 'api', deploymentController: 'CODE_DEPLOY' }, { service: TOKEN, deploymentController: 'EXTERNAL' }],
    token: [{ service: 'api', deploymentController: TOKEN }],
    used: (stack) => redeploy(stack, { deploymentController: 'CODE_DEPLOY' }),
  },
  'redeploy-nothing-to-watch': {
    compliant: [{ watched: 1 }],
    wrong: [{ watched: 0 }],
    token: [{ watched: NUMBER }],
    used: (stack) => redeploy(stack, { secrets: [] }),
  },
  'rotation-by': {
    compliant: [{ application: true }, { application: false, lambdaArn: 'arn' }, { application: false }],
    wrong: [{ application: true, lambdaArn: 'arn' }],
    token: [{ application: false, lambdaArn: TOKEN }],
    used: (stack) => rotation(stack, { application: application(stack), lambdaArn: TOKEN, automaticallyAfterDays: 30 }),
  },
  'rotation-function-name': {
    compliant: [{ functionName: 'rotate-database' }],
    wrong: [{ functionName: 'rotate database' }, { functionName: 'x'.repeat(65) }],
    token: [{ functionName: TOKEN }],
    used: (stack) => application(stack, { functionName: 'rotate database' }),
  },
  'rotation-interval': {
    compliant: [
      { automaticallyAfterDays: 1 },
      ...['rate(4 hours)', 'rate(1 day)', 'rate(10 days)', 'cron(0 4 ? * SUN *)', 'cron(0 */4 * * ? *)', 'cron(0 8,12,20 * * ? *)', 'cron(0 8-16/8 * * ? *)', 'cron(0 8/6 * * ? *)']
        .map((scheduleExpression) => ({ scheduleExpression })),
    ],
    wrong: [
      'rate(3 hours)', 'rate(30 minutes)', 'cron(0 * * * ? *)', 'cron(0 */3 * * ? *)', 'cron(0 8,10 * * ? *)', 'cron(0 8-10 * * ? *)', 'cron(0/30 8 * * ? *)', 'cron(0 8/2 * * ? *)',
    ].map((scheduleExpression) => ({ scheduleExpression })),
    token: [{ scheduleExpression: TOKEN }],
    used: (stack) => rotation(stack, { scheduleExpression: 'rate(1 hour)' }),
  },
  'rotation-reaches-secrets-manager': {
    compliant: [network, { ...network, natGateway: undefined, vpcEndpointSecurityGroupId: 'sg-1' }],
    wrong: [{ ...network, natGateway: undefined }],
    token: [{ ...network, natGateway: undefined, vpcEndpointSecurityGroupId: TOKEN }],
    used: (stack) => application(stack, { natGateway: undefined }),
  },
  'rotation-schedule': {
    compliant: [{ automaticallyAfterDays: 30 }, { scheduleExpression: 'rate(10 days)' }],
    wrong: [{}, { automaticallyAfterDays: 30, scheduleExpression: 'rate(10 days)' }, { automaticallyAfterDays: 0 }, { scheduleExpression: 'daily' }],
    token: [{ automaticallyAfterDays: NUMBER }, { scheduleExpression: TOKEN }],
    used: (stack) => rotation(stack, { lambdaArn: TOKEN, scheduleExpression: 'daily' }),
  },
  'rotation-security-groups': {
    compliant: [network, { ...network, vpcId: undefined, securityGroupIds: ['sg-1'] }],
    wrong: [{ ...network, subnetIds: [] }, { ...network, vpcId: undefined }, { ...network, securityGroupIds: ['sg-1'] }],
    token: [{ ...network, vpcId: TOKEN }],
    used: (stack) => application(stack, { subnetIds: [] }),
  },
  'rotation-window': {
    compliant: [{}, { duration: '3h' }],
    wrong: [{ duration: '3' }, { duration: '25h' }],
    token: [{ duration: TOKEN }],
    used: (stack) => rotation(stack, { lambdaArn: TOKEN, automaticallyAfterDays: 30, duration: '3 hours' }),
  },
};
