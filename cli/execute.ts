import { CommanderError } from 'commander';
import { className } from './aws/api';
import { CommandError, ExitCode } from './command-error';
import { Surroundings, programOf } from './program';
import { visible } from '../src/inventory/plain-text';

/**
 * Runs a command line to its end. Whatever happens in it ends with a sentence and an exit code, never with a stack
 * trace.
 *
 * @param words the command line, without the program's name
 */
export async function execute(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal, environment } = surroundings;
  let exitCode = ExitCode.OK;
  try {
    const program = programOf(surroundings, (code) => {
      exitCode = code;
    });
    const [first, topic] = words;
    // the framework prints the general help, as if nothing were wrong
    if (first === 'help' && topic !== undefined && !program.commands.some((command) => command.name() === topic)) {
      throw new CommandError(`there is no command '${topic}': ecs-secrets --help lists the commands`);
    }
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (problem) {
    if (problem instanceof CommanderError) {
      return problem.exitCode === 0 ? ExitCode.OK : ExitCode.UNCHECKED;
    }
    terminal.err.write(`ecs-secrets: ${sentenceOf(problem, environment)}\n`);
    return ExitCode.UNCHECKED;
  }
}

/** The message of an error that isn't ours could quote what was read, so that it is never shown. */
function sentenceOf(problem: unknown, environment: Surroundings['environment']): string {
  if (problem instanceof CommandError) {
    return visible(problem.message);
  }
  const { name = 'Error', stack = '' } = problem as Partial<Error>;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const where = environment.ECS_SECRETS_DEBUG
    ? ['', ...frames].join('\n')
    : ': run the command with ECS_SECRETS_DEBUG=1 to see where, and report it';
  return `something unexpected happened (${className(name)})${where}`;
}
