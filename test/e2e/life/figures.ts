import { Step, textOf } from './steps';

/** What a run tried, said as it goes, so that a run that is cut short has said it, too. */
export class Figures {
  private readonly begun = Date.now();
  private lives = 0;
  private steps = 0;
  private readonly kinds = new Map<string, number>();
  private readonly faults = new Map<string, number>();

  public constructor(private readonly seed: number) {}

  public live(): void {
    this.lives++;
  }

  /** A step that was taken, and what struck in it. */
  public step(step: Step, struck: readonly string[]): void {
    this.steps++;
    add(this.kinds, step.do);
    struck.forEach((fault) => add(this.faults, fault));
    say(`life ${this.lives}, step ${this.steps}: ${textOf(step)}${struck.length > 0 ? ` struck by ${struck.join(', ')}` : ''}`);
  }

  /** Said at once: a shorter life that fails, too, is looked for until the time is over. */
  public failed({ message }: Error): void {
    say(`life ${this.lives} failed: ${message}`);
  }

  public sum(): void {
    const minutes = Math.round((Date.now() - this.begun) / 60_000);
    say(`lives: ${this.lives} with ${this.steps} steps in ${minutes} minutes from seed ${this.seed}; ` +
      `steps: ${listOf(this.kinds)}; faults that struck: ${listOf(this.faults)}`);
  }
}

function add(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

function listOf(counts: Map<string, number>): string {
  return [...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => `${what} ${count}`).join(', ') || 'none';
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
