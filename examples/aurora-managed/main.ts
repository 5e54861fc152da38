import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { DatabaseEngine, DatabaseSecret, RedeployOnChange, TaskDefinition } from 'cdktf-ecs-secrets';

export class AuroraManagedStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'ap-northeast-1' });

    // RDS makes the password, keeps it in a secret of its own and rotates it every seven days
    const cluster = new RdsCluster(this, 'Cluster', {
      clusterIdentifier: 'example',
      engine: DatabaseEngine.AURORA_MYSQL,
      databaseName: 'shop',
      masterUsername: 'root',
      manageMasterUserPassword: true,
      storageEncrypted: true,
    });
    new RdsClusterInstance(this, 'Instance', { clusterIdentifier: cluster.id, engine: cluster.engine, instanceClass: 'db.t4g.medium' });
    const admin = DatabaseSecret.fromManagedPassword({
      secretArn: cluster.masterUserSecret.get(0).secretArn,
      host: cluster.endpoint,
      port: 3306,
      dbname: 'shop',
      allowAdminUser: true, // a tool for administrators; an application gets a DatabaseSecret with a user of its own
    });

    // the secret holds the user and the password alone
    const secrets = [admin.namedAs({ username: 'DB_USER', password: 'DB_PASSWORD' })];
    new TaskDefinition(this, 'Console', {
      family: 'example-console',
      containers: [
        {
          name: 'console',
          image: '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/console:1.0.0',
          secrets,
          environment: admin.environment({ host: 'DB_HOST', port: 'DB_PORT', dbname: 'DB_NAME' }),
        },
      ],
    });
    new RedeployOnChange(this, 'Redeploy', { cluster: 'example', service: 'console', secrets });
  }
}

if (require.main === module) {
  const app = new App();
  new AuroraManagedStack(app, 'aurora-managed');
  app.synth();
}
