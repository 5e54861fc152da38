import { readFileSync } from 'fs';
import { isDeepStrictEqual } from 'util';
import { AppName, Names, Run, compileApps, resultOf, run } from './processes';
import { definitionOf } from './same';
import { pairedRatio } from './statistics';

export const OTHERS = ['hand-written', 'aws-cdk'] as const;

/** All runs of some apps with one number of services, side by side. */
export interface Size {
  readonly services: number;
  readonly names: Names;
  readonly runs: { readonly [app in AppName]: readonly Run[] };
}

/** Runs each app in turn, so that all of them see the same weather. */
export function measureSize(
  services: number, rounds: number, report: (text: string) => void, others: readonly AppName[] = OTHERS, names: Names = '20+20',
): Size {
  const apps: readonly AppName[] = ['library', ...others];
  const runs: { [app in AppName]: Run[] } = { 'library': [], 'hand-written': [], 'aws-cdk': [], 'plain': [] };
  for (let round = 0; round < rounds; round++) {
    for (const app of apps) {
      runs[app].push(run(app, services, names));
    }
    report(`${services} services of ${names}, round ${round + 1}: ${apps.map((app) => `${app} ${Math.round(runs[app][round].total)} ms`).join(', ')}`);
  }
  return { services, names, runs };
}

/** The library's runs divided by those beside them. */
export function ratio({ runs }: Size, of: keyof Run, other: AppName): number {
  return pairedRatio(runs.library.map((r) => r[of]), runs[other].map((r) => r[of]));
}

/**
 * @throws if library and hand-written resources don't define the same
 */
export function checkSame(services: number): void {
  compileApps();
  const [library, hand] = (['library', 'hand-written'] as const).map((app) => {
    run(app, services);
    return definitionOf(JSON.parse(readFileSync(resultOf(app), 'utf8')));
  });
  const differing = [...new Set([...Object.keys(library), ...Object.keys(hand)])].filter((name) => !isDeepStrictEqual(library[name], hand[name]));
  if (differing.length > 0) {
    throw new Error(`library and hand-written resources differ: ${differing.join(', ')}`);
  }
}
