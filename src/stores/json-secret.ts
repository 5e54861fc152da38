import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Precondition, TerraformLocal } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { contentOf } from './json-merge';
import { JSON_SECRET_PROPS, JsonSecretProps, ReplicaRegion } from './json-secret-props';
import { createJsonSecret, readWritten, shownName } from './json-secret-resource';
import { MAP_NAME, REPLICA_REGION, RESERVED_KEY, SECRET_NAME, SECRET_NAME_SUFFIX } from '../checks/names';
import { PROP_TYPES } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { PINNED_EXTERNAL, SECRET_VALUE_SIZE } from '../checks/values';
import { warn } from '../checks/warnings';
import { SecretSelection } from '../references/secret-selection';
import { SecretBinding, SecretEntry, SecretStore, SecretVerification } from '../references/secret-source';
import { SelectableSource } from '../references/selectable-source';
import { textOfValueFrom } from '../references/value-from';
import { attributeOf } from '../terraform/attribute-reference';
import { Hcl, hcl, valueOf } from '../terraform/hcl';
import { MovedFrom } from '../terraform/moved-from';
import { requireTerraform } from '../terraform/required-version';
import { missingValue } from '../values/missing-value';
import {
  NamedValues,
  digestNumber,
  enforceValue,
  groupValues,
  isGiven,
  plannedDigestNumber,
  sortedValues,
  versionText,
  writeVersion,
} from '../values/written-values';

