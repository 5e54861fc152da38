import { relative, sep } from 'path';
import { subjectOf } from './text';
import { visible } from '../../src/inventory/plain-text';
import { Checked, Finding, Report, Severity } from '../verify/findings';

const LEVELS: { readonly [severity in Severity]: string } = {
  error: 'error',
  warning: 'warning',
  unchecked: 'warning',
  later: 'note',
  accepted: 'note',
};

/**
 * The report in SARIF, for code scanning. Findings that the baseline accepts are there, suppressed.
 *
 * @param fallback the file to show a finding in that has none
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif({ checked }: Report, fallback: string, version: string): string {
  const results = checked.flatMap((one) => one.findings.map((finding) => resultOf(one, finding, fallback)));
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort().map((id) => ({ id }));
  const driver = {
    name: 'ecs-secrets',
    version,
    informationUri: 'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets',
    rules,
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(checked: Checked, { code, severity, message, fix }: Finding, fallback: string) {
  const subject = subjectOf(checked);
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: `${subject}: ${visible(message)}. Fix: ${visible(fix)}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(checked.file ?? fallback) },
          region: { startLine: checked.line ?? 1 },
        },
        logicalLocations: [{ fullyQualifiedName: subject }],
      },
    ],
    partialFingerprints: { subjectAndCode: `${subject} ${code}` },
    ...(severity === 'accepted' ? { suppressions: [{ kind: 'external', justification: visible(fix) }] } : {}),
  };
}

/** Code scanning takes paths within the repository. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  return encodeURI((path.startsWith('..') ? file : path || '.').split(sep).join('/'));
}
