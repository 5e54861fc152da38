/**
 * Database engines whose secrets AWS can rotate; the value is what the secret's JSON says.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export enum DatabaseEngine {
  /** MySQL. */
  MYSQL = 'mysql',
  /** Aurora with the interface of MySQL. */
  AURORA_MYSQL = 'aurora-mysql',
  /** PostgreSQL. */
  POSTGRES = 'postgres',
  /** Aurora with the interface of PostgreSQL. */
  AURORA_POSTGRESQL = 'aurora-postgresql',
  /** MariaDB. */
  MARIADB = 'mariadb',
  /** Oracle. */
  ORACLE = 'oracle',
  /** SQL Server. */
  SQLSERVER = 'sqlserver',
  /** Db2. */
  DB2 = 'db2',
  /** Amazon DocumentDB, or MongoDB. */
  MONGO = 'mongo',
  /** Amazon Redshift. */
  REDSHIFT = 'redshift',
}

interface EngineFacts {
  /** How the published rotation applications are called: `SecretsManager{…}RotationSingleUser`. */
  readonly application: string;
  readonly port: number;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html */
const FACTS: { readonly [engine in DatabaseEngine]: EngineFacts } = {
  [DatabaseEngine.MYSQL]: { application: 'RDSMySQL', port: 3306 },
  [DatabaseEngine.AURORA_MYSQL]: { application: 'RDSMySQL', port: 3306 },
  [DatabaseEngine.POSTGRES]: { application: 'RDSPostgreSQL', port: 5432 },
  [DatabaseEngine.AURORA_POSTGRESQL]: { application: 'RDSPostgreSQL', port: 5432 },
  [DatabaseEngine.MARIADB]: { application: 'RDSMariaDB', port: 3306 },
  [DatabaseEngine.ORACLE]: { application: 'RDSOracle', port: 1521 },
  [DatabaseEngine.SQLSERVER]: { application: 'RDSSQLServer', port: 1433 },
  [DatabaseEngine.DB2]: { application: 'RDSDb2', port: 50000 },
  [DatabaseEngine.MONGO]: { application: 'MongoDB', port: 27017 },
  [DatabaseEngine.REDSHIFT]: { application: 'Redshift', port: 5439 },
};

/** Port that the engine listens on where nobody says otherwise. */
export function defaultPort(engine: DatabaseEngine): number {
  return FACTS[engine].port;
}

/** Name of the published application that rotates an engine's secrets. */
export function rotationApplicationName(engine: DatabaseEngine, alternatingUsers: boolean): string {
  return `SecretsManager${FACTS[engine].application}Rotation${alternatingUsers ? 'MultiUser' : 'SingleUser'}`;
}
