import { TerraformVariable } from 'cdktf';
import { Compatibility, TaskDefinition } from '../../../src';
import { annotationsOf } from '../../support/annotations';
import { synthScope } from '../../support/synth';
import { PARAMETER, SECRET, statementsOf } from '../tasks';

function task(credentialsParameter: string | undefined) {
  return synthScope((stack) => {
    const token = new TerraformVariable(stack, 'credentials', { type: 'string' }).stringValue;
    const authorizationConfig = { credentialsParameter: credentialsParameter ?? token, domain: 'example.com' };
    const fsxWindowsFileServerVolumeConfiguration = { fileSystemId: 'fs-0123456789abcdef0', rootDirectory: '\\data', authorizationConfig };
    const definition = new TaskDefinition(stack, 'Task', {
      family: 'api',
      compatibilities: [Compatibility.EC2],
      containers: [{ name: 'app', image: 'x', memory: 512 }],
      volumes: [{ name: 'data', fsxWindowsFileServerVolumeConfiguration }],
    });
    expect(annotationsOf(definition)).toEqual(credentialsParameter ? [] : [expect.stringContaining('its store is unknown')]);
  });
}

test.each([
  ['ssm:GetParameters', PARAMETER],
  ['secretsmanager:GetSecretValue', SECRET],
])('a file system of FSx is looked up, and its credentials are read: %s', (action, arn) => {
  // WHEN
  const statements = statementsOf(task(arn));
  // THEN
  expect(statements).toContainEqual({ Action: [action], Effect: 'Allow', Resource: [arn] });
  expect(statements).toContainEqual({
    Action: ['fsx:DescribeFileSystems'],
    Effect: 'Allow',
    Resource: [expect.stringMatching(/^arn:\$\{.*\}:fsx:\$\{.*\}:\$\{.*\}:file-system\/fs-0123456789abcdef0$/)],
  });
});

test('credentials that are only known at plan bring a warning', () => {
  expect(statementsOf(task(undefined)).map((statement) => statement.Action)).toEqual([['fsx:DescribeFileSystems']]);
});

test('fails for credentials that are not ARN', () => {
  expect(() => task('admin')).toThrow('credentialsParameter of FSx is \'admin\': write the ARN of the secret or parameter (Stack/Task)');
});
