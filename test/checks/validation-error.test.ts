import { newStack } from '../support/synth';
import { errorOf } from '../temporary-files';
import { ContainerSecrets, ISecretSource, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

function framesOf(run: () => unknown): string[] {
  return errorOf(run).stack!.split('\n').filter((line) => line.startsWith('    at '));
}

test('fails with the line of the app first, however deep inside the mistake is found', () => {
  // GIVEN
  const limit = Error.stackTraceLimit;
  const stack = newStack();
  const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example', parameters: { DB_USER: SecretValue.external() } });
  let source: ISecretSource & { except(...names: string[]): any } = secrets.only('TYPO');
  for (let depth = 0; depth < 20; depth++) {
    source = source.except();
  }

  // WHEN
  const frames = framesOf(function ofTheApp() {
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'nginx', secrets: [source] }] });
  });

  // THEN
  expect(frames[0]).toMatch(/ofTheApp .*validation-error\.test\.ts:21:/);
  expect(frames.length).toBeLessThanOrEqual(limit);
  expect(Error.stackTraceLimit).toBe(limit);
});
