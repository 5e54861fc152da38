import { PARAMETER_NAME_LENGTH, PATH_PATTERN } from './names';
import { Rule } from './rule';
import { UNRENDERED_TEMPLATE } from './template';
import { partitionOfRegion } from '../terraform/partitions';
import { isUnresolved } from '../terraform/tokens';

const SECRETS_MANAGER =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html';
const PARAMETER_STORE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html';

const SECRET_ARN = /^arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:(?:[a-z0-9-]+!)?[A-Za-z0-9/_+=.@-]+$/;
const FULL_SECRET_ARN = /-[A-Za-z0-9]{6}$/;
/** Parameters that AWS publishes have no account. */
const PARAMETER_ARN =
  /^arn:[a-z0-9-]+:ssm:[a-z0-9-]+:(?:\d{12}:parameter\/|:parameter\/aws\/service\/)[A-Za-z0-9_.\-/]+$/;

export interface ReferenceSubject {
  readonly name: string;
  readonly valueFrom: string;
}

export interface ArnSubject {
  readonly name: string;
  readonly arn: string;
}

/** A reference of which neither store nor ARN are known at synth. */
export const VALUE_FROM_TOKEN: Rule<ReferenceSubject> = {
  id: 'value-from-token',
  explanation:
    'What the execution role must be allowed depends on the store of the reference, and a token ' +
    "doesn't show its store.",
  fix: 'use fromParameterArn or fromSecretArn',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  check: ({ name, valueFrom }) =>
    isUnresolved(valueFrom)
      ? `valueFrom of '${name}' is only known at plan, so its store is unknown: use fromParameterArn or ` +
        'fromSecretArn'
      : undefined,
};

export const VALUE_FROM_PATTERN: Rule<ReferenceSubject> = {
  id: 'value-from-pattern',
  explanation:
    "The ECS agent takes a parameter's name or ARN, a secret's ARN, or a secret's ARN with exactly three " +
    'more parts: JSON key, version stage, version id. All else fails when the task starts.',
  fix: 'write ARN:KEY:: for a JSON key',
  source: SECRETS_MANAGER,
  check: ({ name, valueFrom }) => {
    if (isUnresolved(valueFrom)) {
      return undefined;
    }
    if (valueFrom.trim() !== valueFrom) {
      return `valueFrom of '${name}' has white space around it, which ECS takes for a part of the name: leave it out`;
    }
    const fields = valueFrom.split(':');
    // a JSON key may look like anything
    const template = UNRENDERED_TEMPLATE.check({ what: `valueFrom of '${name}'`, text: fields.slice(0, 7).join(':') });
    if (template !== undefined) {
      return template;
    }
    if (fields[0] !== 'arn') {
      return bareNameProblem(name, valueFrom);
    }
    if (fields[2] === 'ssm') {
      return PARAMETER_ARN_PATTERN.check({ name, arn: valueFrom });
    }
    if (fields[2] !== 'secretsmanager') {
      return (
        `valueFrom of '${name}' is an ARN of '${fields[2] ?? ''}', got '${valueFrom}': only parameters (ssm) ` +
        'and secrets (secretsmanager) can be injected'
      );
    }
    const arn = fields.slice(0, 7).join(':');
    const rest = fields.slice(7);
    if (!SECRET_ARN.test(arn)) {
      return SECRET_ARN_PATTERN.check({ name, arn });
    }
    if (rest.length === 0 || rest.length === 3) {
      return undefined;
    }
    if (rest.every((field) => field === '')) {
      return (
        `valueFrom of '${name}' ends in a colon, got '${valueFrom}': write '${arn}', or '${arn}:KEY::' for a ` +
        'JSON key'
      );
    }
    if (rest.length < 3) {
      return (
        `valueFrom of '${name}': a JSON key needs two more colons, got '${valueFrom}': write ` + `'${arn}:${rest[0]}::'`
      );
    }
    return (
      `valueFrom of '${name}': a JSON key can't contain a colon, got '${valueFrom}': rename the key in the ` +
      'secret, or leave parts out until key, stage and version id remain'
    );
  },
};

/** ECS takes what is not an ARN for the name of a parameter in the task's own Region. */
function bareNameProblem(name: string, valueFrom: string): string | undefined {
  if (valueFrom.includes(':')) {
    const [secret, key, ...rest] = valueFrom.split(':');
    // as some tools write the name of a secret with a key of its JSON
    const hint = rest.length === 2 && key !== '' ? `, use fromSecretName for '${secret}' with jsonKey: '${key}'` : '';
    return (
      `valueFrom of '${name}' is neither an ARN nor the name of a parameter, got '${valueFrom}': ECS reads ` +
      `the latest value of a parameter by its name alone, and a secret by its ARN${hint}`
    );
  }
  const problem = PATH_PATTERN.check({ path: valueFrom }) ?? PARAMETER_NAME_LENGTH.check({ path: valueFrom });
  return problem && `valueFrom of '${name}' is taken for the name of a parameter: ${problem}`;
}

