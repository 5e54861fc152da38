import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { SecretStore } from './secret-source';
import { JSON_KEY_COLON, REFERENCE_VERSION, STAGE_AND_VERSION } from '../checks/json-key-reference';
import { enforce } from '../checks/rule';
import { VALUE_FROM_PATTERN, isPartialArn } from '../checks/value-from';
import { AwsEnvironment } from '../terraform/aws-environment';
import { isUnresolved } from '../terraform/tokens';

/**
 * A `valueFrom` taken apart.
 */
export interface ValueFromParts {
  readonly store: SecretStore;
  /**
   * Without JSON key, stage and version: a complete ARN, a secret's without its six characters, or the name of a
   * parameter.
   */
  readonly arn: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/**
 * The text that the ECS agent reads: the ARN alone, or with exactly three more parts.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function formatValueFrom(parts: ValueFromParts): string {
  enforce(undefined, parts, JSON_KEY_COLON, STAGE_AND_VERSION, REFERENCE_VERSION);
  return textOfValueFrom(parts);
}

/** The same without a check, for parts that can't be wrong. */
export function textOfValueFrom(parts: Omit<ValueFromParts, 'store'>): string {
  const { arn, jsonKey, versionStage, versionId } = parts;
  if (jsonKey === undefined && versionStage === undefined && versionId === undefined) {
    return arn;
  }
  return `${arn}:${jsonKey ?? ''}:${versionStage ?? ''}:${versionId ?? ''}`;
}

/**
 * Takes any `valueFrom` apart; undefined where its ARN is only known at plan.
 *
 * @throws if the ECS agent would refuse it
 */
export function parseValueFrom(name: string, valueFrom: string): ValueFromParts | undefined {
  if (isUnresolved(valueFrom)) {
    return undefined;
  }
  enforce(undefined, { name, valueFrom }, VALUE_FROM_PATTERN);
  const fields = valueFrom.split(':');
  if (fields[0] !== 'arn' || fields[2] === 'ssm') {
    return { store: SecretStore.PARAMETER_STORE, arn: valueFrom };
  }
  const [jsonKey, versionStage, versionId] = fields.slice(7).map((field) => field || undefined);
  const parts = {
    store: SecretStore.SECRETS_MANAGER,
    arn: fields.slice(0, 7).join(':'),
    jsonKey,
    versionStage,
    versionId,
  };
  enforce(undefined, { name, ...parts }, STAGE_AND_VERSION, REFERENCE_VERSION);
  return parts;
}

/**
 * The ARN as IAM knows it, for what names a parameter or secret in any form that ECS takes.
 *
 * @param arn a parameter's name, a complete ARN, or a secret's ARN without its six characters
 * @param provider for the account and Region of a name
 */
export function iamArnOf(scope: IConstruct, arn: string, provider?: TerraformProvider): string {
  if (isUnresolved(arn)) {
    return arn;
  }
  if (!arn.startsWith('arn:')) {
    return parameterArnOf(scope, arn, provider);
  }
  return isPartialArn(arn) ? `${arn}-??????` : arn;
}

/** Of a parameter by its name, with or without a slash in front. */
export function parameterArnOf(scope: IConstruct, parameterName: string, provider?: TerraformProvider): string {
  const { partition, region, account } = AwsEnvironment.of(scope, provider);
  return `arn:${partition}:ssm:${region}:${account}:parameter/${parameterName.replace(/^\//, '')}`;
}
