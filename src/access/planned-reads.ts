import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { ITerraformDependable, TerraformLocal, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { SecretList } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { hcl, valueOf } from '../terraform/hcl';
import { JsonText, PlainText } from '../terraform/json-text';

/** Parameters per policy: 30 ARNs of 190 characters fit into the 6,144 of a managed policy. */
const PER_POLICY = 30;

export interface PlannedReadsProps {
  readonly role: IamRole;
  readonly list: SecretList;
  readonly environment: AwsEnvironment;
  readonly namePrefix: string;
  readonly path?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * Policies for parameters whose names are only known at plan: as many as they need, each keyed by a digest of its names, so that a changed
 * one is created before its predecessor goes.
 */
export class PlannedReads extends Construct {
  public readonly attachment: ITerraformDependable;

  public constructor(scope: Construct, id: string, props: PlannedReadsProps) {
    super(scope, id);
    const { role, list, path, tags, provider } = props;
    const entries = new TerraformLocal(this, 'Entries', hcl`${list.entries}`);
    const names = hcl`sort(distinct([for e in ${entries.asString} : e.name]))`;
    const policy = new IamPolicy(this, 'Resource', {
      namePrefix: `${props.namePrefix}\${each.key}-`,
      policy: new JsonText(() => ({ Version: '2012-10-17', Statement: this.statements(props, entries) })).toString(),
      path,
      tags,
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    policy.addOverride('for_each', hcl`{ for c in chunklist(${names}, ${PER_POLICY}) : substr(sha256(join(",", c)), 0, 12) => c }`);
    const attachment = new IamRolePolicyAttachment(this, 'Attachment', {
      role: role.name,
      policyArn: '${each.value.arn}',
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    attachment.addOverride('for_each', hcl`${policy.fqn}`);
    this.attachment = attachment;
  }

  private statements({ list, environment }: PlannedReadsProps, entries: TerraformLocal): object[] {
    const arns = hcl`[for e in ${entries.asString} : e.arn if contains(each.value, e.name)]`;
    const read = { Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: arns };
    if (list.encryptionKeyArn === undefined) {
      return [read];
    }
    const region = hcl`split(":", ${valueOf(list.encryptionKeyArn)})[3]`;
    // the list doesn't fit twice; access stays exact, because nothing is decrypted without GetParameters on the exact ARN
    const below = `${hcl`join(":", slice(split(":", ${arns}[0]), 0, 5))`}:parameter${list.parameterPath}/*`;
    return [
      read,
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [new PlainText(list.encryptionKeyArn)],
        Condition: {
          StringEquals: { 'kms:ViaService': new PlainText(`ssm.${region}.${environment.dnsSuffix}`) },
          StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': new PlainText(below) },
        },
      },
    ];
  }
}
