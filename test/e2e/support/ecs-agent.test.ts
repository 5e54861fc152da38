import { parseEnvironmentFile } from './environment-file';
import { goFormat } from './go-format';
import { parseValueFrom } from './value-from';

describe('how the agent reads', () => {
  const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf';

  test.each([
    ['', { secretId: ARN, jsonKey: '' }],
    [':KEY::', { secretId: ARN, jsonKey: 'KEY' }],
    ['::AWSPREVIOUS:', { secretId: ARN, jsonKey: '', versionStage: 'AWSPREVIOUS' }],
    [':::ID', { secretId: ARN, jsonKey: '', versionId: 'ID' }],
    [':KEY:STAGE:ID', { secretId: ARN, jsonKey: 'KEY', versionStage: 'STAGE', versionId: 'ID' }],
  ])('a secret with suffix %p', (suffix, expected) => {
    expect(parseValueFrom(ARN + suffix, 'us-east-1')).toEqual({ store: 'secretsmanager', region: 'eu-west-1', ...expected });
  });

  test.each([':KEY', ':KEY:', ':A:B::', ':KEY::::'])('fails for a secret with suffix %p', (suffix) => {
    expect(() => parseValueFrom(ARN + suffix, 'us-east-1')).toThrow('an invalid ARN format for the AWS Secrets Manager secret was specified');
  });

  test('a parameter by name in its own Region, by ARN in any', () => {
    const arn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/a/b';
    expect(parseValueFrom('/a/b', 'us-east-1')).toEqual({ store: 'ssm', region: 'us-east-1', name: '/a/b' });
    expect(parseValueFrom(arn, 'us-east-1')).toEqual({ store: 'ssm', region: 'eu-west-1', name: arn });
  });

  test.each(['/a/b:3', 'arn:aws:ssm:eu-west-1:123456789012:parameter/a/b:label'])('fails for a parameter with a selector: %s', (valueFrom) => {
    expect(() => parseValueFrom(valueFrom, 'us-east-1')).toThrow('invalid parameters');
  });

  test.each([
    ['5432', '5432'], ['999999', '999999'], ['1000000', '1e+06'], ['1754110382', '1.754110382e+09'], ['123456', '123456'], ['1234567.5', '1.2345675e+06'],
    ['0.0001', '0.0001'], ['0.00001', '1e-05'], ['1e100', '1e+100'], ['-0', '-0'], ['1.50', '1.5'], ['12345678901234567890', '1.2345678901234567e+19'],
    ['null', '<nil>'], ['true', 'true'], ['"text"', 'text'], ['[]', '[]'], ['["a","b",1]', '[a b 1]'], ['{}', 'map[]'], ['{"b":2,"a":{"c":null}}', 'map[a:map[c:<nil>] b:2]'],
  ])('JSON %s as %s', (json, expected) => {
    expect(goFormat(JSON.parse(json))).toBe(expected);
  });

  test('an environment file', () => {
    expect(parseEnvironmentFile('# comment\nA=1\r\nB=x=y\nEMPTY=\n=nameless\nno pair\nA=2\n')).toEqual({ A: '2', B: 'x=y' });
  });
});
