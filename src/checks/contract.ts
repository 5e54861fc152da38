import { nearest } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const ENVIRONMENT = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/taskdef-envfiles.html';

/**
 * What ECS, its agent or the container runtime sets in every container, on Fargate or on EC2.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
 */
export const SET_BY_ECS: readonly string[] = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_REGION', 'ECS_AGENT_URI',
  'ECS_CONTAINER_METADATA_URI', 'ECS_CONTAINER_METADATA_URI_V4', 'HOME', 'HOSTNAME', 'PATH',
];

/** What an application needs, and what its container gets. */
export interface ContractSubject {
  readonly container: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Names of environment and secrets that are known at synth. */
  readonly provided: readonly string[];
  /** Whether there are names that synth can't know: those found at plan, and those of environment files. */
  readonly open: boolean;
}

export const MISSING_ENVIRONMENT: Rule<ContractSubject> = {
  id: 'missing-environment',
  explanation:
    'The task starts without a variable that its application needs, and the application fails, or runs with ' +
    'a wrong default.',
  fix: 'add the name to environment or secrets',
  source: ENVIRONMENT,
  check: ({ container, required, optional, provided, open }) => {
    if (open) {
      return undefined;
    }
    const missing = without(required, [...provided, ...SET_BY_ECS]);
    if (missing.length === 0) {
      return undefined;
    }
    const unasked = without(provided, [...required, ...optional]);
    const hints = missing.map((name) => `'${name}'${hint(name, unasked)}`);
    return missing.length === 1
      ? `container '${container}': the application needs '${missing[0]}', which nothing ` +
          `provides${hint(missing[0], unasked)}: add it to environment or secrets`
      : `container '${container}': the application needs ${listed(hints)}, which nothing provides: add them ` +
          'to environment or secrets';
  },
};

/** A warning, because an image may use more than its contract says. */
export const UNASKED_ENVIRONMENT: Rule<ContractSubject> = {
  id: 'unasked-environment',
  explanation:
    "A variable that the application doesn't ask for is misspelt or left over. If it is a secret, the role may " +
    'read it for no reason.',
  fix: 'take the name out of environment and secrets, or add it to the contract',
  source: ENVIRONMENT,
  level: 'warning',
  check: ({ container, required, optional, provided }) => {
    const asked = [...required, ...optional];
    const unasked = without(provided, asked).filter((name) => !isUnresolved(name));
    if (unasked.length === 0) {
      return undefined;
    }
    const missing = without(asked, provided);
    const [are, them] = unasked.length === 1 ? ['is', 'it'] : ['are', 'them'];
    return (
      `container '${container}': ${listed(unasked.map((name) => `'${name}'${hint(name, missing)}`))} ${are} ` +
      'not in the environment contract: ' +
      `take ${them} out of environment and secrets, or add ${them} to the contract`
    );
  },
};

/** Sorted, each once. */
function without(names: readonly string[], others: readonly string[]): string[] {
  const excluded = new Set(others);
  return [...new Set(names)].filter((name) => !excluded.has(name)).sort();
}

function hint(name: string, candidates: readonly string[]): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? '' : ` (did you mean '${candidate}'?)`;
}

function listed(names: string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
