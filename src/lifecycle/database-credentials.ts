import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Precondition, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { SeededSecret } from '../stores/json-secret-resource';
import { attributeOf } from '../terraform/attribute-reference';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { Hcl, hcl, valueOf } from '../terraform/hcl';
import { missingValue } from '../values/missing-value';
import { SecretValue } from '../values/secret-value';
import { groupValues } from '../values/written-values';

export interface CredentialsProps {
  readonly secret: SeededSecret;
  readonly secretName: string;
  readonly username: string;
  readonly password: SecretValue;
  readonly provider?: TerraformProvider;
}

/**
 * User and password of a database. Whoever needs one of them takes it from these expressions, so that all get the same.
 */
export interface DatabaseCredentials {
  /** Ephemeral. */
  readonly username: Hcl;
  /** Ephemeral. */
  readonly password: Hcl;
  /** Changes with the user, and with the password's kind and version. */
  readonly number: Hcl;
}

/**
 * Keeps user and password in a version of the secret that no container reads, until the database has them. Terraform
 * reads that version by its id, because reads by staging label can lag behind writes.
 *
 * Where the current version of the secret has been written with these credentials, its user and password are the ones:
 * rotation may have changed both since.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#troubleshoot_eventual-consistency
 */
export function stageCredentials(scope: Construct, props: CredentialsProps): DatabaseCredentials {
  const { secret, username, password, provider } = props;
  const user = valueOf(username);
  const [{ value }] = groupValues(scope, [['password', password]], provider);
  const given = value(valueOf('password'));
  const number = numberOf(valueOf([username, password._kind, password._version]));
  const version = new SecretsmanagerSecretVersion(scope, 'Version', {
    secretId: secret.secretId,
    secretStringWo: hcl`jsonencode({"password" = tostring(${given}), "username" = tostring(${user})})`.toString(),
    secretStringWoVersion: Token.asNumber(number),
    // AWS removes a version without a label in time. With the number in it, the next version's label is another one,
    // and the order doesn't matter in which the next version is created and this one deleted.
    versionStages: [hcl`format("TERRAFORM_CREDENTIALS_%d", ${number})`.toString()],
    lifecycle: {
      precondition: [secret.isObject, secret.hasVersions, secret.isFresh, ...isGiven(scope, props, given)],
    },
    provider,
  });
  const staged = new EphemeralResource(scope, 'Credentials', {
    type: 'aws_secretsmanager_secret_version',
    attributes: { secret_id: secret.secretId, version_id: attributeOf(version, 'version_id') },
    provider,
  });
  const stored = hcl`try(jsondecode(${secret.stored}), {})`;
  const isWritten = isWrittenWith(user, password._version);
  // the version holds one text of each, so both come from the same place
  const part = (key: string) => {
    const fromStaged = hcl`tostring(jsondecode(${staged.attribute('secret_string')})["${key}"])`;
    return hcl`[for s in [${stored}] : ${isWritten} ? try(tostring(s["${key}"]), null) : ${fromStaged}][0]`;
  };
  return { username: part('username'), password: part('password'), number };
}

/**
 * Whether `s` has the password of this version and user. Rotation alternates between the user and its clone, upper case
 * for Oracle.
 */
function isWrittenWith(user: Hcl, version: number): Hcl {
  const isUser = hcl`contains([lower(${user}), lower(format("%s_clone", ${user}))], lower(s["username"]))`;
  const isVersion = hcl`try(s["_versions"]["password"], 1) == ${version}`;
  const isFilledIn = hcl`length(s["password"]) > 0 && s["password"] != ${valueOf(SecretValue.PLACEHOLDER)}`;
  return hcl`try(${isFilledIn} && ${isUser} && ${isVersion}, false)`;
}

function isGiven(scope: Construct, { secretName, password }: CredentialsProps, given: Hcl): Precondition[] {
  if (password._kind === 'generated') {
    return [];
  }
  const errorMessage = missingValue(scope, `the password of secret ${secretName}`, 'none or an empty one', [
    password._variable,
  ]);
  return [{ condition: hcl`try(length(${given}) > 0, false)`, errorMessage }];
}

/** A number of 48 bits that changes with the value, also one that is only known once the database is there. */
export function numberOf(value: Hcl): Hcl {
  return hcl`parseint(substr(sha256(jsonencode(${value})), 0, 12), 16)`;
}
