import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformLocal, TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { createJsonSecret } from './json-secret-resource';
import { VariableNames } from './variable-names';
import { VERSIONS_KEY } from './versions-key';
import { SECRET_NAME, SECRET_NAME_SUFFIX } from '../checks/names';
import { enforce } from '../checks/rule';
import { warn } from '../checks/warnings';
import { ISecretSource, SecretBinding, SecretStore } from '../references/secret-source';
import { escapeTemplate, hcl, valueOf } from '../terraform/hcl';
import { missingValue } from '../values/missing-value';

export interface VariableJsonSecretProps {
  readonly secretName: string;
  readonly names: VariableNames;
  readonly removedKeys?: string[];
  readonly encryptionKeyArn?: string;
  readonly recoveryWindowInDays?: number;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * The JSON secret of `VariableSecrets`.
 */
export class VariableJsonSecret extends Construct implements ISecretSource {
  private readonly secret: SecretsmanagerSecret;
  private readonly version: SecretsmanagerSecretVersion;
  private readonly versions: TerraformLocal;

  public constructor(scope: Construct, id: string, private readonly props: VariableJsonSecretProps) {
    super(scope, id);
    const { names, secretName, removedKeys = [] } = props;
    enforce(this, { name: secretName }, SECRET_NAME);
    warn(this, { name: secretName }, SECRET_NAME_SUFFIX, secretName);
    this.versions = new TerraformLocal(this, 'Versions', names.versions);
    const versions = hcl`${this.versions.asString}`;
    const removed = valueOf([...removedKeys].sort());
    const { secret, version } = createJsonSecret(this, {
      ...props,
      content: {
        written: hcl`{ for k, n in ${versions} : k => ${names.valueOf('k')} }`,
        versions,
        placeholders: hcl`{}`,
        fixed: hcl`{}`,
        removed: removedKeys,
      },
      contentNumber: hcl`parseint(substr(sha256(jsonencode([${versions}, ${removed}])), 0, 12), 16)`,
      preconditions: [
        {
          condition: hcl`alltrue([for k, n in ${versions} : ${names.valueOf('k')} != null])`,
          errorMessage: missingValue(this, `a key of secret ${secretName}`, 'none', [names.variable]),
        },
        {
          condition: hcl`!contains(keys(${versions}), ${valueOf(VERSIONS_KEY)})`,
          errorMessage:
            `'${VERSIONS_KEY}' can't be a key of a JSON secret, the versions of its values are kept ` +
            `there: choose another name (${escapeTemplate(this.node.path)})`,
        },
      ],
    });
    this.secret = secret;
    this.version = version;
  }

  public bindSecrets(_scope: IConstruct): SecretBinding {
    const { arn } = this.secret;
    const entry = hcl`{ name = k, valueFrom = "\${${arn}}:\${k}::", arn = ${arn} }`;
    const entries = hcl`[for k, n in ${this.versions.asString} : ${entry}]`;
    return {
      entries: [],
      lists: [
        {
          label: this.node.path,
          entries: entries.toString(),
          read: {
            store: SecretStore.SECRETS_MANAGER,
            arn,
            storedName: this.props.secretName,
            encryptionKeyArn: this.props.encryptionKeyArn,
          },
          version: hcl`sha256(jsonencode(${this.versions.asString}))`.toString(),
        },
      ],
      dependencies: [this.version],
    };
  }
}
