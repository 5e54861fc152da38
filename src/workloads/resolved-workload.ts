import { ITerraformDependable, Precondition, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ResolvedContainer, SecretConsumer } from './containers/resolved-container';
import { PlanTimeValueCheck } from './value-check/plan-time-value-check';
import { preconditionsOf } from './value-check/preconditions';
import { ExecutionRole } from '../access/execution-role';
import { IExecutionRole } from '../access/execution-role-interface';
import { SecretEntry } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { compare } from '../terraform/hcl';

export interface ResolvedWorkloadProps {
  readonly executionRole?: IExecutionRole;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
  /** Whether AWS Batch runs it. */
  readonly isJob?: boolean;
}

/** The containers of a task definition or a job definition, and what follows from the secrets that they use. */
export interface ResolvedWorkload {
  /** Sorted by name. */
  readonly containers: readonly ResolvedContainer[];
  /** The role that is given, or one of the workload's own, which may read what the containers use. */
  readonly executionRole: IExecutionRole;
  /** What environment variables and log options refer to. */
  readonly entries: readonly SecretEntry[];
  /** What has to be written, and looked at, before a container can start; the role's policies come on top. */
  readonly written: readonly ITerraformDependable[];
  /** What has to hold when Terraform plans the definition. */
  readonly preconditions?: Precondition[];
}

/**
 * Asks all sources of the containers once, and does what follows from their answers: allows the role to read, has the
 * plan look at values whose source asks for it, and says what must hold at plan.
 *
 * @throws if a container's names or sources don't go together, or the role is in an account that can't read one of its
 * secrets
 */
export function resolveWorkload(
  scope: Construct,
  definitions: readonly SecretConsumer[],
  props: ResolvedWorkloadProps,
): ResolvedWorkload {
  const { tags, provider } = props;
  const environment = AwsEnvironment.of(scope, provider);
  const containers = definitions
    .map((definition) => new ResolvedContainer(scope, definition, environment, props.isJob))
    .sort((a, b) => compare(a.definition.name, b.definition.name));
  const executionRole = props.executionRole ?? new ExecutionRole(scope, 'ExecutionRole', { tags, provider });
  executionRole.allowTasksOf(scope, provider);
  containers.forEach((container) => container.grantTo(executionRole));
  const check = PlanTimeValueCheck.of(
    scope,
    containers.map(({ definition, bindings }) => ({
      container: definition.name,
      secrets: bindings.flatMap((binding) => binding.entries),
    })),
  );
  const written = new Set(
    containers.flatMap(({ bindings }) => bindings.flatMap((binding) => binding.dependencies ?? [])),
  );
  return {
    containers,
    executionRole,
    entries: containers.flatMap(({ secrets, secretOptions }) => [...secrets, ...secretOptions]),
    written: [...written, ...(check ? [check.resource] : [])],
    preconditions: preconditionsOf(scope, containers, executionRole.roleArn, environment),
  };
}
