import { TerraformProvider } from 'cdktf';
import { FLAG, MAP, NUMBER, OBJECT, TEXT, TEXTS, listOf, structOf } from '../checks/api-shape';
import { propsOf } from '../checks/prop-types';
import { SecretValue } from '../values/secret-value';

/**
 * A copy of a secret in another Region.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
export interface ReplicaRegion {
  /**
   * The Region, like `eu-central-1`.
   */
  readonly region: string;
  /**
   * ARN of the customer key in that Region.
   *
   * @default - the AWS managed key
   */
  readonly encryptionKeyArn?: string;
}

/**
 * Properties of `JsonSecret`.
 */
export interface JsonSecretProps {
  /**
   * Name of the secret, like `example/api`.
   *
   * @default - Terraform makes a unique one, which begins with the construct's path
   */
  readonly secretName?: string;
  /**
   * The values, by the name that is both the key of the JSON and the environment variable. Each is stored as a string.
   */
  readonly jsonSecret: { [name: string]: SecretValue };
  /**
   * Keys to take out of the JSON. A key that leaves the map leaves the containers and stays stored, until it is named
   * here.
   *
   * @default - none
   */
  readonly removedKeys?: string[];
  /**
   * Whether containers get the version that Terraform wrote last, by its id, so that an old revision of the task
   * definition means the old values and a rollback brings them back. Secrets Manager keeps about a hundred versions.
   *
   * The price: each written value registers a new revision, the old ones stay registered (`skipDestroy`), the task
   * definition is replaced only after what it no longer reads is gone, and no container sees what people or a rotation
   * write until Terraform writes again.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   * @default false
   */
  readonly pinVersions?: boolean;
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
   * Days for which a deleted secret can be restored: 7 to 30, or 0 to delete it at once. Its name is taken until then.
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
   * Whether the plan fails, naming container and key, where a key that a container uses is missing, empty, no text, or
   * still the placeholder of an `external` value. The apply that writes the secret looks afterwards, and stops before
   * the service until somebody has set such a value.
   *
   * Reads the secret with the deployer's credentials, which takes `secretsmanager:GetSecretValue`, and `kms:Decrypt`
   * for a customer key. What is read goes into no state and no plan.
   *
   * @default false
   */
  readonly verifyAtPlan?: boolean;
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

/** The Regions that a secret is copied to. */
export const REPLICA_REGIONS = listOf(structOf<ReplicaRegion>({ region: TEXT, encryptionKeyArn: TEXT }, ['region']));

export const JSON_SECRET_PROPS = propsOf<JsonSecretProps>({ jsonSecret: OBJECT }, {
  secretName: TEXT,
  removedKeys: TEXTS,
  pinVersions: FLAG,
  encryptionKeyArn: TEXT,
  recoveryWindowInDays: NUMBER,
  replicaRegions: REPLICA_REGIONS,
  verifyAtPlan: FLAG,
  description: TEXT,
  tags: MAP,
  provider: OBJECT,
});
