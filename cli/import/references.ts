import { SECRET_ARN_PATTERN } from '../../src/checks/value-from';
import { Reference, Workload } from '../../src/inventory/references';
import { AwsPlace } from '../../src/inventory/stack-file';
import type { AwsApi } from '../aws/api';
import { Finding } from '../verify/findings';
import { KeyDirectory } from '../verify/key-directory';
import { LocatedReference, locate } from '../verify/reference';
import { StoredFacts } from '../verify/stored-facts';
import { lookAt } from '../verify/stored-values';

/** A reference of the definition, and what the account tells about what it names. */
export interface ImportedReference extends LocatedReference {
  /** As the definition has it; `reference` has the full ARN of a secret that it names by a partial one. */
  readonly written: string;
  readonly facts?: StoredFacts;
  /** What keeps it from working, or from being found out. */
  readonly findings: readonly Finding[];
}

/**
 * Looks at everything that a definition refers to. No value is read.
 */
export async function importedReferences(
  api: AwsApi,
  keys: KeyDirectory,
  workload: Workload,
  place: AwsPlace,
): Promise<ImportedReference[]> {
  const written = new Map<Reference, string>();
  const located = locate(await withFullArns(api, workload, written), place);
  const checkable = located.flatMap((one) =>
    one.finding === undefined && one.stored !== undefined ? [{ ...one, stored: one.stored }] : [],
  );
  const facts = await lookAt(api, keys, checkable, { values: false, account: place.account, things: new Map() });
  const byReference = new Map([...facts].map(([{ reference }, found]) => [reference, found]));
  return located.map((one) => {
    const found = byReference.get(one.reference);
    const findings = [...(one.finding ? [one.finding] : []), ...(found?.findings ?? [])];
    return {
      ...one,
      written: written.get(one.reference)!,
      facts: found,
      findings: findings.filter(({ severity }) => severity === 'error' || severity === 'unchecked'),
    };
  });
}

/**
 * A secret's ARN without its six characters is completed, where there is such a secret.
 *
 * @param written gets what each reference was before
 */
async function withFullArns(api: AwsApi, workload: Workload, written: Map<Reference, string>): Promise<Workload> {
  const full = async (valueFrom: string): Promise<string> => {
    const fields = valueFrom.split(':');
    const partial = /^arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret$/.test(fields.slice(0, 6).join(':'))
      && SECRET_ARN_PATTERN.check({ name: '', arn: fields.slice(0, 7).join(':') }) !== undefined;
    if (!partial) {
      return valueFrom;
    }
    const found = await api.describeSecret(fields[3], fields.slice(0, 7).join(':')).then(
      ({ ARN }) => ARN,
      () => undefined,
    );
    return found === undefined ? valueFrom : [found, ...fields.slice(7)].join(':');
  };
  const containers = await Promise.all(
    workload.containers.map(async (container) => ({
      ...container,
      references: await Promise.all(
        container.references.map(async (reference) => {
          const complete = { ...reference, valueFrom: await full(reference.valueFrom) };
          written.set(complete, reference.valueFrom);
          return complete;
        }),
      ),
    })),
  );
  return { ...workload, containers };
}
