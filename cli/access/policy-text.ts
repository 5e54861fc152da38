/** A text of a policy in which `*` and `?` are wildcards, and those that are none are set apart. */
export type PolicyText = string & { readonly policyText: true };

const APART: { readonly [char: string]: string } = { '*': '\ue000', '?': '\ue001' };
const BACK: { readonly [char: string]: string } = { '\ue000': '*', '\ue001': '?' };

/** A value that is put into a text: its wildcards are ordinary characters. */
export function protect(value: string): PolicyText {
  return value.replace(/[*?]/g, (char) => APART[char]) as PolicyText;
}

/** Whether a text is the same as a value; wildcards are ordinary characters here. */
export function compareEqual(text: PolicyText, value: string, ignoreCase = false): boolean {
  const plain = text.replace(/[\ue000\ue001]/g, (char) => BACK[char]);
  return ignoreCase ? plain.toLowerCase() === value.toLowerCase() : plain === value;
}

/** Whether a value matches a text with wildcards. */
export function matchesText(text: PolicyText, value: string, ignoreCase = false): boolean {
  if (!/[*?]/.test(text)) {
    return compareEqual(text, value, ignoreCase);
  }
  const regex = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^]*')
    .replace(/\?/g, '[^]')
    .replace(/[\ue000\ue001]/g, (char) => `\\${BACK[char]}`);
  return new RegExp(`^${regex}$`, ignoreCase ? 'i' : '').test(value);
}
