import { Token } from 'cdktf';

/**
 * Whether a value is only known to Terraform, or holds something that is: CDKTF's answer, and for plain text, which is most of what is asked for,
 * without its regular expressions.
 */
export function isUnresolved(value: unknown): boolean {
  return (typeof value !== 'string' || value.includes('TfToken[')) && Token.isUnresolved(value);
}