/**
 * One secret of Secrets Manager, whose JSON has a key per name.
 *
 * Each change merges into what is stored: values typed into the console, rotated ones and keys that Terraform doesn't
 * know stay. For that the deployer needs `secretsmanager:GetSecretValue` on the secret; what it reads is ephemeral.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export class JsonSecret extends SelectableSource {
  /**
   * The secret.
   */
  public readonly resource: SecretsmanagerSecret;
  /**
   * The version that holds the values.
   */
  public readonly version: SecretsmanagerSecretVersion;
  /**
   * ARN of the secret.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
   */
  public readonly arn: string;
  /**
   * The names, sorted.
   */
  public readonly names: string[];

  private readonly secretName?: string;
  private readonly values: NamedValues;
  private readonly encryptionKeyArn?: string;
  private readonly verified?: Omit<SecretVerification, 'jsonKey'>;
  private readonly pinned: boolean;
  private readonly replicaRegions: readonly ReplicaRegion[];

  /**
   * @throws if a name can't be a key of the JSON, the secret's name is not allowed, a removed key is still in the map,
   * or versions are pinned although people write a value
   */
  public constructor(scope: Construct, id: string, props: JsonSecretProps) {
    super(scope, id);
    enforce(this, { props, ...JSON_SECRET_PROPS }, PROP_TYPES);
    this.secretName = props.secretName;
    this.encryptionKeyArn = props.encryptionKeyArn;
    this.pinned = props.pinVersions ?? false;
    this.replicaRegions = props.replicaRegions ?? [];
    this.values = sortedValues(props.jsonSecret);
    this.names = this.values.map(([name]) => name);
    this.validate(props);
    requireTerraform(this);

    const { removedKeys = [] } = props;
    const groups = groupValues(this, this.values, props.provider);
    const { secret, version } = createJsonSecret(this, {
      ...props,
      content: contentOf(this.values, groups, removedKeys),
      contentNumber: this.contentNumber(removedKeys),
      preconditions: this.values.flatMap(([name, value]): Precondition[] => {
        const place = `key ${name} of secret ${shownName(this, props.secretName)}`;
        if (value._variableKey !== undefined) {
          return [{ condition: isGiven(value), errorMessage: missingValue(this, place, 'none', [value._variable]) }];
        }
        const copied = value._stored && groups.find(({ names }) => names.includes(name))!.value(valueOf(name));
        return copied
          ? [
            {
              condition: hcl`${copied} != null`,
              errorMessage: missingValue(this, place, 'none', [], [value._stored!]),
            },
          ]
          : [];
      }),
    });
    this.resource = secret;
    this.version = version;
    this.arn = attributeOf(secret, 'arn');
    if (props.verifyAtPlan) {
      const text = readWritten(this, secret, version, props.provider);
      // the secret's ARN, but unknown while the JSON is about to be written; a version's `arn` is deprecated since 6.47
      const arn = hcl`split("|", ${attributeOf(version, 'id')})[0]`.toString();
      this.verified = { arn, provider: props.provider, _text: { value: text, owner: this } };
    }
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them, and what is stored
   * stays as it is.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: a deployment that
   * has not seen it would replace them.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Secret`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  /**
   * The copy in another Region, for a task that runs there. It has the same names, and its own key encrypts it.
   *
   * @param region one of `replicaRegions`
   * @throws if the secret has no copy in that Region
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
   */
  public replica(region: string): SecretSelection {
    const copy = this.replicaRegions.find((replica) => replica.region === region);
    enforce(this, { region, regions: this.replicaRegions.map((replica) => replica.region) }, REPLICA_REGION);
    const id = `Replica-${region}`;
    // the copies of a secret have its name and the six characters behind it
    const parts = hcl`split(":", ${this.arn})`;
    const arn = hcl`join(":", concat(slice(${parts}, 0, 3), [${valueOf(region)}], slice(${parts}, 4, 7)))`;
    const local = (this.node.tryFindChild(id) as TerraformLocal | undefined) ?? new TerraformLocal(this, id, arn);
    return SecretSelection.of({
      bindSecrets: (scope) => this.bindingOf(scope, local.asString, copy?.encryptionKeyArn),
    });
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    return this.bindingOf(scope, this.arn, this.encryptionKeyArn, this.verified);
  }

  private bindingOf(
    scope: IConstruct, arn: string, encryptionKeyArn?: string, verified?: Omit<SecretVerification, 'jsonKey'>,
  ): SecretBinding {
    const read = { store: SecretStore.SECRETS_MANAGER, arn, storedName: this.secretName, encryptionKeyArn };
    const versionId = this.pinned ? this.version.versionId : undefined;
    const entries = this.values.map(([name, value]): SecretEntry => ({
      name,
      valueFrom: textOfValueFrom({ arn, jsonKey: name, versionId }),
      pinned: this.pinned ? true : undefined,
      version: versionText(scope, this, name, value),
      verification: verified && { ...verified, jsonKey: name },
      read,
    }));
    return { entries, dependencies: [this.version] };
  }

  /**
   * Changes with the keys, where their values come from, and their versions; then the JSON is merged and written again.
   */
  private contentNumber(removedKeys: string[]): number | Hcl {
    const keys = this.values.map(([name, value]) => [name, value._kind, writeVersion(value)] as const);
    const content = [keys, [...removedKeys].sort()];
    return keys.every(([, , version]) => typeof version === 'number')
      ? digestNumber(JSON.stringify(content))
      : plannedDigestNumber(hcl`jsonencode(${valueOf(content)})`);
  }

  private validate(props: JsonSecretProps): void {
    if (props.secretName !== undefined) {
      enforce(this, { name: props.secretName }, SECRET_NAME);
      warn(this, { name: props.secretName }, SECRET_NAME_SUFFIX, props.secretName);
    }
    let bytes = 2;
    for (const [name, value] of this.values) {
      enforce(this, { name }, MAP_NAME, RESERVED_KEY);
      enforceValue(this, name, value);
      enforce(this, { name, kind: value._kind, pinned: this.pinned }, PINNED_EXTERNAL);
      bytes += Buffer.byteLength(`"${name}":${JSON.stringify(value._literalText ?? '')},`);
    }
    enforce(this, { bytes }, SECRET_VALUE_SIZE);
    const contradiction = props.removedKeys?.find((key) => this.names.includes(key));
    if (contradiction !== undefined) {
      throw new ValidationError(
        `'${contradiction}' is both in jsonSecret and in removedKeys: take it out of one of them`,
        this,
      );
    }
  }
}
