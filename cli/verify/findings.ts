import { ReferenceField } from '../../src/inventory/references';
import { ExitCode } from '../command-error';

/**
 * `error`: the task doesn't start, or starts wrong. `warning`: it works, but look at it. `unchecked`: it could not be found out.
 * `later`: it can be found out once Terraform has applied.
 */
export type Severity = 'error' | 'warning' | 'unchecked' | 'later';

/** Something that verify found. Names and ARNs, never a value. */
export interface Finding {
  /** Stable name, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, with what it got. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** One reference, or a workload as a whole, and what was found. */
export interface Checked {
  readonly workload: string;
  readonly origin: string;
  readonly container?: string;
  readonly field?: ReferenceField;
  readonly name?: string;
  readonly valueFrom?: string;
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly source: string;
  readonly checked: readonly Checked[];
}

export function error(code: string, message: string, fix: string): Finding {
  return { code, severity: 'error', message, fix };
}

export function warning(code: string, message: string, fix: string): Finding {
  return { code, severity: 'warning', message, fix };
}

export function unchecked(code: string, message: string, fix: string): Finding {
  return { code, severity: 'unchecked', message, fix };
}

export function later(code: string, message: string): Finding {
  return { code, severity: 'later', message, fix: 'verify the registered task definition after apply' };
}

export function findingsOf(report: Report): Finding[] {
  return report.checked.flatMap(({ findings }) => findings);
}

/**
 * @param strict warnings count as findings
 */
export function exitCodeOf(report: Report, strict: boolean): ExitCode {
  const severities = new Set(findingsOf(report).map(({ severity }) => severity));
  if (severities.has('error') || (strict && severities.has('warning'))) {
    return ExitCode.FINDING;
  }
  return severities.has('unchecked') ? ExitCode.UNCHECKED : ExitCode.OK;
}
