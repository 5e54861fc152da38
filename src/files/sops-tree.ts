import { ValidationError } from '../checks/validation-error';

/** The key of JSON and YAML files that holds what SOPS needs to decrypt them. */
export const SOPS_KEY = 'sops';

/** What stands beside a name. */
export enum SopsContent {
  CIPHERTEXT,
  EMPTY,
  NULL,
  NESTED,
  PLAINTEXT,
}

/** A top-level entry of a file. Plaintext isn't kept: what isn't here can't get into a message. */
export interface SopsLeaf {
  readonly name: string;
  readonly content: SopsContent;
  /** `ENC[…]`, of a ciphertext. */
  readonly ciphertext?: string;
  /** Dotted path of the first value below, of a map or a list. */
  readonly path?: string;
}

/** The top level of a file. */
export interface SopsTree {
  readonly leaves: readonly SopsLeaf[];
  /** Whether SOPS' own data are there. */
  readonly encrypted: boolean;
  /** The ending of names that SOPS leaves in the open. */
  readonly unencryptedSuffix?: string;
}

const CIPHERTEXT = /^ENC\[AES256_GCM,data:[^,\]\s]*,iv:[^,\]\s]+,tag:[^,\]\s]+,type:[a-z]+\]$/;

/**
 * A name and its text.
 */
export function textLeaf(name: string, text: string): SopsLeaf {
  if (CIPHERTEXT.test(text)) {
    return { name, content: SopsContent.CIPHERTEXT, ciphertext: text };
  }
  return { name, content: text === '' ? SopsContent.EMPTY : SopsContent.PLAINTEXT };
}

/**
 * A line that isn't as SOPS writes it. It may hold a value and isn't shown.
 */
export function oddLine(path: string, line: number, expected: string): ValidationError {
  return new ValidationError(`line ${line} of '${path}' isn't as SOPS writes it: it has to be ${expected}`);
}
