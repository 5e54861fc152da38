import { TerraformVariable } from 'cdktf';

/**
 * A variable's address. Values stay within the variable's stack, which is checked where they are used, so no token has
 * to look after it.
 */
export function variableAddress(variable: TerraformVariable): string {
  return `var.${variable.friendlyUniqueId}`;
}
