import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AwsEnvironment } from '../terraform/aws-environment';
import { JsonText, PlainText } from '../terraform/json-text';
import { namePrefix } from '../terraform/name-prefix';

export interface ServiceRoleProps {
  /** Who assumes the role, like `states`. */
  readonly service: string;
  /** For what the service assumes it, like `stateMachine:*`. */
  readonly source: string;
  readonly permissionsBoundary?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/** What a statement allows: action → ARNs. */
export interface Permissions {
  readonly [action: string]: string;
}

/**
 * A role that one AWS service assumes, for things of this account and Region alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export class ServiceRole extends Construct {
  public readonly resource: IamRole;

  public constructor(scope: Construct, id: string, private readonly props: ServiceRoleProps) {
    super(scope, id);
    const { partition, region, account } = AwsEnvironment.of(this, props.provider);
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: `${props.service}.amazonaws.com` },
          Condition: {
            ArnLike: {
              'aws:SourceArn': new PlainText(`arn:${partition}:${props.service}:${region}:${account}:${props.source}`),
            },
            StringEquals: { 'aws:SourceAccount': new PlainText(account) },
          },
        },
      ],
    };
    this.resource = new IamRole(this, 'Resource', {
      namePrefix: namePrefix(this, { limit: 64 }),
      assumeRolePolicy: new JsonText(this, trust).toString(),
      permissionsBoundary: props.permissionsBoundary,
      tags: props.tags,
      provider: props.provider,
    });
  }

  /** Allows each action on one thing. */
  public allow(permissions: Permissions): IamRolePolicy {
    const Statement = Object.entries(permissions).map(([action, arn]) => ({
      Effect: 'Allow',
      Action: [action],
      Resource: [new PlainText(arn)],
    }));
    return new IamRolePolicy(this, 'Policy', {
      name: 'redeploy',
      role: this.resource.id,
      policy: new JsonText(this, { Version: '2012-10-17', Statement }).toString(),
      provider: this.props.provider,
    });
  }
}
