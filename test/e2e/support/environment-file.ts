/** One `NAME=value` per line; comments, and lines that lack either side, are passed over. */
export function parseEnvironmentFile(content: string): { [name: string]: string } {
  const pairs = content.split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1), line.includes('=')] as const)
    .filter(([name, value, isPair]) => isPair && name && value);
  return Object.fromEntries(pairs);
}
