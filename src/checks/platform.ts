import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/**
 * What needs a certain version of the ECS agent, and of Fargate on Linux. Fargate for Windows has version 1.0.0, which
 * can do all of it except environment files. A message says the label after the name.
 */
const REQUIREMENTS = {
  repositoryCredentials: { label: 'are credentials of a registry', agent: '1.19.0', fargate: '1.2.0' },
  parameter: { label: 'is a parameter', agent: '1.22.0', fargate: '1.3.0' },
  secret: { label: 'is a secret', agent: '1.23.0', fargate: '1.3.0' },
  secretOption: { label: 'is an option of a log driver', agent: '1.27.0', fargate: '1.3.0' },
  partialSecret: { label: 'names a part of a secret', agent: '1.37.0', fargate: '1.4.0' },
  environmentFile: { label: 'is an environment file', agent: '1.39.0', fargate: '1.4.0' },
} satisfies { readonly [feature: string]: { readonly [fact in 'label' | 'agent' | 'fargate']: string } };

/** Something of a container that old platforms can't do. */
export interface PlatformFeature {
  readonly container: string;
  readonly kind: keyof typeof REQUIREMENTS;
  /** The environment variable, the option, or the file. */
  readonly name: string;
}

/** A task, and the platform it is to run on. */
export interface PlatformSubject {
  readonly platformVersion?: string;
  readonly operatingSystemFamily?: string;
  readonly features: readonly PlatformFeature[];
}

const PLATFORM_VERSIONS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html';

export const PLATFORM_VERSION: Rule<PlatformSubject> = {
  id: 'platform-version',
  explanation:
    'Fargate injects secrets since platform version 1.3.0, and JSON keys, stages, versions and environment ' +
    'files since 1.4.0. Windows has 1.0.0, which injects all of them except environment files.',
  fix: 'use 1.4.0 or LATEST',
  source: PLATFORM_VERSIONS,
  check: ({ platformVersion, operatingSystemFamily: family, features }) => {
    if (
      platformVersion === undefined ||
      platformVersion === 'LATEST' ||
      isUnresolved(platformVersion) ||
      isUnresolved(family)
    ) {
      return undefined;
    }
    if (!/^\d+\.\d+\.\d+$/.test(platformVersion)) {
      return `platform version '${platformVersion}' is not one that Fargate has: use '1.4.0' or 'LATEST'`;
    }
    if (family?.startsWith('WINDOWS')) {
      return undefined;
    }
    const refused = features.find(({ kind }) => isOlder(platformVersion, REQUIREMENTS[kind].fargate));
    return refused === undefined
      ? undefined
      : `container '${refused.container}': '${refused.name}' ${REQUIREMENTS[refused.kind].label}, which ` +
          `platform version '${platformVersion}' doesn't inject: use '1.4.0' or 'LATEST'`;
  },
};

/** A task, and where it can run. */
export interface AgentSubject {
  readonly compatibilities: readonly string[];
  readonly features: readonly PlatformFeature[];
}

export const AGENT_VERSION: Rule<AgentSubject> = {
  id: 'agent-version',
  explanation:
    'On container instances the ECS agent injects secrets. An older one starts the task without them, or ' +
    'not at all; which one runs is not known at synth.',
  fix: 'update the agent, or acknowledge this',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
  level: 'note',
  check: ({ compatibilities, features }) => {
    const own = compatibilities.filter((compatibility) => compatibility === 'EC2' || compatibility === 'EXTERNAL');
    if (own.length === 0 || features.length === 0) {
      return undefined;
    }
    const [newest] = [...features].sort((a, b) =>
      isOlder(REQUIREMENTS[a.kind].agent, REQUIREMENTS[b.kind].agent) ? 1 : -1,
    );
    const { label, agent } = REQUIREMENTS[newest.kind];
    return (
      `container '${newest.container}': '${newest.name}' ${label}, which needs version ${agent} of the ECS ` +
      `agent: use that or a later one on ${own.join(' and ')}`
    );
  },
};

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  const i = a.findIndex((part, position) => part !== b[position]);
  return i !== -1 && a[i] < b[i];
}

export const OPERATING_SYSTEM_FAMILY: Rule<{ readonly operatingSystemFamily?: string }> = {
  id: 'operating-system-family',
  explanation: 'ECS knows LINUX and editions of Windows Server, by names in capitals.',
  fix: 'write LINUX, or a name like WINDOWS_SERVER_2022_CORE',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html',
  check: ({ operatingSystemFamily: family }) =>
    family === undefined || isUnresolved(family) || /^(LINUX|WINDOWS_SERVER_[A-Z0-9_]+)$/.test(family)
      ? undefined
      : `operatingSystemFamily is '${family}', which ECS doesn't know: write LINUX, or a name like ` +
        'WINDOWS_SERVER_2022_CORE',
};
