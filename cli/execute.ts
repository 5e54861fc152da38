import { CommanderError } from 'commander';
import { CommandError, ExitCode } from './command-error';
import { Surroundings, programOf } from './program';

/**
 * Runs a command line to its end. Whatever happens in it ends with a sentence and an exit code, never with a stack trace.
 *
 * @param words the command line, without the program's name
 */
export async function execute(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal, environment } = surroundings;
  let exitCode = ExitCode.OK;
  try {
    await programOf(surroundings, (code) => {
      exitCode = code;
    }).parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (problem) {
    if (problem instanceof CommanderError) {
      return problem.exitCode === 0 ? ExitCode.OK : ExitCode.UNCHECKED;
    }
    terminal.err.write(`ecs-secrets: ${sentenceOf(problem, environment)}\n`);
    return ExitCode.UNCHECKED;
  }
}

/** The message of an error that isn't ours could quote what was read, so it is shown to those only who ask for it. */
function sentenceOf(problem: unknown, environment: Surroundings['environment']): string {
  if (problem instanceof CommandError) {
    return problem.message;
  }
  const { name = 'Error', stack = '' } = problem as Partial<Error>;
  return environment.ECS_SECRETS_DEBUG ? stack : `something unexpected happened (${name}): ECS_SECRETS_DEBUG=1 shows where, but may also show what was read`;
}
