import type { ParameterMetadata } from '@aws-sdk/client-ssm';
import { Finding, error, warning } from './findings';
import { Stored } from '../../src/inventory/stored';
import { StoredThing } from '../../src/inventory/stored-things';

/**
 * What is wrong with a parameter apart from its value: its type, its tier, and how long it lives.
 *
 * @param declared as Terraform has it; undefined where somebody else owns it
 */
export function kindFindings(
  { name }: Stored,
  { Type, Tier, Policies = [] }: ParameterMetadata,
  declared: StoredThing | undefined,
): Finding[] {
  const findings: Finding[] = [];
  if (Type === 'StringList') {
    findings.push(
      warning(
        'parameter-type',
        `parameter '${name}' is a StringList, which the container gets as one text with commas`,
        'store it as a SecureString, unless that is what you want',
      ),
    );
  }
  if (Type === 'String' && declared?.type === 'SecureString') {
    findings.push(
      error(
        'parameter-type',
        `parameter '${name}' is a String in plain text, although Terraform declares a SecureString`,
        'apply, or store it again as a SecureString',
      ),
    );
  }
  if (Type === 'String' && declared === undefined) {
    const fix = 'store it as a SecureString, or move it to environment if it is not a secret';
    findings.push(
      warning(
        'parameter-type',
        `parameter '${name}' is a String: whoever may read parameters sees it in plain text`,
        fix,
      ),
    );
  }
  if (
    Tier !== undefined &&
    declared?.tier !== undefined &&
    declared.tier !== 'Intelligent-Tiering' &&
    declared.tier !== Tier
  ) {
    const fix = "apply; but an advanced parameter can't become a standard one: it has to be created again";
    findings.push(
      warning(
        'parameter-tier',
        `parameter '${name}' has the tier ${Tier}, although Terraform declares ${declared.tier}`,
        fix,
      ),
    );
  }
  if (Policies.some(({ PolicyType }) => PolicyType === 'Expiration')) {
    findings.push(
      warning(
        'parameter-expires',
        `parameter '${name}' has an expiration policy: once it is gone, no task starts`,
        'remove the policy, or renew the parameter in time',
      ),
    );
  }
  return findings;
}
