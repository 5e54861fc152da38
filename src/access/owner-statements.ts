import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { AccessNeeds } from './access-needs';
import { OwnerStatement } from './execution-role-interface';
import { Grant, toStatement } from './statement';
import { ValidationError } from '../checks/validation-error';
import { JsonText, PlainText } from '../terraform/json-text';

/**
 * What the owner of an account has to allow to a role of another account.
 *
 * In a policy of a secret or a key, `*` is that secret or key.
 */
export function ownerStatements(scope: IConstruct, needs: AccessNeeds, roleArn: string, account: string): OwnerStatement[] {
  if (!Token.isUnresolved(account) && !/^\d{12}$/.test(account)) {
    throw new ValidationError(`an account's number has 12 digits, got '${account}'`, scope);
  }
  return needs.grants()
    .filter(({ actions: [action] }) => /^(kms|secretsmanager):/.test(action))
    .flatMap((grant) => grant.resources
      .filter(({ arn }) => arn.split(':')[4] === account)
      .map(({ arn }) => ({ resourceArn: arn, statement: statementOf(scope, grant, roleArn) })));
}

function statementOf(scope: IConstruct, grant: Grant, roleArn: string): string {
  return new JsonText(scope, { ...toStatement(grant), Principal: { AWS: new PlainText(roleArn) }, Resource: '*' }).toString();
}
