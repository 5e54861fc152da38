import { TerraformProvider, TerraformVariable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { ParameterTier } from './parameter-tier';
import { VariableJsonSecret } from './variable-json-secret';
import { VariableNames, secretNameOf } from './variable-names';
import { VariableParameters } from './variable-parameters';
import { MAP, NUMBER, OBJECT, TEXT, TEXTS } from '../checks/api-shape';
import { PATH_LEADING_SLASH, PATH_PATTERN, PATH_RESERVED_PREFIX } from '../checks/names';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { ISecretSource, SecretBinding } from '../references/secret-source';
import { SelectableSource } from '../references/selectable-source';
import { MovedFrom } from '../terraform/moved-from';
import { requireTerraform } from '../terraform/required-version';

/**
 * Properties of `VariableSecrets`.
 */
export interface VariableSecretsProps {
  /**
   * Where the application keeps its secrets: `/example/api` gives parameters `/example/api/NAME` and the secret
   * `example/api`.
   */
  readonly path: string;
  /**
   * A `map(string)` variable: each entry becomes a parameter. It is made sensitive, with `parameterNames` ephemeral
   * too.
   *
   * @default - no parameters
   */
  readonly parameters?: TerraformVariable;
  /**
   * A `map(string)` variable: each entry becomes a key of one Secrets Manager secret. It is made sensitive, with
   * `jsonSecretNames` ephemeral too.
   *
   * @default - no secret
   */
  readonly jsonSecret?: TerraformVariable;
  /**
   * A `list(string)` variable with the names of the parameters, so that the values can be ephemeral: they are then in
   * no plan either.
   *
   * @default - the keys of `parameters`
   */
  readonly parameterNames?: TerraformVariable;
  /**
   * A `list(string)` variable with the keys of the secret, so that the values can be ephemeral: they are then in no
   * plan either.
   *
   * @default - the keys of `jsonSecret`
   */
  readonly jsonSecretNames?: TerraformVariable;
  /**
   * A `map(number)` variable with the versions of values, by name: a value is written again when its number changes.
   * Values that aren't ephemeral are also written when they change themselves.
   *
   * @default - 1 for each
   */
  readonly versions?: TerraformVariable;
  /**
   * Name of the secret.
   *
   * @default - the path without its first slash
   */
  readonly jsonSecretName?: string;
  /**
   * Keys to take out of the secret's JSON. A key that leaves the map leaves the containers and stays stored, until it
   * is named here.
   *
   * @default - none
   */
  readonly removedKeys?: string[];
  /**
   * ARN of the customer key that encrypts parameters and secret.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
   * @default - the AWS managed keys
   */
  readonly encryptionKeyArn?: string;
  /**
   * Days for which the deleted secret can be restored: 7 to 30, or 0 to delete it at once.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
   * @default 30
   */
  readonly recoveryWindowInDays?: number;
  /**
   * Storage class of the parameters.
   *
   * @default - the account's default tier
   */
  readonly parameterTier?: ParameterTier;
  /**
   * Tags of parameters and secret.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold them.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<VariableSecretsProps>({ path: TEXT }, {
  parameters: OBJECT,
  jsonSecret: OBJECT,
  parameterNames: OBJECT,
  jsonSecretNames: OBJECT,
  versions: OBJECT,
  jsonSecretName: TEXT,
  removedKeys: TEXTS,
  encryptionKeyArn: TEXT,
  recoveryWindowInDays: NUMBER,
  parameterTier: TEXT,
  tags: MAP,
  provider: OBJECT,
});

/**
 * Secrets whose names are only known at plan, from map variables: one entry more in a `.tfvars` file is the one edit.
 *
 * Keys of an ephemeral variable can't name anything in Terraform. So there are two forms: a map variable alone, whose
 * values are in saved plans (never in the state); or a list of names beside it, and then the map is ephemeral. A value
 * of the first form is written when it changes: the state holds 24 bits of a digest of path, name and value, which tell
 * that a value changed and rule out guesses, but confirm none.
 */
export class VariableSecrets extends SelectableSource {
  private readonly sources: ISecretSource[];

  /**
   * @throws if neither map is given, or the path isn't a parameter's
   */
  public constructor(scope: Construct, id: string, props: VariableSecretsProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { path, parameters, jsonSecret, parameterNames, jsonSecretNames, versions } = props;
    enforce(this, { path }, PATH_LEADING_SLASH, PATH_PATTERN, PATH_RESERVED_PREFIX);
    if (!parameters && !jsonSecret) {
      throw new ValidationError(
        'neither parameters nor jsonSecret is given: give at least one map(string) variable',
        this,
      );
    }
    requireTerraform(this);
    this.sources = [];
    if (parameters) {
      const names = new VariableNames(this, { path, values: parameters, names: parameterNames, versions });
      this.sources.push(new VariableParameters(this, 'ParameterMap', { ...props, names }));
    }
    if (jsonSecret) {
      const secretName = props.jsonSecretName ?? secretNameOf(path);
      const names = new VariableNames(this, { path: secretName, values: jsonSecret, names: jsonSecretNames, versions });
      this.sources.push(new VariableJsonSecret(this, 'JsonSecret', { ...props, names, secretName }));
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
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Secrets`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const bindings = this.sources.map((source) => source.bindSecrets(scope));
    return {
      entries: [],
      lists: bindings.flatMap((binding) => binding.lists ?? []),
      dependencies: bindings.flatMap((binding) => binding.dependencies ?? []),
    };
  }
}
