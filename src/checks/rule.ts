import { IConstruct } from 'constructs';
import { ValidationError } from './validation-error';

/**
 * How much is at stake: AWS refuses an error; a warning may be meant, a note can't be decided at synth. Both can be
 * acknowledged.
 */
export type RuleLevel = 'error' | 'warning' | 'note';

/**
 * Something that goes wrong at AWS, as one pure function.
 */
export interface Rule<T> {
  /** Stable name, kebab-case. */
  readonly id: string;
  /** What goes wrong at AWS when the rule is broken. */
  readonly explanation: string;
  /** What to write instead. */
  readonly fix: string;
  /** The AWS page that says so. */
  readonly source: string;
  /** @default error */
  readonly level?: RuleLevel;
  /**
   * Returns what is wrong, with the value got and the fix, or undefined where nothing is wrong or the value is only
   * known at plan.
   */
  readonly check: (subject: T) => string | undefined;
}

/** Set while problems are collected. */
let collected: string[] | undefined;

/**
 * Throws if the subject breaks one of the rules.
 */
export function enforce<T>(scope: IConstruct | undefined, subject: T, ...rules: Rule<T>[]): void {
  for (const rule of rules) {
    const problem = rule.check(subject);
    if (problem !== undefined) {
      refuse(problem, scope);
    }
  }
}

/** Throws, or collects the problem where one error tells all of them. */
export function refuse(problem: string, scope: IConstruct | undefined): void {
  const error = new ValidationError(problem, scope);
  if (collected === undefined) {
    throw error;
  }
  collected.push(error.message);
}

/**
 * Tells everything that is wrong with one file at once: a broken rule doesn't stop what follows.
 *
 * @throws if something is wrong
 */
export function enforceTogether<T>(build: () => T): T {
  const problems: string[] = [];
  const outer = collected;
  collected = problems;
  try {
    const result = build();
    if (problems.length === 0) {
      return result;
    }
  } catch (error) {
    // what was let through before can be the cause of any other error
    if (error instanceof ValidationError) {
      problems.push(error.message);
    } else if (problems.length === 0) {
      throw error;
    }
  } finally {
    collected = outer;
  }
  const distinct = [...new Set(problems)];
  throw new ValidationError(
    distinct.length === 1
      ? distinct[0]
      : `${distinct.length} problems:\n${distinct.map((problem) => `- ${problem}`).join('\n')}`,
  );
}
