import { basename, extname } from 'path';
import { parseSopsDotenv } from './sops-dotenv';
import { parseSopsJson } from './sops-json';
import { SopsContent, SopsLeaf, SopsRule, SopsTree } from './sops-tree';
import { parseSopsYaml } from './sops-yaml';
import { parseJson, readTextFile } from './text-file';
import { didYouMean } from '../checks/nearest';
import { ValidationError } from '../checks/validation-error';

/** A file encrypted by SOPS. */
export interface SopsFile {
  readonly entries: readonly SopsEntry[];
  /** Names that SOPS leaves in the open because the file says so, and that nobody asked for by name. */
  readonly left: readonly string[];
}

/** A name of a file encrypted by SOPS. */
export interface SopsEntry {
  readonly name: string;
  /** Of a name that is in the open, and that somebody asked for. */
  readonly plaintext?: string;
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
 * @param wanted names whose plaintext is wanted, of those that the file leaves in the open
 * @throws if the file isn't one, or holds something else than flat values that are encrypted unless the file says
 * otherwise; no message shows a value
 */
export function readSopsFile(path: string, wanted: readonly string[] = []): SopsFile {
  const text = readTextFile(path);
  const tree = parserFor(path, text)(text, path);
  if (!tree.encrypted) {
    throw new ValidationError(`file '${path}' is not encrypted by SOPS: run 'sops encrypt --in-place ${path}'`);
  }
  const { isOpen, fix } = openness(tree.rule, path);
  const open = tree.leaves.filter((leaf) => leaf.content !== SopsContent.CIPHERTEXT && isOpen(leaf.name));
  const unknown = wanted.find((name) => !open.some((leaf) => leaf.name === name));
  if (unknown !== undefined) {
    const isThere = tree.leaves.some(({ name }) => name === unknown);
    const hint = didYouMean(unknown, open.map(({ name }) => name)) || ': leave it out of plaintext';
    throw new ValidationError(
      isThere
        ? `'${unknown}' is encrypted in '${path}': leave it out of plaintext`
        : `'${unknown}' is not in '${path}'${hint}`,
    );
  }
  const entries = tree.leaves.flatMap((leaf) => {
    if (!open.includes(leaf)) {
      return [entryOf(leaf, path, fix)];
    }
    return wanted.includes(leaf.name) ? [openEntryOf(leaf, path)] : [];
  });
  const seen = new Set<string>();
  const twice = entries.find(({ name }) => seen.has(name) || !seen.add(name));
  if (twice !== undefined) {
    throw new ValidationError(`'${twice.name}' is in '${path}' twice: remove one of them`);
  }
  return { entries, left: open.map(({ name }) => name).filter((name) => !wanted.includes(name)) };
}

/** Which names the file leaves in the open, and what to do about any other value that is in the open. */
function openness(rule: SopsRule, path: string): { readonly isOpen: (name: string) => boolean; readonly fix: string } {
  const { encrypted_regex: encrypted, encrypted_suffix: ending, unencrypted_regex: unencrypted } = rule;
  const add = "take it out and add it with 'sops edit'";
  if (encrypted) {
    const pattern = patternOf(encrypted, path);
    return { isOpen: (name) => !pattern.test(name), fix: add };
  }
  if (ending) {
    return { isOpen: (name) => !name.endsWith(ending), fix: add };
  }
  if (unencrypted) {
    const pattern = patternOf(unencrypted, path);
    return { isOpen: (name) => pattern.test(name), fix: add };
  }
  const suffix = rule.unencrypted_suffix || UNENCRYPTED_SUFFIX;
  const fix = `${add}, or where it is not a secret, let its name end in '${suffix}'`;
  return { isOpen: (name) => name.endsWith(suffix), fix };
}

/** SOPS is written in Go, which has flags in front of the pattern. */
function patternOf(text: string, path: string): RegExp {
  const [, flags = '', pattern] = /^(?:\(\?([ims]+)\))?([^]*)$/.exec(text)!;
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw new ValidationError(
      `the regular expression in '${path}' is not valid in JavaScript: write it without what only Go has`,
    );
  }
}

function parserFor(path: string, text: string): Parser {
  // a dotenv file may be called .env and nothing more
  const extension = extname(`x${basename(path)}`).toLowerCase();
  if (!Object.hasOwn(PARSERS, extension)) {
    const content = parseJson(text) as { readonly data?: unknown; readonly sops?: unknown } | null | undefined;
    if (typeof content?.data === 'string' && content.sops !== undefined) {
      throw new ValidationError(
        `file '${path}' is encrypted by SOPS as a whole: put its text under a name of a file secrets.enc.json, or ` +
          'store it with StringSecret',
      );
    }
    throw new ValidationError(
      `file '${path}' has the extension '${extension}': SOPS files are read as ` +
        `${Object.keys(PARSERS).join(', ')}, rename it`,
    );
  }
  return PARSERS[extension];
}

function entryOf({ name, content, ciphertext, path: dotted }: SopsLeaf, path: string, fix: string): SopsEntry {
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
        `value of '${name}' in '${path}' is not encrypted: ${fix}`,
      );
    default:
      return { name, ciphertext };
  }
}

/** A name that somebody asked for. */
function openEntryOf({ name, plaintext }: SopsLeaf, path: string): SopsEntry {
  const text = plaintext?.();
  if (text === undefined) {
    throw new ValidationError(
      `plaintext of '${name}' in '${path}' can't be read: write it on one line, in double quotes`,
    );
  }
  return { name, plaintext: text };
}

function flatName(dotted: string): string {
  return dotted.replace(/[^A-Za-z0-9_]+/g, '_').toUpperCase();
}
