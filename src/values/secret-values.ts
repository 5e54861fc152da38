import { TerraformVariable } from 'cdktf';
import { GeneratedValueOptions, SecretValue, WriteOptions } from './secret-value';

/**
 * `SecretValue` for many names at once.
 */
export class SecretValues {
  /**
   * The names, each from the key of the same name in a `map(string)` variable.
   *
   * @param variable a variable of type `map(string)`; it is made ephemeral and sensitive
   */
  public static fromVariable(variable: TerraformVariable, names: string[], options?: WriteOptions): { [name: string]: SecretValue } {
    return forEach(names, (name) => SecretValue.fromVariableKey(variable, name, options));
  }

  /**
   * The names, each set by people outside Terraform.
   */
  public static external(names: string[]): { [name: string]: SecretValue } {
    return forEach(names, () => SecretValue.external());
  }

  /**
   * The names, each with a generated value of its own.
   */
  public static generated(names: string[], options?: GeneratedValueOptions): { [name: string]: SecretValue } {
    return forEach(names, () => SecretValue.generated(options));
  }

  private constructor() {}
}

function forEach(names: string[], value: (name: string) => SecretValue): { [name: string]: SecretValue } {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}
