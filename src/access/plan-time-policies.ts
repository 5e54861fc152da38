import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TerraformLocal, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { GrantContext } from './read-grants';
import { Grant, toStatement } from './statement';
import { SecretList } from '../references/secret-source';
import { Hcl, hcl } from '../terraform/hcl';
import { JsonText } from '../terraform/json-text';
import { literalConfig } from '../terraform/literal-config';

/** Parameters per policy: 30 ARNs of 190 characters fit into the 6,144 of a managed policy. */
const PER_POLICY = 30;

export interface PlanTimePoliciesProps {
  /** Name of the role. */
  readonly role: string;
  readonly list: SecretList;
  readonly context: GrantContext;
  readonly namePrefix: string;
  readonly path?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * Policies for parameters whose names are only known at plan: as many as they need, each keyed by a digest of its
 * names, so that a changed one is created before its predecessor goes.
 */
export class PlanTimePolicies extends Construct {
  public readonly attachment: IamRolePolicyAttachment;

  public constructor(scope: Construct, id: string, props: PlanTimePoliciesProps) {
    super(scope, id);
    const { role, list, context, path, tags, provider } = props;
    const entries = new TerraformLocal(this, 'Entries', hcl`${list.entries}`);
    const names = hcl`sort(distinct([for e in ${entries.asString} : e.name]))`;
    const arns = hcl`[for e in ${entries.asString} : e.arn if contains(each.value, e.name)]`;
    const policy = new IamPolicy(this, 'Resource', {
      namePrefix: `${props.namePrefix}\${each.key}-`,
      policy: new JsonText(this, () => ({
        Version: '2012-10-17',
        Statement: planTimeGrants(list, arns, context).map(toStatement),
      })).toString(),
      ...literalConfig({ path, tags }),
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    policy.addOverride(
      'for_each',
      hcl`{ for c in chunklist(${names}, ${PER_POLICY}) : substr(sha256(join(",", c)), 0, 12) => c }`,
    );
    const attachment = new IamRolePolicyAttachment(this, 'Attachment', {
      role,
      policyArn: '${each.value.arn}',
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    attachment.addOverride('for_each', hcl`${policy.fqn}`);
    this.attachment = attachment;
  }
}

/**
 * The grants for reading parameters that only Terraform knows.
 *
 * @param arns list of their ARNs
 */
export function planTimeGrants(list: SecretList, arns: Hcl, context: GrantContext): Grant[] {
  const grants: Grant[] = [{ actions: context.calls.ssm, resources: [], resourceList: { arns, label: list.label } }];
  const { encryptionKeyArn: key, parameterPath } = list;
  if (key !== undefined) {
    // the list doesn't fit twice; access stays exact, because nothing is decrypted without GetParameters on the exact
    // ARN
    const below = `${hcl`join(":", slice(split(":", ${arns}[0]), 0, 5))`}:parameter${parameterPath}/*`;
    grants.push({
      actions: ['kms:Decrypt'],
      resources: [{ arn: key, label: context.stable(key), length: 0 }],
      conditions: { 'kms:ViaService': context.viaService('ssm', key) },
      contextKey: 'kms:EncryptionContext:PARAMETER_ARN',
      contextPatterns: true,
      contexts: [{ arn: below, label: `${list.label} ${parameterPath}`, length: 0 }],
    });
  }
  return grants;
}
