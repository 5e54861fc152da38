import { RULE_KEYS, SOPS_KEY, SopsContent, SopsLeaf, SopsTree, textLeaf } from './sops-tree';
import { parseJson } from './text-file';
import { ValidationError } from '../checks/validation-error';

/**
 * The top level of a JSON file of SOPS.
 */
export function parseSopsJson(text: string, path: string): SopsTree {
  const root = parseJson(text);
  if (!isContainer(root) || Array.isArray(root)) {
    throw new ValidationError(`file '${path}' is not a JSON object: SOPS writes one, with a key per name`);
  }
  const metadata = root[SOPS_KEY];
  return {
    // the parser keeps the last of equal keys, so the names are taken from the text
    leaves: topLevelKeys(text)
      .filter((name) => name !== SOPS_KEY)
      .map((name) => leafOf(name, root[name])),
    encrypted: isContainer(metadata),
    rule: Object.fromEntries(
      RULE_KEYS.map((key) => [key, isContainer(metadata) ? metadata[key] : undefined]).filter(
        ([, value]) => typeof value === 'string',
      ),
    ),
  };
}

function leafOf(name: string, value: unknown): SopsLeaf {
  if (value === null) {
    return { name, content: SopsContent.NULL };
  }
  if (isContainer(value)) {
    return { name, content: SopsContent.NESTED, path: firstPath(name, value) };
  }
  return typeof value === 'string'
    ? textLeaf(name, value)
    : { name, content: SopsContent.PLAINTEXT, plaintext: () => String(value) };
}

function firstPath(name: string, value: unknown): string {
  const steps = [name];
  for (let inner = value; isContainer(inner) && Object.keys(inner).length > 0; ) {
    const [key] = Object.keys(inner);
    steps.push(key);
    inner = inner[key];
  }
  return steps.join('.');
}

/** Keys of the outermost object, in the order of the text, of valid JSON. */
function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const { 0: token, 1: colon } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') {
      depth++;
    } else if (token === '}' || token === ']') {
      depth--;
    } else if (depth === 1 && colon !== undefined) {
      keys.push(JSON.parse(token.slice(0, -colon.length)));
    }
  }
  return keys;
}

function isContainer(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
