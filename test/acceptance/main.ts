import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { AwsTarget } from './aws-target';
import { EmulatedTarget } from './emulated-target';
import { destroyState, live } from './life';
import { COST, inventoryOf } from './scenario';
import type { Target } from './target';

interface Options {
  readonly region?: string;
  readonly profile?: string;
  readonly prefix: string;
  readonly subnets?: string[];
  readonly yes?: boolean;
  readonly emulator?: boolean;
}

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function targetOf({ region = process.env.AWS_REGION, profile, subnets, emulator }: Options): Promise<Target> {
  if (emulator) return EmulatedTarget.start();
  if (!region) throw new Error('no Region: name one with --region or in AWS_REGION');
  const target = new AwsTarget({ region, profile });
  if (subnets) target.subnets = subnets;
  else await target.prepare();
  return target;
}

async function confirmed(question: string, { yes }: Options): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new Error('nobody to ask: answer with --yes');
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer);
}

async function run(options: Options): Promise<number> {
  const target = await targetOf(options);
  try {
    print(`In ${target.region}, under the prefix ${options.prefix}, this creates and then deletes:`);
    inventoryOf(options.prefix).forEach((line) => print(`  ${line}`));
    print(`It costs ${COST}.`);
    target.leftOut.forEach((line) => print(`Not shown here: ${line}.`));
    if (!await confirmed('Go on?', options)) return 1;
    const results = await live(target, { prefix: options.prefix, print });
    const failed = results.filter(({ passed }) => !passed);
    print(`${results.length - failed.length} passed, ${failed.length} failed`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    await target.stop();
  }
}

async function sweep(options: Options): Promise<number> {
  const target = await targetOf(options);
  try {
    const found = await target.leftOvers(options.prefix);
    print(found.length === 0 ? `Nothing bears the prefix ${options.prefix} in ${target.region}.` : `This deletes in ${target.region}:`);
    found.forEach((name) => print(`  ${name}`));
    if (found.length === 0) return 0;
    if (!await confirmed('Go on?', options)) return 1;
    await destroyState(target, options.prefix).catch((error: Error) => print(`the state could not be destroyed: ${error.message}`));
    await target.sweep(options.prefix);
    const left = await target.leftOvers(options.prefix);
    left.forEach((name) => print(`left: ${name}`));
    return left.length === 0 ? 0 : 1;
  } finally {
    await target.stop();
  }
}

function command(name: string, description: string, action: (options: Options) => Promise<number>): Command {
  return new Command(name)
    .description(description)
    .option('--region <region>', 'AWS Region (default: AWS_REGION)')
    .option('--profile <profile>', 'profile of the AWS configuration')
    .option('--prefix <prefix>', 'what all names begin with', prefixOf, 'ecs-acceptance')
    .option('--subnets <ids...>', 'public subnets (default: those of the default VPC)')
    .option('--emulator', 'run against the AWS emulator of the end-to-end tests')
    .option('--yes', 'do not ask')
    .action(async (options: Options) => {
      process.exitCode = await action(options);
    });
}

/**
 * What is deleted by its prefix has to be of this kit's own making. Names of roles, which Terraform completes, begin with 15 characters of it:
 * scenario.test.ts looks whether that is enough.
 */
function prefixOf(text: string): string {
  if (/^[a-z][a-z0-9-]{7,14}$/.test(text) && !/^(aws|ssm)/.test(text)) return text;
  throw new Error(`'${text}' can't be a prefix: use 8 to 15 of a-z, 0-9 and -, beginning with a letter, and not with aws or ssm`);
}

new Command('acceptance')
  .addCommand(command('run', 'one life of a stack, with real tasks', run), { isDefault: true })
  .addCommand(command('sweep', 'delete what a run that was stopped has left behind', sweep))
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`acceptance: ${error.message}\n`);
    process.exitCode = 1;
  });
