/** What one process of the benchmark says of itself, as its only line. */
export interface Measured {
  /** Milliseconds from the first line of the app to the last module that it needs. */
  readonly import: number;
  /** Milliseconds to make the constructs. */
  readonly build: number;
  /** Milliseconds to write the result. */
  readonly synth: number;
  /** Peak memory in MiB. */
  readonly memory: number;
}

// loaded before the app
const start = process.hrtime.bigint();

/** Runs an app whose modules are loaded, and prints what it took. */
export function measure(build: (services: number, outdir: string) => () => void): void {
  const loaded = process.hrtime.bigint();
  const [services, outdir] = [Number(process.argv[2]), process.argv[3]];
  const synth = build(services, outdir);
  const built = process.hrtime.bigint();
  synth();
  const done = process.hrtime.bigint();
  const ms = (from: bigint, to: bigint) => Number(to - from) / 1e6;
  const measured: Measured = {
    import: ms(start, loaded),
    build: ms(loaded, built),
    synth: ms(built, done),
    memory: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
