import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Token } from 'cdktf';
import { ContainerImage, TaskDefinition } from '../../../src';
import { repositoryArnOf } from '../../../src/access/image-grants';
import { newStack, only, parseTemplate, synth } from '../../support/synth';

const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/api';

test('the tag is read from a parameter, and the repository stays known', () => {
  // GIVEN
  const stack = newStack();
  const provider = new AwsProvider(stack, 'other', { region: 'eu-west-1', alias: 'other' });

  // WHEN
  const image = ContainerImage.fromParameter(stack, 'Tag', { repository: REPOSITORY, parameterName: '/example/tag', provider });
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'a', image }] });

  // THEN
  const { data, resource } = synth(stack);
  expect(only(data.aws_ssm_parameter)).toMatchObject({ name: '/example/tag', with_decryption: false, provider: 'aws.other' });
  const messages = only(data.aws_ssm_parameter).lifecycle.postcondition.map((p: any) => p.error_message);
  expect(messages[0]).toContain('parameter /example/tag is not a String, but an image tag is not a secret: create it with type String (Stack/Tag)');
  expect(messages[1]).toContain('parameter /example/tag holds no image tag');
  expect(only(resource.aws_ecs_task_definition).container_definitions).toContain('data.aws_ssm_parameter.Tag.insecure_value');
  const { Statement } = parseTemplate(only(resource.aws_iam_role_policy).policy);
  expect(Statement.flatMap((s: any) => s.Resource)).toContainEqual(expect.stringMatching(/^arn:\$\{[^}]*\}:ecr:eu-central-1:123456789012:repository\/team\/api$/));
});

test('a repository is known as soon as its name has ended', () => {
  const token = Token.asString({ resolve: () => 'x' });
  const known = 'arn:aws:ecr:eu-central-1:123456789012:repository/team/api';
  const arnOf = (image: string) => repositoryArnOf(image, () => 'aws');
  expect([`${REPOSITORY}`, `${REPOSITORY}:1`, `${REPOSITORY}:${token}`, `${REPOSITORY}:v${token}`, `${REPOSITORY}@${token}`].map(arnOf)).toEqual(Array(5).fill(known));
  [token, `${token}:1`, `${REPOSITORY}${token}`, `${REPOSITORY}/${token}:1`].forEach((image) => expect(Token.isUnresolved(arnOf(image))).toBe(true));
  expect(arnOf('nginx:1')).toBeUndefined();
});

describe('refused', () => {
  const create = (repository: string, parameterName = '/example/tag') => () => ContainerImage.fromParameter(newStack(), 'Tag', { repository, parameterName });

  test.each([
    ['a tag', 'example:1', 'repository \'example:1\' ends in \':1\': leave out tag and digest'],
    ['a digest', 'example@sha256:0', 'ends in \'@sha256:0\''],
    ['nothing', '', '\'\' is not a repository'],
  ])('fails for a repository with %s', (_, repository, message) => {
    expect(create(repository)).toThrow(message);
  });

  test('fails for a name that is not a parameter\'s', () => {
    expect(create('example', '/a b')).toThrow('path \'/a b\' contains \' \'');
  });

  test('not a port, not what is only known at plan', () => {
    expect(create('localhost:5000/example')).not.toThrow();
    expect(create(Token.asString({ resolve: () => 'x' }))).not.toThrow();
  });
});
