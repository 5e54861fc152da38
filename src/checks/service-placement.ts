import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** How a service decides how many tasks run where. */
export interface PlacementSubject {
  readonly schedulingStrategy?: string;
  readonly desiredCount?: number;
  readonly autoScaling?: boolean;
  readonly launchType?: string;
  readonly capacityProviderStrategy?: readonly { readonly capacityProvider: string }[];
  readonly placementConstraints?: readonly { readonly type: string; readonly expression?: string }[];
  readonly placementStrategies?: readonly { readonly type: string; readonly field?: string }[];
}

export const DAEMON_SERVICE: Rule<PlacementSubject> = {
  id: 'daemon-service',
  explanation:
    'A service with scheduling strategy DAEMON runs one task on each container instance: it has no desired ' +
    'count, no placement strategies and no Fargate.',
  fix: 'leave out what a daemon service does not take',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler_daemon',
  check: (subject) => {
    if (subject.schedulingStrategy !== 'DAEMON') {
      return undefined;
    }
    const { desiredCount, autoScaling, placementStrategies } = subject;
    const refused =
      desiredCount !== undefined
        ? 'desiredCount'
        : autoScaling
          ? 'autoScaling'
          : placementStrategies?.length
            ? 'placementStrategies'
            : undefined;
    if (refused !== undefined) {
      return (
        'a service with scheduling strategy \'DAEMON\' runs one task on each container instance, got ' +
        `${refused}: leave ${refused} out`
      );
    }
    return isOnFargate(subject)
      ? 'a daemon service runs on container instances, which Fargate does not have: use ' +
          'SchedulingStrategy.REPLICA, or run the service on EC2'
      : undefined;
  },
};

export const PLACEMENT_ON_FARGATE: Rule<PlacementSubject> = {
  id: 'service-placement-on-fargate',
  explanation:
    'Fargate spreads tasks over Availability Zones by itself; CreateService refuses placement constraints ' +
    'and strategies.',
  fix: 'leave them out',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html',
  check: (subject) => {
    const given = subject.placementConstraints?.length
      ? 'placementConstraints'
      : subject.placementStrategies?.length
        ? 'placementStrategies'
        : undefined;
    return given !== undefined && isOnFargate(subject)
      ? `${given} are for container instances, but the service runs on Fargate: leave them out`
      : undefined;
  },
};

const STRATEGY_TYPES = ['random', 'spread', 'binpack'];
const CONSTRAINT_TYPES = ['distinctInstance', 'memberOf'];

export const SERVICE_PLACEMENT: Rule<PlacementSubject> = {
  id: 'service-placement',
  explanation:
    'A service has at most 10 placement constraints and 5 strategies; memberOf needs an expression, spread ' +
    'and binpack need a field.',
  fix: 'use the types and fields that ECS knows',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html',
  check: ({ placementConstraints = [], placementStrategies = [] }) => {
    if (isUnresolved(placementConstraints) || isUnresolved(placementStrategies)) {
      return undefined;
    }
    if (placementConstraints.length > 10 || placementStrategies.length > 5) {
      return (
        'a service has at most 10 placementConstraints and 5 placementStrategies, got ' +
        `${placementConstraints.length} and ${placementStrategies.length}: leave some out`
      );
    }
    return constraintProblem(placementConstraints) ?? strategyProblem(placementStrategies);
  },
};

function constraintProblem(constraints: NonNullable<PlacementSubject['placementConstraints']>): string | undefined {
  for (const { type, expression } of constraints) {
    if (!isUnresolved(type) && !CONSTRAINT_TYPES.includes(type)) {
      return `'${type}' is not a type of placement constraint: use ${listOf(CONSTRAINT_TYPES)}`;
    }
    if (type === 'memberOf' && expression === undefined) {
      return (
        "a placement constraint of type 'memberOf' has no expression: say which container instances, like " +
        "'attribute:ecs.instance-type =~ t3.*'"
      );
    }
    if (type === 'distinctInstance' && expression !== undefined) {
      return (
        `a placement constraint of type 'distinctInstance' takes no expression, got '${expression}': leave ` +
        'it out or use \'memberOf\''
      );
    }
  }
  return undefined;
}

function strategyProblem(strategies: NonNullable<PlacementSubject['placementStrategies']>): string | undefined {
  for (const { type, field } of strategies) {
    if (isUnresolved(type) || isUnresolved(field)) {
      continue;
    }
    if (!STRATEGY_TYPES.includes(type)) {
      return `'${type}' is not a type of placement strategy: use ${listOf(STRATEGY_TYPES)}`;
    }
    if (type === 'random' ? field !== undefined : field === undefined) {
      return type === 'random'
        ? `placement strategy 'random' takes no field, got '${field}': leave it out`
        : `placement strategy '${type}' has no field: give ` +
            `${type === 'binpack' ? "'cpu' or 'memory'" : "'instanceId' or an attribute"}`;
    }
    if (type === 'binpack' && !['cpu', 'memory'].includes(field!.toLowerCase())) {
      return `placement strategy 'binpack' takes the field 'cpu' or 'memory', got '${field}': write one of them`;
    }
  }
  return undefined;
}

function isOnFargate({ launchType, capacityProviderStrategy = [] }: PlacementSubject): boolean {
  return (
    launchType === 'FARGATE' ||
    (!isUnresolved(capacityProviderStrategy) &&
      capacityProviderStrategy.some(({ capacityProvider }) => capacityProvider.startsWith('FARGATE')))
  );
}

function listOf(types: readonly string[]): string {
  return types.map((type) => `'${type}'`).join(' or ');
}
