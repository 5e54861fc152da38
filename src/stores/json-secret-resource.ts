import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Precondition, TerraformProvider, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { fixSetting } from './fixed-setting';
import { JsonContent, mergedJson } from './json-merge';
import { checkSecretKey } from './secret-key-check';
import { VERSIONS_KEY } from './versions-key';
import { ENCRYPTION_KEY_ARN, ENCRYPTION_KEY_REGION } from '../checks/encryption-key';
import { enforce } from '../checks/rule';
import { RECOVERY_WINDOW } from '../checks/writing';
import { StoredNames } from '../references/stored-names';
import { attributeOf } from '../terraform/attribute-reference';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { Hcl, escapeTemplate, hcl, valueOf } from '../terraform/hcl';
import { literalConfig } from '../terraform/literal-config';
import { namePrefix } from '../terraform/name-prefix';
import { isUnresolved } from '../terraform/tokens';

const SECRET_NAME_LENGTH = 512;
/** How messages call a secret whose name Terraform makes up. */
const GENERATED = 'with a generated name';

export interface SeededSecretProps {
  readonly secretName?: string;
  readonly encryptionKeyArn?: string;
  readonly recoveryWindowInDays?: number;
  readonly replicaRegions?: { readonly region: string; readonly encryptionKeyArn?: string }[];
  readonly description?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

export interface JsonSecretResourceProps extends SeededSecretProps {
  readonly content: JsonContent;
  /** Changes whenever the JSON has to be merged and written again. */
  readonly contentNumber: number | Hcl;
  readonly preconditions: readonly Precondition[];
}

/** A secret that can be read from the moment it is there. */
export interface SeededSecret {
  readonly secret: SecretsmanagerSecret;
  readonly secretId: string;
  /** What AWSCURRENT holds when the apply begins: JSON text, ephemeral. */
  readonly stored: string;
  /** Condition: it is a JSON object. A resource that merges into it has to carry this condition. */
  readonly isObject: Precondition;
  /** Condition: the versions of its values can be read. */
  readonly hasVersions: Precondition;
  /** Condition: it is the version that was written last. */
  readonly isFresh: Precondition;
}

/**
 * A secret whose JSON is merged into what is stored, whether its keys are known at synth or at plan.
 */
export function createJsonSecret(
  scope: Construct,
  props: JsonSecretResourceProps,
): { secret: SecretsmanagerSecret; version: SecretsmanagerSecretVersion } {
  const { secret, secretId, stored, isObject, hasVersions, isFresh } = createSeededSecret(scope, props);
  const version = new SecretsmanagerSecretVersion(scope, 'Version', {
    secretId,
    secretStringWo: mergedJson(props.content, stored).toString(),
    secretStringWoVersion:
      typeof props.contentNumber === 'number' ? props.contentNumber : Token.asNumber(props.contentNumber),
    lifecycle: { precondition: [isObject, ...props.preconditions, hasVersions, isFresh] },
    provider: props.provider,
  });
  return { secret, version };
}

/** The name of a secret in messages. */
export function shownName(scope: IConstruct, secretName: string | undefined): string {
  return secretName ?? `of ${scope.node.path}`;
}

/**
 * A secret that has no version yet.
 */
export function createSecret(scope: Construct, props: SeededSecretProps): SecretsmanagerSecret {
  const { provider, secretName, replicaRegions = [] } = props;
  enforce(scope, props, ENCRYPTION_KEY_ARN, RECOVERY_WINDOW);
  replicaRegions.forEach((replica) => enforce(scope, replica, ENCRYPTION_KEY_ARN, ENCRYPTION_KEY_REGION));
  if (secretName !== undefined) {
    StoredNames.of(scope, provider).createSecret(scope, secretName);
  }
  const secret = new SecretsmanagerSecret(scope, 'Resource', literalConfig({
    name: secretName,
    namePrefix: secretName === undefined ? namePrefix(scope, { limit: SECRET_NAME_LENGTH }) : undefined,
    description: props.description,
    kmsKeyId: props.encryptionKeyArn,
    recoveryWindowInDays: props.recoveryWindowInDays,
    replica: props.replicaRegions?.map((replica) => ({ region: replica.region, kmsKeyId: replica.encryptionKeyArn })),
    tags: props.tags,
    provider,
    lifecycle: {
      // AWS refuses a replacement under the same name: so the secret isn't deleted first
      createBeforeDestroy: true,
      // a name that follows from a token had another form once (a slash in front): a secret keeps the one that it has,
      // and whoever changes the name is told below
      ignoreChanges: isUnresolved(secretName) ? ['name'] : undefined,
    },
  }));
  const place = secretName ?? GENERATED;
  fixSetting(scope, 'Place', {
    value: valueOf(place),
    isSame: hcl`self.input == ${valueOf(place)}`,
    resource: secret,
    errorMessage:
      `secret \${self.input} would be replaced by ${place}, and what only people know of it lost: keep ` +
      'its name (jsonSecretName, secretName), ' +
      'or add a second store under the new name whose values are SecretValue.fromStoredSecret(…), apply, ' +
      `and take this one away in another apply (${escapeTemplate(scope.node.path)})`,
  });
  checkSecretKey(scope, secret, shownName(scope, secretName), props.encryptionKeyArn);
  return secret;
}

/**
 * A secret with an empty JSON object as its first version, and what is stored in it.
 */
export function createSeededSecret(scope: Construct, props: SeededSecretProps): SeededSecret {
  const { provider } = props;
  const secretName = shownName(scope, props.secretName);
  const secret = createSecret(scope, props);
  const secretId = attributeOf(secret, 'id');
  // its own label keeps AWS from purging the seed, and writing it again from taking AWSCURRENT away from real values
  const seed = new SecretsmanagerSecretVersion(scope, 'Seed', {
    secretId,
    secretStringWo: '{}',
    secretStringWoVersion: 1,
    versionStages: ['TERRAFORM_SEED'],
    lifecycle: { ignoreChanges: ['version_stages'] },
    provider,
  });
  const read = (id: string, versionId: Hcl) => readVersion(scope, id, secretId, versionId, provider);
  // unknown until the seed is written: otherwise an apply that stopped before the seed would leave every later plan
  // unable to read
  const seedId = hcl`${attributeOf(seed, 'version_id')}`;
  const seeded = read('Seeded', seedId);
  // reads by staging label can lag behind writes, reads by version id don't: as long as the seed is the current
  // version, it is read by its id, so that a first apply doesn't wait for the label
  const stored = read('Stored', hcl`${isCurrent(seeded)} ? ${seedId} : null`);
  const text = stored.attribute('secret_string');
  // a condition of the ephemeral block itself would crash `terraform show -json` of a saved plan (Terraform 1.11)
  const path = escapeTemplate(scope.node.path);
  const isObject = {
    condition: hcl`can(keys(jsondecode(${text})))`,
    errorMessage:
      `secret ${secretName} holds no JSON object, so no key can be added to it: store a JSON object ` +
      `like {} first (${path})`,
  };
  const hasVersions = {
    condition: hcl`can([for i in values(try(jsondecode(${text})[${valueOf(VERSIONS_KEY)}], {})) : i + 0])`,
    errorMessage:
      `key ${VERSIONS_KEY} of secret ${secretName} is not an object of numbers, so nobody knows which ` +
      'values were written: restore it, or take it out, which writes each value again that has a version ' +
      `above 1 (${path})`,
  };
  const readAgain = read('ReadAgain', hcl`${stored.attribute('version_id')}`);
  const isFresh = {
    // the time is unknown in a plan, which writes nothing: only an apply stops
    condition: hcl`timestamp() == "" ? true : ${isCurrent(readAgain)}`,
    errorMessage:
      `secret ${secretName} was written a moment ago, and AWS still answers with the version before: apply again ` +
      `in a few seconds, so that nothing is lost (${path})`,
  };
  return { secret, secretId, stored: text, isObject, hasVersions, isFresh };
}

/**
 * What the secret holds once it is written: JSON text, ephemeral. As long as the version that Terraform wrote is the
 * current one, it is read by its id, because its label may come late.
 */
export function readWritten(
  scope: Construct, secret: SecretsmanagerSecret, version: SecretsmanagerSecretVersion, provider?: TerraformProvider,
): string {
  const secretId = attributeOf(secret, 'id');
  const versionId = hcl`${attributeOf(version, 'version_id')}`;
  const written = readVersion(scope, 'Written', secretId, versionId, provider);
  const current = readVersion(scope, 'Current', secretId, hcl`${isCurrent(written)} ? ${versionId} : null`, provider);
  return current.attribute('secret_string');
}

function readVersion(
  scope: Construct, id: string, secretId: string, versionId: Hcl, provider?: TerraformProvider,
): EphemeralResource {
  return new EphemeralResource(scope, id, {
    type: 'aws_secretsmanager_secret_version',
    attributes: { secret_id: secretId, version_id: versionId.toString() },
    provider,
  });
}

function isCurrent(version: EphemeralResource): Hcl {
  return hcl`contains(${version.attribute('version_stages')}, "AWSCURRENT")`;
}
