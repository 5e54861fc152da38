import { AwsAccess, Terminal, access } from './context';
import { writeOut } from './write-out';
import type { AwsOptions, Connect } from '../aws/connect';
import { CommandError, ExitCode } from '../command-error';
import { reportGithub } from '../output/github';
import { reportJson } from '../output/json';
import { reportJunit } from '../output/junit';
import { withPlaces } from '../output/places';
import { Progress } from '../output/progress';
import { reportSarif } from '../output/sarif';
import { reportText } from '../output/text';
import { expandPatterns } from '../sources/arguments';
import { loadSource } from '../sources/load-source';
import type { Source } from '../sources/source';
import { withBaseline } from '../verify/baseline';
import { Report, exitCodeOf, orNothingChecked } from '../verify/findings';
import { checkNetwork, servicesOf } from '../verify/network';
import { verify } from '../verify/verify';

export interface VerifyCommandOptions extends AwsOptions {
  readonly batch?: boolean;
  readonly role?: string;
  readonly values: boolean;
  readonly assumeRole?: boolean;
  readonly subnets?: readonly string[];
  readonly securityGroups?: readonly string[];
  readonly assignPublicIp?: boolean;
  readonly strict?: boolean;
  readonly baseline?: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
}

/**
 * @param version of the command, for reports that name it
 */
export async function verifyCommand(
  given: readonly string[],
  options: VerifyCommandOptions,
  connect: Connect,
  terminal: Terminal,
  version: string,
): Promise<ExitCode> {
  const what = expandPatterns(given);
  const progress = new Progress(terminal.err, 'calls');
  terminal.onInterrupt?.(() => progress.clear());
  const account = await access(connect, options, (done, total) => progress.show(done, total));
  try {
    const reports: Report[] = [];
    for (const argument of what) {
      reports.push(await reportOf(argument, account, options));
    }
    const [only] = reports;
    const together = {
      source: reports.length === 1 ? only.source : `${reports.length} sources`,
      checked: reports.flatMap(({ checked }) => checked),
    };
    const whole = orNothingChecked(
      options.baseline === undefined ? together : withBaseline(together, options.baseline, today()),
    );
    const exitCode = exitCodeOf(whole, options.strict ?? false);
    progress.clear();
    // whoever can't have the file has the report at least
    terminal.out(options.json ? reportJson(whole, exitCode) : reportText(whole, terminal.colour));
    if (options.github && !options.json) {
      terminal.out(reportGithub(whole));
    }
    writeReports(whole, what[0], options, terminal, version);
    return exitCode;
  } finally {
    progress.clear();
  }
}

async function reportOf(argument: string, { api, place }: AwsAccess, options: VerifyCommandOptions): Promise<Report> {
  const source = withRole(await loadSource(argument, api, { place, batch: options.batch ?? false }), options.role);
  const report = await verify(api, source, { place, values: options.values, assumeRole: options.assumeRole ?? false });
  const { subnets = [], securityGroups = [], assignPublicIp = false } = options;
  const networkOptions = { subnets, securityGroups, assignPublicIp, region: place.region };
  const network =
    subnets.length === 0 ? [] : await checkNetwork(api, servicesOf(source.workloads, place), networkOptions);
  return { ...report, checked: withPlaces([...report.checked, ...network], source.file) };
}

function writeReports(
  report: Report,
  first: string,
  { junit, sarif }: VerifyCommandOptions,
  terminal: Terminal,
  version: string,
): void {
  const problems: CommandError[] = [];
  for (const [file, text] of [
    [junit, () => reportJunit(report)],
    [sarif, () => reportSarif(report, first, version)],
  ] as const) {
    try {
      if (file !== undefined) {
        writeOut(text(), file, terminal);
      }
    } catch (problem) {
      problems.push(problem as CommandError);
    }
  }
  if (problems.length > 0) {
    throw problems[0];
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function withRole(source: Source, role: string | undefined): Source {
  return role === undefined
    ? source
    : {
      ...source,
      workloads: source.workloads.map((workload) => ({ ...workload, executionRole: role })),
      role: () => undefined,
    };
}
