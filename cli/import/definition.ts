import { statSync } from 'fs';
import { Code } from './literal';
import { Workload } from '../../src/inventory/references';
import { AwsApi, isDenied, reasonOf } from '../aws/api';
import { CommandError } from '../command-error';
import { JOB, TASK, enforceShape } from '../sources/shape';
import { Content, structuredFile } from '../sources/structured-file';
import { definitionIn, isJobDefinition, jobWorkload, taskWorkload } from '../sources/task-definition-file';

/** A definition to write code for, wherever it comes from. */
export interface Definition {
  readonly isJob: boolean;
  readonly content: Content;
  readonly workload: Workload;
  readonly region: string;
  /** The registered revision to import, where there is one. */
  readonly arn?: string;
}

/**
 * Whether something is registered that has no execution role and takes none, so that the code may not make one: another
 * role is another revision.
 */
export function isRoleless({ arn, workload }: Definition): boolean {
  const { executionRole, containers } = workload;
  return arn !== undefined && executionRole === undefined && containers.every(({ references }) => !references.length);
}

/** What the code gives as executionRole; undefined where the library makes one. */
export function roleCode(definition: Definition): Code | undefined {
  const { executionRole } = definition.workload;
  return executionRole !== undefined || isRoleless(definition) ? new Code('executionRole') : undefined;
}

/**
 * Finds out what an argument names: a file, else something registered.
 */
export async function loadDefinition(what: string, api: AwsApi, region: string, batch: boolean): Promise<Definition> {
  const stat = statSync(what, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    throw new CommandError(`'${what}' is a folder: give a task definition file, or FAMILY[:REVISION]`);
  }
  return stat === undefined ? registered(what, api, region, batch) : fromFile(what, api, region);
}

async function fromFile(path: string, api: AwsApi, region: string): Promise<Definition> {
  const content = definitionIn(structuredFile(path));
  const isJob = isJobDefinition(content);
  if (!isJob && !Array.isArray(content.containerDefinitions)) {
    throw new CommandError(
      `file '${path}' has no containerDefinitions: give a task definition, or a job definition of AWS Batch`,
    );
  }
  enforceShape(path, content, isJob ? JOB : TASK);
  const workload = workloadOf(content, isJob, path, region);
  // what a file says need not be registered yet
  const asked = isJob ? api.jobDefinition(region, workload.name) : api.taskDefinition(region, workload.name);
  const arn = await asked.then((found: Content) => found.taskDefinitionArn ?? found.jobDefinitionArn, () => undefined);
  return { isJob, content, workload, region, arn };
}

async function registered(id: string, api: AwsApi, place: string, batch: boolean): Promise<Definition> {
  const region = id.startsWith('arn:') ? id.split(':')[3] : place;
  const isJob = batch || /:batch:.*:job-definition\//.test(id);
  const kind = isJob ? 'job definition' : 'task definition';
  if (!/^[\w:/.-]+$/.test(id)) {
    throw new CommandError(
      `'${id}' is neither a file nor a valid name of a ${kind}: give a file, or FAMILY[:REVISION]`,
    );
  }
  try {
    const content: Content = isJob ? await api.jobDefinition(region, id) : await api.taskDefinition(region, id);
    return {
      isJob,
      content,
      workload: workloadOf(content, isJob, id, region),
      region,
      arn: content.taskDefinitionArn ?? content.jobDefinitionArn,
    };
  } catch (problem) {
    if (problem instanceof CommandError) {
      throw problem;
    }
    const fix = isDenied(problem)
      ? `allow ${isJob ? 'batch:DescribeJobDefinitions' : 'ecs:DescribeTaskDefinition'}`
      : 'give an existing file, or FAMILY[:REVISION]';
    throw new CommandError(
      `'${id}' is not a file here, and no ${kind} could be read in ${region} (${reasonOf(problem)}): ${fix}`,
    );
  }
}

function workloadOf(content: Content, isJob: boolean, origin: string, region: string): Workload {
  return isJob ? jobWorkload(content, origin, region) : taskWorkload(content, origin, region);
}
