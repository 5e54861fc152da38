/**
 * What a `valueFrom` names, taken apart as the ECS agent does.
 */
export interface Stored {
  readonly store: 'ssm' | 'secretsmanager' | 's3';
  /** Full ARN of the stored thing, without JSON key, stage and version. */
  readonly arn: string;
  /** Its name in the store. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/** The place of whoever reads, for names without a place of their own. */
export interface Reader {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * Undefined where the store is unknown: the text is not an ARN of the two stores, or only Terraform knows it.
 */
export function parseStored(valueFrom: string, reader: Reader): Stored | undefined {
  if (/^\$\{(data\.)?aws_s3_/.test(valueFrom)) {
    return { store: 's3', arn: valueFrom, name: valueFrom, region: reader.region, account: reader.account };
  }
  if (/^\$\{[^}]*\}/.test(valueFrom)) {
    return unknownSecret(valueFrom, reader);
  }
  if (!valueFrom.startsWith('arn:')) {
    return bareName(valueFrom, reader);
  }
  const fields = fieldsOf(valueFrom);
  const [, partition, service, region, account, type, ...rest] = fields;
  if (service === 's3') {
    return { store: 's3', arn: valueFrom, name: fields.slice(5).join(':'), region: reader.region, account };
  }
  if (service === 'ssm' && type?.startsWith('parameter/') && rest.length === 0) {
    const name = type.slice('parameter'.length);
    // a parameter without levels is named without the slash
    return { store: 'ssm', arn: valueFrom, name: name.lastIndexOf('/') === 0 ? name.slice(1) : name, region, account };
  }
  if (service === 'secretsmanager' && type === 'secret' && (rest.length === 1 || rest.length === 4)) {
    const arn = `arn:${partition}:secretsmanager:${region}:${account}:secret:${rest[0]}`;
    const [jsonKey, versionStage, versionId] = rest.slice(1).map((field) => field || undefined);
    return {
      store: 'secretsmanager',
      arn,
      name: rest[0].replace(/-(\?{6}|[A-Za-z0-9]{6})$/, ''),
      region,
      account,
      jsonKey,
      versionStage,
      versionId,
    };
  }
  return undefined;
}

/** The agent takes whatever is not an ARN for a parameter of the task's own Region. */
function bareName(name: string, { partition, region, account }: Reader): Stored | undefined {
  if (!/^[A-Za-z0-9_.\-/]+$/.test(name)) {
    return undefined;
  }
  return {
    store: 'ssm',
    arn: `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`,
    name,
    region,
    account,
  };
}

/** An ARN that only Terraform knows; three more parts, or a secret's attribute, tell that it is a secret's. */
function unknownSecret(valueFrom: string, { region, account }: Reader): Stored | undefined {
  const fields = fieldsOf(valueFrom);
  const isSecret = fields.length === 4 || /secret_arn\}$|aws_secretsmanager_secret/.test(fields[0]);
  if (!isSecret || (fields.length !== 1 && fields.length !== 4)) {
    return undefined;
  }
  const [jsonKey, versionStage, versionId] = fields.slice(1).map((field) => field || undefined);
  return {
    store: 'secretsmanager',
    arn: fields[0],
    name: fields[0],
    region,
    account,
    jsonKey,
    versionStage,
    versionId,
  };
}

/** Splits at colons, but not at those of a reference. */
function fieldsOf(text: string): string[] {
  return text.split(/:(?![^{]*\})/);
}
