import { errorName } from './api';

/** Errors that go away: too many calls at once, and a service that has a bad moment. */
const PASSING = /^(Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|SlowDown|LimitExceeded|PriorRequestNotComplete|TransientError|InternalServ|InternalFailure|ServiceUnavailable|ECONNRESET|ETIMEDOUT|EPIPE|TimeoutError)/;

export interface QueueOptions {
  /** Calls at the same time, at most. */
  readonly concurrency: number;
  /** Tries per call. */
  readonly attempts?: number;
  /** Milliseconds to wait after the first failure, doubled after each further one. */
  readonly firstDelay?: number;
  readonly longestDelay?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Runs calls side by side, but not more than the account takes: throttling halves the number, every success in a row raises it again.
 */
export class Queue {
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private limit: number;
  private done = 0;
  private total = 0;

  public constructor(private readonly options: QueueOptions) {
    this.limit = options.concurrency;
  }

  public async run<T>(call: () => Promise<T>): Promise<T> {
    this.progress(0, 1);
    try {
      return await this.tried(call);
    } finally {
      this.progress(1, 0);
    }
  }

  private async tried<T>(call: () => Promise<T>): Promise<T> {
    const { attempts = 10, firstDelay = 100, longestDelay = 5000 } = this.options;
    for (let attempt = 1; ; attempt++) {
      await this.enter();
      try {
        const result = await call();
        this.limit = Math.min(this.options.concurrency, this.limit + 1 / this.limit);
        return result;
      } catch (error) {
        const passing = PASSING.test(errorName(error));
        if (!passing || attempt === attempts) {
          throw error;
        }
        this.limit = Math.max(1, this.limit / 2);
      } finally {
        this.leave();
      }
      // half of it at random, so that calls that failed together don't come back together
      const delay = Math.min(longestDelay, firstDelay * 2 ** (attempt - 1));
      await new Promise((resolve) => setTimeout(resolve, delay * (0.5 + Math.random() / 2)));
    }
  }

  private async enter(): Promise<void> {
    if (this.running >= Math.max(1, Math.floor(this.limit))) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
  }

  private leave(): void {
    this.running--;
    for (let free = Math.max(1, Math.floor(this.limit)) - this.running; free > 0 && this.waiting.length > 0; free--) {
      this.waiting.shift()!();
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
      return typeof method === 'function' ? async (...args: unknown[]) => queue.run(async () => method.apply(target, args)) : method;
    },
  });
}
