import { createHash } from 'crypto';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { dataOf } from './attribute-reference';
import { isUnresolved } from './tokens';

const ID = 'EcsSecretsEnvironment';

/**
 * Partition, Region and account of a provider: one data source each per stack and provider, however many constructs
 * ask.
 */
export class AwsEnvironment extends Construct {
  public static of(scope: IConstruct, provider?: TerraformProvider): AwsEnvironment {
    const stack = TerraformStack.of(scope);
    const id = provider ? `${ID}-${createHash('sha256').update(provider.node.path).digest('hex').slice(0, 8)}` : ID;
    return (stack.node.tryFindChild(id) as AwsEnvironment | undefined) ?? new AwsEnvironment(stack, id, provider);
  }

  private readonly tokens: { [name: string]: string } = {};

  private constructor(scope: Construct, id: string, private readonly provider?: TerraformProvider) {
    super(scope, id);
  }

  public get partition(): string {
    return (this.tokens.partition ??= dataOf(this.partitionData, 'partition'));
  }

  /** `amazonaws.com`, in China `amazonaws.com.cn`. */
  public get dnsSuffix(): string {
    return (this.tokens.dnsSuffix ??= dataOf(this.partitionData, 'dns_suffix'));
  }

  public get region(): string {
    // `name` is deprecated in version 6 of the provider, `id` is the same in both
    return (this.tokens.region ??= dataOf(new DataAwsRegion(this, 'Region', { provider: this.provider }), 'id'));
  }

  public get account(): string {
    return (this.tokens.account ??= dataOf(
      new DataAwsCallerIdentity(this, 'Account', { provider: this.provider }),
      'account_id',
    ));
  }

  /** The Region, where the provider's configuration names it as text. */
  public get knownRegion(): string | undefined {
    return knownRegion(this, this.provider);
  }

  private get partitionData(): DataAwsPartition {
    return (
      (this.node.tryFindChild('Partition') as DataAwsPartition | undefined) ??
      new DataAwsPartition(this, 'Partition', { provider: this.provider })
    );
  }
}

/**
 * The Region that a provider's configuration names as text; undefined where it comes from elsewhere.
 *
 * @param provider by default the AWS provider of the scope's stack
 */
export function knownRegion(scope: IConstruct, provider?: TerraformProvider): string | undefined {
  const { node } = TerraformStack.of(scope);
  const isDefault = (child: IConstruct) =>
    TerraformProvider.isTerraformProvider(child) && child.terraformResourceType === 'aws' && child.alias === undefined;
  const { region } = (provider ?? node.children.find(isDefault) ?? {}) as { readonly region?: string };
  return region === undefined || isUnresolved(region) ? undefined : region;
}
