import { CommanderError } from 'commander';
import { CommandError, ExitCode } from './command-error';
import { programOf } from './program';

// The SDK warns of every Node.js that its next major drops.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Runs a command line and tells how it ended. */
async function main(): Promise<void> {
  const terminal = {
    out: (text: string) => void process.stdout.write(text),
    err: process.stderr,
    colour: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  };
  // the SDK takes time to load, which --help has no use for
  const connect = async (region: string | undefined, profile: string | undefined) => (await import('./aws/connect-sdk.js')).connectSdk(region, profile);
  const program = programOf({ connect, terminal, environment: process.env }, (code) => {
    process.exitCode = code;
  });
  program.exitOverride();
  program.commands.forEach((command) => command.exitOverride());
  try {
    await program.parseAsync();
  } catch (problem) {
    if (problem instanceof CommanderError) {
      process.exitCode = problem.exitCode === 0 ? ExitCode.OK : ExitCode.UNCHECKED;
      return;
    }
    // a message of an error that isn't ours could quote what it read
    const text = problem instanceof CommandError ? problem.message : `${(problem as Error).name}: ${process.env.ECS_SECRETS_DEBUG ? (problem as Error).stack : (problem as Error).message}`;
    process.stderr.write(`ecs-secrets: ${text}\n`);
    process.exitCode = ExitCode.UNCHECKED;
  }
}

void main();
