import { basename, extname } from 'path';
import { parseSopsDotenv } from './sops-dotenv';
import { parseSopsJson } from './sops-json';
import { SopsContent, SopsLeaf, SopsTree } from './sops-tree';
import { parseSopsYaml } from './sops-yaml';
import { readTextFile } from './text-file';
import { ValidationError } from '../checks/validation-error';

/** A name of a file encrypted by SOPS. */
export interface SopsEntry {
  readonly name: string;
  /** `ENC[…]`; undefined for an empty value, which SOPS doesn't encrypt. */
  readonly ciphertext?: string;
}

type Parser = (text: string, path: string) => SopsTree;

const PARSERS: { readonly [extension: string]: Parser } = {
  '.json': parseSopsJson,
  '.yaml': parseSopsYaml,
  '.yml': parseSopsYaml,
  '.env': parseSopsDotenv,
};

/** SOPS leaves names with this ending in the open unless its configuration says otherwise. */
const UNENCRYPTED_SUFFIX = '_unencrypted';

/**
 * The names of a file encrypted by SOPS, and their ciphertexts.
 *
 * @throws if the file isn't one, or holds something else than flat, encrypted values; no message shows a value
 */
export function readSopsFile(path: string): SopsEntry[] {
  const text = readTextFile(path);
  const tree = parserFor(path)(text, path);
  if (!tree.encrypted) {
    throw new ValidationError(`file '${path}' is not encrypted by SOPS: run 'sops encrypt --in-place ${path}'`);
  }
  const suffix = tree.unencryptedSuffix || UNENCRYPTED_SUFFIX;
  const isSecret = (leaf: SopsLeaf) => leaf.content === SopsContent.CIPHERTEXT || !leaf.name.endsWith(suffix);
  const entries = tree.leaves.filter(isSecret).map((leaf) => entryOf(leaf, path, suffix));
  const seen = new Set<string>();
  const twice = entries.find(({ name }) => seen.has(name) || !seen.add(name));
  if (twice !== undefined) {
    throw new ValidationError(`'${twice.name}' is in '${path}' twice: remove one of them`);
  }
  return entries;
}

function parserFor(path: string): Parser {
  // a dotenv file may be called .env and nothing more
  const extension = extname(`x${basename(path)}`).toLowerCase();
  if (!Object.hasOwn(PARSERS, extension)) {
    throw new ValidationError(
      `file '${path}' has the extension '${extension}': SOPS files are read as ` +
        `${Object.keys(PARSERS).join(', ')}, rename it`,
    );
  }
  return PARSERS[extension];
}

function entryOf({ name, content, ciphertext, path: dotted }: SopsLeaf, path: string, suffix: string): SopsEntry {
  switch (content) {
    case SopsContent.NESTED:
      throw new ValidationError(
        `'${dotted}' in '${path}' is nested: a container's environment is flat, write a string on the top ` +
          `level under a name like '${flatName(dotted!)}'`,
      );
    case SopsContent.NULL:
      throw new ValidationError(`'${name}' in '${path}' is null: give it a value, or take it out`);
    case SopsContent.PLAINTEXT:
      throw new ValidationError(
        `value of '${name}' in '${path}' is not encrypted: take it out and add it with 'sops edit', or ` +
          `where it is no secret, let its name end in '${suffix}'`,
      );
    default:
      return { name, ciphertext };
  }
}

function flatName(dotted: string): string {
  return dotted.replace(/[^A-Za-z0-9_]+/g, '_').toUpperCase();
}
