import { TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { missingValue } from './missing-value';
import { SecretValue } from './secret-value';
import { enforceValue, groupValues, isGiven, writeVersion } from './written-values';
import { OBJECT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { WRITE_ONLY_VALUE } from '../checks/writing';
import { valueOf } from '../terraform/hcl';
import { requireTerraform } from '../terraform/required-version';
import { terraformData } from '../terraform/terraform-data';

/**
 * Properties of `WriteOnlyValue`.
 */
export interface WriteOnlyValueProps {
  /**
   * The value that a store gets too.
   */
  readonly value: SecretValue;
  /**
   * The provider that reads a value which is copied from where it is stored.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<WriteOnlyValueProps>({ value: OBJECT }, { provider: OBJECT });

/**
 * A value of a store for a write-only argument of any other resource, like `password_wo` of a database. Both are
 * written in the same apply, whenever the value's `version` rises, and neither leaves anything in the state.
 *
 * The password of a database that AWS generates or rotates is a `DatabaseSecret`.
 *
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export class WriteOnlyValue extends Construct {
  /**
   * The value, ephemeral, for an argument whose name ends in `_wo`.
   */
  public readonly value: string;
  /**
   * Its version, for the argument whose name ends in `_wo_version`.
   */
  public readonly version: number;

  /**
   * @throws if the value is plaintext, generated, or typed by people
   */
  public constructor(scope: Construct, id: string, props: WriteOnlyValueProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { value, provider } = props;
    enforceValue(this, id, value);
    enforce(this, { name: id, kind: value._kind }, WRITE_ONLY_VALUE);
    requireTerraform(this);
    const [group] = groupValues(this, [[id, value]], provider);
    const version = writeVersion(value);
    this.value = group.value(valueOf(id)).toString();
    this.version = typeof version === 'number' ? version : Token.asNumber(version);
    if (value._variableKey !== undefined) {
      const errorMessage = missingValue(this, `write-only value '${id}'`, 'none', [value._variable]);
      terraformData(this, 'Given', { lifecycle: { precondition: [{ condition: isGiven(value), errorMessage }] } });
    }
  }
}
