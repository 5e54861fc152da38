import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { KmsKeyPolicy } from '@cdktf/provider-aws/lib/kms-key-policy';
import { Fn, TerraformStack } from 'cdktf';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { ContainerSecret, JsonSecret, SecretResourcePolicy, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const ROLE = 'arn:aws:iam::111122223333:role/services/api';
const ADMIN = { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::123456789012:root' } };

/** @param account the one that the parameter's ARN names */
function owner(account: string): any {
  return stackOf((stack: TerraformStack) => {
    const key = new KmsKey(stack, 'Key');
    const secret = new JsonSecret(stack, 'Secret', { secretName: 'shared', jsonSecret: SecretValues.generated(['TOKEN']), encryptionKeyArn: key.arn });
    const policy = new SecretResourcePolicy(stack, 'Shared', { secretArn: secret.arn, encryptionKeyArn: key.arn, roleArns: [ROLE] });
    const statements = [ADMIN, Fn.jsondecode(policy.keyPolicyStatement)];
    new KmsKeyPolicy(stack, 'KeyPolicy', { keyId: key.id, policy: Fn.jsonencode({ Version: '2012-10-17', Statement: statements }) });
    const parameter = ContainerSecret.fromParameterArn('A', `arn:aws:ssm:us-east-1:${account}:parameter/a`);
    new TaskDefinition(stack, 'Task', { family: 'own', containers: [{ name: 'app', image: 'example:1', secrets: [parameter] }] });
  });
}

describeReal('two accounts', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(owner(emulator.account));
    await workspace.init();
    await workspace.apply();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the owner\'s policies are there, and stay as they are', async () => {
    const { ARN, ResourcePolicy } = await emulator.admin.secretsManager.send(new GetResourcePolicyCommand({ SecretId: 'shared' }));
    const reader = { Effect: 'Allow', Resource: '*', Principal: { AWS: ['arn:aws:iam::111122223333:root'] } };
    const ArnEquals = { 'aws:PrincipalArn': [ROLE] };
    expect(JSON.parse(ResourcePolicy!).Statement).toEqual([{ ...reader, Action: ['secretsmanager:GetSecretValue'], Condition: { ArnEquals } }]);
    const KeyId = Object.values<any>(JSON.parse(workspace.stateText()).resources).find(({ type }) => type === 'aws_kms_key').instances[0].attributes.id;
    const { Policy } = await emulator.admin.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const StringEquals = { 'kms:EncryptionContext:SecretARN': [ARN], 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' };
    expect(JSON.parse(Policy!).Statement).toEqual([ADMIN, { ...reader, Action: ['kms:Decrypt'], Condition: { ArnEquals, StringEquals } }]);
    expect((await workspace.plan()).changes).toEqual([]);
  });

  test('fails at plan for a parameter of another account', async () => {
    workspace.write(owner('444455556666'));
    await expect(workspace.plan()).rejects.toThrow(
      "container 'app': 'A' would come from Parameter Store in account 444455556666, but ECS reads parameters of the task's own account 123456789012 only",
    );
  });
});
