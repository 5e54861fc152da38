import { AwsPlace } from '../../src/inventory/stack-file';

export interface VerifyOptions {
  /** Whose account it is, and the Region of what doesn't say it. */
  readonly place: AwsPlace;
  /** Whether values may be read, to look at their form. */
  readonly values: boolean;
  /** Whether to read as the execution role itself. */
  readonly assumeRole: boolean;
}
