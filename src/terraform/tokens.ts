import { Token } from 'cdktf';

/** Numbers that stand for something are of the order of 1e+289. */
const LARGEST_PLAIN = 1e+200;

/**
 * Whether a value is only known to Terraform, or holds something that is: CDKTF's answer, and for plain text and numbers, which are most of what is
 * asked for, without its regular expressions.
 */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === 'string' && !value.includes('TfToken[')) {
    return false;
  }
  if (typeof value === 'number' && Math.abs(value) < LARGEST_PLAIN) {
    return false;
  }
  return Token.isUnresolved(value);
}
