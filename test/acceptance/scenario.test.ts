import { inventoryOf, newScenario, scenarioStack } from './scenario';

/** The longest that `--prefix` takes. */
const LONGEST = 'abcdefghijklmno';
const TYPES: { readonly [words: string]: string[] } = {
  'Secrets Manager secrets': ['aws_secretsmanager_secret'],
  'ECS cluster': ['aws_ecs_cluster'],
  'service without tasks': ['aws_ecs_service'],
  'Lambda function': ['aws_lambda_function'],
  'EventBridge rules': ['aws_cloudwatch_event_rule'],
  'state machine': ['aws_sfn_state_machine'],
  'queue': ['aws_sqs_queue'],
  'roles': ['aws_iam_role'],
  'log group': ['aws_cloudwatch_log_group'],
};
const stack = scenarioStack(newScenario(LONGEST, 'eu-central-1', ['subnet-1']));
const ofType = (type: string): any[] => Object.values(stack.resource[type]);

test.each(['aws_iam_role', 'aws_cloudwatch_event_rule', 'aws_sfn_state_machine', 'aws_sqs_queue', 'aws_lambda_function'])(
  'each name of an %s begins with the prefix, by which the policy and the sweep know it', (type) => {
    const names = ofType(type).map((resource) => resource.name ?? resource.name_prefix ?? resource.function_name);
    expect(names.filter((name) => !name.startsWith(`${LONGEST}-`))).toEqual([]);
  },
);

test('what a run says that it makes is what it makes', () => {
  const said = inventoryOf(LONGEST).join(', ');
  const counts = Object.entries(TYPES).map(([words, types]) => [words, Number(new RegExp(`(\\d+) ${words}\\b`).exec(said)?.[1]), types] as const);
  expect(counts.map(([words, count]) => [words, count])).toEqual(counts.map(([words, , types]) => [words, types.flatMap(ofType).length]));
});
