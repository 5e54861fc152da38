/**
 * Why a command can't do what it was asked for. It ends with exit code 2.
 */
export class CommandError extends Error {}

/** What ended a command: the exit code that scripts see. */
export enum ExitCode {
  /** Everything is as it should be. */
  OK = 0,
  /** Something isn't. */
  FINDING = 1,
  /** Something could not be checked, and nothing wrong was found in the rest. */
  UNCHECKED = 2,
}
