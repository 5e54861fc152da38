import { IConstruct } from 'constructs';
import { ValidationError } from './validation-error';

/**
 * How much is at stake: AWS refuses an error; a warning may be meant, a note can't be decided at synth. Both can be acknowledged.
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
  /** An error where nothing else is said. */
  readonly level?: RuleLevel;
  /**
   * Returns what is wrong, with the value got and the fix, or undefined where nothing is wrong or the value is only known at plan.
   */
  readonly check: (subject: T) => string | undefined;
}

/**
 * Throws if the subject breaks one of the rules.
 */
export function enforce<T>(scope: IConstruct | undefined, subject: T, ...rules: Rule<T>[]): void {
  for (const rule of rules) {
    const problem = rule.check(subject);
    if (problem !== undefined) {
      throw new ValidationError(problem, scope);
    }
  }
}
