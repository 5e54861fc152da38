import { PRICES } from './prices';
import { StackFile } from './stack-file';
import { StoredThing } from './stored-things';

export interface CostLine {
  readonly what: string;
  readonly count: number;
  /** US dollars per month. */
  readonly each: number;
  readonly total: number;
}

/**
 * What the app's own stores cost per month, without calls.
 */
export interface Cost {
  readonly currency: 'USD';
  readonly perMonth: number;
  readonly lines: readonly CostLine[];
  readonly pricesOf: string;
  readonly sources: readonly string[];
}

/** Copies in other Regions cost as much as keys. */
const KEYS = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key', 'aws_kms_replica_external_key'];

export function costOf(things: readonly StoredThing[], stacks: readonly StackFile[]): Cost {
  const managed = things.filter((thing) => thing.managed);
  const secrets = managed.filter((thing) => thing.store === 'secretsmanager');
  const parameters = managed.filter((thing) => thing.store === 'ssm');
  const advanced = parameters.filter((thing) => thing.tier === 'Advanced').length;
  const lines = [
    line('secrets', secrets.length, PRICES.secretPerMonth),
    line(
      'replicas of secrets',
      secrets.reduce((sum, secret) => sum + secret.replicas, 0),
      PRICES.secretPerMonth,
    ),
    line('standard parameters', parameters.length - advanced, 0),
    line('advanced parameters', advanced, PRICES.advancedParameterPerMonth),
    line(
      'customer keys',
      stacks.reduce((sum, stack) => sum + KEYS.flatMap((type) => stack.resources(type)).length, 0),
      PRICES.keyPerMonth,
    ),
  ].filter(({ count }) => count > 0);
  return {
    currency: 'USD',
    perMonth: rounded(lines.reduce((sum, { total }) => sum + total, 0)),
    lines,
    pricesOf: PRICES.date,
    sources: PRICES.sources,
  };
}

/**
 * Dollars for the calls of a thousand task starts; Parameter Store's are free of charge at the standard throughput.
 */
export function costOfThousandStarts(getSecretValue: number): number {
  return rounded((getSecretValue * 1000 * PRICES.secretCallsPer10000) / 10_000);
}

function line(what: string, count: number, each: number): CostLine {
  return { what, count, each, total: rounded(count * each) };
}

/** Sums of decimal fractions are not exact. */
function rounded(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}
