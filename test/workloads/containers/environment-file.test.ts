import { TerraformVariable } from 'cdktf';
import { EnvironmentFile, TaskDefinition, TaskDefinitionProps } from '../../../src';
import { only, synthScope } from '../../support/synth';
import { KEY, statementsOf } from '../tasks';

const BUCKET = 'arn:aws:s3:::config';
const APP = { name: 'app', image: 'nginx' };

function task(environmentFiles: EnvironmentFile[], props: Partial<TaskDefinitionProps> = {}) {
  return synthScope((stack) => new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, environmentFiles }], ...props }));
}

test('is readable, and nothing beside it', () => {
  expect(statementsOf(task([EnvironmentFile.fromBucketArn(BUCKET, 'api/prod.env')]))).toEqual([
    { Action: ['s3:GetBucketLocation'], Effect: 'Allow', Resource: [BUCKET] },
    { Action: ['s3:GetObject'], Effect: 'Allow', Resource: [`${BUCKET}/api/prod.env`] },
  ]);
});

test('can be in a bucket with a name of the early years', () => {
  expect(EnvironmentFile.fromObjectArn('arn:aws:s3:::My_Bucket/prod.env').bucketArn).toBe('arn:aws:s3:::My_Bucket');
});

test.each<[boolean | undefined, string[]]>([
  [undefined, [BUCKET, `${BUCKET}/prod.env`]],
  [true, [BUCKET]],
  [false, [`${BUCKET}/prod.env`]],
])('with a customer key and bucketKeyEnabled %s is decrypted in the context of %j', (bucketKeyEnabled, contexts) => {
  // WHEN
  const [decrypt] = statementsOf(task([EnvironmentFile.fromObjectArn(`${BUCKET}/prod.env`, { encryptionKeyArn: KEY, bucketKeyEnabled })]));
  // THEN
  expect(decrypt).toMatchObject({ Action: ['kms:Decrypt'], Resource: [KEY] });
  expect(decrypt.Condition.StringEquals).toEqual({
    'kms:EncryptionContext:aws:s3:arn': contexts,
    'kms:ViaService': expect.stringMatching(/^s3\.us-east-1\.\$\{data\.aws_partition\.\w+\.dns_suffix\}$/),
  });
});

test('may be known only at plan', () => {
  // WHEN
  const json = synthScope((stack) => {
    const arn = new TerraformVariable(stack, 'file', { type: 'string' }).stringValue;
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, environmentFiles: [EnvironmentFile.fromObjectArn(arn)] }] });
  });
  // THEN
  expect(only(json.resource.aws_ecs_task_definition).container_definitions).toContain('"environmentFiles":[{"type":"s3","value":"${var.file}"}]');
  expect(only(json.resource.aws_iam_role_policy).policy).toContain('"Resource":["${split(\\"/\\", var.file)[0]}"]'.replace(/\\/g, ''));
});

test.each([
  ['prod.txt', 'environment file \'prod.txt\' doesn\'t end in \'.env\': ECS refuses other files, rename the object'],
  ['*.env', 'environment file \'*.env\' contains \'*\', which a policy takes for any name: choose another key'],
  ['${aws:username}.env', 'environment file \'${aws:username}.env\' contains \'${\', which a policy takes for any name: choose another key'],
])('fails for key %s', (key, message) => {
  expect(() => EnvironmentFile.fromBucketArn(BUCKET, key)).toThrow(message);
});

test.each(['prod.env', 'arn:aws:s3:::config', 's3://config/prod.env', 'arn:aws:ssm:us-east-1:123456789012:parameter/x.env'])('fails for %s, which is not an object\'s ARN', (arn) => {
  expect(() => EnvironmentFile.fromObjectArn(arn)).toThrow(`environment file is not an ARN of an S3 object, got '${arn}': write arn:PARTITION:s3:::BUCKET/KEY.env`);
});

test('fails for eleven files in a task', () => {
  const files = Array.from({ length: 11 }, (_, i) => EnvironmentFile.fromBucketArn(BUCKET, `${i}.env`));
  expect(() => task(files)).toThrow('the task has 11 environment files: at most 10 are allowed, join some of them (Stack/Task)');
  expect(() => task(files.slice(1))).not.toThrow();
});

test('fails on Windows', () => {
  expect(() => task([EnvironmentFile.fromBucketArn(BUCKET, 'a.env')], { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } })).toThrow(
    'environmentFiles don\'t work on Windows, got operatingSystemFamily \'WINDOWS_SERVER_2022_CORE\': use environment and secrets (Stack/Task)',
  );
});
