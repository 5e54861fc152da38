import { Source, SourceOptions, plainSource } from './source';
import { jobWorkloads, taskWorkload } from './task-definition-file';
import { AwsApi, isDenied, reasonOf } from '../aws/api';
import { CommandError } from '../command-error';

/**
 * A registered task definition, or job definition of Batch, by name, name and revision, or ARN.
 */
export async function registeredSource(id: string, api: AwsApi, { place, batch }: SourceOptions): Promise<Source> {
  const region = id.startsWith('arn:') ? id.split(':')[3] : place.region;
  const isJob = batch || /:batch:.*:job-definition\//.test(id);
  const kind = isJob ? 'job definition' : 'task definition';
  if (!/^[\w:/.-]+$/.test(id)) {
    throw new CommandError(
      `'${id}' is neither a file nor a valid name of a ${kind}: give cdktf.out, a plan, a file, or FAMILY[:REVISION]`,
    );
  }
  try {
    const workloads = isJob
      ? jobWorkloads(await api.jobDefinition(region, id), id, region)
      : [taskWorkload(await api.taskDefinition(region, id), id, region)];
    return plainSource(`registered ${kind} ${id}`, workloads);
  } catch (error) {
    if (error instanceof CommandError) {
      throw error;
    }
    const fix = isDenied(error)
      ? `allow ${isJob ? 'batch:DescribeJobDefinitions' : 'ecs:DescribeTaskDefinition'}`
      : 'give an existing file, or FAMILY[:REVISION] of one that is registered there';
    throw new CommandError(
      `'${id}' is not a file here, and no ${kind} could be read in ${region} (${reasonOf(error)}): ${fix}`,
    );
  }
}
