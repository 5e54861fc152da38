import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const CONTAINER_DEFINITION = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html';
const REGISTER = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;

export const FAMILY_NAME: Rule<{ readonly family: string }> = {
  id: 'family-name',
  explanation: 'A family has 1 to 255 letters, digits, hyphens and underscores.',
  fix: 'leave out other characters',
  source: REGISTER,
  check: ({ family }) =>
    isName(family) ? undefined : `${called('family', family)}: use 1 to 255 letters, digits, hyphens and underscores`,
};

export const CONTAINER_NAME: Rule<{ readonly container: string }> = {
  id: 'container-name',
  explanation: "A container's name has 1 to 255 letters, digits, hyphens and underscores.",
  fix: 'leave out other characters',
  source: CONTAINER_DEFINITION,
  check: ({ container }) =>
    isName(container)
      ? undefined
      : `${called('container name', container)}: use 1 to 255 letters, digits, hyphens and underscores`,
};

export const VOLUME_NAME: Rule<{ readonly volume: string }> = {
  id: 'volume-name',
  explanation: "A volume's name has 1 to 255 letters, digits, hyphens and underscores.",
  fix: 'leave out other characters',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html',
  check: ({ volume }) =>
    isName(volume)
      ? undefined
      : `${called('volume name', volume)}: use 1 to 255 letters, digits, hyphens and underscores`,
};

export const JOB_DEFINITION_NAME: Rule<{ readonly jobDefinitionName: string }> = {
  id: 'job-definition-name',
  explanation:
    "A job definition's name has 1 to 128 letters, digits, hyphens and underscores, and begins with a letter or digit.",
  fix: 'leave out other characters',
  source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html',
  check: ({ jobDefinitionName: name }) =>
    isUnresolved(name) || /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name)
      ? undefined
      : `${called('job definition name', name)}: use 1 to 128 letters, digits, hyphens and underscores, a ` +
        'letter or digit first',
};

/** The containers of a task, with those that the library adds. */
export interface ContainerNamesSubject {
  readonly containers: readonly string[];
}

export const CONTAINER_COUNT: Rule<ContainerNamesSubject> = {
  id: 'container-count',
  explanation:
    'A task definition has 1 to 10 containers. Each container with secretFiles takes one more, which writes them.',
  fix: 'divide them among two tasks',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
  check: ({ containers }) => {
    if (containers.length === 0) {
      return 'the task definition has no containers: give it at least one';
    }
    return containers.length > 10
      ? `the task has ${containers.length} containers, with those that write secretFiles: at most 10 are ` +
          'allowed, divide them among two tasks'
      : undefined;
  },
};

export const DUPLICATE_CONTAINER: Rule<ContainerNamesSubject> = {
  id: 'duplicate-container',
  explanation: 'RegisterTaskDefinition refuses two containers of the same name.',
  fix: 'rename one of them',
  source: CONTAINER_DEFINITION,
  check: ({ containers }) => {
    const seen = new Set<string>();
    const twice = containers.find((name) => !isUnresolved(name) && (seen.has(name) || !seen.add(name)));
    return twice === undefined ? undefined : `container '${twice}' occurs twice: rename one of them`;
  },
};

function isName(name: string): boolean {
  return isUnresolved(name) || NAME.test(name);
}

function called(what: string, name: string): string {
  return name.length > 100 ? `${what} '${name.slice(0, 60)}…' has ${name.length} characters` : `${what} is '${name}'`;
}
