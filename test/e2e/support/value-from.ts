/** How the ECS agent reads `valueFrom`. */
export type ValueFrom = SecretValueFrom | ParameterValueFrom;

export interface SecretValueFrom {
  readonly store: 'secretsmanager';
  readonly region: string;
  readonly secretId: string;
  /** Empty: the whole string. */
  readonly jsonKey: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

export interface ParameterValueFrom {
  readonly store: 'ssm';
  readonly region: string;
  /** Name or ARN, as GetParameters is asked for it. */
  readonly name: string;
}

/**
 * Splits `valueFrom` as the agent does; whatever is not an ARN is an SSM name in the task's own Region.
 * @throws where the agent could not start the task
 */
export function parseValueFrom(valueFrom: string, taskRegion: string): ValueFrom {
  if (!valueFrom.startsWith('arn:')) return parameter(valueFrom, valueFrom, taskRegion);
  const sections = valueFrom.split(':');
  if (sections.length < 6) throw new Error(`arn: not enough sections: ${valueFrom}`);
  const [, , service, region] = sections;
  const resource = sections.slice(5);
  if (service === 'secretsmanager') return secret(valueFrom, region, sections.slice(0, 5), resource);
  if (service === 'ssm') return parameter(valueFrom, resource.join(':'), region);
  throw new Error(`neither a Secrets Manager secret nor a Systems Manager parameter: ${valueFrom}`);
}

function secret(valueFrom: string, region: string, prefix: string[], resource: string[]): SecretValueFrom {
  if (resource.length === 2) return { store: 'secretsmanager', region, secretId: valueFrom, jsonKey: '' };
  if (resource.length !== 5) {
    const why = 'an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.';
    throw new Error(`trying to retrieve secret with value ${valueFrom} resulted in error: ${why}`);
  }
  const [type, id, jsonKey, versionStage, versionId] = resource;
  return {
    store: 'secretsmanager',
    region,
    secretId: [...prefix, type, id].join(':'),
    jsonKey,
    versionStage: versionStage || undefined,
    versionId: versionId || undefined,
  };
}

/** A version or label after a colon is what GetParameters takes, but ECS does not. */
function parameter(valueFrom: string, resource: string, region: string): ParameterValueFrom {
  if (resource.includes(':')) throw new Error(`invalid parameters: ${valueFrom}`);
  return { store: 'ssm', region, name: valueFrom };
}
