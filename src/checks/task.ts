import { didYouMean } from './nearest';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** What one part of a task refers to by name. */
export interface NameReferenceSubject {
  readonly owner: string;
  readonly references: readonly string[];
  readonly known: readonly string[];
}

export const DEPENDENCY_EXISTS: Rule<NameReferenceSubject> = {
  id: 'dependency-exists',
  explanation: 'A container can only wait for, link to or take mounts of another container of the same task.',
  fix: 'name another container of the task',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
  check: ({ owner, references, known }) => {
    if (references.includes(owner)) {
      return `container '${owner}' waits for itself: name another container of the task`;
    }
    const missing = missingName(references, known);
    return missing === undefined
      ? undefined
      : `container '${owner}' refers to container '${missing}', which the task doesn't have${hint(missing, known)}`;
  },
};

export const MOUNTED_VOLUME_EXISTS: Rule<NameReferenceSubject> = {
  id: 'mounted-volume-exists',
  explanation: 'A container can only mount volumes of its task.',
  fix: 'add the volume to the task\'s volumes',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html',
  check: ({ owner, references, known }) => {
    const missing = missingName(references, known);
    return missing === undefined
      ? undefined
      : `container '${owner}' mounts volume '${missing}', which the task doesn't ` +
          `have${didYouMean(missing, known) || `: add { name: '${missing}' } to volumes`}`;
  },
};

/** A volume, and which of its kinds are given. */
export const VOLUME_KIND: Rule<{ readonly name: string; readonly kinds: readonly string[] }> = {
  id: 'volume-kind',
  explanation: 'A volume is of one kind.',
  fix: 'leave one of them out',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html',
  check: ({ name, kinds }) =>
    kinds.length > 1
      ? `volume '${name}' has ${kinds.join(' and ')}: a volume is of one kind, leave the others out`
      : undefined,
};

/** The containers of a task by what they do with output. */
export interface LogRoutingSubject {
  /** Those with log driver `awsfirelens`. */
  readonly routed: readonly string[];
  /** Those with `firelensConfiguration`. */
  readonly routers: readonly string[];
}

export const LOG_ROUTER: Rule<LogRoutingSubject> = {
  id: 'log-router',
  explanation:
    "With log driver awsfirelens a container writes to the task's log router, of which there must be exactly one.",
  fix: 'add one container with firelensConfiguration',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
  check: ({ routed, routers }) => {
    if (routers.length > 1) {
      return (
        `containers ${routers.map((name) => `'${name}'`).join(' and ')} have firelensConfiguration: a task ` +
        'has one log router, leave it out of the others'
      );
    }
    return routed.length > 0 && routers.length === 0
      ? `container '${routed[0]}' has log driver awsfirelens, and the task has no log router: add a container ` +
          'with firelensConfiguration: { type: \'fluentbit\' }'
      : undefined;
  },
};

function missingName(references: readonly string[], known: readonly string[]): string | undefined {
  return known.some((name) => isUnresolved(name))
    ? undefined
    : references.find((name) => !isUnresolved(name) && !known.includes(name));
}

function hint(missing: string, known: readonly string[]): string {
  return didYouMean(missing, known) || `: it has ${known.map((name) => `'${name}'`).join(', ')}`;
}

/** A warning, because what AWS reports of a registration can't be set. */
export const READ_ONLY_FIELDS: Rule<{ readonly fields: readonly string[] }> = {
  id: 'read-only-fields',
  explanation:
    "A describe call also reports what a new registration doesn't accept, like the revision and the ARN.",
  fix: 'leave them out of the file, or acknowledge it',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html',
  level: 'warning',
  check: ({ fields }) =>
    fields.length === 0
      ? undefined
      : `fields that AWS only reports are left out, got ${fields.join(', ')}: leave them out of the file, or ` +
        'acknowledge it',
};
