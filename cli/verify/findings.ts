import { ReferenceField } from '../../src/inventory/references';
import { ExitCode } from '../command-error';

/**
 * `error`: the task doesn't start, or starts wrong. `warning`: it works, but look at it. `unchecked`: it could not be
 * found out. `later`: it can be found out once Terraform has applied. `accepted`: the baseline says why it stays.
 */
export type Severity = 'error' | 'warning' | 'unchecked' | 'later' | 'accepted';

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
  /** Where the reference stands, where a file is the source. */
  readonly file?: string;
  readonly line?: number;
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

/** Only Terraform knows what it is, so that nothing was looked at. */
export const KNOWN_AFTER_APPLY = 'known-after-apply';

/**
 * A report that says so where there was nothing to look at: a gate that checked nothing must not pass.
 */
export function orNothingChecked(report: Report): Report {
  const looked = report.checked.some(({ valueFrom, findings }) =>
    valueFrom !== undefined && findings.every(({ code }) => code !== KNOWN_AFTER_APPLY));
  if (looked || findingsOf(report).some(({ severity }) => severity === 'error')) {
    return report;
  }
  const finding = unchecked(
    'nothing-checked',
    'nothing was checked, because there is no reference that could be looked at',
    'give an app, the JSON of a plan or a task definition with containers that have secrets',
  );
  return {
    ...report,
    checked: [...report.checked, { workload: report.source, origin: report.source, findings: [finding] }],
  };
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
