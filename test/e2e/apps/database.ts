import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { stackOf } from '../support/synthesis';
import { DatabaseEngine, DatabaseSecret, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

export interface DatabaseApp {
  /** Another one is another database. @default first */
  readonly databaseName?: string;
  readonly dbname?: string;
  readonly passwordVersion?: number;
  readonly username?: string;
  /** Whether a container has the database's address in its environment. @default false */
  readonly inEnvironment?: boolean;
}

/**
 * A secret and its database. The provider waits minutes for a database, so a parameter plays it: it takes the password as the same kind of
 * write-only argument, with the same number, and its ARN, which is only known once it is there, is the host.
 */
export function databaseApp(app: DatabaseApp = {}): any {
  return stackOf((stack) => {
    const admin = new DatabaseSecret(stack, 'Admin', {
      secretName: 'shop/admin',
      engine: DatabaseEngine.POSTGRES,
      username: app.username ?? 'root',
      allowAdminUser: true,
      password: SecretValue.generated({ version: app.passwordVersion, excludeCharacters: ':/@"\'\\', passwordLength: 30 }),
    });
    const database = new SsmParameter(stack, 'Database', {
      name: app.databaseName ?? 'first', type: 'SecureString', valueWo: admin.passwordWo, valueWoVersion: admin.passwordWoVersion,
    });
    admin.attach({ host: database.arn, port: 5432, dbname: app.dbname });
    if (app.inEnvironment) {
      const secrets = [admin.namedAs({ password: 'DB_PASSWORD' })];
      new TaskDefinition(stack, 'Task', { family: 'db', containers: [{ name: 'app', image: 'a:1', environment: { DB_HOST: database.arn }, secrets }] });
    }
  });
}
