import { Terminal, access } from './context';
import { writeOut } from './write-out';
import { visible } from '../../src/inventory/plain-text';
import type { AwsOptions, Connect } from '../aws/connect';
import { ExitCode } from '../command-error';
import { stackCode } from '../import/code';
import { loadDefinition } from '../import/definition';
import { importedReferences } from '../import/references';
import { importStores } from '../import/stores';
import { KeyDirectory } from '../verify/key-directory';

export interface ImportCommandOptions extends AwsOptions {
  readonly batch?: boolean;
  readonly out?: string;
}

/**
 * Prints the code that defines an existing task or job definition with the library, and takes over its secrets. Nothing
 * is changed.
 */
export async function importCommand(
  what: string,
  options: ImportCommandOptions,
  connect: Connect,
  terminal: Terminal,
): Promise<ExitCode> {
  const { api, place } = await access(connect, options);
  const definition = await loadDefinition(what, api, place.region, options.batch ?? false);
  const here = { ...place, region: definition.region };
  const keys = new KeyDirectory(api);
  const references = await importedReferences(api, keys, definition.workload, here);
  const stores = await importStores(api, keys, references, here);
  writeOut(stackCode(definition, references, stores), options.out, terminal);
  const findings = references.flatMap((one) => one.findings.map((finding) => ({ ...finding, one })));
  for (const {
    message,
    fix,
    one: { container, reference },
  } of findings) {
    terminal.err.write(
      `${visible(`ecs-secrets: container '${container}', '${reference.name}': ${message}: ${fix}`)}\n`,
    );
  }
  if (findings.some(({ severity }) => severity === 'error')) {
    return ExitCode.FINDING;
  }
  return findings.length > 0 ? ExitCode.UNCHECKED : ExitCode.OK;
}
