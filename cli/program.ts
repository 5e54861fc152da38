import { Command, InvalidArgumentError, Option } from 'commander';
import type { Connect } from './aws/connect';
import { ExitCode } from './command-error';
import type { Terminal } from './commands/context';
import { importCommand } from './commands/import';
import { inventoryCommand } from './commands/inventory';
import { keysCommand } from './commands/keys';
import { verifyCommand } from './commands/verify';

export interface Surroundings {
  readonly connect: Connect;
  readonly terminal: Terminal;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly version: string;
}

/**
 * The command line. `exit` learns how a command ended.
 */
export function programOf(
  { connect, terminal, environment, version }: Surroundings,
  exit: (code: ExitCode) => void,
): Command {
  const program = new Command('ecs-secrets')
    .description(
      'Checks the secrets of ECS and Batch containers before you deploy, and shows what there is. No command changes ' +
        'anything in AWS, and none shows a value.',
    )
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: (text) => void terminal.err.write(text) })
    .showHelpAfterError('(ecs-secrets --help lists the commands, ecs-secrets help COMMAND the options)')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addHelpText('after', GENERAL_HELP);
  const github = environment.GITHUB_ACTIONS === 'true';
  addVerify(program, async (what, options) =>
    exit(await verifyCommand(what, { github, ...options }, connect, terminal, version)),
  );
  addInventory(program, async (what, options) => exit(inventoryCommand(what, options, terminal)));
  addKeys(program, async (what, options) => exit(await keysCommand(what, options, connect, terminal)));
  addImport(program, async (what, options) => exit(await importCommand(what, options, connect, terminal)));
  return program;
}

type Run = (argument: any, options: any) => Promise<void>;

function addVerify(program: Command, run: Run): void {
  withAws(program.command('verify'))
    .summary('check every secret that containers refer to')
    .description(
      'Checks each valueFrom of secrets, secretOptions, repositoryCredentials and environment files: ' +
        'whether it exists, whether the container gets the value as it is stored, and whether the execution role ' +
        'may read it.',
    )
    .argument(
      '[what...]',
      'cdktf.out, plans (terraform show -json), task definition files (JSON, YAML, ecspresso.yml; patterns; ' +
        '- is what is piped), FAMILY[:REVISION]',
      ['cdktf.out'],
    )
    .option('--batch', 'WHAT is a registered job definition of AWS Batch')
    .option('--role <arn>', 'check this execution role instead of the one in WHAT')
    .option('--no-values', 'read no values: check existence, keys and access only')
    .option('--assume-role', 'read as the execution role, which must trust you, instead of evaluating its policies')
    .option('--subnets <ids>', 'also check whether tasks in these subnets reach the stores, comma-separated', list)
    .option('--security-groups <ids>', 'security groups of the tasks, comma-separated', list)
    .option('--assign-public-ip', 'the tasks have public addresses')
    .option('--strict', 'warnings are errors')
    .option('--baseline <file>', 'a file of findings that are accepted for a while, with reasons')
    .option('--json', 'print the report as JSON')
    .option('--junit <file>', 'also write the report as JUnit XML')
    .option('--sarif <file>', 'also write the report as SARIF')
    .addOption(new Option('--github', 'also print annotations for GitHub (default: in GitHub Actions)'))
    .addHelpText('after', VERIFY_HELP)
    .action(run);
}

function addInventory(program: Command, run: Run): void {
  program
    .command('inventory')
    .summary('show what every container gets, from where, and what it costs')
    .description(
      'Shows which secrets every container of a synthesised app gets: where they are stored, which key encrypts ' +
        'them, which role reads them, who else does, how many calls that takes and what it costs. AWS is not asked.',
    )
    .argument(
      '[what]',
      'cdktf.out, one cdk.tf.json, a plan (terraform show -json), or an inventory written as JSON',
      'cdktf.out',
    )
    .addOption(
      new Option(
        '--format <format>',
        'table, markdown (with a Mermaid graph), json, or html (one page that works offline)',
      )
        .choices(['table', 'markdown', 'json', 'html'])
        .default('table'),
    )
    .option('--out <file>', 'write to a file')
    .option('--diff <old>', 'show what changed since an older cdktf.out or JSON inventory')
    .option('--check', 'with --diff: end with 1 if something changed')
    .addHelpText('after', INVENTORY_HELP)
    .action(run);
}

function addKeys(program: Command, run: Run): void {
  withAws(program.command('keys'))
    .summary('write names, for SecretValues.fromNamesFile')
    .description(
      "Writes the names of a secret's JSON keys, or of the parameters under a path: one per line, sorted; " +
        'never a value.',
    )
    .argument('<what>', 'name or ARN of a secret, or a path of parameters, which begins with a slash')
    .option('--out <file>', 'write to a file, as an array if its name ends in .json')
    .option('--check', 'write nothing, and end with 1 if the file differs')
    .addHelpText('after', KEYS_HELP)
    .action(run);
}

