import { AwsOptions, Connect, Terminal, access } from './context';
import { writeOut } from './write-out';
import { ExitCode } from '../command-error';
import { reportGithub } from '../output/github';
import { reportJson } from '../output/json';
import { reportJunit } from '../output/junit';
import { Progress } from '../output/progress';
import { reportText } from '../output/text';
import { loadSource } from '../sources/load-source';
import type { Source } from '../sources/source';
import { exitCodeOf } from '../verify/findings';
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
  readonly json?: boolean;
  readonly junit?: string;
  readonly github?: boolean;
}

export async function verifyCommand(argument: string, options: VerifyCommandOptions, connect: Connect, terminal: Terminal): Promise<ExitCode> {
  const progress = new Progress(terminal.err, 'calls');
  const { api, place } = await access(connect, options, (done, total) => progress.show(done, total));
  try {
    const source = withRole(await loadSource(argument, api, { place, batch: options.batch ?? false }), options.role);
    const report = await verify(api, source, { place, values: options.values, assumeRole: options.assumeRole ?? false });
    const { subnets = [], securityGroups = [], assignPublicIp = false } = options;
    const networkOptions = { subnets, securityGroups, assignPublicIp, region: place.region };
    const network = subnets.length === 0 ? [] : await checkNetwork(api, servicesOf(source.workloads, place), networkOptions);
    const whole = { ...report, checked: [...report.checked, ...network] };
    const exitCode = exitCodeOf(whole, options.strict ?? false);
    progress.clear();
    if (options.junit !== undefined) {
      writeOut(reportJunit(whole), options.junit, terminal);
    }
    terminal.out(options.json ? reportJson(whole, exitCode) : reportText(whole, terminal.colour));
    if (options.github && !options.json) {
      terminal.out(reportGithub(whole));
    }
    return exitCode;
  } finally {
    progress.clear();
  }
}

function withRole(source: Source, role: string | undefined): Source {
  return role === undefined
    ? source
    : { ...source, workloads: source.workloads.map((workload) => ({ ...workload, executionRole: role })), role: () => undefined };
}
