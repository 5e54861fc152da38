import { TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { ValidationError } from '../checks/validation-error';
import { Hcl, hcl, quoted, valueOf } from '../terraform/hcl';
import { isUnresolved } from '../terraform/tokens';

export interface VariableNamesProps {
  /** Tells these values from others under the same name. */
  readonly path: string;
  readonly values: TerraformVariable;
  readonly names?: TerraformVariable;
  readonly versions?: TerraformVariable;
}

/**
 * Names that are only known at plan, their values and their versions, from variables.
 */
export class VariableNames {
  /** Name → version; a map expression that is neither sensitive nor ephemeral. */
  public readonly versions: Hcl;

  /** What holds the values. */
  public readonly variable: TerraformVariable;


  public constructor(scope: Construct, props: VariableNamesProps) {
    const { values, names, versions, path } = props;
    for (const variable of [values, names, versions]) {
      if (variable && TerraformStack.of(variable) !== TerraformStack.of(scope)) {
        throw new ValidationError(
          `variable '${variable.node.path}' belongs to another stack: declare it in stack ` +
            `'${TerraformStack.of(scope).node.id}'`,
          scope,
        );
      }
    }
    this.variable = values;
    values.addOverride('sensitive', true);
    if (names) {
      values.addOverride('ephemeral', true);
      const version = versions ? hcl`lookup(${versions.stringValue}, k, 1)` : hcl`1`;
      this.versions = hcl`{ for k in toset(${names.stringValue}) : k => ${version} }`;
    } else {
      const map = values.stringValue;
      // path and name are part of it, so that equal values can't be told from each other
      const value = hcl`${quoted(path)}, k, ${map}[k]`;
      const text = hcl`jsonencode([${value}])`;
      // without a number it is the same as before there were numbers, so that giving them writes nothing
      const numbered = versions
        ? hcl`lookup(${versions.stringValue}, k, 1) == 1 ? ${text} : jsonencode([${value}, ${versions.stringValue}[k]])`
        : text;
      const digest = hcl`substr(sha256(${numbered}), 0, 6)`;
      const version = hcl`nonsensitive(1 + parseint(${digest}, 16))`;
      this.versions = hcl`{ for k in nonsensitive(toset(keys(${map}))) : k => ${version} }`;
    }
  }

  /** The value of a name; null where the variable lacks it. */
  public valueOf(name: string): Hcl {
    return hcl`lookup(${this.variable.stringValue}, ${raw(name)}, null)`;
  }
}

/**
 * The name of the secret beside the parameters of a path: the path without its first slash, also where only Terraform
 * knows it.
 */
export function secretNameOf(path: string): string {
  return isUnresolved(path) && !path.startsWith('/')
    ? hcl`trimprefix(${valueOf(path)}, "/")`.toString()
    : path.replace(/^\//, '');
}

/** An identifier or traversal, as it is. */
function raw(text: string): Hcl {
  return new Hcl(() => text);
}
