import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { GrantOptions, IExecutionRole, OwnerStatement } from './execution-role-interface';
import { TAKES_EXECUTION_ROLE } from '../checks/access';
import { enforce } from '../checks/rule';
import { ISecretSource, SecretBinding } from '../references/secret-source';

/**
 * Stands for the execution role of a definition that has none, so nothing can be granted to it.
 *
 * @internal
 */
export class NoExecutionRole extends Construct implements IExecutionRole {
  /** Empty, as in a definition that has none. */
  public readonly roleArn: string = '';
  public readonly policies: ITerraformDependable[] = [];
  /** What Fargate does with the role, and EC2 with that of the instance: images of ECR, and log groups. @internal */
  public readonly _left: string[] = [];

  public grantRead(...sources: ISecretSource[]): void {
    sources.forEach((source) => this.addBinding(source.bindSecrets(this)));
  }

  public addBinding({ entries, lists = [] }: SecretBinding): void {
    this.refuse([...entries.map(({ name }) => `'${name}'`), ...lists.map(({ label }) => label)]);
  }

  public grantPull(repositoryArn: string, { container }: GrantOptions = {}): void {
    this._left.push(`the image in ECR of container '${container ?? repositoryArn}'`);
  }

  public grantPullThroughCache(repositoriesArn: string): void {
    this.refuse([repositoriesArn]);
  }

  public grantLogs(logGroupArn: string, { container }: GrantOptions = {}): void {
    this._left.push(`log driver awslogs of container '${container ?? logGroupArn}'`);
  }

  public grantReadObject(_bucketArn: string, objectArn: string): void {
    this.refuse([objectArn]);
  }

  public grantFileSystem(fileSystemArn: string): void {
    this.refuse([fileSystemArn]);
  }

  public explainAccess(): string[] {
    return [];
  }

  public ownerStatements(_account: string): OwnerStatement[] {
    return [];
  }

  /** There are no policies to wait for. */
  public addDependent(): void {}

  public allowTasksOf(): void {}

  private refuse(what: readonly string[]): void {
    enforce(this, { what }, TAKES_EXECUTION_ROLE);
  }
}

/** What a role was granted that isn't one, and that Fargate doesn't do without one; undefined for every other role. */
export function leftWithoutRole(role: IExecutionRole): readonly string[] | undefined {
  return role.roleArn === '' && '_left' in role ? (role as NoExecutionRole)._left : undefined;
}
