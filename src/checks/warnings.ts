import { Annotations, Aspects } from 'cdktf';
import { IConstruct } from 'constructs';
import { isAcknowledged } from './acknowledgement';
import { Rule } from './rule';

interface Pending {
  readonly id: string;
  readonly level?: string;
  readonly name?: string;
  readonly problem: () => string | undefined;
}

const pending = new WeakMap<IConstruct, Pending[]>();

/**
 * Warns at synth if the subject breaks the rule and nobody acknowledged it, not before: it can be acknowledged until
 * then.
 *
 * @param name what an acknowledgement can name, an environment variable for instance
 */
export function warn<T>(scope: IConstruct, subject: T, rule: Rule<T>, name?: string): void {
  const warnings = pending.get(scope) ?? watched(scope);
  warnings.push({ id: rule.id, level: rule.level, name, problem: () => rule.check(subject) });
}

/**
 * Warns of all names together that nobody acknowledged.
 *
 * @param subjectOf what the rule says of the names that are left
 */
export function warnOfNames<T>(
  scope: IConstruct,
  names: readonly string[],
  subjectOf: (names: readonly string[]) => T,
  rule: Rule<T>,
): void {
  const warnings = pending.get(scope) ?? watched(scope);
  const problem = () => rule.check(subjectOf(names.filter((name) => !isAcknowledged(scope, rule.id, name))));
  warnings.push({ id: rule.id, level: rule.level, problem });
}

function watched(scope: IConstruct): Pending[] {
  const warnings: Pending[] = [];
  const emitted = new Set<string>();
  pending.set(scope, warnings);
  Aspects.of(scope).add({
    visit: (node) => {
      if (node === scope) {
        warnings.forEach((warning) => emit(scope, warning, emitted));
      }
    },
  });
  return warnings;
}

/** A stack can be synthesised more than once, and a source be bound more than once. */
function emit(scope: IConstruct, { id, level, name, problem }: Pending, emitted: Set<string>): void {
  const message = problem();
  if (message === undefined || emitted.has(message) || isAcknowledged(scope, id, name)) {
    return;
  }
  emitted.add(message);
  const annotations = Annotations.of(scope);
  const text = `${message} [${id}]`;
  if (level === 'note') {
    annotations.addInfo(text);
  } else {
    annotations.addWarning(text);
  }
}
