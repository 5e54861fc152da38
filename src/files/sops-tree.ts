import { ValidationError } from '../checks/validation-error';

/** The key of JSON and YAML files that holds what SOPS needs to decrypt them. */
export const SOPS_KEY = 'sops';

/** What a file has under a name. */
export enum SopsContent {
  CIPHERTEXT,
  EMPTY,
  NULL,
  NESTED,
  PLAINTEXT,
}

/**
 * A top-level entry of a file. The plaintext is behind a function, so that it can't get into a message by mistake.
 */
export interface SopsLeaf {
  readonly name: string;
  readonly content: SopsContent;
  /** `ENC[…]`, of a ciphertext. */
  readonly ciphertext?: string;
  /** Dotted path of the first value below, of a map or a list. */
  readonly path?: string;
  /** The plaintext; undefined where its form isn't read. */
  readonly plaintext?: () => string | undefined;
}

/** What a file says of which names SOPS encrypts; it says at most one of them. */
export interface SopsRule {
  readonly encrypted_regex?: string;
  readonly encrypted_suffix?: string;
  readonly unencrypted_regex?: string;
  readonly unencrypted_suffix?: string;
}

/** The keys of SOPS' own data that say it. */
export const RULE_KEYS = ['encrypted_regex', 'encrypted_suffix', 'unencrypted_regex', 'unencrypted_suffix'] as const;

/** The top level of a file. */
export interface SopsTree {
  readonly leaves: readonly SopsLeaf[];
  /** Whether SOPS' own data are there. */
  readonly encrypted: boolean;
  readonly rule: SopsRule;
}

const CIPHERTEXT = /^ENC\[AES256_GCM,data:[^,\]\s]*,iv:[^,\]\s]+,tag:[^,\]\s]+,type:[a-z]+\]$/;

/**
 * A name and its text.
 */
export function textLeaf(name: string, text: string): SopsLeaf {
  if (CIPHERTEXT.test(text)) {
    return { name, content: SopsContent.CIPHERTEXT, ciphertext: text };
  }
  return { name, content: text === '' ? SopsContent.EMPTY : SopsContent.PLAINTEXT, plaintext: () => text };
}

/**
 * A line that isn't as SOPS writes it. It may hold a value and isn't shown.
 */
export function oddLine(path: string, line: number, expected: string): ValidationError {
  return new ValidationError(`line ${line} of '${path}' isn't as SOPS writes it: it has to be ${expected}`);
}
