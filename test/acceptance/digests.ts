import { createHash } from 'node:crypto';

/** Digests of a container's variables and files by name; files as `file:PATH`. */
export interface Digests {
  readonly [name: string]: string;
}

/** Salted, so that a log tells nobody a value who doesn't know it. */
export function digestOf(salt: string, value: string): string {
  return createHash('sha256').update(salt + value).digest('hex');
}

/** A shell script that prints the digests. It needs `sha256sum` and `cut`, which busybox has, and the salt in `SALT`. */
export function digestScript(names: readonly string[], files: readonly string[] = []): string {
  const line = (label: string, content: string) => `echo "DIGEST ${label} $( (printf %s "$SALT"; ${content}) | sha256sum | cut -d ' ' -f 1)"`;
  return [...names.map((name) => line(name, `printf %s "$${name}"`)), ...files.map((file) => line(`file:${file}`, `cat ${file}`))].join('; ');
}

/** What the script printed. */
export function parseDigests(lines: readonly string[]): Digests {
  return Object.fromEntries(lines.flatMap((line) => {
    const [, name, digest] = /^DIGEST (\S+) ([0-9a-f]{64})$/.exec(line.trim()) ?? [];
    return name === undefined ? [] : [[name, digest]];
  }));
}
