import { parseValueFrom } from '../../src/references/value-from';

/**
 * What the ECS agent makes of a `valueFrom`, written after its source (Apache-2.0), and what the two stores say to the request that it then sends.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/taskresource/asmsecret/asmsecret.go getASMParametersFromInput
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/taskresource/ssmsecret/ssmsecret.go
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 */
function agentTakes(valueFrom: string): boolean {
  const [scheme, partition, service, region, account, ...rest] = valueFrom.split(':');
  const resource = rest.join(':');
  if (scheme !== 'arn') {
    return isParameterName(valueFrom);
  }
  if (rest.length === 0 || partition === '' || region === '') {
    return false;
  }
  if (service === 'ssm') {
    const [kind, ...levels] = resource.split('/');
    const isPublic = account === '' && resource.startsWith('parameter/aws/service/');
    return (/^\d{12}$/.test(account) || isPublic) && kind === 'parameter' && levels.length > 0 && /^[\w.\-/]+$/.test(levels.join('/'));
  }
  if (service !== 'secretsmanager' || !/^\d{12}$/.test(account)) {
    return false;
  }
  const parts = resource.split(':');
  if (parts.length !== 2 && parts.length !== 5) {
    return false;
  }
  const [kind, id, , stage = '', version = ''] = parts;
  // stage and version must name the same version, which a stage that moves doesn't for long
  return kind === 'secret' && /^([a-z0-9-]+!)?[\w/+=.@-]+$/.test(id) && (stage === '' || version === '') && stage.length <= 256 && version.length <= 64;
}

function isParameterName(name: string): boolean {
  return /^\/?[\w.-]+(\/[\w.-]+)*$/.test(name) && name.split('/').filter((level) => level !== '').length <= 15 && name.length <= 900;
}

const PARTITIONS = ['arn:aws:SERVICE:eu-central-1:123456789012', 'arn:aws-cn:SERVICE:cn-north-1:123456789012', 'arn:aws-us-gov:SERVICE:us-gov-west-1:123456789012'];
const at = (partition: string, service: string) => partition.replace('SERVICE', service);
const IDS = ['info-AbCdEf', 'info', 'prod/app-config', 'a_b+c=d.e@f-AbCdEf', 'rds!db-5c2d7cbd-AbCdEf', 'redshift!shop-admin', 'in fo', 'ä', '', 'rds!', '!x', 'a!b!c'];
const SUFFIXES = [
  '', ':age::', ':age:AWSPREVIOUS:', '::AWSCURRENT:', ':::19362400-a3ca-4905-932f-eb0a2928189d', ':a.b-c d::', ':$x::', ':age', ':age:', ':', '::', ':::', '::::', ':a:b:c:d',
  ':age:AWSCURRENT:19362400-a3ca-4905-932f-eb0a2928189d', `::${'s'.repeat(256)}:`, `:::${'v'.repeat(64)}`, `::${'s'.repeat(257)}:`, `:::${'v'.repeat(65)}`,
];
const PARAMETERS = ['/shop/foo', '/foo', '/a.b/c-d_e', '/a', '', ':3', '/foo:3', '/foo:label', '/fo o', '/ä', '/aws/reference/secretsmanager/x'];
const NAMES = [
  'foo', '/shop/foo', 'shop/foo', 'a.b-c_d', '/aws/service/ami', `/${'a/'.repeat(14)}a`, `/${'a/'.repeat(15)}a`, '', '/', '//a', '/a//b', '/a/', 'foo:3', 'foo:label',
  'mysql:password::', 'my foo', 'ä', 'a*', 'a\n', '\n', 'a\\b', 'ssm:/foo', 'arnfoo', '<NAME>', '{{ NAME }}', 'secret!x', '$foo', ' foo', 'foo ',
];
const OTHERS = [
  'arn', 'arn:', 'arn:aws', 'arn:aws:secretsmanager', 'arn:aws:ssm:eu-central-1:123456789012', 'arn:aws:s3:::bucket/x', 'arn:aws:kms:eu-central-1:123456789012:key/1',
  'arn:aws:secretsmanager:eu-central-1:123456789012:other:x', 'arn:aws:secretsmanager:eu-central-1::secret:x-AbCdEf', 'arn:aws:secretsmanager::123456789012:secret:x-AbCdEf',
  'arn:aws:secretsmanager:eu-central-1:12345:secret:x-AbCdEf', 'arn:aws:ssm:eu-central-1::parameter/aws/service/ecs/optimized-ami', 'arn:aws:ssm:eu-central-1::parameter/mine',
  'arn:aws:ssm:eu-central-1:123456789012:document/x', 'arn::ssm:eu-central-1:123456789012:parameter/x', 'arn:aws:ssm::123456789012:parameter/x',
  'ARN:aws:ssm:eu-central-1:123456789012:parameter/x',
];
const GENERATED = [
  ...PARTITIONS.flatMap((partition) => IDS.flatMap((id) => SUFFIXES.map((suffix) => `${at(partition, 'secretsmanager')}:secret:${id}${suffix}`))),
  ...PARTITIONS.flatMap((partition) => PARAMETERS.map((parameter) => `${at(partition, 'ssm')}:parameter${parameter}`)),
  ...NAMES, ...OTHERS,
];

function libraryTakes(valueFrom: string): boolean {
  try {
    parseValueFrom('X', valueFrom);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: 'ValidationError' });
    return false;
  }
}

test('there is enough of both kinds', () => {
  expect(new Set(GENERATED).size).toBeGreaterThan(500);
  const legal = GENERATED.filter(agentTakes).length;
  expect([legal, GENERATED.length - legal]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(Math.min(legal, GENERATED.length - legal)).toBeGreaterThan(150);
});

test('what runs is taken', () => {
  expect(GENERATED.filter((valueFrom) => agentTakes(valueFrom) && !libraryTakes(valueFrom))).toEqual([]);
});

test('fails for what doesn\'t run', () => {
  expect(GENERATED.filter((valueFrom) => !agentTakes(valueFrom) && libraryTakes(valueFrom))).toEqual([]);
});
