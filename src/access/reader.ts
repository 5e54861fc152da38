import { IConstruct } from 'constructs';
import { ROLE_ARN_PATTERN } from '../checks/account';
import { enforce } from '../checks/rule';
import { compare, hcl } from '../terraform/hcl';
import { PlainText } from '../terraform/json-text';
import { stableText } from '../terraform/resolve';
import { isUnresolved } from '../terraform/tokens';

/** How a policy of a secret or key names roles. */
export interface Reader {
  readonly Principal: { readonly AWS: PlainText[] };
  readonly Condition: { readonly ArnEquals: { readonly 'aws:PrincipalArn': PlainText[] } };
}

/**
 * Roles as the reader of a secret or key, through a condition: AWS refuses a policy whose principal is a role that
 * isn't there yet, and a role that is made anew would be another principal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 * @throws if an ARN isn't a role's
 */
export function readerOf(scope: IConstruct, roleArns: readonly string[]): Reader {
  roleArns.forEach((roleArn) => enforce(scope, { roleArn }, ROLE_ARN_PATTERN));
  return {
    Principal: { AWS: plain(scope, roleArns.map(accountPrincipalOf)) },
    Condition: { ArnEquals: { 'aws:PrincipalArn': plain(scope, roleArns) } },
  };
}

/**
 * The account of an ARN as a whole. Where it is allowed something, its own policies decide as well; what is denied to
 * it is denied to everybody in it.
 */
export function accountPrincipalOf(arn: string): string {
  const part = (i: number) => (isUnresolved(arn) ? hcl`split(":", ${arn})[${i}]`.toString() : arn.split(':')[i]);
  return `arn:${part(1)}:iam::${part(4)}:root`;
}

/** Each once, sorted. */
function plain(scope: IConstruct, arns: readonly string[]): PlainText[] {
  const byText = new Map(arns.map((arn) => [isUnresolved(arn) ? stableText(scope, arn) : arn, arn]));
  return [...byText].sort(([a], [b]) => compare(a, b)).map(([, arn]) => new PlainText(arn));
}
