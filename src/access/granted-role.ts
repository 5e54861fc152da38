import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import {
  GrantOptions,
  IExecutionRole,
  IPolicyDependent,
  LogGrantOptions,
  ObjectGrantOptions,
  OwnerStatement,
  PullThroughCacheOptions,
} from './execution-role-interface';
import { ownerStatements } from './owner-statements';
import { RequiredAccess } from './required-access';
import { RolePolicies } from './role-policies';
import { PULL_THROUGH_CACHE } from '../checks/access';
import { FLAG, TEXT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ISecretSource, SecretBinding } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';

const GRANT = { container: TEXT };
const GRANT_OPTIONS = propsOf<GrantOptions>({}, GRANT);
const PULL_THROUGH_CACHE_OPTIONS = propsOf<PullThroughCacheOptions>({}, { ...GRANT, createRepository: FLAG });
const LOG_OPTIONS = propsOf<LogGrantOptions>({}, { ...GRANT, createGroup: FLAG });
const OBJECT_OPTIONS = propsOf<ObjectGrantOptions>(
  {},
  { ...GRANT, purpose: TEXT, encryptionKeyArn: TEXT, bucketKeyEnabled: FLAG },
);

/**
 * What the library's own roles and imported roles have in common: they collect what tasks need, and can have policies
 * that allow it.
 *
 * @internal
 */
export abstract class GrantedRole extends Construct implements IExecutionRole {
  public abstract readonly roleArn: string;
  /** @internal */
  protected readonly _access: RequiredAccess;
  /** Undefined where the role isn't changed. @internal */
  protected _policies?: RolePolicies;

  public constructor(scope: Construct, id: string, provider?: TerraformProvider) {
    super(scope, id);
    this._access = new RequiredAccess(this, () => AwsEnvironment.of(this, provider).dnsSuffix);
  }

  /**
   * What a task has to wait for: the policies that allow what has been granted until now. A dependent gets those of
   * later grants as well.
   */
  public get policies(): ITerraformDependable[] {
    return this._policies?.resources ?? [];
  }

  public grantRead(...sources: ISecretSource[]): void {
    this._access.addReads(sources);
    this._policies?.expand();
  }

  public addBinding(binding: SecretBinding): void {
    this._access.addBinding(binding);
    this._policies?.expand();
  }

  /**
   * @param repositoryArn ARN of the repository
   */
  public grantPull(repositoryArn: string, options: GrantOptions = {}): void {
    enforce(this, { props: options, ...GRANT_OPTIONS }, PROP_TYPES);
    this._access.addPull(repositoryArn, options.container);
    this._policies?.expand();
  }

  /**
   * @param repositoriesArn the cache's repositories: `arn:PARTITION:ecr:REGION:ACCOUNT:repository/PREFIX/*`, or one of
   * them
   * @throws if the ARN isn't that of repositories with a prefix
   */
  public grantPullThroughCache(repositoriesArn: string, options: PullThroughCacheOptions = {}): void {
    enforce(this, { props: options, ...PULL_THROUGH_CACHE_OPTIONS }, PROP_TYPES);
    enforce(this, { arn: repositoriesArn }, PULL_THROUGH_CACHE);
    this._access.addPullThroughCache(repositoriesArn, options.createRepository ?? false, options.container);
    this._policies?.expand();
  }

  /**
   * @param logGroupArn ARN of the log group, with or without `:*` at its end
   */
  public grantLogs(logGroupArn: string, options: LogGrantOptions = {}): void {
    enforce(this, { props: options, ...LOG_OPTIONS }, PROP_TYPES);
    this._access.addLogs(logGroupArn, options.createGroup ?? false, options.container);
    this._policies?.expand();
  }

  /**
   * @param bucketArn ARN of the bucket
   * @param objectArn ARN of the object
   */
  public grantReadObject(bucketArn: string, objectArn: string, options: ObjectGrantOptions = {}): void {
    enforce(this, { props: options, ...OBJECT_OPTIONS }, PROP_TYPES);
    this._access.addObject(bucketArn, objectArn, options);
    this._policies?.expand();
  }

  /**
   * @param fileSystemArn ARN of the file system
   */
  public grantFileSystem(fileSystemArn: string, options: GrantOptions = {}): void {
    enforce(this, { props: options, ...GRANT_OPTIONS }, PROP_TYPES);
    this._access.addFileSystem(fileSystemArn, options.container);
    this._policies?.expand();
  }

  public explainAccess(): string[] {
    return this._policies?.explain() ?? this._access.explain();
  }

  public ownerStatements(account: string): OwnerStatement[] {
    return ownerStatements(this, this._access, this.roleArn, account);
  }

  public addDependent(dependent: IPolicyDependent): void {
    this._policies?.addDependent(dependent);
  }

  /** Who may have a role of somebody else is for its owner to say. */
  public allowTasksOf(_scope: IConstruct, _provider?: TerraformProvider): void {}
}
