import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ownerStatement } from './owner-statements';
import { accountPrincipalOf } from './reader';
import { RequiredAccess } from './required-access';
import { Grant } from './statement';
import { SECRET_POLICY_COLLISION, SECRET_POLICY_KEY, SECRET_POLICY_ROLES } from '../checks/account';
import { FLAG, OBJECT, TEXT, TEXTS } from '../checks/api-shape';
import { ENCRYPTION_KEY_ARN, ENCRYPTION_KEY_REGION } from '../checks/encryption-key';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { ARN_PARTITION, SECRET_ARN_PATTERN } from '../checks/value-from';
import { SecretStore } from '../references/secret-source';
import { AwsEnvironment } from '../terraform/aws-environment';
import { JsonText, PlainText } from '../terraform/json-text';
import { stableText } from '../terraform/resolve';
import { sharedState } from '../terraform/shared-state';
import { isUnresolved } from '../terraform/tokens';

/**
 * Properties of `SecretResourcePolicy`.
 */
export interface SecretResourcePolicyProps {
  /**
   * Full ARN of the secret, like that of a `JsonSecret`.
   */
  readonly secretArn: string;
  /**
   * ARN of the customer key that encrypts the secret. The AWS managed key decrypts for its own account only.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
   * @default - none, which only a policy without `roleArns` can do without
   */
  readonly encryptionKeyArn?: string;
  /**
   * ARNs of the execution roles that may read the secret. They need not be there yet.
   *
   * @default - none, which takes `denyDelete`
   */
  readonly roleArns?: string[];
  /**
   * Whether nobody in the secret's account can delete it, administrators included. Terraform takes the policy away
   * first when it destroys both.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
   * @default false
   */
  readonly denyDelete?: boolean;
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<SecretResourcePolicyProps>(
  { secretArn: TEXT },
  { encryptionKeyArn: TEXT, roleArns: TEXTS, denyDelete: FLAG, provider: OBJECT },
);

/**
 * Lets execution roles of other accounts read a secret, the owner's side of a permission that takes both sides, or
 * keeps everybody from deleting it. It replaces a policy that the secret already has. The other side,
 * `ContainerSecret.fromSecretArn` with `encryptionKeyArn`, grants itself.
 *
 * Parameters can't be read from another account: ECS refuses them.
 *
 * @example
 * const policy = new SecretResourcePolicy(this, 'Shared', {
 *   secretArn: registry.arn,
 *   encryptionKeyArn: key.arn,
 *   roleArns: ['arn:aws:iam::111122223333:role/api'],
 * });
 * const admin = {
 *   Effect: 'Allow',
 *   Action: 'kms:*',
 *   Resource: '*',
 *   Principal: { AWS: 'arn:aws:iam::444455556666:root' },
 * };
 * new KmsKeyPolicy(this, 'KeyPolicy', {
 *   keyId: key.id,
 *   policy: Fn.jsonencode({ Version: '2012-10-17', Statement: [admin, Fn.jsondecode(policy.keyPolicyStatement)] }),
 * });
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export class SecretResourcePolicy extends Construct {
  /**
   * The policy of the secret.
   */
  public readonly resource: SecretsmanagerSecretPolicy;
  private readonly keyStatement?: string;

  /**
   * @throws if an ARN isn't a role's, a secret's or a key's, there is no role, or the stack has another policy of the
   * secret
   */
  public constructor(scope: Construct, id: string, props: SecretResourcePolicyProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { secretArn, encryptionKeyArn, roleArns = [], denyDelete, provider } = props;
    const region = isUnresolved(secretArn) ? undefined : secretArn.split(':')[3];
    enforce(this, { name: 'secretArn', arn: secretArn }, SECRET_ARN_PATTERN, ARN_PARTITION);
    enforce(this, { encryptionKeyArn, region }, ENCRYPTION_KEY_ARN, ENCRYPTION_KEY_REGION);
    enforce(this, { count: roleArns.length, denyDelete, encryptionKeyArn }, SECRET_POLICY_ROLES, SECRET_POLICY_KEY);
    this.claim(secretArn);

    const { read, decrypt } = this.roleStatements(secretArn, roleArns, props);
    this.keyStatement = decrypt && new JsonText(this, decrypt).toString();
    // what is denied to the account is denied to everybody in it
    const everybody = { AWS: [new PlainText(accountPrincipalOf(secretArn))] };
    const keep = { Effect: 'Deny', Action: ['secretsmanager:DeleteSecret'], Resource: '*', Principal: everybody };
    this.resource = new SecretsmanagerSecretPolicy(this, 'Resource', {
      secretArn,
      policy: new JsonText(this, {
        Version: '2012-10-17',
        Statement: [...read, ...(denyDelete ? [keep] : [])],
      }).toString(),
      blockPublicPolicy: true,
      provider,
    });
  }

  /**
   * The statement, as JSON, that the key's policy needs: it lets these roles decrypt through Secrets Manager and for
   * this secret alone. A key has one policy, which belongs to the key's owner, so that it isn't written here.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
   * @throws if the policy lets no role read
   */
  public get keyPolicyStatement(): string {
    if (this.keyStatement === undefined) {
      throw new ValidationError(
        'the policy lets no role read, so that the key needs no statement: leave keyPolicyStatement out, or ' +
          'give roleArns',
        this,
      );
    }
    return this.keyStatement;
  }

  private roleStatements(
    secretArn: string,
    roleArns: string[],
    { encryptionKeyArn, provider }: SecretResourcePolicyProps,
  ) {
    if (roleArns.length === 0) {
      return { read: [] };
    }
    const access = new RequiredAccess(this, () => AwsEnvironment.of(this, provider).dnsSuffix);
    const entry = {
      name: 'secret',
      valueFrom: secretArn,
      read: { store: SecretStore.SECRETS_MANAGER, arn: secretArn, encryptionKeyArn },
    };
    access.addBinding({ entries: [entry] });
    const isOfKey = ({ actions: [action] }: Grant) => action.startsWith('kms:');
    const ofOwner = (grant: Grant) => ownerStatement(this, grant, roleArns);
    return {
      read: access
        .grants()
        .filter((grant) => !isOfKey(grant))
        .map(ofOwner),
      decrypt: ofOwner(access.grants().find(isOfKey)!),
    };
  }

  private claim(secretArn: string): void {
    // paths of the policies by what names their secrets in every run
    const known = sharedState(this, 'secret-policies', () => new Map<string, string>());
    const name = isUnresolved(secretArn) ? stableText(this, secretArn) : secretArn;
    enforce(this, { other: known.get(name) }, SECRET_POLICY_COLLISION);
    known.set(name, this.node.path);
  }
}
