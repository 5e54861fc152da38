import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps a plan for `npm run scan`, which comes after the end-to-end tests. */
export function keepPlan(name: string, text: string): string {
  const folder = join(__dirname, '../../../.build/plans');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), text);
  return text;
}
