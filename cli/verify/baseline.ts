import { Checked, Finding, Report, warning } from './findings';
import { isObject } from '../../src/checks/api-shape';
import { CommandError } from '../command-error';
import { structuredFile } from '../sources/structured-file';

/** A finding that stays for a while, and why. Where a field is missing, it may be any. */
interface Accepted {
  readonly code: string;
  readonly workload?: string;
  readonly container?: string;
  readonly name?: string;
  readonly reason: string;
  /** Last day, like `2027-03-31`. */
  readonly expires: string;
}

const FIELDS = ['code', 'workload', 'container', 'name', 'reason', 'expires'];

/**
 * Findings that a file accepts, marked as such. One whose day is over isn't accepted any more; one that nothing matches
 * is a warning.
 *
 * @param today like `2026-11-25`
 */
export function withBaseline(report: Report, path: string, today: string): Report {
  const accepted = readBaseline(path);
  const used = new Set<Accepted>();
  const checked = report.checked.map((one): Checked => ({
    ...one,
    findings: one.findings.map((finding) => {
      const match = accepted.find((entry) => covers(entry, one, finding));
      if (match === undefined || finding.severity === 'later') {
        return finding;
      }
      used.add(match);
      return today > match.expires
        ? { ...finding, fix: `${finding.fix} (accepted until ${match.expires} only: ${match.reason})` }
        : { ...finding, severity: 'accepted', fix: `accepted until ${match.expires}: ${match.reason}` };
    }),
  }));
  const unused = accepted
    .filter((entry) => !used.has(entry))
    .map((entry) =>
      warning(
        'baseline-unused',
        `the baseline accepts '${entry.code}'${entry.name === undefined ? '' : ` of '${entry.name}'`}, ` +
          'which wasn\'t found',
        'remove the entry',
      ),
    );
  return {
    ...report,
    checked: unused.length === 0 ? checked : [...checked, { workload: path, origin: path, findings: unused }],
  };
}

function covers({ code, workload, container, name }: Accepted, checked: Checked, finding: Finding): boolean {
  const same = (wanted: string | undefined, found: string | undefined) => wanted === undefined || wanted === found;
  return (
    code === finding.code &&
    same(workload, checked.workload) &&
    same(container, checked.container) &&
    same(name, checked.name)
  );
}

function readBaseline(path: string): Accepted[] {
  const { accepted } = structuredFile(path);
  const fix = 'write {"accepted": [{"code": "…", "name": "…", "reason": "…", "expires": "2027-03-31"}]}';
  if (!Array.isArray(accepted)) {
    throw new CommandError(`baseline '${path}' has no list 'accepted': ${fix}`);
  }
  return accepted.map((entry: unknown, i) => {
    const problem = isObject(entry) ? problemOf(entry) : 'isn\'t an object';
    if (problem !== undefined) {
      throw new CommandError(`baseline '${path}', entry ${i + 1}: ${problem}: ${fix}`);
    }
    return entry as unknown as Accepted;
  });
}

function problemOf(entry: { readonly [field: string]: unknown }): string | undefined {
  const unknown = Object.keys(entry).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    return `field '${unknown}' is unknown`;
  }
  const wrong = FIELDS.find(
    (field) => entry[field] !== undefined && (typeof entry[field] !== 'string' || entry[field] === ''),
  );
  if (wrong !== undefined) {
    return `field '${wrong}' must be a text`;
  }
  const missing = ['code', 'reason', 'expires'].find((field) => entry[field] === undefined);
  if (missing !== undefined) {
    return `field '${missing}' is missing`;
  }
  const day = String(entry.expires);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
    ? undefined
    : `expires is '${day}', which is not a day`;
}
