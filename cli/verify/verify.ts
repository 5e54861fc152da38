import { NeededAccess } from './access-requests';
import { Checked, Finding, KNOWN_AFTER_APPLY, Report, error, later } from './findings';
import { KeyDirectory } from './key-directory';
import { VerifyOptions } from './options';
import { LocatedReference, locate } from './reference';
import { RoleChecks } from './role-checks';
import { NOTHING_KNOWN, StoredFacts } from './stored-facts';
import { lookAt } from './stored-values';
import { untilApplied } from './until-applied';
import { Workload } from '../../src/inventory/references';
import { Stored } from '../../src/inventory/stored';
import { AwsApi } from '../aws/api';
import { Source } from '../sources/source';

/**
 * Checks every reference of a source against the account. Nothing is changed.
 */
export async function verify(api: AwsApi, source: Source, options: VerifyOptions): Promise<Report> {
  const keys = new KeyDirectory(api);
  const located = source.workloads.flatMap((workload) => locate(workload, options.place));
  const checkable = located.filter(
    (one): one is LocatedReference & { stored: Stored } => one.finding === undefined && one.stored !== undefined,
  );
  const facts = await lookAt(api, keys, checkable, {
    values: options.values,
    account: options.place.account,
    things: source.things,
  });

  const findings = new Map<LocatedReference, Finding[]>();
  for (const one of located) {
    const { findings: found, valueless = false } = one.finding ? { findings: [one.finding] } : facts.get(one)!;
    findings.set(one, found.map((finding) => untilApplied(finding, one.stored, source, valueless)));
  }
  const roles = new RoleChecks(api, keys, source, options);
  await Promise.all(source.workloads.map(async (workload) => {
    const ours = located.filter(
      (one) => one.workload === workload && one.stored !== undefined && !hasError(findings.get(one)!),
    );
    const needed = ours.map((one): NeededAccess =>
      neededAccess(one.stored!, facts.get(one) ?? NOTHING_KNOWN, source, workload),
    );
    const access = await roles.read(workload, needed);
    ours.forEach((one, i) => findings.get(one)!.push(...access[i], ...keyFindings(needed[i], findings.get(one)!)));
  }));
  const checked = await Promise.all(source.workloads.map(async (workload): Promise<Checked[]> => [
    { workload: workload.name, origin: workload.origin, findings: await roles.workload(workload) },
    ...containerFindings(workload),
    ...located.filter((one) => one.workload === workload).map((one) => resultOf(one, findings.get(one)!)),
  ]));
  return { source: source.description, checked: checked.flat() };
}

function resultOf({ workload, container, reference }: LocatedReference, findings: Finding[]): Checked {
  const { field, name, valueFrom } = reference;
  return { workload: workload.name, origin: workload.origin, container, field, name, valueFrom, findings };
}

function containerFindings({ name: workload, origin, containers }: Workload): Checked[] {
  return containers.flatMap(({ container, open, duplicates }) => [
    ...duplicates.map((name): Checked => ({
      workload,
      origin,
      container,
      field: 'secrets',
      name,
      findings: [
        error(
          'duplicate-name',
          `container '${container}' has '${name}' in secrets twice, or in environment too`,
          'remove one of them',
        ),
      ],
    })),
    ...open.map((expression): Checked => ({
      workload,
      origin,
      container,
      findings: [
        later(KNOWN_AFTER_APPLY, `container '${container}' gets names that only Terraform knows, from ${expression}`),
      ],
    })),
  ]);
}

/** A thing that Terraform makes is asked for as Terraform names it; the account may not have it yet. */
function neededAccess(stored: Stored, facts: StoredFacts, source: Source, workload: Workload): NeededAccess {
  const thing = source.things.get(stored.arn);
  const future = source.role(workload) !== undefined;
  return future && thing
    ? { stored, facts: { ...facts, arn: stored.arn, keyUnknown: undefined }, keyArn: thing.encryptionKeyArn }
    : { stored, facts: future ? { ...facts, arn: stored.arn } : facts, keyArn: facts.keyArn };
}

/** A key that nobody could name can't have been checked. */
function keyFindings({ facts: { keyUnknown, exists } }: NeededAccess, found: readonly Finding[]): Finding[] {
  return keyUnknown === undefined || exists === false || found.some(({ message }) => message === keyUnknown.message)
    ? []
    : [keyUnknown];
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
