import { Finding, error, later } from './findings';
import { STAGE_AND_VERSION, VALUE_FROM_PATTERN } from '../../src/checks/value-from';
import { Reference, Workload } from '../../src/inventory/references';
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
  const finding = syntaxFinding(reference);
  if (finding) {
    return { finding };
  }
  const isName = reference.field === 'repositoryCredentials' && !/^(arn:|\$\{)/.test(reference.valueFrom);
  const prefix = `arn:${reader.partition}:secretsmanager:${reader.region}:${reader.account}:secret:`;
  const stored = parseStored(isName ? `${prefix}${reference.valueFrom}-??????` : reference.valueFrom, reader);
  return stored !== undefined && !stored.arn.includes('${') ? { stored } : { stored, finding: later('known-after-apply', `'${reference.name}' refers to ${reference.valueFrom}, which only Terraform knows`) };
}

function syntaxFinding({ field, name, valueFrom }: Reference): Finding | undefined {
  if (valueFrom === '') {
    return error('invalid-reference', `valueFrom of '${name}' is empty`, 'write the ARN of a parameter or secret');
  }
  if (field === 'environmentFiles' || !valueFrom.startsWith('arn:') || valueFrom.includes('${')) {
    return undefined;
  }
  const text = valueFrom.replace('-??????', '-AbCdEf');
  const [, , , , , , , , versionStage, versionId] = text.split(':').map((part) => part || undefined);
  const problem = VALUE_FROM_PATTERN.check({ name, valueFrom: text }) ?? STAGE_AND_VERSION.check({ versionStage, versionId });
  if (problem === undefined) {
    return undefined;
  }
  const cut = problem.lastIndexOf(': ');
  return error('invalid-reference', problem.slice(0, cut), problem.slice(cut + 2));
}
