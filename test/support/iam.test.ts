import { IamRequest, IamStatement, allows } from './iam';

const READ = { action: 'ssm:GetParameters', resource: 'arn:aws:ssm:r:1:parameter/a/b' };

describe('the evaluator', () => {
  test.each([
    ['the resource itself', ['arn:aws:ssm:r:1:parameter/a/b'], true],
    ['a wildcard, across slashes', ['arn:aws:ssm:r:1:parameter/*'], true],
    ['a wildcard for one character', ['arn:aws:ssm:r:1:parameter/a/?'], true],
    ['another resource', ['arn:aws:ssm:r:1:parameter/a/bc'], false],
    ['a part of the resource', ['arn:aws:ssm:r:1:parameter/a'], false],
  ])('compares with %s', (_, Resource, allowed) => {
    expect(evaluate({ Effect: 'Allow', Action: ['ssm:GetParameters'], Resource })).toBe(allowed);
  });

  test('takes actions in any case, with wildcards', () => {
    expect(evaluate({ Effect: 'Allow', Action: ['SSM:getparam*s'], Resource: ['*'] })).toBe(true);
    expect(evaluate({ Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: ['*'] })).toBe(false);
  });

  test('lets a denial win', () => {
    const allow = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
    expect(evaluate(allow, { ...allow, Effect: 'Deny' })).toBe(false);
    expect(evaluate(allow, { ...allow, Effect: 'Deny', Resource: ['other'] })).toBe(true);
  });

  test.each([
    ['StringEquals', 'x', 'x', true],
    ['StringEquals', 'x*', 'xy', false],
    ['StringEquals', ['w', 'x'], 'x', true],
    ['StringEquals', 'x', undefined, false],
    ['StringLike', 'x*', 'xy', true],
    ['ArnLike', 'arn:aws:ecs:r:1:*', 'arn:aws:ecs:r:1:task/x', true],
    ['ArnLike', 'arn:aws:*', 'arn:aws:ecs:r:1:task/x', false],
  ])('knows %s %p for %p', (operator, wanted, value, allowed) => {
    const statement = { Effect: 'Allow', Action: ['*'], Resource: ['*'], Condition: { [operator]: { key: wanted } } };
    const context: IamRequest['context'] = value === undefined ? {} : { key: value };
    expect(allows([{ Version: '2012-10-17', Statement: [statement] }], { ...READ, context })).toBe(allowed);
  });

  test('fails for what it doesn\'t know', () => {
    const allow = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
    expect(() => evaluate({ ...allow, Condition: { StringEqualsIgnoreCase: { a: 'b' } } })).toThrow('unknown kind of statement');
    expect(() => evaluate({ ...allow, NotAction: ['x'] } as IamStatement)).toThrow('unknown kind of statement');
    expect(() => evaluate({ ...allow, Effect: 'allow' })).toThrow('unknown kind of statement');
  });
});

function evaluate(...Statement: IamStatement[]): boolean {
  return allows([{ Version: '2012-10-17', Statement }], READ);
}
