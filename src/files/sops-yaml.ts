import { RULE_KEYS, SOPS_KEY, SopsContent, SopsLeaf, SopsTree, oddLine, textLeaf } from './sops-tree';
import { parseJson } from './text-file';
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
  const said = (metadata?.block ?? []).flatMap((line) => {
    const [, key, value] = /^\s+(\w+):[ \t]+(.*)$/.exec(line) ?? [];
    return RULE_KEYS.some((known) => known === key) ? [[key, scalarText(value.trim()) ?? '']] : [];
  });
  return {
    leaves: entries.filter((entry) => entry.name !== SOPS_KEY).map(leafOf),
    encrypted: metadata !== undefined && metadata.block.length > 0,
    // the first counts: there may be keys of that name further in
    rule: Object.fromEntries(said.reverse()),
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
  return /^(?:|~|null)$/i.test(value)
    ? { name, content: SopsContent.NULL }
    : { name, content: SopsContent.PLAINTEXT, plaintext: () => (block.length > 0 ? undefined : scalarText(value)) };
}

/** The text of a value that stands on one line; undefined for every other form. */
function scalarText(value: string): string | undefined {
  if (/^"[^]*"$/.test(value)) {
    const text = parseJson(value);
    return typeof text === 'string' ? text : undefined;
  }
  if (/^'(?:[^']|'')*'$/.test(value)) {
    return value.slice(1, -1).replace(/''/g, '\'');
  }
  return /^[^\s"'[\]{}>|*&!%@`,#-]/.test(value) || /^-\S/.test(value)
    ? /\s#|:\s|:$/.test(value) ? undefined : value
    : undefined;
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
