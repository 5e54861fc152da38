import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SecretsmanagerSecretRotation } from '@cdktf/provider-aws/lib/secretsmanager-secret-rotation';
import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { RotationApplication } from './rotation-application';
import { ANY, FLAG, OBJECT, TEXT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { ROTATION_BY, ROTATION_INTERVAL, ROTATION_SCHEDULE, ROTATION_WINDOW } from '../checks/rotation';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { ISecretSource, SecretStore } from '../references/secret-source';

/**
 * Properties of `SecretRotation`.
 */
export interface SecretRotationProps {
  /**
   * The secret, or anything that comes from one secret of Secrets Manager.
   */
  readonly secret: ISecretSource;
  /**
   * Whether the secret is rotated as soon as this is applied, and whenever its schedule changes. The user has to exist
   * in the database by then: one that a migration creates is rotated from the first date on.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_immediate.html
   */
  readonly rotateImmediately: boolean;
  /**
   * Days between rotations, 1 to 1000. Excludes `scheduleExpression`.
   *
   * @default - by the expression
   */
  readonly automaticallyAfterDays?: number;
  /**
   * When to rotate, in UTC, at most every four hours: `rate(10 days)` or `cron(0 4 ? * SUN *)`. Excludes
   * `automaticallyAfterDays`.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   * @default - by days
   */
  readonly scheduleExpression?: string;
  /**
   * Window in which a rotation starts, in hours, like `3h`.
   *
   * @default - until the end of the UTC day
   */
  readonly duration?: string;
  /**
   * The published function for the database's engine. Excludes `lambdaArn`.
   *
   * @default - the function of `lambdaArn`; without one, the service that owns the secret rotates it
   */
  readonly application?: RotationApplication;
  /**
   * ARN of a function of one's own, which Secrets Manager gets the permission to call. Excludes `application`.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-lambda-function-customizing.html
   * @default - the function of `application`; without one, the service that owns the secret rotates it
   */
  readonly lambdaArn?: string;
  /**
   * The provider whose account and Region hold the secret.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<SecretRotationProps>({ secret: OBJECT, rotateImmediately: FLAG }, {
  automaticallyAfterDays: ANY,
  scheduleExpression: TEXT,
  duration: TEXT,
  application: OBJECT,
  lambdaArn: TEXT,
  provider: OBJECT,
});

/**
 * Rotates a secret on a schedule. No later apply takes back what rotation wrote.
 *
 * Containers read a secret when they start: `RedeployOnChange` restarts them. With one user, the old password is of no
 * use until then; two alternating ones leave it valid until the next rotation.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
 */
export class SecretRotation extends Construct {
  /**
   * The rotation.
   */
  public readonly resource: SecretsmanagerSecretRotation;

  /**
   * @throws if the source is not a single secret, function or schedule is given twice, the schedule is none, or rotates
   * more often than every four hours
   */
  public constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { application, lambdaArn, provider, automaticallyAfterDays, scheduleExpression, duration } = props;
    enforce(this, props, ROTATION_SCHEDULE, ROTATION_INTERVAL, ROTATION_WINDOW);
    enforce(this, { application: application !== undefined, lambdaArn }, ROTATION_BY);
    const { arn, dependencies } = this.secretOf(props.secret);
    const permission = lambdaArn === undefined ? [] : [this.permit(lambdaArn, arn, provider)];

    this.resource = new SecretsmanagerSecretRotation(this, 'Resource', {
      secretId: arn,
      rotationLambdaArn: application?.lambdaArn ?? lambdaArn,
      rotateImmediately: props.rotateImmediately,
      rotationRules: { automaticallyAfterDays, scheduleExpression, duration },
      provider,
      dependsOn: [...dependencies, ...(application?.dependencies ?? []), ...permission],
    });
  }

  private secretOf(source: ISecretSource): { readonly arn: string; readonly dependencies: ITerraformDependable[] } {
    const { entries, lists = [], dependencies = [] } = source.bindSecrets(this);
    const reads = [...entries, ...lists].map(({ read }) => read);
    const arns = new Set(reads.map((read) => (read?.store === SecretStore.SECRETS_MANAGER ? read.arn : undefined)));
    const [arn] = arns;
    if (arns.size !== 1 || arn === undefined) {
      const got = arns.has(undefined) ? 'parameters' : `${arns.size} secrets`;
      throw new ValidationError(
        `a rotation takes one secret of Secrets Manager, got ${got}: give each secret its own rotation`,
        this,
      );
    }
    return { arn, dependencies };
  }

  /** The published application brings its own. */
  private permit(lambdaArn: string, secretArn: string, provider?: TerraformProvider): ITerraformDependable {
    return new LambdaPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: lambdaArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceArn: secretArn,
      provider,
    });
  }
}
