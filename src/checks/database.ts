import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A user of a database. */
export interface DatabaseUserSubject {
  /** Undefined where it isn't known. */
  readonly username?: string;
  /** Whether the database was created with this user. */
  readonly admin: boolean;
}

/** Names that engines and RDS give to the admin user, or that people do. */
const ADMIN_NAMES = ['admin', 'administrator', 'db2admin', 'master', 'postgres', 'root', 'sa', 'sys', 'system'];

/** A warning, because the task that migrates the schema is a good reason. */
export const ADMIN_USER: Rule<DatabaseUserSubject> = {
  id: 'database-admin-user',
  level: 'warning',
  explanation: 'An application that has the admin user can drop the database, and so can whoever breaks into it.',
  fix: 'give the application a user of its own',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html',
  check: ({ username, admin }) => {
    const name = username === undefined || isUnresolved(username) ? undefined : username;
    if (!admin && !ADMIN_NAMES.includes(name?.toLowerCase() ?? '')) {
      return undefined;
    }
    const who = name === undefined ? 'the user of the secret' : `'${name}'`;
    return (
      `${who} is the database's admin user: give the application a user of its own, or say that it is meant ` +
      'with allowAdminUser: true'
    );
  },
};

export const DATABASE_PASSWORD: Rule<{ readonly kind: string }> = {
  id: 'database-password',
  explanation:
    'The database gets the password that the secret holds. A placeholder would become the password, and ' +
    'plaintext is visible to everybody.',
  fix: 'leave it out, so that AWS generates one, or take it from an ephemeral variable',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html',
  check: ({ kind }) =>
    kind === 'external' || kind === 'plaintext'
      ? `a database's password can't be ${kind === 'external' ? 'an external value' : 'plaintext'}: leave it ` +
        'out, so that AWS generates one, or use fromVariable'
      : undefined,
};

export const ORACLE_DBNAME: Rule<{ readonly engine: string; readonly dbname?: string }> = {
  id: 'oracle-dbname',
  explanation: 'The rotation functions for Oracle read the name of the database from the secret.',
  fix: 'give dbname',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html',
  check: ({ engine, dbname }) =>
    engine === 'oracle' && dbname === undefined
      ? "a secret for oracle has no dbname, which its rotation needs: give the database's name"
      : undefined,
};
