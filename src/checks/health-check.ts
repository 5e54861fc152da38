import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** How a container is looked at. */
export interface HealthCheckSubject {
  readonly container: string;
  readonly command: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
}

export const HEALTH_CHECK: Rule<HealthCheckSubject> = {
  id: 'health-check',
  explanation: 'A health check begins with CMD, CMD-SHELL or NONE, and ends before the next one begins.',
  fix: 'begin the command with one of them, and keep timeout within interval',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
  check: ({ container, command, interval = 30, timeout = 5 }) => {
    const first = isUnresolved(command) ? undefined : command[0];
    if (!isUnresolved(command) && first === undefined) {
      return (
        `container '${container}': the command of healthCheck is empty: write ['CMD-SHELL', 'curl -f ` +
        'http://localhost/ || exit 1\'] or the like'
      );
    }
    if (first !== undefined && !isUnresolved(first) && !['CMD', 'CMD-SHELL', 'NONE'].includes(first)) {
      return (
        `container '${container}': the command of healthCheck begins with '${first}': begin it with 'CMD', ` +
        '\'CMD-SHELL\' or \'NONE\''
      );
    }
    return !isUnresolved(interval) && !isUnresolved(timeout) && timeout > interval
      ? `container '${container}': healthCheck has timeout ${timeout} above interval ${interval}: lower ` +
          'timeout or raise interval'
      : undefined;
  },
};

export const RESTART_POLICY: Rule<{ readonly container: string; readonly ignoredExitCodes?: readonly number[] }> = {
  id: 'restart-policy',
  explanation: 'A restart policy ignores at most 50 exit codes.',
  fix: 'leave some out',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html',
  check: ({ container, ignoredExitCodes = [] }) =>
    !isUnresolved(ignoredExitCodes) && ignoredExitCodes.length > 50
      ? `container '${container}': restartPolicy ignores ${ignoredExitCodes.length} exit codes: at most 50 ` +
        'are allowed, leave some out'
      : undefined,
};
