import { RULE_KEYS, SOPS_KEY, SopsLeaf, SopsTree, oddLine, textLeaf } from './sops-tree';

/** SOPS puts its own data beside the names. */
const METADATA = `${SOPS_KEY}_`;
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/;

/**
 * A dotenv file of SOPS: a line per name, without quotes, blanks and `export`.
 */
export function parseSopsDotenv(text: string, path: string): SopsTree {
  const leaves: SopsLeaf[] = [];
  let encrypted = false;
  const rule: { [key: string]: string } = {};
  text.split('\n').forEach((line, i) => {
    if (line === '' || line.startsWith('#')) {
      return;
    }
    const [, name, value] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined) {
      throw oddLine(path, i + 1, '\'NAME=ENC[…]\'');
    }
    if (!name.startsWith(METADATA)) {
      leaves.push(textLeaf(name, value));
      return;
    }
    encrypted = true;
    const key = RULE_KEYS.find((known) => name === METADATA + known);
    if (key !== undefined) {
      rule[key] = value;
    }
  });
  return { leaves, encrypted, rule };
}
