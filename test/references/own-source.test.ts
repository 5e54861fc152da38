import { TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import { ISecretSource, SecretBinding, SecretStore, TaskDefinition } from '../../src';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:vault/app-AbCdEf';

/** The source of docs/own-sources.md. */
class VaultSecrets implements ISecretSource {
  public constructor(private readonly arn: string, private readonly keys: string[]) {}

  public bindSecrets(_scope: IConstruct): SecretBinding {
    return {
      entries: this.keys.map((name) => ({
        name,
        valueFrom: `${this.arn}:${name}::`,
        read: { store: SecretStore.SECRETS_MANAGER, arn: this.arn },
      })),
    };
  }
}

function task(source: unknown): { json: any; task: TaskDefinition } {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const definition = new TaskDefinition(stack, 'Task', { family: 'app', containers: [{ name: 'app', image: 'example:1', secrets: [source as ISecretSource] }] });
  return { json: JSON.parse(Testing.synth(stack)), task: definition };
}

describe('a source of one\'s own', () => {
  test('gives a container what it says, and the role what that takes', () => {
    // WHEN
    const { json, task: { executionRole } } = task(new VaultSecrets(SECRET, ['USER', 'PASSWORD']));

    // THEN
    const [{ container_definitions: containers }] = Object.values<any>(json.resource.aws_ecs_task_definition);
    expect(JSON.parse(containers)[0].secrets).toEqual(['PASSWORD', 'USER'].map((name) => ({ name, valueFrom: `${SECRET}:${name}::` })));
    expect(executionRole.explainAccess()).toEqual([`secretsmanager:GetSecretValue on ${SECRET}: container 'app' (PASSWORD, USER)`]);
  });

  test.each<[string, unknown, RegExp]>([
    ['without bindSecrets', {}, /^container 'app': secrets\[0\] is not a source of secrets/],
    ['without entries', { bindSecrets: () => ({}) }, /^container 'app': secrets\[0\] gives no list of entries: return \{ entries: /],
    ['that gives nothing', { bindSecrets: () => undefined }, /^container 'app': secrets\[0\] gives no list of entries/],
    ['without a name', { bindSecrets: () => ({ entries: [{ valueFrom: SECRET }] }) }, /^container 'app': secrets\[0\] gives entry 0 without a name/],
    [
      'without valueFrom', { bindSecrets: () => ({ entries: [{ name: 'A' }] }) },
      /^container 'app': secrets\[0\] gives 'A' no valid valueFrom, got undefined: write a parameter's ARN/,
    ],
    [
      'with half a valueFrom', { bindSecrets: () => ({ entries: [{ name: 'A', valueFrom: `${SECRET}:KEY` }] }) },
      /^container 'app': secrets\[0\] gives 'A' no valid valueFrom, got 'arn:.*:KEY': write/,
    ],
    ['without read', { bindSecrets: () => ({ entries: [{ name: 'A', valueFrom: SECRET }] }) }, /^container 'app': secrets\[0\] doesn't say how 'A' is read: add read/],
  ])('fails %s', (_, source, message) => {
    const error = caught(() => task(source));
    expect(error.name).toBe('ValidationError');
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/ \(stack\/Task\)$/);
  });
});

function caught(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
