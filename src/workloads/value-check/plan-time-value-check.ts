import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { GatedSecret, valueConditions } from './value-conditions';
import { SecretEntry, SecretStore } from '../../references/secret-source';
import { EphemeralResource } from '../../terraform/ephemeral-resource';
import { compare, hcl, quoted, valueOf } from '../../terraform/hcl';
import { resolve } from '../../terraform/resolve';
import { terraformData } from '../../terraform/terraform-data';

/** The secrets of one container. */
export interface GatedContainer {
  readonly container: string;
  readonly secrets: readonly SecretEntry[];
}

/**
 * One read: a parameter, or one version of a secret. Its key names the first variable that needs it, so that
 * Terraform's error shows where reading fails.
 */
interface GatedRead {
  readonly key: string;
  readonly secrets: GatedSecret[];
}

/**
 * Stops the plan where a value that a container needs isn't there, for the sources that ask for it. A service that
 * depends on it isn't touched before.
 *
 * The conditions stand on a `terraform_data`, because conditions of an ephemeral block crash `terraform show -json` of
 * a saved plan (Terraform 1.11).
 */
export class PlanTimeValueCheck extends Construct {
  /** Nothing where no source asks for it. */
  public static of(scope: Construct, containers: readonly GatedContainer[]): PlanTimeValueCheck | undefined {
    const secrets = containers.flatMap(({ container, secrets: entries }) =>
      entries.flatMap((entry) => (entry.verification ? [{ container, entry, verification: entry.verification }] : [])),
    );
    return secrets.length > 0 ? new PlanTimeValueCheck(scope, secrets) : undefined;
  }

  public readonly resource: TerraformResource;

  private constructor(scope: Construct, secrets: readonly GatedSecret[]) {
    super(scope, 'PlanGate');
    const ordered = [...secrets].sort((a, b) => compare(keyOf(a), keyOf(b)));
    const conditions = [SecretStore.PARAMETER_STORE, SecretStore.SECRETS_MANAGER].flatMap((store) =>
      this.byProvider(ordered.filter(({ entry }) => entry.read.store === store)).flatMap(([provider, group], index) => {
        const [id, attribute] =
          store === SecretStore.PARAMETER_STORE ? ['Parameters', 'value'] : ['Secrets', 'secret_string'];
        const unread = group.filter((read) => this.textOf(read) === undefined);
        const block = unread.length > 0 ? this.read(`${id}${index || ''}`, store, unread, provider) : undefined;
        return group.flatMap((read) =>
          valueConditions(this.textOf(read) ?? block!.attribute(attribute, read.key), read.secrets, scope.node.path),
        );
      }),
    );
    this.resource = terraformData(this, 'Resource', {
      lifecycle: {
        precondition: conditions.map(({ condition, errorMessage }) => ({
          condition: condition.toString(),
          errorMessage: quoted(errorMessage).toString(),
        })),
      },
    });
  }

  /** What was read already, unless that was in another stack. */
  private textOf({ secrets: [{ verification }] }: GatedRead): string | undefined {
    const text = verification._text;
    return text && isOfStack(text.owner, this) ? text.value : undefined;
  }

  private read(
    id: string,
    store: SecretStore,
    reads: readonly GatedRead[],
    provider?: TerraformProvider,
  ): EphemeralResource {
    const parameters = store === SecretStore.PARAMETER_STORE;
    const instances = reads.map(({ key, secrets: [{ verification: v }] }) => [
      key,
      parameters ? { arn: v.arn } : { arn: v.arn, stage: v.versionStage ?? null, version: v.versionId ?? null },
    ]);
    return new EphemeralResource(this, id, {
      type: parameters ? 'aws_ssm_parameter' : 'aws_secretsmanager_secret_version',
      forEach: valueOf(Object.fromEntries(instances)),
      attributes: parameters
        ? { arn: hcl`each.value.arn`.toString(), with_decryption: true }
        : {
          secret_id: hcl`each.value.arn`.toString(),
          version_stage: hcl`each.value.stage`.toString(),
          version_id: hcl`each.value.version`.toString(),
        },
      provider,
    });
  }

  /** What is to be read, once each, by the provider that can read it. */
  private byProvider(secrets: readonly GatedSecret[]): [TerraformProvider | undefined, GatedRead[]][] {
    const groups = new Map<TerraformProvider | undefined, Map<string, GatedRead>>();
    for (const secret of secrets) {
      const { arn, versionStage, versionId, provider } = secret.verification;
      // another stack's provider can't be named here
      const usable = provider && isOfStack(provider, this) ? provider : undefined;
      const reads = groups.get(usable) ?? new Map<string, GatedRead>();
      const id = JSON.stringify([String(resolve(this, arn)), versionStage, versionId]);
      const read = reads.get(id) ?? { key: keyOf(secret), secrets: [] };
      read.secrets.push(secret);
      groups.set(usable, reads.set(id, read));
    }
    return [...groups].map(([provider, reads]) => [provider, [...reads.values()]]);
  }
}

function keyOf({ container, entry }: GatedSecret): string {
  return `${container}/${entry.name}`;
}

function isOfStack(construct: IConstruct, scope: IConstruct): boolean {
  return TerraformStack.of(construct) === TerraformStack.of(scope);
}
