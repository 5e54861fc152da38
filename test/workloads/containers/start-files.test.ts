import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformStack, Testing } from 'cdktf';
import { Compatibility, ContainerDefinition, ContainerSecret, TaskDefinition } from '../../../src';

const OBJECT = 'arn:aws:s3:::bucket/router.conf';
const SPEC = 'arn:aws:ssm:eu-central-1:123456789012:parameter/spec';
const USER = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:user-AbCdEf';

function synth(make: (stack: TerraformStack) => Partial<ContainerDefinition>): { task: TaskDefinition; container: any; statements: any[] } {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const containers = [{ name: 'app', image: 'example:1', memory: 128, ...make(stack) }];
  const task = new TaskDefinition(stack, 'Task', { family: 'api', compatibilities: [Compatibility.EC2], containers });
  const { resource } = JSON.parse(Testing.synth(stack));
  const policies = Object.values<any>(resource.aws_iam_role_policy ?? {});
  const [{ container_definitions: definitions }] = Object.values<any>(resource.aws_ecs_task_definition);
  const unquoted = (text: string) => text.replace(/split\("\/", ([^)]*)\)\[0\]/g, 'BUCKET($1)');
  return { task, container: JSON.parse(definitions.replace(/\$\{jsonencode\(.*?\)\}/g, '"token"'))[0], statements: policies.flatMap(({ policy }) => JSON.parse(unquoted(policy)).Statement) };
}

const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action: [Action], Resource: [Resource] });

describe('the configuration of a log router', () => {
  const router = (options: { [name: string]: string }) =>
    ({ firelensConfiguration: { type: 'fluentbit', options }, logConfiguration: { logDriver: 'awsfirelens' } });

  test('in S3 is read with the execution role', () => {
    const { task, container, statements } = synth(() => router({ 'config-file-type': 's3', 'config-file-value': OBJECT }));
    expect(statements).toEqual([allow('s3:GetBucketLocation', 'arn:aws:s3:::bucket'), allow('s3:GetObject', OBJECT)]);
    expect(container.firelensConfiguration.options).toMatchObject({ 'config-file-type': 's3', 'config-file-value': OBJECT });
    expect(task.executionRole.explainAccess()).toContain(`s3:GetObject on ${OBJECT}: container 'app' (FireLens configuration)`);
  });

  test('in an object of the stack is read with the execution role', () => {
    const { statements } = synth((stack) => {
      const { arn } = new S3Object(stack, 'Router', { bucket: 'bucket', key: 'router.conf' });
      return router({ 'config-file-type': 's3', 'config-file-value': arn });
    });
    expect(statements).toEqual([allow('s3:GetBucketLocation', '${BUCKET(aws_s3_object.Router.arn)}'), allow('s3:GetObject', '${aws_s3_object.Router.arn}')]);
  });

  test('in a file of the image takes no right', () => {
    expect(synth(() => router({ 'config-file-type': 'file', 'config-file-value': '/extra.conf' })).statements).toEqual([]);
  });
});

describe('a credential specification', () => {
  test.each(['credentialspec', 'credentialspecdomainless'])('in a parameter is read with the execution role: %s', (prefix) => {
    const { task, container, statements } = synth(() => ({ credentialSpecs: [`${prefix}:${SPEC}`] }));
    expect(container.credentialSpecs).toEqual([`${prefix}:${SPEC}`]);
    expect(statements).toEqual([allow('ssm:GetParameters', SPEC)]);
    expect(task.executionRole.explainAccess()).toEqual([`ssm:GetParameters on ${SPEC}: container 'app' (credentialSpecs)`]);
  });

  test('in S3 is read with the execution role', () => {
    const { statements } = synth(() => ({ credentialSpecs: [`credentialspec:${OBJECT}`] }));
    expect(statements).toEqual([allow('s3:GetBucketLocation', 'arn:aws:s3:::bucket'), allow('s3:GetObject', OBJECT)]);
  });

  test('in a resource of the stack is read with the execution role', () => {
    const parameter = synth((stack) => ({ credentialSpecs: [`credentialspec:${new SsmParameter(stack, 'Spec', { name: '/spec', type: 'String' }).arn}`] }));
    expect(parameter.statements).toEqual([allow('ssm:GetParameters', '${aws_ssm_parameter.Spec.arn}')]);
    const object = synth((stack) => ({ credentialSpecs: [`credentialspec:${new S3Object(stack, 'Spec', { bucket: 'b', key: 'k' }).arn}`] }));
    expect(object.statements).toEqual([allow('s3:GetBucketLocation', '${BUCKET(aws_s3_object.Spec.arn)}'), allow('s3:GetObject', '${aws_s3_object.Spec.arn}')]);
  });

  test('without a domain has a secret, which the container gets nothing of', () => {
    // WHEN
    const { container, statements } = synth(() => ({
      credentialSpecs: [`credentialspecdomainless:${SPEC}`], credentialSpecSecrets: [ContainerSecret.fromSecretArn('credentials', USER)],
    }));

    // THEN
    expect(statements).toEqual([allow('secretsmanager:GetSecretValue', USER), allow('ssm:GetParameters', SPEC)]);
    expect(container).toEqual(expect.not.objectContaining({ secrets: expect.anything(), credentialSpecSecrets: expect.anything() }));
  });
});
