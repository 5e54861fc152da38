import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformLocal, TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { checkExternalParameters } from './external-parameter-check';
import { createParameters } from './parameter-resource';
import { ParameterTier } from './parameter-tier';
import { FLAG, MAP, OBJECT, TEXT } from '../checks/api-shape';
import { ENCRYPTION_KEY_ARN } from '../checks/encryption-key';
import {
  MAP_NAME,
  PARAMETER_NAME_LENGTH,
  PATH_LEADING_SLASH,
  PATH_PATTERN,
  PATH_RESERVED_PREFIX,
  PROTOTYPE_NAME,
} from '../checks/names';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { PARAMETER_VALUE_BRACES, PARAMETER_VALUE_SIZE } from '../checks/values';
import { SecretSelection } from '../references/secret-selection';
import { IParameterPath, SecretBinding, SecretEntry, SecretStore } from '../references/secret-source';
import { SelectableSource } from '../references/selectable-source';
import { StoredNames } from '../references/stored-names';
import { attributeOf } from '../terraform/attribute-reference';
import { AwsEnvironment } from '../terraform/aws-environment';
import { Hcl, byKey, hcl, valueOf } from '../terraform/hcl';
import { MovedFrom } from '../terraform/moved-from';
import { requireTerraform } from '../terraform/required-version';
import { StructuredValue } from '../terraform/structured-value';
import { isUnresolved } from '../terraform/tokens';
import { SecretValue } from '../values/secret-value';
import { ValueGroup } from '../values/value-group';
import {
  NamedValues,
  enforceValue,
  groupValues,
  sortedValues,
  versionText,
  writeVersion,
} from '../values/written-values';

/**
 * Properties of `ParameterMap`.
 */
export interface ParameterMapProps {
  /**
   * Path of the parameters, with a slash in front: `/example/api` gives `/example/api/NAME`.
   */
  readonly path: string;
  /**
   * The values, by the name that is both the parameter's leaf and the environment variable.
   */
  readonly parameters: { [name: string]: SecretValue };
  /**
   * ARN of the customer key that encrypts the values.
   *
   * AWS takes another key only together with the values, which Terraform doesn't store: the plan stops, and says how to
   * copy them.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
   * @default - the AWS managed key `alias/aws/ssm`
   */
  readonly encryptionKeyArn?: string;
  /**
   * Storage class of all parameters.
   *
   * @default - the account's default tier
   */
  readonly parameterTier?: ParameterTier;
  /**
   * Whether the plan fails, naming container and variable, as long as an `external` value is still the placeholder. The
   * apply that creates the parameters stops before the service, until somebody has set them. All other values are there
   * because Terraform writes them.
   *
   * Reads the external values with the deployer's credentials, which takes `ssm:GetParameter`, and `kms:Decrypt` for a
   * customer key. They go into no state and no plan.
   *
   * @default false
   */
  readonly verifyAtPlan?: boolean;
  /**
   * Tags of all parameters.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the parameters.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/** Parameter Store refuses a value with two of them in a row, which one of 300 generated values has. */
const NOT_IN_PARAMETERS = '{';

const PROPS = propsOf<ParameterMapProps>(
  { path: TEXT, parameters: OBJECT },
  { encryptionKeyArn: TEXT, parameterTier: TEXT, verifyAtPlan: FLAG, tags: MAP, provider: OBJECT },
);

/**
 * Parameters of SSM Parameter Store, one per name, as one `aws_ssm_parameter` with `for_each`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html
 */
export class ParameterMap extends SelectableSource implements IParameterPath {
  /**
   * All parameters in one resource; the names are its instances' keys.
   */
  public readonly resource: SsmParameter;
  /**
   * The names, sorted.
   */
  public readonly names: string[];
  public readonly path: string;

  private readonly provider?: TerraformProvider;
  private readonly values: NamedValues;
  private readonly encryptionKeyArn?: string;
  private readonly verifyAtPlan: boolean;
  private readonly arns = new Map<string, string>();

