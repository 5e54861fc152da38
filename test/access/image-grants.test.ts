import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { ExecutionRole } from '../../src';
import { pullRequirements, repositoryArnOf } from '../../src/access/image-grants';
import { REGISTRY_SUFFIXES } from '../../src/terraform/partitions';
import { resolve } from '../../src/terraform/resolve';

describe('the repository of an image', () => {
  test.each([
    ['a tag', '111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/api:1.2', 'arn:aws:ecr:eu-central-1:111122223333:repository/team/api'],
    ['a digest', '111122223333.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:abc', 'arn:aws:ecr:eu-central-1:111122223333:repository/api'],
    ['neither', '111122223333.dkr.ecr.eu-central-1.amazonaws.com/api', 'arn:aws:ecr:eu-central-1:111122223333:repository/api'],
    ['a FIPS endpoint', '111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/api:1', 'arn:aws:ecr:us-east-1:111122223333:repository/api'],
    ['a dual-stack endpoint', '111122223333.dkr-ecr.eu-central-1.on.aws/api:1', 'arn:aws:ecr:eu-central-1:111122223333:repository/api'],
    ['a dual-stack FIPS endpoint', '111122223333.dkr-ecr-fips.us-east-1.on.aws/api:1', 'arn:aws:ecr:us-east-1:111122223333:repository/api'],
  ])('is known of one with %s', (_, image, arn) => {
    expect(repositoryArnOf(image, () => 'aws')).toBe(arn);
  });

  test.each([
    ['aws-cn', '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/api:1', 'arn:aws-cn:ecr:cn-north-1:111122223333:repository/api'],
    ['aws-cn', '111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/api:1', 'arn:aws-cn:ecr:cn-north-1:111122223333:repository/api'],
    ['aws-eusc', '111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu/api:1', 'arn:aws-eusc:ecr:eusc-de-east-1:111122223333:repository/api'],
    ['aws-eusc', '111122223333.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu/api:1', 'arn:aws-eusc:ecr:eusc-de-east-1:111122223333:repository/api'],
    ['aws-iso', '111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov/api:1', 'arn:aws-iso:ecr:us-iso-east-1:111122223333:repository/api'],
    ['aws-iso-b', '111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov/api:1', 'arn:aws-iso-b:ecr:us-isob-east-1:111122223333:repository/api'],
    ['aws-iso-e', '111122223333.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk/api:1', 'arn:aws-iso-e:ecr:eu-isoe-west-1:111122223333:repository/api'],
    ['aws-iso-f', '111122223333.dkr.ecr.us-isof-south-1.csp.hci.ic.gov/api:1', 'arn:aws-iso-f:ecr:us-isof-south-1:111122223333:repository/api'],
    ['aws-us-gov', '111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/api:1', 'arn:aws-us-gov:ecr:us-gov-west-1:111122223333:repository/api'],
  ])('is in the partition %s of %s', (partition, image, arn) => {
    expect(repositoryArnOf(image, () => partition)).toBe(arn);
  });

  test.each(['nginx', 'nginx:1', 'public.ecr.aws/nginx/nginx:1', 'ghcr.io/team/api:1', 'dkr.ecr.eu-central-1.amazonaws.com/api', '12.dkr.ecr.eu-central-1.amazonaws.com/api'])(
    'is none for %s', (image) => {
      expect(repositoryArnOf(image, () => 'aws')).toBeUndefined();
    });

  test('is worked out at plan where the image is a token', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const image = new TerraformVariable(stack, 'image', { type: 'string' });

    // THEN
    expect(resolve(stack, repositoryArnOf(`${image.stringValue}:1`, () => 'aws'))).toBe(
      `\${concat([for m in regexall("^([0-9]{12})[.]dkr[.-]ecr(?:-fips)?[.]([a-z0-9-]+)[.](?:${REGISTRY_SUFFIXES})/([^:@]+)", "\${var.image}:1") : ` +
      'format("arn:%s:ecr:%s:%s:repository/%s", "aws", m[1], m[0], m[2])], ["arn:aws:ecr:::repository/none"])[0]}',
    );
  });
});

test('pulling takes a token for the registry, and three actions on the repository', () => {
  // WHEN
  const needs = pullRequirements('arn:aws:ecr:eu-central-1:111122223333:repository/api', { container: 'api', purpose: 'image' }, (text) => text);

  // THEN
  expect(needs.flatMap(({ grants }) => grants).map(({ actions, resources }) => [actions, resources[0].arn])).toEqual([
    [['ecr:GetAuthorizationToken'], '*'],
    [['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], 'arn:aws:ecr:eu-central-1:111122223333:repository/api'],
  ]);
});

test('a pull through cache takes the right to import, and to create repositories on request, below its prefix alone', () => {
  // GIVEN
  const cache = 'arn:aws:ecr:eu-central-1:111122223333:repository/docker-hub/*';
  const stack = new TerraformStack(Testing.app(), 'stack');
  const roles = [{}, { createRepository: true, container: 'api' }].map((options, i) => {
    const role = new ExecutionRole(stack, `Role${i}`);
    role.grantPullThroughCache(cache, options);
    return role;
  });

  // THEN
  const policies = Object.values<any>(JSON.parse(Testing.synth(stack)).resource.aws_iam_role_policy);
  expect(policies.map(({ policy }) => JSON.parse(policy).Statement)).toEqual([
    [{ Effect: 'Allow', Action: ['ecr:BatchImportUpstreamImage'], Resource: [cache] }],
    [{ Effect: 'Allow', Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'], Resource: [cache] }],
  ]);
  expect(roles[1].explainAccess()).toEqual([
    `ecr:BatchImportUpstreamImage, ecr:CreateRepository on ${cache}: container 'api' (image of a pull through cache)`,
  ]);
});
