import { IConstruct } from 'constructs';
import { OwnerStatement } from './execution-role-interface';
import { readerOf } from './reader';
import { RequiredAccess } from './required-access';
import { Grant, toStatement } from './statement';
import { ValidationError } from '../checks/validation-error';
import { JsonText } from '../terraform/json-text';
import { isUnresolved } from '../terraform/tokens';

/**
 * What the owner of an account has to allow to a role of another account.
 */
export function ownerStatements(
  scope: IConstruct,
  access: RequiredAccess,
  roleArn: string,
  account: string,
): OwnerStatement[] {
  if (!isUnresolved(account) && !/^\d{12}$/.test(account)) {
    throw new ValidationError(`an account's number has 12 digits, got '${account}'`, scope);
  }
  return access
    .grants()
    .filter(({ actions: [action] }) => /^(kms|secretsmanager):/.test(action))
    .flatMap((grant) =>
      grant.resources
        .filter(({ arn }) => arn.split(':')[4] === account)
        .map(({ arn }) => ({
          resourceArn: arn,
          statement: new JsonText(scope, ownerStatement(scope, grant, [roleArn])).toString(),
        })),
    );
}

/** A grant as the owner's policy has it: in a policy of a secret or a key, `*` means that secret or key. */
export function ownerStatement(scope: IConstruct, grant: Grant, roleArns: readonly string[]): object {
  const { Principal, Condition } = readerOf(scope, roleArns);
  const statement: { readonly Condition?: object } = toStatement(grant);
  return { ...statement, Principal, Resource: '*', Condition: { ...statement.Condition, ...Condition } };
}
