/** Median, least and most of several runs. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted[sorted.length - 1] };
}

/** Median of the ratios of runs that stood side by side, because a machine's speed changes from minute to minute. */
export function pairedRatio(values: readonly number[], others: readonly number[]): number {
  return spreadOf(values.map((value, i) => value / others[i])).median;
}
