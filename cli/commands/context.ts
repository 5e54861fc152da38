import { AwsPlace, partitionOf } from '../../src/inventory/stack-file';
import type { AwsApi } from '../aws/api';
import { reasonOf } from '../aws/api';
import type { AwsOptions, Connect } from '../aws/connect';
import { Queue, queued } from '../aws/queue';
import { CommandError } from '../command-error';

/** What a command writes to. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: { readonly isTTY?: boolean; write(text: string): unknown };
  /** Whether the output is looked at. */
  readonly colour: boolean;
  /** Tells what to do before the process ends because somebody pressed Ctrl-C. */
  readonly onInterrupt?: (clean: () => void) => void;
}

/** Calls to an account, and where it is. */
export interface AwsAccess {
  readonly api: AwsApi;
  readonly place: AwsPlace;
}

/**
 * Finds out whose account the credentials are for.
 */
export async function access(
  connect: Connect,
  options: AwsOptions,
  onProgress?: (done: number, total: number) => void,
): Promise<AwsAccess> {
  const { api: direct, region } = await connect(options);
  const api = queued(direct, new Queue({ concurrency: options.concurrency, onProgress }));
  try {
    const { account, partition } = await api.identity();
    return { api, place: { region, account, partition: partition || partitionOf(region) } };
  } catch (problem) {
    throw new CommandError(`the AWS account can't be found out (${reasonOf(problem)}): log in, or give --profile`);
  }
}
