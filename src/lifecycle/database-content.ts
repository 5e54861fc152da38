import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { JsonContent, mergedJson } from '../stores/json-merge';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { Hcl, hcl, joined, valueOf } from '../terraform/hcl';
import { SecretValue } from '../values/secret-value';

const NOTHING = hcl`{}`;

/** User and password of a database, and the number that changes when they have to be written anew. */
export interface DatabaseCredentials {
  readonly content: JsonContent;
  readonly contentNumber: Hcl;
}

/**
 * User and password belong together: rotation may have stored the user's clone with its own password, which stays; those of another user go.
 */
export function credentialsOf(username: string, password: Hcl, value: SecretValue): DatabaseCredentials {
  const user = valueOf(username);
  const stored = hcl`lower(tostring(try(s["username"], ${user})))`;
  return {
    content: {
      written: hcl`{"username" = tostring(${user}), "password" = tostring(${password})}`,
      versions: hcl`tomap({"username" = ${value._version}, "password" = ${value._version}})`,
      placeholders: NOTHING,
      fixed: NOTHING,
      removed: [],
      // the suffix is that of AWS's rotation functions, upper case for Oracle
      replaced: hcl`!contains([lower(${user}), lower(format("%s_clone", ${user}))], ${stored})`,
    },
    contentNumber: numberOf(valueOf([username, value._kind, value._version])),
  };
}

/** The version of the secret that holds the connection, and text that changes with it. */
export interface WrittenConnection {
  readonly resource: SecretsmanagerSecretVersion;
  readonly version: string;
}

export interface ConnectionProps {
  /** Keys of the JSON that say where the database is; what is undefined is taken out of it. */
  readonly connection: { readonly [key: string]: string | number | undefined };
  /** What the secret holds since the credentials were written. */
  readonly stored: EphemeralResource;
  readonly secretId: string;
  readonly provider?: TerraformProvider;
}

/**
 * Puts the connection into the JSON, which waits for the database, beside the credentials, which don't.
 */
export function writeConnection(scope: Construct, props: ConnectionProps): WrittenConnection {
  const entries = Object.entries({ port: undefined, dbname: undefined, masterarn: undefined, ...props.connection });
  const given = entries.filter(([, value]) => value !== undefined);
  const fixed = hcl`{${joined(given.map(([key, value]) => hcl`${valueOf(key)} = tostring(${valueOf(value)})`), ', ')}}`;
  const removed = entries.filter(([, value]) => value === undefined).map(([key]) => key);
  const content = { written: NOTHING, versions: hcl`tomap({})`, placeholders: NOTHING, fixed, removed };
  const contentNumber = numberOf(fixed);
  const resource = new SecretsmanagerSecretVersion(scope, 'Connection', {
    secretId: props.secretId,
    secretStringWo: mergedJson(content, props.stored.attribute('secret_string')).toString(),
    secretStringWoVersion: Token.asNumber(contentNumber),
    provider: props.provider,
  });
  return { resource, version: hcl`tostring(${contentNumber})`.toString() };
}

/** A number of 48 bits that changes with the value, also one that is only known once the database is there. */
function numberOf(value: Hcl): Hcl {
  return hcl`parseint(substr(sha256(jsonencode(${value})), 0, 12), 16)`;
}