function addImport(program: Command, run: Run): void {
  withAws(program.command('import'))
    .summary('print the code for what is registered already')
    .description(
      'Prints a stack that defines an existing task or job definition with this library, and makes ' +
        'Terraform import it and its JSON secrets. Nothing is changed.',
    )
    .argument('<what>', 'task or job definition file (JSON, YAML), or FAMILY[:REVISION]')
    .option('--batch', 'WHAT is a registered job definition of AWS Batch')
    .option('--out <file>', 'write to a file')
    .addHelpText('after', IMPORT_HELP)
    .action(run);
}

function withAws(command: Command): Command {
  return command
    .option('--region <region>', 'AWS Region (default: that of the environment or profile)')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--endpoint-url <url>', 'ask this address instead of AWS\'s own', url)
    .option('--timeout <seconds>', 'how long to wait for a connection, and for an answer', count, 10)
    .option('--concurrency <calls>', 'how many calls may run at the same time', count, 10);
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
}

function url(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('give an address that begins with https:// or http://.');
  }
  return text;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100) {
    throw new InvalidArgumentError('give a whole number from 1 to 100.');
  }
  return value;
}

const GENERAL_HELP = `
Exit codes:
  0  everything is as it should be
  1  something isn't: a finding, a difference
  2  something could not be found out, or the command was wrong

Credentials and Region are found as the AWS CLI finds them. AWS_ENDPOINT_URL, AWS_MAX_ATTEMPTS, AWS_RETRY_MODE, NO_COLOR
and FORCE_COLOR are honoured.
ecs-secrets help COMMAND shows the options of a command, with examples.`;

const INVENTORY_HELP = `
Examples:
  ecs-secrets inventory                                      a table of the app in cdktf.out
  ecs-secrets inventory --format html --out secrets.html     a searchable page with a graph
  ecs-secrets inventory --diff ../main/cdktf.out --format markdown    for a pull request

Calls: each JSON key takes a GetSecretValue call of its own, ten parameters take one GetParameters call.
Cost: for what the app itself creates, in US dollars, without calls.`;

const KEYS_HELP = `
Examples:
  ecs-secrets keys example/api --out names.txt       the keys of a secret's JSON
  ecs-secrets keys /example/api --out names.json     the parameters right below a path
  ecs-secrets keys example/api --out names.txt --check    in CI: did somebody add a key?

Permissions: secretsmanager:GetSecretValue on the secret, or ssm:DescribeParameters.`;

const IMPORT_HELP = `
Examples:
  ecs-secrets import my-service > imported-stack.ts
  ecs-secrets import taskdef.json --out imported-stack.ts && cdktf plan
  ecs-secrets import my-job:3 --batch

If the JSON of a secret has the referenced keys, it is taken over with SecretValue.external(), which changes none of the
values: the first apply stores them again, as a new version. Parameters, secrets that are used as a whole, rotated ones
and what belongs to others stay where they are and are referred to by ARN; comments in the code say why.
The import blocks come from importFrom() in the code; remove the calls once they are applied. Terraform compares lists
of AWS Batch in order: if a job definition isn't sorted by name, the first apply registers a sorted one beside it.

If something is wrong with a reference, a comment in the code says so, it is printed, and the exit code is 1. It is 2
if something could not be looked at.

Permissions, all read-only: ecs:DescribeTaskDefinition or batch:DescribeJobDefinitions, secretsmanager:DescribeSecret,
GetSecretValue, GetResourcePolicy, ssm:DescribeParameters, kms:DescribeKey, s3:GetObject.`;

const VERIFY_HELP = `
Examples:
  ecs-secrets verify                                    the app in cdktf.out, before it is applied
  terraform show -json plan.out > plan.json && ecs-secrets verify plan.json
  ecs-secrets verify taskdef.json --junit report.xml    a file as the AWS CLI and ecspresso keep it
  ecs-secrets verify 'services/**/taskdef.json' --sarif secrets.sarif --baseline accepted.json
  ecspresso render taskdef | ecs-secrets verify -
  ecs-secrets verify my-service:42 --subnets subnet-1,subnet-2
  ecs-secrets verify my-job --batch

Exit codes: 0 fine, 1 findings, 2 something could not be looked at, or there was nothing to look at. --baseline reads
{"accepted": [{"code": "parameter-type", "name": "LOG_LEVEL", "reason": "no secret", "expires": "2027-03-31"}]}.

Values are read to check their form, and are not kept. With --no-values, none is read.
What the execution role may do, iam:SimulatePrincipalPolicy says. If you may not call it, the answer is worked out from
the policies of the role, of secrets and of keys, and from the role's boundary. What Terraform has yet to create is
reported as such, and is not an error. What an apply writes into something that has a value already, only a plan tells.

Permissions, all read-only: ssm:GetParameters, ssm:DescribeParameters, secretsmanager:DescribeSecret, GetSecretValue,
GetResourcePolicy, kms:DescribeKey, Decrypt, GetKeyPolicy, ListGrants, ListResourceTags, ssm:ListTagsForResource,
s3:GetObject, GetBucketPolicy, iam:GetRole, SimulatePrincipalPolicy or ListRolePolicies, GetRolePolicy,
ListAttachedRolePolicies, GetPolicy, GetPolicyVersion, ecs:DescribeTaskDefinition or batch:DescribeJobDefinitions, for
--subnets ec2:Describe*, and where a policy asks for the organisation organizations:DescribeOrganization.`;