/** A warning, because such references work as long as the secret's name is what the ARN says. */
export const PARTIAL_SECRET_ARN: Rule<ArnSubject> = {
  id: 'partial-secret-arn',
  explanation:
    "Without the hyphen and six characters at its end, a secret's ARN is partial. Secrets Manager finds the " +
    'secret, but IAM compares with the complete ARN, so that the role has to allow a pattern.',
  fix: 'use the ARN as Secrets Manager shows it, or fromSecretName',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen',
  level: 'warning',
  check: ({ name, arn }) => {
    if (isUnresolved(arn)) {
      return undefined;
    }
    const fix = 'use the ARN as Secrets Manager shows it, or fromSecretName';
    if (isPartialArn(arn)) {
      return `'${name}' names a secret by a partial ARN, got '${arn}': the role allows '${arn}-??????', ${fix}`;
    }
    // Secrets Manager's own six characters are of one kind in less than one of a hundred ARNs
    const word = /-([a-z]{6})$/.exec(arn)?.[1];
    return (
      word &&
      `'${name}': '${word}' looks like a part of the secret's name, not like the end of its ARN, got ` +
        `'${arn}': if the ARN is partial, ${fix}`
    );
  },
};

/** Whether it lacks the six characters that Secrets Manager adds. */
export function isPartialArn(arn: string): boolean {
  return SECRET_ARN.test(arn) && !FULL_SECRET_ARN.test(arn);
}

export const SECRET_ARN_PATTERN: Rule<ArnSubject> = {
  id: 'secret-arn-pattern',
  explanation:
    'A secret is named by its full ARN, with the six characters that Secrets Manager adds. Partial ARNs are ' +
    'refused or denied when the task starts.',
  fix: 'use the ARN as Secrets Manager shows it, or fromSecretName',
  source: SECRETS_MANAGER,
  check: ({ name, arn }) => {
    if (isUnresolved(arn)) {
      return undefined;
    }
    if (!SECRET_ARN.test(arn)) {
      const template = UNRENDERED_TEMPLATE.check({ what: `'${name}'`, text: arn });
      if (template !== undefined) {
        return template;
      }
      const extra =
        arn.split(':').length > 7
          ? 'give key, stage and version id as options'
          : 'write arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX, or use fromSecretName';
      return `'${name}' doesn't name a secret by its ARN, got '${arn}': ${extra}`;
    }
    return FULL_SECRET_ARN.test(arn)
      ? undefined
      : `'${name}' names a secret by a partial ARN, got '${arn}': add the hyphen and six characters that ` +
          'Secrets Manager adds, or use fromSecretName';
  },
};

export const PARAMETER_ARN_PATTERN: Rule<ArnSubject> = {
  id: 'parameter-arn-pattern',
  explanation: 'A parameter is named by its full ARN. Versions and labels (`name:3`) are rejected by ECS.',
  fix: 'use the ARN alone',
  source: PARAMETER_STORE,
  check: ({ name, arn }) => {
    if (isUnresolved(arn) || PARAMETER_ARN.test(arn)) {
      return undefined;
    }
    const template = UNRENDERED_TEMPLATE.check({ what: `'${name}'`, text: arn });
    if (template !== undefined) {
      return template;
    }
    if (/^arn:[^:]+:ssm:/.test(arn) && arn.split(':').length > 6) {
      return (
        `'${name}' names a version or label of a parameter, got '${arn}': ECS reads the latest value only, ` +
        `write '${arn.split(':').slice(0, 6).join(':')}'`
      );
    }
    return (
      `'${name}' doesn't name a parameter by its ARN, got '${arn}': write ` +
      'arn:PARTITION:ssm:REGION:ACCOUNT:parameter/NAME, or use fromParameterName'
    );
  },
};

export const ARN_PARTITION: Rule<ArnSubject> = {
  id: 'arn-partition',
  explanation:
    'ARNs of the Regions in China begin with arn:aws-cn, those of AWS GovCloud (US) with arn:aws-us-gov, those of ' +
    'the European Sovereign Cloud with arn:aws-eusc. A policy with another beginning allows nothing.',
  fix: 'write the partition of the Region',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns',
  check: ({ name, arn }) => {
    if (isUnresolved(arn)) {
      return undefined;
    }
    const [, partition, , region = ''] = arn.split(':');
    const right = partitionOfRegion(region);
    return right === undefined || right === partition
      ? undefined
      : `'${name}': Region ${region} is in partition ${right}, got '${arn}': write arn:${right}:…`;
  },
};

/** What a container reads, and the Region that its task runs in. */
export interface TaskPartitionSubject extends ArnSubject {
  readonly container: string;
  /** Undefined where the provider doesn't say it as text. */
  readonly region?: string;
}

export const TASK_PARTITION: Rule<TaskPartitionSubject> = {
  id: 'task-partition',
  explanation: 'Partitions are apart from each other: a role of one can\'t read anything in another.',
  fix: 'refer to a value in the partition of the task',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
  check: ({ container, name, arn, region }) => {
    const own = region === undefined || isUnresolved(region) ? undefined : partitionOfRegion(region);
    const other = isUnresolved(arn) ? own : arn.split(':')[1];
    return own === undefined || own === other
      ? undefined
      : `container '${container}': '${name}' is in partition ${other}, got '${arn}', but the task runs in ` +
          `${region}, which is in ${own}: refer to a value there`;
  },
};
