import { subjectOf } from './text';
import { Checked, Finding, Report } from '../verify/findings';

/**
 * The report for a CI server: a test case per reference.
 */
export function reportJunit({ source, checked }: Report): string {
  const cases = checked.map((one) => testCase(one));
  const failures = checked.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).length;
  const skipped = checked.filter(isSkipped).length;
  const counts = `tests="${checked.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="${escaped(`ecs-secrets verify ${source}`)}" ${counts}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function testCase(checked: Checked): string {
  const failing = checked.findings.filter(({ severity }) => severity === 'error');
  const others = checked.findings.filter(({ severity }) => severity !== 'error');
  const line = ({ message, fix }: Finding) => `${message}: ${fix}`;
  const inner = [
    ...failing.slice(0, 1).map((first) => `      <failure type="${first.code}" message="${escaped(first.message)}">${escaped(failing.map(line).join('\n'))}</failure>\n`),
    ...(isSkipped(checked) ? [`      <skipped message="${escaped(others.map(line).join('; '))}"/>\n`] : []),
    ...(others.length > 0 && !isSkipped(checked) ? [`      <system-out>${escaped(others.map(line).join('\n'))}</system-out>\n`] : []),
  ];
  const head = `    <testcase classname="${escaped(checked.workload)}" name="${escaped(subjectOf(checked))}"`;
  return inner.length === 0 ? `${head}/>\n` : `${head}>\n${inner.join('')}    </testcase>\n`;
}

function isSkipped({ findings }: Checked): boolean {
  return findings.some(({ severity }) => severity === 'unchecked' || severity === 'later') && !findings.some(({ severity }) => severity === 'error');
}

function escaped(text: string): string {
  const entities: { readonly [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };
  return text.replace(/[&<>"\n]/g, (char) => entities[char]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
}
