import { Finding, KNOWN_AFTER_APPLY, error, later } from './findings';
import { STAGE_AND_VERSION } from '../../src/checks/json-key-reference';
import { VALUE_FROM_PATTERN } from '../../src/checks/value-from';
import { Reference, ReferenceField, Workload } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import { Stored, parseStored } from '../../src/inventory/stored';

/** A reference of a workload, and what it names. */
export interface LocatedReference {
  readonly workload: Workload;
  readonly container: string;
  readonly reference: Reference;
  /** What to look at; absent where there is a finding instead. */
  readonly stored?: Stored;
  readonly finding?: Finding;
}

/**
 * All references of a workload, read as the ECS agent would.
 */
export function locate(workload: Workload, place: AwsPlace): LocatedReference[] {
  const reader = { ...place, region: workload.region?.includes('${') ? place.region : workload.region ?? place.region };
  return workload.containers.flatMap(({ container, references }) =>
    references.map((reference) => ({ workload, container, reference, ...located(reference, reader) })));
}

function located(reference: Reference, reader: AwsPlace): { stored?: Stored; finding?: Finding } {
  const { field, name, valueFrom } = reference;
  const finding = syntaxFinding(reference);
  if (finding) {
    return { finding };
  }
  const isName = field === 'repositoryCredentials' && !/^(arn:|\$\{)/.test(valueFrom);
  const prefix = `arn:${reader.partition}:secretsmanager:${reader.region}:${reader.account}:secret:`;
  const stored = parseStored(isName ? `${prefix}${valueFrom}-??????` : valueFrom, reader);
  if (stored !== undefined && !stored.arn.includes('${')) {
    return { stored };
  }
  // only what Terraform has still to fill in can become something else
  return valueFrom.includes('${')
    ? { stored, finding: later(KNOWN_AFTER_APPLY, `'${name}' refers to ${valueFrom}, which only Terraform knows`) }
    : { finding: invalid(reference, 'is not a reference that ECS can read', EXPECTED[field]) };
}

const PARAMETER_OR_SECRET = 'write the ARN of a parameter or secret';

const EXPECTED: { readonly [field in ReferenceField]: string } = {
  secrets: PARAMETER_OR_SECRET,
  secretOptions: PARAMETER_OR_SECRET,
  repositoryCredentials: 'write the ARN or the name of a secret',
  environmentFiles: 'write arn:PARTITION:s3:::BUCKET/PATH.env',
  firelensConfiguration: 'write arn:PARTITION:s3:::BUCKET/PATH',
  credentialSpecs: 'write the ARN of a parameter, or of an object in S3',
};

function invalid({ field, name, valueFrom }: Reference, problem: string, fix: string): Finding {
  const what =
    field === 'secrets' || field === 'secretOptions'
      ? `valueFrom '${valueFrom}' of '${name}'`
      : `${field} '${valueFrom}'`;
  return error('invalid-reference', `${what} ${problem}`, fix);
}

function syntaxFinding(reference: Reference): Finding | undefined {
  const { field, name, valueFrom } = reference;
  if (valueFrom === '') {
    return error('invalid-reference', `valueFrom of '${name}' is empty`, EXPECTED[field]);
  }
  if (valueFrom.includes('${')) {
    return undefined;
  }
  if (field === 'environmentFiles' || field === 'firelensConfiguration') {
    return objectFinding(reference);
  }
  const isArn = valueFrom.startsWith('arn:');
  if (field === 'repositoryCredentials') {
    const isSecret = isArn
      ? /^arn:[^:]+:secretsmanager:[^:]+:\d+:secret:[^:]+$/.test(valueFrom)
      : /^[A-Za-z0-9/_+=.@!-]+$/.test(valueFrom);
    return isSecret ? undefined : invalid(reference, 'doesn\'t name a whole secret', EXPECTED[field]);
  }
  if (!isArn) {
    return nameFinding(reference);
  }
  return field === 'credentialSpecs' ? undefined : arnFinding(reference);
}

function objectFinding(reference: Reference): Finding | undefined {
  const isObject = /^arn:aws[a-z-]*:s3:::[^/:]+\/.+$/.test(reference.valueFrom);
  const hasEnding = reference.field === 'firelensConfiguration' || reference.valueFrom.endsWith('.env');
  return isObject && hasEnding
    ? undefined
    : invalid(
      reference,
      `is not the ARN of an object${isObject ? ' that ends in .env' : ''}`,
      EXPECTED[reference.field],
    );
}

/** Whatever is not an ARN is the name of a parameter. */
function nameFinding(reference: Reference): Finding | undefined {
  const { valueFrom } = reference;
  if (/^[A-Za-z0-9_.\-/]+$/.test(valueFrom)) {
    return undefined;
  }
  const [, name] = valueFrom.match(/^(\/?[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*):[A-Za-z0-9_.-]+$/) ?? [];
  return name !== undefined && valueFrom.startsWith('/')
    ? invalid(
      reference,
      "has a version or label of the parameter, which ECS doesn't accept",
      `write '${name}', which gets the current value`,
    )
    : invalid(reference, 'is neither an ARN nor the name of a parameter', PARAMETER_OR_SECRET);
}

function arnFinding({ name, valueFrom }: Reference): Finding | undefined {
  const text = valueFrom.replace('-??????', '-AbCdEf');
  const [, , , , , , , , versionStage, versionId] = text.split(':').map((part) => part || undefined);
  const problem =
    VALUE_FROM_PATTERN.check({ name, valueFrom: text }) ?? STAGE_AND_VERSION.check({ versionStage, versionId });
  if (problem === undefined) {
    return undefined;
  }
  const cut = problem.lastIndexOf(': ');
  return error('invalid-reference', problem.slice(0, cut), problem.slice(cut + 2));
}
