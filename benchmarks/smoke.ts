import type { AppName, Names, Run } from './support/processes';
import { OTHERS, checkSame, measureSize, ratio } from './support/synth';

interface Limit {
  readonly services: number;
  readonly of: keyof Run;
  readonly other: AppName;
  readonly names?: Names;
  readonly most: number;
}

/**
 * What has to hold on any machine, however busy: the same definitions, and ratios far from the limits of a quiet one. No absolute times.
 */
const LIMITS: readonly Limit[] = [
  { services: 1, of: 'total', other: 'hand-written', most: 1.5 },
  { services: 60, of: 'total', other: 'hand-written', most: 1.5 },
  { services: 60, of: 'memory', other: 'hand-written', most: 1.25 },
  { services: 60, of: 'bytes', other: 'hand-written', most: 1 },
  { services: 60, of: 'total', other: 'aws-cdk', most: 1.5 },
  { services: 60, of: 'total', other: 'plain', names: '20+20', most: 1.75 },
  { services: 60, of: 'total', other: 'plain', names: '3+3', most: 2.25 },
  { services: 60, of: 'total', other: 'plain', names: '0+40', most: 2.25 },
];

const ROUNDS = 3;

checkSame(3);
const sizes = new Map([1, 60].map((services) => [services, measureSize(services, ROUNDS, console.log)]));
const plain = new Map((['20+20', '3+3', '0+40'] as const).map((names) => [names, measureSize(60, ROUNDS, console.log, ['plain'], names)]));
const broken = LIMITS.filter(({ services, of, other, names, most }) => {
  const size = OTHERS.some((one) => one === other) ? sizes.get(services)! : plain.get(names!)!;
  const got = ratio(size, of, other);
  console.log(`${services} services${names === undefined ? '' : ` of ${names}`}, ${of}: ${got.toFixed(2)} × ${other}, at most ${most}`);
  return got > most;
});
if (broken.length > 0) {
  console.error(`benchmark: ${broken.length} of ${LIMITS.length} ratios are above their limits`);
  process.exit(1);
}
