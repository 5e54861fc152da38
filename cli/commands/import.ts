import { statSync, writeFileSync } from 'fs';
import { AwsOptions, Connect, Terminal, access } from './context';
import { reasonOf } from '../aws/api';
import { CommandError, ExitCode } from '../command-error';
import { stackCode } from '../import/code';
import { importStores } from '../import/stores';
import { Content, structuredFile } from '../sources/structured-file';
import { taskWorkload } from '../sources/task-definition-file';

export interface ImportCommandOptions extends AwsOptions {
  readonly out?: string;
}

/**
 * Prints the code that defines an existing task definition with the library, and takes over its secrets. Nothing is changed.
 */
export async function importCommand(what: string, options: ImportCommandOptions, connect: Connect, terminal: Terminal): Promise<ExitCode> {
  const { api, place } = await access(connect, options);
  const isFile = statSync(what, { throwIfNoEntry: false })?.isFile() ?? false;
  const content = isFile ? structuredFile(what) : undefined;
  const given: Content | undefined = content?.taskDefinition ?? content;
  const registered = async (id: string): Promise<Content> => ({ ...await api.taskDefinition(place.region, id) });
  let definition: Content;
  try {
    definition = given ?? await registered(what);
  } catch (problem) {
    const reason = `no task definition could be read in ${place.region} (${reasonOf(problem)})`;
    throw new CommandError(`'${what}' is no file here, and ${reason}: give a file, or FAMILY[:REVISION]`);
  }
  if (!Array.isArray(definition.containerDefinitions)) {
    throw new CommandError(`'${what}' has no containerDefinitions: give a task definition`);
  }
  const workload = taskWorkload(definition, what, place.region);
  const references = workload.containers.flatMap((container) => container.references);
  const stores = await importStores(api, references.filter(({ field }) => field === 'secrets'), place);
  // a file's family need not be registered yet
  const arnOf = async () => registered(workload.name).then((found) => found.taskDefinitionArn, () => undefined);
  const arn = given === undefined ? definition.taskDefinitionArn : await arnOf();
  const code = stackCode(definition, workload, stores, { region: place.region, arn });
  if (options.out === undefined) {
    terminal.out(code);
  } else {
    writeFileSync(options.out, code);
  }
  return ExitCode.OK;
}
