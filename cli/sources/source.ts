import { statSync } from 'fs';
import { cdktfOutSource } from './cdktf-out';
import { planSource } from './plan';
import { registeredSource } from './registered';
import { structuredFile } from './structured-file';
import { fileSource } from './task-definition-file';
import { Workload } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { StoredThing } from '../../src/inventory/stored-things';
import { StackRole } from '../access/stack-role';
import type { AwsApi } from '../aws/api';
import { CommandError } from '../command-error';

/**
 * What is to be checked, wherever it comes from.
 */
export interface Source {
  /** Shown above the results. */
  readonly description: string;
  readonly workloads: readonly Workload[];
  /** Secrets and parameters that applying it makes or changes, by ARN. */
  readonly things: ReadonlyMap<string, StoredThing>;
  /** The role as applying makes it; undefined for a role that somebody else owns. */
  readonly role: (workload: Workload) => StackRole | undefined;
}

export interface SourceOptions {
  readonly place: AwsPlace;
  /** The argument names a job definition of Batch. */
  readonly batch: boolean;
}

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
    throw new CommandError(`'${argument}' isn't as Terraform or cdktf writes it (${(problem as Error).name}): make it anew with cdktf synth, or terraform show -json`);
  }
}

function sourceOfFile(path: string, { place }: SourceOptions): Source {
  const content = structuredFile(path);
  if ('planned_values' in content) {
    return planSource(path, content, place);
  }
  return 'terraform' in content || 'resource' in content ? cdktfOutSource(path, place) : fileSource(path, content, place);
}

function kindOf(argument: string): 'directory' | 'file' | undefined {
  const stat = statSync(argument, { throwIfNoEntry: false });
  return stat?.isDirectory() ? 'directory' : stat ? 'file' : undefined;
}
