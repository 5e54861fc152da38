import { IResolvable, TerraformElement, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AttributeReference } from './attribute-reference';
import { Hcl, byKey, escapeLiteralParts, hcl, valueOf } from './hcl';
import { hclBlocksOf } from './hcl-output';
import { requireTerraform } from './required-version';
import { resolve } from './resolve';

export interface EphemeralResourceProps {
  /** Terraform type, like `aws_secretsmanager_random_password`. */
  readonly type: string;
  /** Arguments, with Terraform's own names. Text is literal but for tokens. */
  readonly attributes: { [name: string]: unknown };
  readonly forEach?: IResolvable;
  readonly provider?: TerraformProvider;
}

/**
 * The `ephemeral` block that CDKTF 0.21 lacks: read or created at each plan and apply, never stored.
 *
 * It has no conditions: Terraform 1.11 crashes on them in `terraform show -json` of a saved plan. They belong to the
 * resource that uses it.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/ephemeral
 */
export class EphemeralResource extends TerraformElement {
  private readonly props: EphemeralResourceProps;

  public constructor(scope: Construct, id: string, props: EphemeralResourceProps) {
    super(scope, id, `ephemeral.${props.type}`);
    this.props = props;
    requireTerraform(this);
    hclBlocksOf(this).blocks.push(() => this.toHclBlock());
  }

  /**
   * A reference to an attribute, of one instance where the block has `for_each`.
   */
  public attribute(name: string, instance?: string): string {
    const index = instance === undefined ? '' : `[${JSON.stringify(instance)}]`;
    return new AttributeReference(
      this,
      () => `ephemeral.${this.props.type}.${this.friendlyUniqueId}${index}.${name}`,
    ).toString();
  }

  /**
   * The same as an expression for the stack that the block is in.
   *
   * @param instance an expression for the instance's key
   */
  public attributeOf(instance: Hcl, name: string): Hcl {
    return hcl`ephemeral.${this.props.type}.${this.friendlyUniqueId}[${instance}].${name}`;
  }

  public toTerraform(): any {
    const { forEach, provider } = this.props;
    return {
      ephemeral: {
        [this.props.type]: {
          [this.friendlyUniqueId]: {
            ...Object.fromEntries(Object.entries(this.props.attributes).map(([name, value]) => [name, escaped(value)])),
            'for_each': forEach,
            'provider': provider?.fqn,
            ...this.rawOverrides,
            '//': this.constructNodeMetadata,
          },
        },
      },
    };
  }

  private toHclBlock(): string {
    const { forEach, provider } = this.props;
    const lines = Object.entries({ ...this.props.attributes, for_each: forEach, ...this.rawOverrides })
      .filter(([, value]) => value !== undefined)
      .sort(byKey)
      .map(([name, value]) => `  ${name} = ${this.expression(value)}`);
    if (provider) {
      lines.push(`  provider = ${resolve(this, provider.fqn)}`);
    }
    return `ephemeral "${this.props.type}" "${this.friendlyUniqueId}" {\n${lines.join('\n')}\n}`;
  }

  private expression(value: unknown): string {
    // resolved outside of an expression, the text stands in ${…}
    return (resolve(this, valueOf(value)) as string).slice(2, -1);
  }
}

function escaped(value: unknown): unknown {
  return typeof value === 'string' ? escapeLiteralParts(value) : value;
}
