import { Annotations, ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { IExecutionRole, IPolicyDependent, LogGrantOptions, ObjectGrantOptions } from './execution-role-interface';
import { ISecretSource } from '../references/secret-source';

/**
 * What to know of a role that somebody else owns.
 */
export interface ImportedExecutionRoleOptions {
  /**
   * Whether its owner says that the role already allows what its tasks need. Silences the warning.
   *
   * @default false
   */
  readonly complete?: boolean;
}

/**
 * A role by its ARN. It isn't changed.
 */
export class ImportedExecutionRole extends Construct implements IExecutionRole {
  public readonly policies: ITerraformDependable[] = [];

  private warned = false;

  public constructor(scope: Construct, id: string, public readonly roleArn: string, private readonly options: ImportedExecutionRoleOptions) {
    super(scope, id);
  }

  public grantRead(..._sources: ISecretSource[]): void {
    this.warn();
  }

  public grantPull(_repositoryArn: string): void {
    this.warn();
  }

  public grantLogs(_logGroupArn: string, _options?: LogGrantOptions): void {
    this.warn();
  }

  public grantReadObject(_bucketArn: string, _objectArn: string, _options?: ObjectGrantOptions): void {
    this.warn();
  }

  public grantFileSystem(_fileSystemArn: string): void {
    this.warn();
  }

  public addDependent(_dependent: IPolicyDependent): void {
    // nothing to wait for: the role has no policy of ours
  }

  private warn(): void {
    if (!this.options.complete && !this.warned) {
      this.warned = true;
      Annotations.of(this).addWarning('the imported role isn\'t changed: its owner must allow what its tasks read, pull and log; say so with complete: true');
    }
  }
}
