import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { DatabaseEngine, DatabaseSecret, RedeployOnChange, RotationApplication, SecretRotation, TaskDefinition } from 'cdktf-ecs-secrets';

const NETWORK = {
  vpcId: 'vpc-0example',
  subnetIds: ['subnet-0a', 'subnet-0b'],
  databaseSecurityGroupId: 'sg-0database',
  vpcEndpointSecurityGroupId: 'sg-0secretsmanager', // of the VPC's endpoint for Secrets Manager
};

export class RdsRotationStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'ap-northeast-1' });
    const engine = DatabaseEngine.POSTGRES;

    // the database takes its password from the secret; the secret then learns where the database is
    const admin = new DatabaseSecret(this, 'Admin', { secretName: 'example/admin', engine, username: 'root', allowAdminUser: true });
    const database = new DbInstance(this, 'Database', {
      identifier: 'example',
      engine,
      engineVersion: '17',
      instanceClass: 'db.t4g.micro',
      allocatedStorage: 20,
      storageEncrypted: true,
      dbName: 'shop',
      username: admin.username,
      passwordWo: admin.passwordWo,
      passwordWoVersion: admin.passwordWoVersion,
      vpcSecurityGroupIds: [NETWORK.databaseSecurityGroupId],
    });
    const connection = { host: database.address, port: 5432, dbname: 'shop' };
    admin.attach(connection);

    // the application's own user, which rotation alternates with its clone, so that running tasks keep theirs
    const user = new DatabaseSecret(this, 'User', { secretName: 'example/user', engine, username: 'app', adminSecretArn: admin.arn, connection });
    const monthly = { automaticallyAfterDays: 30, duration: '3h', rotateImmediately: false };
    new SecretRotation(this, 'AdminRotation', {
      secret: admin,
      application: new RotationApplication(this, 'RotateAdmin', { database: admin, ...NETWORK }),
      ...monthly,
    });
    new SecretRotation(this, 'UserRotation', {
      secret: user,
      application: new RotationApplication(this, 'RotateUser', { database: user, ...NETWORK }),
      ...monthly, // not at once: the migration below has to create the user first
    });

    const image = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:1.0.0';
    const secrets = [user.namedAs({ host: 'DB_HOST', port: 'DB_PORT', dbname: 'DB_NAME', username: 'DB_USER', password: 'DB_PASSWORD' })];
    new TaskDefinition(this, 'Api', { family: 'example-api', containers: [{ name: 'api', image, secrets }] });
    new TaskDefinition(this, 'Migration', {
      family: 'example-migration',
      containers: [{ name: 'migrate', image, command: ['migrate'], secrets: [...secrets, admin.namedAs({ username: 'ADMIN_USER', password: 'ADMIN_PASSWORD' })] }],
    });

    // the service gets the new user after a rotation
    const { failureMetric } = new RedeployOnChange(this, 'Redeploy', { cluster: 'example', service: 'api', secrets });
    new CloudwatchMetricAlarm(this, 'RedeployFailed', {
      ...failureMetric,
      alarmName: 'example-redeploy-failed',
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
    });
  }
}

if (require.main === module) {
  const app = new App();
  new RdsRotationStack(app, 'rds-rotation');
  app.synth();
}
