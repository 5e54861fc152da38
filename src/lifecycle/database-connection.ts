import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { DatabaseCredentials, numberOf } from './database-credentials';
import { mergedJson } from '../stores/json-merge';
import { SeededSecret } from '../stores/json-secret-resource';
import { escapeTemplate, hcl, joined, valueOf } from '../terraform/hcl';

const NOTHING = hcl`{}`;

/** The version of the secret that containers read, and text that changes with the connection. */
export interface WrittenConnection {
  readonly resource: SecretsmanagerSecretVersion;
  readonly version: string;
}

export interface ConnectionProps {
  /** Keys of the JSON that say where the database is; what is undefined is taken out of it. */
  readonly connection: { readonly [key: string]: string | number | undefined };
  readonly credentials: DatabaseCredentials;
  readonly passwordVersion: number;
  readonly secret: SeededSecret;
  readonly secretName: string;
  readonly provider?: TerraformProvider;
}

/**
 * Writes connection and credentials as one JSON, once the database is there and has taken its password. Other keys
 * stay.
 */
export function writeConnection(scope: Construct, props: ConnectionProps): WrittenConnection {
  const { credentials: { username, password, number }, passwordVersion, secret, provider } = props;
  const entries = Object.entries({ port: undefined, dbname: undefined, masterarn: undefined, ...props.connection });
  const given = entries.filter(([, value]) => value !== undefined);
  const connection = hcl`{${joined(
    given.map(([key, value]) => hcl`${valueOf(key)} = tostring(${valueOf(value)})`),
    ', ',
  )}}`;
  const content = {
    written: NOTHING,
    versions: hcl`tomap({"username" = ${passwordVersion}, "password" = ${passwordVersion}})`,
    placeholders: NOTHING,
    fixed: hcl`merge(${connection}, {"username" = ${username}, "password" = ${password}})`,
    removed: entries.filter(([, value]) => value === undefined).map(([key]) => key),
  };
  const isComplete = {
    condition: hcl`try(length(${username}) > 0 && length(${password}) > 0, false)`,
    errorMessage: escapeTemplate(
      `secret ${props.secretName} would hold no username or no password, so it stays as it is: raise the ` +
        `version of the password (${scope.node.path})`,
    ),
  };
  const resource = new SecretsmanagerSecretVersion(scope, 'Connection', {
    secretId: secret.secretId,
    secretStringWo: mergedJson(content, secret.stored).toString(),
    secretStringWoVersion: Token.asNumber(numberOf(hcl`[${connection}, ${number}]`)),
    lifecycle: { precondition: [isComplete] },
    provider,
  });
  return { resource, version: hcl`tostring(${numberOf(connection)})`.toString() };
}
