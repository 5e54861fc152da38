import { logRequirements } from '../../src/access/log-grants';

const GROUP = 'arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/api';

describe('logging', () => {
  test.each([GROUP, `${GROUP}:*`])('takes two actions on the streams of %s', (arn) => {
    expect(logRequirements(arn, false, {}, (text) => text).flatMap(({ grants }) => grants)).toEqual([
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [{ arn: `${GROUP}:*`, label: `${GROUP}:*`, length: GROUP.length + 2 }] },
    ]);
  });

  test('takes a third one where the driver creates the group', () => {
    const [{ grants: [{ actions }] }] = logRequirements(GROUP, true, {}, (text) => text);
    expect(actions).toEqual(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']);
  });
});
