import { subjectOf } from './text';
import { visible } from '../../src/inventory/plain-text';
import { Checked, Report, Severity } from '../verify/findings';

const COMMANDS: { readonly [severity in Severity]: string | undefined } = {
  error: 'error', warning: 'warning', unchecked: 'warning', later: 'notice', accepted: undefined,
};

/**
 * The report as annotations of a GitHub workflow run, at the line of a file where that is the source.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub({ checked }: Report): string {
  return checked
    .flatMap((one) =>
      one.findings
        .filter(({ severity }) => COMMANDS[severity] !== undefined)
        .map(
          ({ severity, code, message, fix }) =>
            `::${COMMANDS[severity]} ${placeOf(one)}title=${property(`${code}: ${subjectOf(one)}`)}` +
            `::${data(`${visible(message)}\nfix: ${visible(fix)}`)}\n`,
        ),
    )
    .join('');
}

function placeOf({ file, line }: Checked): string {
  return file === undefined ? '' : `file=${property(visible(file))},line=${line ?? 1},`;
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
