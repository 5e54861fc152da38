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
  if (kind === 'directory') {
    return cdktfOutSource(argument, options.place);
  }
  if (kind === 'file') {
    const content = structuredFile(argument);
    if ('planned_values' in content) {
      return planSource(argument, content, options.place);
    }
    return 'terraform' in content || 'resource' in content ? cdktfOutSource(argument, options.place) : fileSource(argument, content, options.place);
  }
  return registeredSource(argument, api, options);
}

function kindOf(argument: string): 'directory' | 'file' | undefined {
  const stat = statSync(argument, { throwIfNoEntry: false });
  return stat?.isDirectory() ? 'directory' : stat ? 'file' : undefined;
}
