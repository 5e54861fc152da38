import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const LOG_CONFIGURATION = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html';

/** The log driver of a container with its options. */
export interface LogDriverSubject {
  readonly container: string;
  readonly logDriver: string;
  readonly options: { readonly [name: string]: string };
  /** Names of the options that are secrets. */
  readonly secretOptions: readonly string[];
}

export const LOG_MODE: Rule<LogDriverSubject> = {
  id: 'log-mode',
  explanation: 'A container writes to the buffer without waiting. In blocking mode there is no buffer.',
  fix: 'leave max-buffer-size out, or set mode to non-blocking',
  source: LOG_CONFIGURATION,
  check: ({ container, options }) =>
    options.mode === 'blocking' && options['max-buffer-size'] !== undefined
      ? `container '${container}': log option 'max-buffer-size' needs mode 'non-blocking', got 'blocking': ` +
        'leave it out or change the mode'
      : undefined,
};

export const SPLUNK_OPTIONS: Rule<LogDriverSubject> = {
  id: 'splunk-options',
  explanation: 'The splunk log driver doesn\'t start without the address of the collector and a token.',
  fix: 'give splunk-url, and splunk-token in secretOptions',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html',
  check: ({ container, logDriver, options, secretOptions }) => {
    if (logDriver !== 'splunk' || isUnresolved(options)) {
      return undefined;
    }
    const names = [...Object.keys(options), ...secretOptions];
    const missing = names.some((name) => isUnresolved(name))
      ? undefined
      : ['splunk-token', 'splunk-url'].find((name) => !names.includes(name));
    return missing === undefined
      ? undefined
      : `container '${container}': log driver splunk has no option '${missing}': add it to ` +
          `${missing === 'splunk-token' ? 'secretOptions' : 'options'}`;
  },
};

export const AWSLOGS_GROUP: Rule<LogDriverSubject> = {
  id: 'awslogs-group',
  explanation: "The awslogs log driver doesn't start without the name of a log group.",
  fix: 'give awslogs-group',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
  check: ({ container, logDriver, options }) =>
    logDriver === 'awslogs' && !isUnresolved(options) && !options['awslogs-group']
      ? `container '${container}': log driver awslogs has no option 'awslogs-group': add the name of the log ` +
        'group to options'
      : undefined,
};
