import { TerraformStack, Testing } from 'cdktf';
import { BatchJobDefinition, ContainerSecret, ExecutionRole, IExecutionRole, ISecretSource, ParameterMap, SecretValues, TaskDefinition } from '../../../src';

const ROLE = 'arn:aws:iam::111122223333:role/api';
const KEY = 'arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-3333-4444-555555555555';
const parameter = (name: string, account: string) => ContainerSecret.fromParameterArn(name, `arn:aws:ssm:eu-central-1:${account}:parameter/${name}`);
const secret = (name: string, encryptionKeyArn?: string) =>
  ContainerSecret.fromSecretArn(name, `arn:aws:secretsmanager:eu-central-1:444455556666:secret:${name}-AbCdEf`, { encryptionKeyArn });

describe('accounts', () => {
  test('are compared at plan where the role\'s is only known then', () => {
    // GIVEN
    const secrets = [parameter('C', '444455556666'), parameter('A', '444455556666'), parameter('B', '111122223333'), secret('S'), secret('T', KEY)];

    // WHEN
    const [{ lifecycle }] = Object.values<any>(taskWith(secrets).resource.aws_ecs_task_definition);

    // THEN
    expect(lifecycle.precondition.map(({ condition }: any) => condition.replace(/EcsSecretsEnvironment_\w+/, 'Account'))).toEqual([
      '${data.aws_caller_identity.Account.account_id == "444455556666"}',
      '${data.aws_caller_identity.Account.account_id == "111122223333"}',
      '${data.aws_caller_identity.Account.account_id == "444455556666"}',
    ]);
    const messages = lifecycle.precondition.map(({ error_message: message }: any) => message.replace(/\$\{[^}]*\}/, 'ACCOUNT'));
    expect(messages).toContain("container 'api': 'A', 'C' would come from Parameter Store in account 444455556666, but ECS reads parameters of the task's own account ACCOUNT only: store the value there, or in a secret of Secrets Manager under a customer key (stack/Task)");
    expect(messages).toContain("container 'api': 'S' would come from a secret in account 444455556666, whose AWS managed key doesn't decrypt for account ACCOUNT: encrypt it with a customer key and give encryptionKeyArn (stack/Task)");
  });

  test('need no look at plan where the role tells, or nothing names one', () => {
    const imported = (stack: TerraformStack) => ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { complete: true });
    const own = (stack: TerraformStack) => new ParameterMap(stack, 'Map', { path: '/app', parameters: SecretValues.external(['A']) });
    const definitions = [
      taskWith([parameter('A', '111122223333'), secret('T', KEY)], imported),
      taskWith([], undefined, own),
    ].map(({ resource }) => Object.values<any>(resource.aws_ecs_task_definition)[0]);
    expect(definitions.map(({ lifecycle }) => lifecycle)).toEqual([{ create_before_destroy: true }, { create_before_destroy: true }]);
  });

  test('fails for a job of AWS Batch in another account than the parameter', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
    expect(() => new BatchJobDefinition(stack, 'Job', {
      jobDefinitionName: 'nightly',
      executionRole: ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { complete: true }),
      containerProperties: { image: 'example:1', resourceRequirements, secrets: [parameter('A', '444455556666')] },
    })).toThrow(/^container 'nightly': 'A' would come from Parameter Store in account 444455556666, but .* account 111122223333 only: .* \(stack\/Job\)$/);
  });
});

function taskWith(secrets: ISecretSource[], role?: (stack: TerraformStack) => IExecutionRole, more?: (stack: TerraformStack) => ISecretSource): any {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const executionRole = role?.(stack);
  const all = [...secrets, ...(more ? [more(stack)] : [])];
  new TaskDefinition(stack, 'Task', { family: 'api', executionRole, containers: [{ name: 'api', image: 'example:1', secrets: all }] });
  return JSON.parse(Testing.synth(stack));
}
