import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { FLAG, NUMBER, TEXT } from '../checks/api-shape';
import { ENVIRONMENT_NAME } from '../checks/container';
import { ADMIN_USER } from '../checks/database';
import { didYouMean } from '../checks/nearest';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { SECRET_ARN_PATTERN } from '../checks/value-from';
import { SecretSelection } from '../references/secret-selection';
import { ISecretSource, SecretBinding, SecretStore } from '../references/secret-source';
import { formatValueFrom } from '../references/value-from';
import { isUnresolved } from '../terraform/tokens';

/**
 * Properties of a secret that RDS manages.
 */
export interface ManagedDatabaseSecretProps {
  /**
   * ARN of the secret: `master_user_secret[0].secret_arn` of the instance or cluster.
   */
  readonly secretArn: string;
  /**
   * Host name, without the port: `address` of an instance, `endpoint` of a cluster.
   */
  readonly host: string;
  /**
   * Port.
   *
   * @default - none
   */
  readonly port?: number;
  /**
   * Name of the database.
   *
   * @default - none
   */
  readonly dbname?: string;
  /**
   * ARN of the customer key of `master_user_secret_kms_key_id`.
   *
   * @default - the AWS managed key `aws/secretsmanager`
   */
  readonly encryptionKeyArn?: string;
  /**
   * Whether containers may be the database's admin user, like one that migrates the schema. Silences the warning.
   *
   * @default false
   */
  readonly allowAdminUser?: boolean;
}

const PROPS = propsOf<ManagedDatabaseSecretProps>(
  { secretArn: TEXT, host: TEXT },
  { port: NUMBER, dbname: TEXT, encryptionKeyArn: TEXT, allowAdminUser: FLAG },
);

/**
 * The secret that RDS creates for the admin user and rotates by itself. It holds `username` and `password` alone, so
 * the rest is plain environment.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class ManagedDatabaseSecret implements ISecretSource {
  /**
   * ARN of the secret.
   */
  public readonly arn: string;

  /**
   * @throws if the ARN isn't a secret's
   */
  public constructor(private readonly props: ManagedDatabaseSecretProps) {
    enforce(undefined, { props, ...PROPS }, PROP_TYPES);
    enforce(undefined, { name: 'secretArn', arn: props.secretArn }, SECRET_ARN_PATTERN);
    this.arn = props.secretArn;
  }

  /**
   * Only these keys, under names of choice, given as `{ username: 'DB_USER', password: 'DB_PASSWORD' }`.
   *
   * @throws where it is used, if the secret doesn't have one of the keys
   */
  public namedAs(names: { [key: string]: string }): SecretSelection {
    return SecretSelection.of(this).only(...Object.keys(names)).renamed(names);
  }

  /**
   * What the secret doesn't hold, for `environment` of a container, given as
   * `{ host: 'DB_HOST', port: 'DB_PORT', dbname: 'DB_NAME' }`.
   *
   * @throws if one of them isn't known
   */
  public environment(names: { [key: string]: string }): { [name: string]: string } {
    const { host, port, dbname } = this.props;
    const known = new Map(Object.entries({ host, port, dbname }).filter(([, value]) => value !== undefined));
    return Object.fromEntries(
      Object.entries(names).map(([key, name]) => {
        enforce(undefined, { name }, ENVIRONMENT_NAME);
        if (!known.has(key)) {
          throw new ValidationError(
            `'${key}' of the database isn't ` +
              `known${didYouMean(key, [...known.keys()]) || `: ${[...known.keys()].join(', ')} are`}`,
          );
        }
        return [name, textOf(known.get(key)!)];
      }),
    );
  }

  public bindSecrets(_scope: IConstruct): SecretBinding {
    const { arn } = this;
    const { encryptionKeyArn, allowAdminUser } = this.props;
    const store = SecretStore.SECRETS_MANAGER;
    const warning = allowAdminUser ? undefined : ADMIN_USER.check({ admin: true });
    return {
      entries: ['username', 'password'].map((name) => ({
        name,
        valueFrom: formatValueFrom({ store, arn, jsonKey: name }),
        read: { store, arn, encryptionKeyArn },
        warning,
      })),
    };
  }
}

function textOf(value: string | number): string {
  return isUnresolved(value) ? Token.asString(value) : String(value);
}
