import { subjectOf } from './text';
import { visible } from '../../src/inventory/plain-text';
import { Checked, Finding, Report } from '../verify/findings';

/**
 * The report for a CI server: a test case per reference.
 */
export function reportJunit({ source, checked }: Report): string {
  const cases = checked.map((one) => testCase(one));
  const failures = checked.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).length;
  const skipped = checked.filter(isSkipped).length;
  const counts = `tests="${checked.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite ' +
    `name="${escaped(`ecs-secrets verify ${source}`)}" ${counts}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`
  );
}

function testCase(checked: Checked): string {
  const failing = checked.findings.filter(({ severity }) => severity === 'error');
  const others = checked.findings.filter(({ severity }) => severity !== 'error');
  const line = ({ message, fix }: Finding) => visible(`${message}: ${fix}`);
  const inner = [
    ...failing
      .slice(0, 1)
      .map(
        (first) =>
          `      <failure type="${first.code}" ` +
          `message="${escaped(visible(first.message))}">${escaped(failing.map(line).join('\n'))}</failure>\n`,
      ),
    ...(isSkipped(checked) ? [`      <skipped message="${escaped(others.map(line).join('; '))}"/>\n`] : []),
    ...(others.length > 0 && !isSkipped(checked)
      ? [`      <system-out>${escaped(others.map(line).join('\n'))}</system-out>\n`]
      : []),
  ];
  const head = `    <testcase classname="${escaped(visible(checked.workload))}" name="${escaped(subjectOf(checked))}"`;
  return inner.length === 0 ? `${head}/>\n` : `${head}>\n${inner.join('')}    </testcase>\n`;
}

function isSkipped({ findings }: Checked): boolean {
  return (
    findings.some(({ severity }) => severity === 'unchecked' || severity === 'later' || severity === 'accepted') &&
    !findings.some(({ severity }) => severity === 'error')
  );
}

function escaped(text: string): string {
  const entities: { readonly [char: string]: string } = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  // the lines of one text are its findings; within each nothing is left that XML doesn't take
  return text.split('\n').map(visible).join('\n').replace(/[&<>"\n]/g, (char) => entities[char]);
}
