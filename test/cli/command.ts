import { FakeAccount, REGION } from './fake-account';
import { CommandError, ExitCode } from '../../cli/command-error';
import { programOf } from '../../cli/program';

export interface Run {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line against an account in memory. */
export async function run(account: FakeAccount, ...args: string[]): Promise<Run> {
  let [out, err, exitCode] = ['', '', ExitCode.OK];
  const terminal = { out: (text: string) => (out += text), err: { write: (text: string) => (err += text) }, colour: false };
  const connect = async (region: string | undefined) => ({ api: account.api, region: region ?? REGION });
  const program = programOf({ connect, terminal, environment: {} }, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(['node', 'ecs-secrets', ...args]);
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    err += error.message;
    exitCode = ExitCode.UNCHECKED;
  }
  return { exitCode, out, err };
}
