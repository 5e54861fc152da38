import { Finding, later } from './findings';
import { Stored } from '../../src/inventory/stored';
import type { Effect, Source } from '../sources/source';

/**
 * What writing a new value ends. The other keys of a JSON secret stay as they are stored, so that only a key that isn't
 * there is added.
 */
const ENDED_BY_WRITING = {
  ssm: ['empty', 'placeholder'],
  secretsmanager: ['missing-key', 'not-json', 'version-missing'],
  s3: [] as string[],
};

/**
 * A finding that applying the source ends is not a defect until then. What applying leaves as it is stays one, however
 * Terraform manages it.
 *
 * @param valueless whether the thing is there and never had a value: an apply that ended half-way leaves a secret like
 * that
 */
export function untilApplied(
  finding: Finding,
  stored: Stored | undefined,
  source: Source,
  valueless: boolean,
): Finding {
  const thing = stored === undefined ? undefined : source.things.get(stored.arn);
  if (thing === undefined || finding.severity === 'unchecked' || finding.severity === 'later') {
    return finding;
  }
  if (finding.code === 'missing' || valueless) {
    return absent(finding, source.effect(thing, false));
  }
  if (source.effect(thing, true) === 'nothing') {
    return finding.code === 'missing-key' ? unwritten(finding) : finding;
  }
  return ENDED_BY_WRITING[thing.store].includes(finding.code)
    ? later(finding.code, `${finding.message}, but applying writes it`)
    : finding;
}

function absent(finding: Finding, effect: Effect): Finding {
  if (effect === 'makes') {
    return {
      ...later(finding.code, `${finding.message}; applying creates it without a value`),
      fix: 'put a value into it before a task starts',
    };
  }
  return effect === 'nothing' ? finding : later(finding.code, `${finding.message}, but applying creates it`);
}

function unwritten(finding: Finding): Finding {
  return {
    ...finding,
    fix: `${finding.fix}; if the key is new in the code, verify the plan (terraform show -json) instead`,
  };
}
