import type { Digests } from './digests';
import type { Workspace } from '../e2e/support/terraform';

/** Where the scenario runs: an AWS account, or the emulator as far as that goes. */
export interface Target {
  readonly region: string;
  readonly subnets: string[];
  /** What can't be shown here, in words. */
  readonly leftOut: readonly string[];
  /** A workspace whose Terraform acts on this target; its state outlives a run that was stopped. */
  workspace(directory: string, secretValues: string[]): Workspace;
  /** The configuration as this target takes it. */
  adapt(configuration: any): any;
  /** Runs a task and says what its container `digests` printed. */
  runTask(prefix: string, taskDefinitionArn: string): Promise<Digests>;
  /** Runs a job and says what it printed. */
  runJob(prefix: string, jobDefinitionArn: string): Promise<Digests>;
  /** Runs a task whose image is in no registry, and says why it didn't start. */
  runPrivateTask(prefix: string, taskDefinitionArn: string): Promise<string>;
  /** Lets the secret's function rotate it, and waits until that is done. */
  rotate(secretName: string): Promise<void>;
  /** How often the service was deployed. */
  deployments(prefix: string): Promise<string[]>;
  /** Names of what a prefix has left behind. */
  leftOvers(prefix: string): Promise<string[]>;
  /** Deletes what a prefix has left behind. */
  sweep(prefix: string): Promise<void>;
  stop(): Promise<void>;
}
