import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './terraform';

/** Keeps a plan for `npm run scan`, which comes after the end-to-end tests. */
export function keepPlan<T extends Pick<Plan, 'text'>>(name: string, plan: T): T {
  const folder = join(__dirname, '../../../.build/plans');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), plan.text);
  return plan;
}
