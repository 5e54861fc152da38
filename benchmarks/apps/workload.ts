/** What each app of the benchmark defines, once per service. */
const [parameters, keys] = (process.env.BENCH_NAMES ?? '20+20').split('+').map(Number);

export const PARAMETERS = names('PARAMETER', parameters);
export const KEYS = names('KEY', keys);
export const REGION = 'eu-central-1';
export const IMAGE = 'example:1.0.0';

export function serviceName(index: number): string {
  return `service-${index}`;
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}_${String(i).padStart(2, '0')}`);
}
