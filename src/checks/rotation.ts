import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const ROTATE = 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html';
const NETWORK = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-network-rqmts.html';

const MINIMUM_HOURS = 4;
const HOURS_OF_DAY = 24;

/** When a secret is rotated. */
export interface ScheduleSubject {
  readonly automaticallyAfterDays?: number;
  readonly scheduleExpression?: string;
  readonly duration?: string;
}

/** How a rotation function is connected. */
export interface RotationNetworkSubject {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly vpcId?: string;
  readonly natGateway?: boolean;
  readonly vpcEndpointSecurityGroupId?: string;
}

export const ROTATION_SCHEDULE: Rule<ScheduleSubject> = {
  id: 'rotation-schedule',
  explanation: 'A rotation has either a number of days, 1 to 1,000, or an expression.',
  fix: 'give one of them',
  source: ROTATE,
  check: ({ automaticallyAfterDays: days, scheduleExpression: expression }) => {
    if ((days === undefined) === (expression === undefined)) {
      const got =
        days === undefined ? 'neither' : `${isUnresolved(days) ? 'both' : `${days} days and '${expression}'`}`;
      return `a rotation takes either automaticallyAfterDays or scheduleExpression, got ${got}: give one of them`;
    }
    if (days !== undefined) {
      const fits = isUnresolved(days) || (Number.isInteger(days) && days >= 1 && days <= 1000);
      return fits ? undefined : `automaticallyAfterDays is ${days}: give a whole number from 1 to 1000`;
    }
    return isUnresolved(expression) || /^(cron|rate)\(.+\)$/.test(expression!)
      ? undefined
      : `scheduleExpression is '${expression}': write it like 'rate(10 days)' or 'cron(0 4 ? * SUN *)'`;
  },
};

export const ROTATION_INTERVAL: Rule<ScheduleSubject> = {
  id: 'rotation-interval',
  explanation: 'Secrets Manager rotates a secret at most every four hours.',
  fix: 'leave four hours or more between two rotations',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html',
  check: ({ scheduleExpression: expression }) => {
    const hours = expression === undefined || isUnresolved(expression) ? undefined : shortestInterval(expression);
    return hours === undefined || hours >= MINIMUM_HOURS
      ? undefined
      : `scheduleExpression '${expression}' rotates the secret more often than every ${MINIMUM_HOURS} hours: ` +
          'use \'rate(4 hours)\' or more';
  },
};

export const ROTATION_WINDOW: Rule<ScheduleSubject> = {
  id: 'rotation-window',
  explanation: 'The window in which a rotation starts is given in hours.',
  fix: 'write hours, like 3h',
  source: ROTATE,
  check: ({ duration }) =>
    duration === undefined || isUnresolved(duration) || /^([1-9]|1\d|2[0-4])h$/.test(duration)
      ? undefined
      : `duration is '${duration}': write 1 to 24 hours, like '3h'`,
};

export const ROTATION_BY: Rule<{ readonly application: boolean; readonly lambdaArn?: string }> = {
  id: 'rotation-by',
  explanation: 'A secret has one rotation function, or none where the service that owns it rotates it.',
  fix: 'leave one of them out',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
  check: ({ application, lambdaArn }) =>
    application && lambdaArn !== undefined
      ? 'application and lambdaArn exclude each other: leave one of them out'
      : undefined,
};

export const ROTATION_GROUPS: Rule<RotationNetworkSubject> = {
  id: 'rotation-security-groups',
  explanation:
    'A function in a VPC needs subnets and security groups. The library creates a security group in the VPC, ' +
    'or uses yours with their rules.',
  fix: 'give subnetIds, and either securityGroupIds or vpcId',
  source: NETWORK,
  check: ({ subnetIds, securityGroupIds, vpcId }) => {
    if (subnetIds.length === 0) {
      return 'the rotation function has no subnet: give those from which the database can be reached as subnetIds';
    }
    return (securityGroupIds === undefined) === (vpcId === undefined)
      ? 'the rotation function takes either vpcId, for a security group of its own, or securityGroupIds, got ' +
          `${vpcId === undefined ? 'neither' : 'both'}: give one of them`
      : undefined;
  },
};

export const REACHES_SECRETS_MANAGER: Rule<RotationNetworkSubject> = {
  id: 'rotation-reaches-secrets-manager',
  explanation:
    'A function in a VPC reaches Secrets Manager only through a VPC endpoint or a NAT gateway. Without one, ' +
    'each rotation times out, and the old password stays.',
  fix: 'create the endpoint or the gateway, and say so',
  source: NETWORK,
  check: ({ natGateway, vpcEndpointSecurityGroupId }) =>
    natGateway === true || vpcEndpointSecurityGroupId !== undefined
      ? undefined
      : "the rotation function can't reach Secrets Manager: give vpcEndpointSecurityGroupId of the VPC's " +
        'endpoint for it, or say natGateway: true where its subnets have a route to one',
};

export const FUNCTION_NAME: Rule<{ readonly functionName: string }> = {
  id: 'rotation-function-name',
  explanation: 'Names of Lambda functions have 1 to 64 letters, digits, hyphens and underscores.',
  fix: 'shorten it, leave out other characters',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
  check: ({ functionName: name }) =>
    isUnresolved(name) || /^[A-Za-z0-9_-]{1,64}$/.test(name)
      ? undefined
      : `functionName '${name}' has ${name.length} characters: use 1 to 64 letters, digits, hyphens and underscores`,
};

/** The fewest hours between two rotations of one day; undefined where the expression can't be read. */
function shortestInterval(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit !== undefined) {
    return Number(count) * { minute: 1 / 60, hour: 1, day: HOURS_OF_DAY }[unit]!;
  }
  const [, minutes, hours] = /^cron\((\S+) (\S+) /.exec(expression) ?? [];
  if (hours === undefined) {
    return undefined;
  }
  if (!/^\d+$/.test(minutes)) {
    return 1 / 60;
  }
  const times = hours.split(',').flatMap(timesOf);
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((time, i) => time - sorted[i]), HOURS_OF_DAY);
}

/** The hours that a part of a cron expression's second field stands for. */
function timesOf(part: string): number[] {
  const [range, step] = part.split('/');
  const [first, last] = range === '*' || range === '' ? [0, HOURS_OF_DAY - 1] : range.split('-').map(Number);
  const end = last ?? (step === undefined ? first : HOURS_OF_DAY - 1);
  const isMeant = (hour: number) => hour >= first && hour <= end && (hour - first) % Number(step ?? 1) === 0;
  return Array.from({ length: HOURS_OF_DAY }, (_, hour) => hour).filter(isMeant);
}
