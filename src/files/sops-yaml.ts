import { SOPS_KEY, SopsContent, SopsLeaf, SopsTree, oddLine, textLeaf } from './sops-tree';
import { ValidationError } from '../checks/validation-error';

const COMMENT = /^\s*(?:#|$)/;
/** A plain key, or one in quotes that nothing is escaped in. */
const ENTRY = /^(?:([^\s\-?:,[\]{}#&*!|>'"%@`][^:#]*)|"([^"\\]*)"|'([^']*)')[ \t]*:(?:[ \t]+([^]*))?$/;
/** What SOPS writes for a value: ciphertext, bare or in quotes, or an empty string. */
const SCALAR = /^(?:(ENC\[[^\]\s]*\])|"(ENC\[[^\]\s"\\]*\])?"|'(ENC\[[^\]\s']*\])?')[ \t]*(?:[ \t]#[^]*)?$/;

interface Entry {
  readonly name: string;
  readonly value: string;
  /** The lines below that belong to it. */
  readonly block: readonly string[];
}

/**
 * The top level of a YAML file of SOPS. SOPS writes one block mapping with a line per name; of all other YAML, only so
 * much is understood as a good message needs.
 */
export function parseSopsYaml(text: string, path: string): SopsTree {
  const entries = parseEntries(text, path);
  const metadata = entries.find((entry) => entry.name === SOPS_KEY);
  const suffix = metadata?.block
    .map((line) => /^\s+unencrypted_suffix:[ \t]+(.*)$/.exec(line)?.[1].trim())
    .find((value) => value !== undefined);
  return {
    leaves: entries.filter((entry) => entry.name !== SOPS_KEY).map(leafOf),
    encrypted: metadata !== undefined && metadata.block.length > 0,
    unencryptedSuffix: suffix?.replace(/^(["'])(.*)\1$/, '$2'),
  };
}

function parseEntries(text: string, path: string): Entry[] {
  const lines = text.split('\n');
  const entries: Entry[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i++].trimEnd();
    if (COMMENT.test(line) || (line === '---' && entries.length === 0)) {
      continue;
    }
    if (line === '---' || line === '...') {
      throw new ValidationError(`file '${path}' holds more than one YAML document: keep the names in one`);
    }
    const entry = parseEntry(line);
    if (entry === undefined) {
      throw oddLine(path, i, '\'NAME: ENC[…]\'');
    }
    const start = i;
    while (i < lines.length && (/^\s|^#|^$/.test(lines[i]) || (entry.value === '' && /^-(?:\s|$)/.test(lines[i])))) {
      i++;
    }
    entries.push({ ...entry, block: lines.slice(start, i).filter((below) => !COMMENT.test(below)) });
  }
  return entries;
}

function parseEntry(line: string): Omit<Entry, 'block'> | undefined {
  const match = ENTRY.exec(line);
  if (match === null) {
    return undefined;
  }
  const [, plain, double, single, value = ''] = match;
  return { name: plain?.trimEnd() ?? double ?? single, value: value.startsWith('#') ? '' : value };
}

function leafOf({ name, value, block }: Entry): SopsLeaf {
  const scalar = SCALAR.exec(value);
  if (scalar !== null && block.length === 0) {
    return textLeaf(name, scalar[1] ?? scalar[2] ?? scalar[3] ?? '');
  }
  if (/^[[{]/.test(value)) {
    return { name, content: SopsContent.NESTED, path: name };
  }
  if (value === '' && block.length > 0) {
    const path = firstPath(name, block);
    return path === undefined ? { name, content: SopsContent.PLAINTEXT } : { name, content: SopsContent.NESTED, path };
  }
  return { name, content: /^(?:|~|null)$/i.test(value) ? SopsContent.NULL : SopsContent.PLAINTEXT };
}

/** Undefined where the lines are the text of one value. */
function firstPath(name: string, block: readonly string[]): string | undefined {
  const steps = [name];
  for (const line of block) {
    const text = line.trim();
    if (/^-(?:\s|$)/.test(text)) {
      return [...steps, '0'].join('.');
    }
    const entry = parseEntry(text);
    if (entry === undefined) {
      break;
    }
    steps.push(entry.name);
    if (entry.value !== '') {
      break;
    }
  }
  return steps.length > 1 ? steps.join('.') : undefined;
}
