import { TerraformProvider } from 'cdktf';
import { DatabaseEngine } from './database-engine';
import { FLAG, MAP, NUMBER, OBJECT, TEXT } from '../checks/api-shape';
import { propsOf } from '../checks/prop-types';
import { REPLICA_REGIONS, ReplicaRegion } from '../stores/json-secret-props';
import { SecretValue } from '../values/secret-value';

/**
 * Where a database is.
 */
export interface DatabaseConnection {
  /**
   * Host name, without the port: `address` of an instance, `endpoint` of a cluster.
   */
  readonly host: string;
  /**
   * Port.
   *
   * @default - the engine's
   */
  readonly port?: number;
  /**
   * Name of the database. Rotation needs it for Oracle.
   *
   * @default - none in the secret
   */
  readonly dbname?: string;
}

/**
 * Properties of `DatabaseSecret`.
 */
export interface DatabaseSecretProps {
  /**
   * Name of the secret, like `example/database`.
   *
   * @default - Terraform makes a unique one, which begins with the construct's path
   */
  readonly secretName?: string;
  /**
   * The database's engine.
   */
  readonly engine: DatabaseEngine;
  /**
   * The user. Another one gets a password of its own.
   */
  readonly username: string;
  /**
   * The password. Raise its `version` to have another one, together with the database where that takes `passwordWo`;
   * the password of a user that Terraform doesn't manage is changed by rotation alone.
   *
   * @default - generated: 30 characters, none of `:/@"'\`, which some engine refuses
   */
  readonly password?: SecretValue;
  /**
   * Where the database is, if that is known already.
   *
   * @default - `attach` tells, which it has to where the database takes its password from this secret
   */
  readonly connection?: DatabaseConnection;
  /**
   * ARN of the secret with the user that may change this one's password. Rotation then alternates between two users.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html
   * @default - the user changes its own password
   */
  readonly adminSecretArn?: string;
  /**
   * Whether containers may be the database's admin user, like one that migrates the schema. Silences the warning.
   *
   * @default false
   */
  readonly allowAdminUser?: boolean;
  /**
   * ARN of the customer key that encrypts the secret.
   *
   * The plan stops where it is taken away, because the AWS provider doesn't do that, and says how to do it.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   * @default - the AWS managed key `aws/secretsmanager`
   */
  readonly encryptionKeyArn?: string;
  /**
   * Days for which the deleted secret can be restored: 7 to 30, or 0 to delete it at once.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
   * @default 30
   */
  readonly recoveryWindowInDays?: number;
  /**
   * Regions that hold a copy.
   *
   * @default - none
   */
  readonly replicaRegions?: ReplicaRegion[];
  /**
   * What the secret is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Tags of the secret.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

export const CONNECTION = propsOf<DatabaseConnection>({ host: TEXT }, { port: NUMBER, dbname: TEXT });

export const DATABASE_SECRET_PROPS = propsOf<DatabaseSecretProps>({ engine: TEXT, username: TEXT }, {
  secretName: TEXT,
  password: OBJECT,
  connection: OBJECT,
  adminSecretArn: TEXT,
  allowAdminUser: FLAG,
  encryptionKeyArn: TEXT,
  recoveryWindowInDays: NUMBER,
  replicaRegions: REPLICA_REGIONS,
  description: TEXT,
  tags: MAP,
  provider: OBJECT,
});
