import { visible } from '../../src/inventory/plain-text';
import { Checked, Finding, Report, Severity } from '../verify/findings';

const MARKS: { readonly [severity in Severity]: string } = {
  error: '✗',
  warning: '!',
  unchecked: '?',
  later: '…',
  accepted: '·',
};
const COLOURS: { readonly [severity in Severity]: number } = {
  error: 31,
  warning: 33,
  unchecked: 35,
  later: 36,
  accepted: 90,
};

const FIX_WORDS: { readonly [severity in Severity]?: string } = { later: 'then', accepted: 'why' };

/**
 * The report for people: what was found, each with its fix, and a sum.
 */
export function reportText(report: Report, colour: boolean): string {
  const paint = (text: string, code: number) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = [visible(report.source)];
  for (const checked of report.checked.filter(({ findings }) => findings.length > 0)) {
    lines.push('', subjectOf(checked));
    for (const { severity, code, message, fix } of checked.findings) {
      lines.push(
        `  ${paint(MARKS[severity], COLOURS[severity])} ${visible(message)} [${code}]`,
        `    ${FIX_WORDS[severity] ?? 'fix'}: ${visible(fix)}`,
      );
    }
  }
  return `${[...lines, '', sumOf(report)].join('\n')}\n`;
}

/**
 * What was looked at, in one line.
 */
export function subjectOf({ workload, origin, container, field, name }: Checked): string {
  const place = workload === origin ? workload : `${workload} (${origin})`;
  const within = container === undefined ? '' : `, container ${container}`;
  const ofField = field === 'secrets' || field === name ? '' : `${field} `;
  return visible(`${place}${within}${name === undefined ? '' : `, ${ofField}${name}`}`);
}

export function sumOf({ checked }: Report): string {
  const references = checked.filter(({ name }) => name !== undefined);
  const fine = references.filter(({ findings }) => findings.length === 0).length;
  const all = checked.flatMap(({ findings }) => findings);
  const counts: [severity: Severity, one: string, many: string][] = [
    ['error', 'error', 'errors'],
    ['warning', 'warning', 'warnings'],
    ['unchecked', 'not checked', 'not checked'],
    ['later', 'after apply', 'after apply'],
    ['accepted', 'accepted', 'accepted'],
  ];
  const parts = counts
    .map(
      ([severity, one, many]) =>
        [all.filter((finding: Finding) => finding.severity === severity).length, one, many] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`);
  return [
    `${references.length} ${references.length === 1 ? 'reference' : 'references'}`,
    `${fine} fine`,
    ...parts,
  ].join(', ');
}
