import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** The fields that a container for Windows has. */
export interface WindowsSubject {
  readonly container: string;
  readonly operatingSystemFamily?: string;
  readonly fields: readonly string[];
}

const DIFFERENCES = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows_task_definitions.html';
const REFUSED = ['linuxParameters', 'privileged', 'readonlyRootFilesystem'];
const WITHOUT_EFFECT = [
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'extraHosts',
  'links',
  'systemControls',
  'ulimits',
  'user',
];

export const LINUX_ONLY: Rule<WindowsSubject> = {
  id: 'linux-only',
  explanation: 'Windows has neither the kernel settings of Linux nor a root file system that can be read only.',
  fix: 'leave the field out',
  source: DIFFERENCES,
  check: ({ container, operatingSystemFamily: family, fields }) => {
    const field = isWindows(family) ? REFUSED.find((name) => fields.includes(name)) : undefined;
    return field === undefined
      ? undefined
      : `container '${container}': ${field} is for Linux, and the task runs on '${family}': leave it out`;
  },
};

export const LINUX_ONLY_FIELD: Rule<WindowsSubject> = {
  id: 'linux-only-field',
  level: 'warning',
  explanation: 'AWS says that it doesn\'t support these fields for containers on Windows.',
  fix: 'leave the field out',
  source: DIFFERENCES,
  check: ({ container, operatingSystemFamily: family, fields }) => {
    const field = isWindows(family) ? WITHOUT_EFFECT.find((name) => fields.includes(name)) : undefined;
    return field === undefined
      ? undefined
      : `container '${container}': ${field} has no effect on '${family}': leave it out`;
  },
};

function isWindows(family: string | undefined): boolean {
  return family !== undefined && !isUnresolved(family) && /^windows/i.test(family);
}
