import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Aspects, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { COMPANY } from './company';
import { CustomerKeyOnly } from './customer-key-only';

/** A team's stack: the provider with the company's tags, and the company's rules. */
export abstract class CompanyStack extends TerraformStack {
  public static of(construct: IConstruct): CompanyStack {
    return TerraformStack.of(construct) as CompanyStack;
  }

  /** ARN of the one customer key, which may be another stack's. */
  public abstract readonly keyArn: string;

  /** @param team whose stack it is, also the first part of all its paths */
  public constructor(scope: Construct, public readonly team: string) {
    super(scope, team);
    new AwsProvider(this, 'aws', {
      region: COMPANY.region,
      allowedAccountIds: [COMPANY.account],
      defaultTags: [{ tags: { 'team': team, 'cost-center': `services/${team}`, 'managed-by': 'terraform' } }],
    });
    Aspects.of(this).add(new CustomerKeyOnly());
  }
}
