import type { AwsApi } from './api';

export interface AwsOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly concurrency: number;
  readonly endpointUrl?: string;
  /** Seconds to wait for an answer. */
  readonly timeout?: number;
}

/** Makes the calls for a Region; tests put their own in its place. */
export type Connect = (options: AwsOptions) => Promise<{ readonly api: AwsApi; readonly region: string }>;
