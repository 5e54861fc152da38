import { existsSync, readFileSync } from 'fs';
import { Terminal, access } from './context';
import { writeOut } from './write-out';
import { isMapName } from '../../src/checks/names';
import { visible } from '../../src/inventory/plain-text';
import { VERSIONS_KEY } from '../../src/stores/versions-key';
import { AwsApi, isMissing, reasonOf } from '../aws/api';
import type { AwsOptions, Connect } from '../aws/connect';
import { CommandError, ExitCode } from '../command-error';
import { objectOf } from '../verify/value-rules';

export interface KeysCommandOptions extends AwsOptions {
  readonly out?: string;
  readonly check?: boolean;
}

/**
 * Writes the names of a secret's keys, or of a path's parameters, for `SecretValues.fromNamesFile`. Values are not
 * kept.
 */
export async function keysCommand(
  what: string,
  options: KeysCommandOptions,
  connect: Connect,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.check && options.out === undefined) {
    throw new CommandError('--check compares with a file: give it with --out');
  }
  const { api, place } = await access(connect, options);
  const region = what.startsWith('arn:') ? what.split(':')[3] : place.region;
  const found = what.startsWith('/') ? await parameterLeaves(api, region, what) : await secretKeys(api, region, what);
  const names = found.filter(isMapName).sort();
  found
    .filter((name) => !isMapName(name))
    .sort()
    .forEach((name) => {
      const leftOut = `'${name}' is left out: a names file can't list it, refer to it with ContainerSecret`;
      terminal.err.write(`ecs-secrets: ${visible(leftOut)}\n`);
    });
  const text = fileText(what, names, options.out);
  if (options.out === undefined) {
    terminal.out(text);
    return ExitCode.OK;
  }
  if (!options.check) {
    writeOut(text, options.out, terminal);
    return ExitCode.OK;
  }
  const before = namesIn(options.out);
  if (before !== undefined && [...new Set(before)].sort().join('\n') === names.join('\n')) {
    return ExitCode.OK;
  }
  const problem = before === undefined ? "doesn't exist" : `differs from what is stored${difference(before, names)}`;
  terminal.err.write(
    visible(`ecs-secrets: '${options.out}' ${problem}: run ecs-secrets keys ${what} --out ${options.out}`) + '\n',
  );
  return ExitCode.FINDING;
}

/** The names in a file as `SecretValues.fromNamesFile` reads it: order, comments and line ends don't count. */
function namesIn(path: string): string[] | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  if (!/\.json$/i.test(path)) {
    return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  }
  try {
    return [JSON.parse(text)].flat().map(String);
  } catch {
    throw new CommandError(`file '${path}' is not JSON: write it again without --check`);
  }
}

function difference(before: readonly string[], names: readonly string[]): string {
  const added = names.filter((name) => !before.includes(name)).map((name) => `+${name}`);
  const removed = before.filter((name) => !names.includes(name)).map((name) => `-${name}`);
  return ` (${[...added, ...removed].join(', ')})`;
}

async function parameterLeaves(api: AwsApi, region: string, path: string): Promise<string[]> {
  const plain = path.replace(/(.)\/+$/, '$1');
  const names = await asked(api.parameterNames(region, plain), `parameters of path '${plain}'`);
  if (names.length === 0) {
    throw new CommandError(`path '${plain}' has no parameters in ${region}: correct the path, or --region`);
  }
  return names.map((name) => name.split('/').pop()!);
}

async function secretKeys(api: AwsApi, region: string, id: string): Promise<string[]> {
  const { text = '', binary } = await asked(api.secretValue(region, id, {}), `secret '${id}'`);
  const object = binary ? undefined : objectOf(text);
  if (object === undefined) {
    throw new CommandError(
      `secret '${id}' holds no JSON object, so it has no keys: refer to the whole secret by its ARN`,
    );
  }
  return Object.keys(object).filter((key) => key !== VERSIONS_KEY);
}

async function asked<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer;
  } catch (problem) {
    throw new CommandError(
      `${what} can't be read (${reasonOf(problem)}): ` +
        `${isMissing(problem) ? 'correct the name, or --region' : 'allow yourself to read it'}`,
    );
  }
}

function fileText(what: string, names: readonly string[], out: string | undefined): string {
  if (out !== undefined && /\.json$/i.test(out)) {
    return `${JSON.stringify(names, null, 2)}\n`;
  }
  return [`# written by ecs-secrets keys ${visible(what)}`, ...names, ''].join('\n');
}
