export interface QueueOptions {
  /** Calls at the same time, at most. */
  readonly concurrency: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Runs calls side by side, a limited number at a time, and counts them. Calls that fail are the SDK's to repeat.
 */
export class Queue {
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private done = 0;
  private total = 0;

  public constructor(private readonly options: QueueOptions) {}

  public async run<T>(call: () => Promise<T>): Promise<T> {
    this.progress(0, 1);
    if (this.running >= this.options.concurrency) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
    try {
      return await call();
    } finally {
      this.running--;
      this.waiting.shift()?.();
      this.progress(1, 0);
    }
  }

  private progress(done: number, total: number): void {
    this.done += done;
    this.total += total;
    this.options.onProgress?.(this.done, this.total);
  }
}

/**
 * The same calls, each through the queue.
 */
export function queued<T extends object>(api: T, queue: Queue): T {
  return new Proxy(api, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as unknown;
      return typeof method === 'function'
        ? async (...args: unknown[]) => queue.run(async () => method.apply(target, args))
        : method;
    },
  });
}
