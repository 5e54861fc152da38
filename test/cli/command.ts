import { FakeAccount, REGION } from './fake-account';
import type { ExitCode } from '../../cli/command-error';
import { execute } from '../../cli/execute';

export interface Run {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line against an account in memory. */
export async function run(account: FakeAccount, ...args: string[]): Promise<Run> {
  let [out, err] = ['', ''];
  const terminal = { out: (text: string) => void (out += text), err: { write: (text: string) => (err += text) }, colour: false };
  const connect = async ({ region = REGION }: { readonly region?: string }) => ({ api: account.api, region });
  const exitCode = await execute(args, { connect, terminal, environment: {}, version: '1.2.3' });
  return { exitCode, out, err };
}
