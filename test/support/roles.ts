import { TerraformStack, Testing } from 'cdktf';
import { policySize } from './iam';
import { DeployedStack, LONGEST_WORLD, withoutStackTraces } from './world';
import { ContainerSecret, ExecutionRole, ExecutionRoleProps, ParameterMap, SecretValues } from '../../src';

/** Names whose parameters have ARNs of 140 characters under the path `/example/api`, in eu-central-1. */
export function longNames(count: number): string[] {
  const length = 140 - 'arn:aws:ssm:eu-central-1:123456789012:parameter/example/api/'.length;
  return Array.from({ length: count }, (_, i) => `NAME_${i}_`.padEnd(length, 'X'));
}

export interface LongRole {
  readonly names: string[];
  readonly encryptionKeyArn?: string;
  readonly props?: ExecutionRoleProps;
  /** Parameters of the map that the role doesn't read. */
  readonly unused?: string[];
}

/** A role that reads parameters of one path, where Regions have the longest name. */
export function longRole(options: LongRole): DeployedRole {
  return withoutStackTraces(() => deployedRole(options));
}

function deployedRole({ names, encryptionKeyArn, props, unused = [] }: LongRole): DeployedRole {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const secrets = new ParameterMap(stack, 'Secrets', { path: '/example/api', parameters: SecretValues.external([...names, ...unused]), encryptionKeyArn });
  const role = new ExecutionRole(stack, 'Role', props);
  role.grantPull('arn:aws:ecr:eu-central-1:123456789012:repository/team/api');
  role.grantLogs('arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/api');
  role.grantRead(unused.length > 0 ? secrets.only(...names) : secrets);
  return new DeployedRole(role, new DeployedStack(stack, LONGEST_WORLD));
}

/** The same many as imported ARNs, which is faster. */
export function importedRole(names: string[], props?: ExecutionRoleProps): DeployedRole {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const role = new ExecutionRole(stack, 'Role', props);
  role.grantRead(...names.map((name) => ContainerSecret.fromParameterArn(name, `arn:aws:ssm:eu-central-1:123456789012:parameter/example/api/${name}`)));
  return new DeployedRole(role, new DeployedStack(stack, LONGEST_WORLD));
}

export class DeployedRole {
  public constructor(public readonly role: ExecutionRole, public readonly stack: DeployedStack) {}

  /** Names of the managed policies without what AWS adds, which say whether a policy is replaced. */
  public get managed(): string[] {
    return Object.values(this.stack.json.resource.aws_iam_policy ?? {}).map((policy) => (policy as { name_prefix: string }).name_prefix);
  }

  public get inline(): string[] {
    return Object.values(this.stack.json.resource.aws_iam_role_policy ?? {}).map((policy) => (policy as { name_prefix: string }).name_prefix);
  }

  public get inlineSizes(): number[] {
    return this.sizes((id) => id.startsWith('Role_Policy_'));
  }

  public get managedSizes(): number[] {
    return this.sizes((id) => /^Role_Policy\d/.test(id));
  }

  private sizes(is: (id: string) => boolean): number[] {
    return Object.entries(this.stack.documentsOf('Role')).filter(([id]) => is(id)).map(([, document]) => policySize(document));
  }
}
