import { Token } from 'cdktf';

/** Whether a value is only known to Terraform, or holds something that is. */
export function isUnresolved(value: unknown): boolean {
  return Token.isUnresolved(value);
}
