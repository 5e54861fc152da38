import { subjectOf } from './text';
import { Report, Severity } from '../verify/findings';

const COMMANDS: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', unchecked: 'warning', later: 'notice' };

/**
 * The report as annotations of a GitHub workflow run.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub({ checked }: Report): string {
  return checked
    .flatMap((one) => one.findings.map(({ severity, code, message, fix }) =>
      `::${COMMANDS[severity]} title=${property(`${code}: ${subjectOf(one)}`)}::${data(`${message}\nfix: ${fix}`)}\n`))
    .join('');
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