  /**
   * @throws if a name is not an environment variable's, the path isn't a parameter's, or a value known at synth is too
   * big
   */
  public constructor(scope: Construct, id: string, props: ParameterMapProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    this.path = props.path;
    this.provider = props.provider;
    this.encryptionKeyArn = props.encryptionKeyArn;
    this.verifyAtPlan = props.verifyAtPlan ?? false;
    this.values = sortedValues(props.parameters);
    this.names = this.values.map(([name]) => name);
    this.validate(props);
    requireTerraform(this);

    const copied = this.values.every(([, value]) => value._stored);
    const groups = groupValues(this, this.values, props.provider, NOT_IN_PARAMETERS);
    this.resource = createParameters(this, {
      path: props.path,
      forEach: new StructuredValue(
        this,
        Object.fromEntries(this.values.map(([name, value]) => [name, writeVersion(value)])),
      ),
      value: this.valueOfInstance(groups),
      variables: this.values.filter(([, value]) => value._expression !== undefined).map(([, value]) => value._variable),
      version: hcl`each.value`,
      copied: this.values.flatMap(([, value]) => (value._stored ? [value._stored] : [])),
      type: this.perName((value) => value._kind === 'plaintext', 'String', 'SecureString'),
      isPlaceholder: this.namesOf((value) => value._kind === 'external'),
      encryptionKeyArn: props.encryptionKeyArn,
      keyId: this.keyId(copied),
      rewritten: copied ? 'copied' : 'kept',
      advice:
        `for one apply make each value SecretValue.fromStoredParameter('${props.path}/NAME', { version: 2 ` +
        '}), with a version that is one higher ' +
        'than its own, and then what it was, with that version',
      tier: props.parameterTier,
      tags: props.tags,
      provider: props.provider,
    });
    const external = this.values.filter(([, value]) => value._kind === 'external').map(([name]) => name);
    checkExternalParameters(this, props.path, external, this.resource, props.provider);
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them, and what is stored
   * stays as it is.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: a deployment that
   * has not seen it would replace them.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Parameters`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  public get pathArn(): string {
    const { partition, region, account } = AwsEnvironment.of(this, this.provider);
    return `arn:${partition}:ssm:${region}:${account}:parameter${this.path}`;
  }

  /**
   * ARN of one parameter.
   *
   * @throws if the map doesn't have the name
   */
  public arnOf(name: string): string {
    let arn = this.arns.get(name);
    if (arn === undefined) {
      SecretSelection.of(this).only(name).bindSecrets(this);
      arn = this.arns.get(name)!;
    }
    return arn;
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    return { entries: this.values.map(([name, value]) => this.entry(scope, name, value)) };
  }

  private entry(scope: IConstruct, name: string, value: SecretValue): SecretEntry {
    let arn = this.arns.get(name);
    if (arn === undefined) {
      arn = isUnresolved(name)
        ? hcl`${this.resource.fqn}[${valueOf(name)}].arn`.toString()
        : attributeOf(this.resource, 'arn', name);
      this.arns.set(name, arn);
    }
    return {
      name,
      valueFrom: arn,
      version: versionText(scope, this, name, value),
      verification: this.verifyAtPlan && value._kind === 'external' ? { arn, provider: this.provider } : undefined,
      read: {
        store: SecretStore.PARAMETER_STORE,
        arn,
        storedName: `${this.path}/${name}`,
        encryptionKeyArn: value._kind === 'plaintext' ? undefined : this.encryptionKeyArn,
        parameterPath: this,
      },
    };
  }

  private validate(props: ParameterMapProps): void {
    enforce(this, { path: props.path }, PATH_LEADING_SLASH, PATH_PATTERN, PATH_RESERVED_PREFIX);
    enforce(this, props, ENCRYPTION_KEY_ARN);
    const stored = StoredNames.of(this, props.provider);
    for (const [name, value] of this.values) {
      enforce(this, { name }, MAP_NAME, PROTOTYPE_NAME);
      enforceValue(this, name, value);
      enforce(this, { path: `${props.path}/${name}` }, PARAMETER_NAME_LENGTH);
      const literal = { name, value: value._literalText, tier: props.parameterTier };
      enforce(this, literal, PARAMETER_VALUE_SIZE, PARAMETER_VALUE_BRACES);
      stored.createParameter(this, `${props.path}/${name}`);
    }
  }

  /** Where all values are the same expression of their names, it stands in the resource itself. */
  private valueOfInstance(groups: readonly ValueGroup[]): Hcl {
    // a condition on nothing but a constant is refused by Terraform
    if (groups.length === 1 && groups[0].literal === undefined) {
      return groups[0].value(hcl`each.key`);
    }
    const values = groups.flatMap(({ names, value, literal }) =>
      names.map((name): [string, Hcl | string] => [name, literal ?? value(valueOf(name))]),
    );
    const local = new TerraformLocal(this, 'Values', new StructuredValue(this, Object.fromEntries(values.sort(byKey))));
    return hcl`${local.asString}[each.key]`;
  }

  /**
   * A `String` has no key; given one, Terraform would want to add it at every plan. The managed key is named where
   * values are copied: otherwise Terraform would keep the one that they had.
   */
  private keyId(copied: boolean): string | undefined {
    if (copied) {
      return this.encryptionKeyArn ?? 'alias/aws/ssm';
    }
    const plain = this.namesOf((value) => value._kind === 'plaintext');
    if (this.encryptionKeyArn === undefined || plain === undefined) {
      return this.encryptionKeyArn;
    }
    return this.values.every(([, value]) => value._kind === 'plaintext')
      ? undefined
      : hcl`${plain} ? null : ${valueOf(this.encryptionKeyArn)}`.toString();
  }

  /** One value for the names that `is` holds for, another for the rest, as an expression only where both occur. */
  private perName(is: (value: SecretValue) => boolean, yes: string, no: string): string {
    const names = this.namesOf(is);
    if (names === undefined) {
      return no;
    }
    return this.values.every(([, value]) => is(value))
      ? yes
      : hcl`${names} ? ${valueOf(yes)} : ${valueOf(no)}`.toString();
  }

  /** Whether the instance is one of the names that `is` holds for; undefined where there are none. */
  private namesOf(is: (value: SecretValue) => boolean): Hcl | undefined {
    const names = this.values.filter(([, value]) => is(value)).map(([name]) => name);
    return names.length === 0 ? undefined : hcl`contains(${valueOf(names)}, each.key)`;
  }
}
