import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct, IConstruct } from 'constructs';
import { WrittenConnection, writeConnection } from './database-connection';
import { DatabaseCredentials, stageCredentials } from './database-credentials';
import { DatabaseEngine } from './database-engine';
import { CONNECTION, DATABASE_SECRET_PROPS, DatabaseConnection, DatabaseSecretProps } from './database-secret-props';
import { ManagedDatabaseSecret, ManagedDatabaseSecretProps } from './managed-database-secret';
import { ADMIN_USER, DATABASE_PASSWORD, ORACLE_DBNAME } from '../checks/database';
import { SECRET_NAME, SECRET_NAME_SUFFIX } from '../checks/names';
import { PROP_TYPES } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { warn } from '../checks/warnings';
import { SecretSelection } from '../references/secret-selection';
import { ISecretSource, SecretBinding, SecretEntry, SecretStore } from '../references/secret-source';
import { formatValueFrom } from '../references/value-from';
import { SeededSecret, createSeededSecret, shownName } from '../stores/json-secret-resource';
import { hcl } from '../terraform/hcl';
import { MovedFrom } from '../terraform/moved-from';
import { requireTerraform } from '../terraform/required-version';
import { SecretValue } from '../values/secret-value';

/**
 * The credentials of a database user, with the JSON that AWS's rotation functions read: `engine`, `host`, `username`,
 * `password`, and where they are given `port`, `dbname` and `masterarn`. These are also the names to select by;
 * environment variables are named with `namedAs`.
 *
 * A new password is first kept in a version of the secret that no container reads. The database takes it from there,
 * and only then it becomes the current one, together with where the database is. So no container gets a password that
 * the database doesn't have, and an apply that stops in between goes on with the same password at the next one. What
 * rotation writes is never overwritten.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export class DatabaseSecret extends Construct implements ISecretSource {
  /**
   * The secret that RDS creates for the admin user of an instance or cluster with `manage_master_user_password`, and
   * rotates by itself.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
   */
  public static fromManagedPassword(props: ManagedDatabaseSecretProps): ManagedDatabaseSecret {
    return new ManagedDatabaseSecret(props);
  }

  /**
   * The secret.
   */
  public readonly resource: SecretsmanagerSecret;
  /**
   * ARN of the secret.
   */
  public readonly arn: string;
  /**
   * The database's engine.
   */
  public readonly engine: DatabaseEngine;
  /**
   * The engine as text, like `postgres`, as the database's `engine` takes it. In other languages than TypeScript an
   * enum's member isn't its text.
   *
   * For Oracle, SQL Server, DocumentDB and Redshift the text is what the secret's JSON says, not what RDS calls the
   * engine's editions.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
   */
  public readonly engineName: string;
  /**
   * The user.
   */
  public readonly username: string;
  /**
   * `password_wo_version` of the database: the version of the password, so that secret and database change in the same
   * apply.
   */
  public readonly passwordWoVersion: number;
  /**
   * ARN of the secret with the user that may change this one's password, where rotation alternates between two users.
   */
  public readonly adminSecretArn?: string;
  /**
   * ARN of the customer key that encrypts the secret.
   */
  public readonly encryptionKeyArn?: string;

  private readonly props: DatabaseSecretProps;
  private readonly secret: SeededSecret;
  private readonly credentials: DatabaseCredentials;
  private located?: WrittenConnection & { readonly connection: DatabaseConnection };
  private givesPassword = false;

  /**
   * @throws if the secret's name is not allowed, or the password is plaintext or external
   */
  public constructor(scope: Construct, id: string, props: DatabaseSecretProps) {
    super(scope, id);
    enforce(this, { props, ...DATABASE_SECRET_PROPS }, PROP_TYPES);
    const { engine, username, provider, password = defaultPassword() } = props;
    this.props = props;
    this.engine = engine;
    this.engineName = engine;
    this.username = username;
    this.adminSecretArn = props.adminSecretArn;
    this.encryptionKeyArn = props.encryptionKeyArn;
    this.passwordWoVersion = password._version;
    if (props.secretName !== undefined) {
      enforce(this, { name: props.secretName }, SECRET_NAME);
      warn(this, { name: props.secretName }, SECRET_NAME_SUFFIX, props.secretName);
    }
    enforce(this, { kind: password._kind }, DATABASE_PASSWORD);
    requireTerraform(this);

    this.secret = createSeededSecret(this, props);
    this.resource = this.secret.secret;
    this.arn = this.resource.arn;
    this.credentials = stageCredentials(this, {
      secret: this.secret,
      secretName: shownName(this, props.secretName),
      username,
      password,
      provider,
    });
    if (props.connection) {
      this.attach(props.connection);
    }
    const unattached =
      'the secret doesn\'t know where its database is: call attach with the database\'s host, or ' +
      `give connection (${this.node.path})`;
    this.node.addValidation({ validate: () => (this.located ? [] : [unattached]) });
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them, and what is stored
   * stays as it is.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: a deployment that
   * has not seen it would replace them.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Database`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  /**
   * The password, ephemeral, for `password_wo` of the instance or `master_password_wo` of the cluster: what rotation
   * has stored, or the new one where another version is being written.
   *
   * Where the database refuses a new password, Terraform's AWS provider records it as done. Raise the version again
   * before the next apply.
   *
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
   */
  public get passwordWo(): string {
    this.givesPassword = true;
    return this.credentials.password.toString();
  }

  /**
   * Tells where the database is. The secret's current version is written after the database, and containers and
   * rotation wait for it.
   *
   * @throws if it is known already, or for Oracle without `dbname`
   */
  public attach(connection: DatabaseConnection): void {
    if (this.located) {
      throw new ValidationError('the secret knows its database already: attach it once, or leave connection out', this);
    }
    const { engine, adminSecretArn, credentials, passwordWoVersion, secret } = this;
    enforce(this, { owner: 'connection', props: connection, ...CONNECTION }, PROP_TYPES);
    enforce(this, { engine, dbname: connection.dbname }, ORACLE_DBNAME);
    const written = writeConnection(this, {
      connection: { engine, ...connection, masterarn: adminSecretArn },
      credentials,
      passwordVersion: passwordWoVersion,
      secret,
      secretName: shownName(this, this.props.secretName),
      provider: this.props.provider,
    });
    this.located = { connection, ...written };
  }

  /**
   * Only these keys, under names of choice, given as `{ host: 'DB_HOST', password: 'DB_PASSWORD' }`.
   *
   * @throws where it is used, if the secret doesn't have one of the keys
   */
  public namedAs(names: { [key: string]: string }): SecretSelection {
    return SecretSelection.of(this).only(...Object.keys(names)).renamed(names);
  }

  /**
   * Where the database is.
   *
   * @throws if the secret doesn't know yet
   */
  public get connection(): DatabaseConnection {
    return this.location.connection;
  }

  public bindSecrets(_scope: IConstruct): SecretBinding {
    const { connection, resource, version } = this.location;
    const credentialsVersion = hcl`tostring(${this.credentials.number})`.toString();
    const keys = ['engine', 'host', ...(['port', 'dbname'] as const).filter((key) => connection[key] !== undefined)];
    const warning = this.props.allowAdminUser
      ? undefined
      : ADMIN_USER.check({ username: this.username, admin: this.givesPassword });
    return {
      entries: [
        ...keys.map((name) => ({ ...this.entry(name), version })),
        ...['username', 'password'].map((name) => ({ ...this.entry(name), version: credentialsVersion, warning })),
      ],
      dependencies: [resource],
    };
  }

  private entry(name: string): SecretEntry {
    const { arn, encryptionKeyArn } = this;
    const store = SecretStore.SECRETS_MANAGER;
    const read = { store, arn, storedName: this.props.secretName, encryptionKeyArn };
    return { name, valueFrom: formatValueFrom({ store, arn, jsonKey: name }), read };
  }

  private get location() {
    if (!this.located) {
      throw new ValidationError(
        "the secret doesn't know yet where its database is: call attach with the database's host first, or " +
          'give connection',
        this,
      );
    }
    return this.located;
  }
}

/**
 * RDS refuses `/`, `@`, `"` and spaces; the others are what the rotation functions leave out. Oracle takes 30
 * characters.
 */
function defaultPassword(): SecretValue {
  return SecretValue.generated({ excludeCharacters: ':/@"\'\\', passwordLength: 30 });
}
