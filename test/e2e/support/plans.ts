import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './terraform';

/** Keeps a plan of what is deployed for `npm run scan`, which comes after the end-to-end tests. */
export function keepPlan(name: string, plan: Plan): Plan {
  const folder = join(__dirname, '../../../.build/plans');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), plan.text);
  return plan;
}
