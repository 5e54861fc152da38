import * as cdktf from 'cdktf';
import * as constructs from 'constructs';
import * as library from '../../src';
import { newStack, synth } from '../support/synth';

/** The library as a package has it that an app uses, beside the app's own copy. */
function anotherCopy(): typeof library {
  let copy: typeof library | undefined;
  jest.isolateModules(() => {
    jest.doMock('cdktf', () => cdktf);
    jest.doMock('constructs', () => constructs);
    copy = jest.requireActual<typeof library>('../../src');
  });
  return copy!;
}

const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000';
const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry-AbCdEf';

test('they are two copies', () => {
  expect(anotherCopy().SecretValue).not.toBe(library.SecretValue);
});

test('fails where two copies create the same parameter', () => {
  const stack = newStack();
  new library.ParameterMap(stack, 'A', { path: '/p', parameters: { X: library.SecretValue.generated() } });
  const copy = anotherCopy();
  expect(() => new copy.ParameterMap(stack, 'B', { path: '/p', parameters: { X: copy.SecretValue.generated() } }))
    .toThrow("parameter '/p/X' is already created by 'Stack/A'");
});

test('fails where two copies write the policy of one secret', () => {
  const stack = newStack();
  const props = { secretArn: SECRET_ARN, encryptionKeyArn: KEY_ARN, roleArns: ['arn:aws:iam::444455556666:role/api'] };
  new library.SecretResourcePolicy(stack, 'A', props);
  const copy = anotherCopy();
  expect(() => new copy.SecretResourcePolicy(stack, 'B', props)).toThrow('Stack/A');
});

test('a task definition of one copy takes secrets of another, and both write HCL once', () => {
  // GIVEN
  const stack = newStack();
  const copy = anotherCopy();

  // WHEN
  const secrets = new copy.ContainerSecrets(stack, 'Secrets', { path: '/p', jsonSecret: { A: copy.SecretValue.generated() } });
  new library.TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'app', image: 'i:1', secrets: [secrets] }] });

  // THEN
  const { resource } = synth(stack);
  const [task] = Object.values<any>(resource.aws_ecs_task_definition);
  expect(task.container_definitions).toContain('"valueFrom":"${aws_secretsmanager_secret.');
  const { hcl } = stack.toHclTerraform() as { hcl: string };
  expect(hcl.match(/^ephemeral "aws_secretsmanager_secret_version" "\w+_Stored_/gm)).toHaveLength(1);
  expect(hcl.match(/required_version/g)).toHaveLength(1);
});
