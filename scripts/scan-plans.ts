import { execFileSync, spawnSync } from 'child_process';
import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';

/**
 * Runs checkov over the plans that the end-to-end tests have kept, and compares what it finds with the table of docs/pipelines.md.
 */
const ROOT = join(__dirname, '..');
const PLANS = join(ROOT, '.build/plans');
const ENVIRONMENT = join(ROOT, '.build/checkov');
const PROGRAM = join(ENVIRONMENT, 'bin/checkov');
const REQUIREMENTS = join(__dirname, 'scanners-requirements.txt');
/** What the examples' own lines make. */
const OTHERS = ['aws_db_instance', 'aws_ecs_cluster', 'aws_kms_key', 'aws_s3_bucket', 'aws_cloudwatch_log_group'];
/** The emulator says that a service has no platform version, where AWS says LATEST. */
const OF_THE_EMULATOR = ['CKV_AWS_332 aws_ecs_service'];

interface Finding {
  readonly check_id: string;
  readonly resource: string;
  readonly file_path: string;
}

/** Puts the scanner where this project's own files are, or says why it can't. */
function missingScanner(): string | undefined {
  if (existsSync(PROGRAM)) return undefined;
  for (const [command, ...args] of [['python3', '-m', 'venv', ENVIRONMENT], [join(ENVIRONMENT, 'bin/python'), '-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS]]) {
    if (spawnSync(command, args, { stdio: 'ignore', timeout: 300_000 }).status !== 0) return `'${command} ${args[1]} ${args[2]}' failed`;
  }
  return undefined;
}

/** `CHECK TYPE` of every finding, with the first place where it was found. */
function findings(plans: string[]): Map<string, string> {
  const files = plans.flatMap((plan) => ['--file', join(PLANS, plan)]);
  const args = ['--framework', 'terraform_plan', '--skip-download', '--quiet', '--compact', '--soft-fail', '--output', 'json', ...files];
  const said = execFileSync(PROGRAM, args, { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] });
  const [report] = [JSON.parse(said)].flat();
  if (report.summary.parsing_errors !== 0 || report.summary.passed === 0) throw new Error(`checkov could not read the plans: ${JSON.stringify(report.summary)}`);
  const found = new Map<string, string>();
  for (const { check_id: check, resource, file_path: file } of report.results.failed_checks as Finding[]) {
    // in a module, and in the root
    const type = /(?:^|\.)(aws_\w+)\./.exec(resource)![1];
    const finding = `${check} ${type}`;
    if (!OTHERS.includes(type) && !OF_THE_EMULATOR.includes(finding) && !found.has(finding)) found.set(finding, `${file} ${resource}`);
  }
  console.log(`checkov: ${report.summary.passed} passed, ${report.summary.failed} failed, in ${plans.length} plans`);
  return found;
}

/** The same, as the page has them. */
function expected(): Set<string> {
  const page = readFileSync(join(ROOT, 'docs/pipelines.md'), 'utf8');
  return new Set([...page.matchAll(/^\| `(CKV\w+)` \| `(\w+)` \|/gm)].map(([, check, type]) => `${check} ${type}`));
}

function main(): string[] {
  const plans = existsSync(PLANS) ? readdirSync(PLANS).sort() : [];
  const missing = plans.length === 0 ? "no plans: run 'npm run e2e' first" : missingScanner();
  if (missing) {
    console.error(`scan: ${missing}${process.env.SCAN_REQUIRED === '1' ? '' : ' (skipped; SCAN_REQUIRED=1 makes this an error)'}`);
    return process.env.SCAN_REQUIRED === '1' ? [missing] : [];
  }
  const known = expected();
  const found = findings(plans);
  return [
    ...[...found].filter(([finding]) => !known.has(finding)).map(([finding, where]) => `${finding} is new: ${where}`),
    ...[...known].filter((finding) => !found.has(finding)).map((finding) => `${finding} is in docs/pipelines.md and is not found any more`),
  ];
}

const wrong = main();
wrong.forEach((line) => console.error(line));
process.exitCode = wrong.length === 0 ? 0 : 1;
