import { checkSame, measureSize, ratio } from './support/synth';

/**
 * What has to hold on any machine, however busy: the same definitions, and ratios far from the limits of a quiet one. No absolute times.
 */
const LIMITS = [
  { services: 1, of: 'total', other: 'hand-written', most: 1.5 },
  { services: 60, of: 'total', other: 'hand-written', most: 1.5 },
  { services: 60, of: 'memory', other: 'hand-written', most: 1.25 },
  { services: 60, of: 'bytes', other: 'hand-written', most: 1 },
  { services: 60, of: 'total', other: 'aws-cdk', most: 1.5 },
] as const;

checkSame(3);
const sizes = new Map([...new Set(LIMITS.map(({ services }) => services))].map((services) => [services, measureSize(services, 3, console.log)]));
const broken = LIMITS.filter(({ services, of, other, most }) => {
  const got = ratio(sizes.get(services)!, of, other);
  console.log(`${services} services, ${of}: ${got.toFixed(2)} × ${other}, at most ${most}`);
  return got > most;
});
if (broken.length > 0) {
  console.error(`benchmark: ${broken.length} of ${LIMITS.length} ratios are above their limits`);
  process.exit(1);
}
