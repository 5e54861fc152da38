import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { DataAwsSecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { VERSIONS_KEY } from './versions-key';
import { PARAMETER_NAME_LENGTH, PATH_PATTERN } from '../checks/names';
import { enforce } from '../checks/rule';
import { Hcl, hcl, valueOf } from '../terraform/hcl';

/** The names in a text, with any characters between them. */
const NAMES = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';

/**
 * Where to find the keys of a secret that Terraform doesn't own. An ephemeral read can't name anything in a task
 * definition, so the names have to come from something that Terraform stores in the state.
 */
export class KeyDiscovery {
  /**
   * From tags of the secret: the state holds names, no value. A tag holds up to 256 characters; tags whose keys begin
   * alike are joined.
   *
   * @param key the tag's key, or the beginning of several; the value lists names with spaces between them
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html
   */
  public static fromTag(key: string = 'container-secrets'): KeyDiscovery {
    return new KeyDiscovery((_scope, secret) => {
      const texts = hcl`[for k, v in ${secret.fqn}.tags : v if startswith(k, ${valueOf(key)})]`;
      return hcl`sort(distinct(flatten([for t in ${texts} : regexall(${valueOf(NAMES)}, t)])))`;
    });
  }

  /**
   * From a parameter of type `String` or `StringList` that lists them: the state holds names, no value.
   *
   * @param parameterName the parameter; its value lists names with commas, spaces or line breaks between them
   */
  public static fromParameter(parameterName: string): KeyDiscovery {
    return new KeyDiscovery((scope, _secret, provider) => {
      enforce(scope, { path: parameterName }, PATH_PATTERN, PARAMETER_NAME_LENGTH);
      const list = new DataAwsSsmParameter(scope, 'Names', { name: parameterName, withDecryption: false, provider });
      return hcl`sort(distinct(regexall(${valueOf(NAMES)}, ${list.insecureValue})))`;
    });
  }

  /**
   * From the secret's value itself: **the state holds the whole value in plaintext**, and whoever can read the state
   * can read it.
   */
  public static fromValue(): KeyDiscovery {
    return new KeyDiscovery((scope, secret, provider) => {
      const version = new DataAwsSecretsmanagerSecretVersion(scope, 'Value', { secretId: secret.id, provider });
      const keys = hcl`nonsensitive(sort(keys(jsondecode(${version.secretString}))))`;
      return hcl`[for k in ${keys} : k if k != ${valueOf(VERSIONS_KEY)}]`;
    });
  }

  private constructor(
    private readonly names: (
      scope: Construct,
      secret: DataAwsSecretsmanagerSecret,
      provider?: TerraformProvider,
    ) => Hcl,
  ) {}

  /** A list of the names, as an expression. @internal */
  public _namesOf(scope: Construct, secret: DataAwsSecretsmanagerSecret, provider?: TerraformProvider): Hcl {
    return this.names(scope, secret, provider);
  }
}
