import { statSync } from 'fs';
import { cdktfOutSource } from './cdktf-out';
import { ecspressoSource, isEcspresso } from './ecspresso';
import { planSource } from './plan';
import { registeredSource } from './registered';
import { Source, SourceOptions } from './source';
import { STANDARD_INPUT, structuredFile } from './structured-file';
import { fileSource } from './task-definition-file';
import type { AwsApi } from '../aws/api';
import { CommandError } from '../command-error';

/**
 * Finds out what an argument names: a folder or file, else something registered.
 */
export async function loadSource(argument: string, api: AwsApi, options: SourceOptions): Promise<Source> {
  const kind = kindOf(argument);
  if (kind === undefined) {
    return registeredSource(argument, api, options);
  }
  try {
    return kind === 'directory' ? cdktfOutSource(argument, options.place) : sourceOfFile(argument, options);
  } catch (problem) {
    if (problem instanceof CommandError) {
      throw problem;
    }
    throw new CommandError(
      `'${argument}' isn't a file as Terraform or cdktf writes it (${(problem as Error).name}): create it again with ` +
        'cdktf synth, or terraform show -json',
    );
  }
}

function sourceOfFile(path: string, { place }: SourceOptions): Source {
  const content = structuredFile(path);
  if ('planned_values' in content) {
    return planSource(path, content, place);
  }
  if (isEcspresso(content)) {
    return ecspressoSource(path, content, place);
  }
  return 'terraform' in content || 'resource' in content
    ? cdktfOutSource(path, place)
    : fileSource(path, content, place);
}

function kindOf(argument: string): 'directory' | 'file' | undefined {
  if (argument === STANDARD_INPUT) {
    return 'file';
  }
  const stat = statSync(argument, { throwIfNoEntry: false });
  return stat?.isDirectory() ? 'directory' : stat ? 'file' : undefined;
}
