import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { ContainerSecret, ExecutionRole, JsonSecret, SecretResourcePolicy, SecretValues } from '../../src';
import { resolve } from '../../src/terraform/resolve';

const ROLE = 'arn:aws-cn:iam::111122223333:role/services/api';
const OTHER = 'arn:aws-cn:iam::222233334444:role/worker';
const SECRET = 'arn:aws-cn:secretsmanager:cn-north-1:444455556666:secret:shared-AbCdEf';
const KEY = 'arn:aws-cn:kms:cn-north-1:444455556666:key/11111111-2222-3333-4444-555555555555';

test('allows roles of other accounts to read the secret, and tells what the key has to allow', () => {
  // GIVEN
  const stack = new TerraformStack(Testing.app(), 'stack');
  const policy = new SecretResourcePolicy(stack, 'Shared', { secretArn: SECRET, encryptionKeyArn: KEY, roleArns: [OTHER, ROLE, OTHER] });

  // WHEN
  new TerraformOutput(stack, 'key', { value: policy.keyPolicyStatement });
  const { resource, output } = JSON.parse(Testing.synth(stack));

  // THEN
  const readers = {
    Principal: { AWS: ['arn:aws-cn:iam::111122223333:root', 'arn:aws-cn:iam::222233334444:root'] },
    ArnEquals: { 'aws:PrincipalArn': [ROLE, OTHER] },
  };
  const [{ policy: document, ...rest }] = Object.values<any>(resource.aws_secretsmanager_secret_policy);
  expect(rest).toEqual({ secret_arn: SECRET, block_public_policy: true });
  expect(JSON.parse(document)).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: '*', Principal: readers.Principal, Condition: { ArnEquals: readers.ArnEquals },
    }],
  });
  expect(JSON.parse(output.key.value)).toEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: '*',
    Principal: readers.Principal,
    Condition: {
      ArnEquals: readers.ArnEquals,
      StringEquals: {
        'kms:ViaService': expect.stringMatching(/^secretsmanager\.cn-north-1\.\$\{data\.aws_partition\.\w+\.dns_suffix\}$/),
        'kms:EncryptionContext:SecretARN': [SECRET],
      },
    },
  });
});

test('says the same as the role on the other side', () => {
  // GIVEN
  const stack = new TerraformStack(Testing.app(), 'stack');
  const role = ExecutionRole.fromRoleArn(stack, 'Role', ROLE, { complete: true });
  role.grantRead(ContainerSecret.fromSecretArn('A', SECRET, { encryptionKeyArn: KEY }));

  // WHEN
  const owner = new TerraformStack(Testing.app(), 'stack');
  const policy = new SecretResourcePolicy(owner, 'Shared', { secretArn: SECRET, encryptionKeyArn: KEY, roleArns: [ROLE] });
  const [decrypt, read] = role.ownerStatements('444455556666').map(({ statement }) => JSON.parse(resolve(role, statement)));

  // THEN
  expect(JSON.parse(resolve(owner, policy.keyPolicyStatement))).toEqual(decrypt);
  expect(JSON.parse(resolve(owner, policy.resource.policyInput)).Statement).toEqual([read]);
});

test('takes a secret and a role that are only there after the apply, each through its provider', () => {
  // GIVEN
  const stack = new TerraformStack(Testing.app(), 'stack');
  const provider = new AwsProvider(stack, 'Owner', { alias: 'owner', region: 'eu-central-1' });
  const key = new KmsKey(stack, 'Key', { provider });
  const secret = new JsonSecret(stack, 'Secret', {
    secretName: 'shared', jsonSecret: SecretValues.external(['TOKEN']), encryptionKeyArn: key.arn, provider,
  });
  const role = new ExecutionRole(stack, 'Role');

  // WHEN
  const policy = new SecretResourcePolicy(stack, 'Shared', { secretArn: secret.arn, encryptionKeyArn: key.arn, roleArns: [role.roleArn], provider });

  // THEN
  const { aws_secretsmanager_secret_policy: made } = JSON.parse(Testing.synth(stack)).resource;
  const [{ secret_arn: arn, policy: document, provider: used }] = Object.values<any>(made);
  const roleAddress = `aws_iam_role.${role.resource.friendlyUniqueId}.arn`;
  expect([arn, used]).toEqual([`\${aws_secretsmanager_secret.${secret.resource.friendlyUniqueId}.arn}`, 'aws.owner']);
  // a role that isn't there yet is refused as a principal with MalformedPolicyDocument; the account as a whole is always there
  for (const text of [document, resolve(stack, policy.keyPolicyStatement)]) {
    expect(text).toContain(`"Principal":{"AWS":["arn:\${split(":", ${roleAddress})[1]}:iam::\${split(":", ${roleAddress})[4]}:root"]}`);
    expect(text).toContain(`{"aws:PrincipalArn":["\${${roleAddress}}"]}`);
  }
  expect(() => new SecretResourcePolicy(stack, 'Again', { secretArn: secret.arn, encryptionKeyArn: key.arn, roleArns: [OTHER], provider }))
    .toThrow(`the secret already has the policy of '${policy.node.path}', and can have only one: name all roles there (stack/Again)`);
});

test('keeps everybody in the account from deleting the secret, and Terraform takes that away first', () => {
  // GIVEN
  const stack = new TerraformStack(Testing.app(), 'stack');
  const secret = new JsonSecret(stack, 'Secret', { secretName: 'shared', jsonSecret: SecretValues.external(['TOKEN']) });

  // WHEN
  const policy = new SecretResourcePolicy(stack, 'Keep', { secretArn: secret.arn, denyDelete: true });
  new SecretResourcePolicy(stack, 'Both', { secretArn: SECRET, encryptionKeyArn: KEY, roleArns: [ROLE], denyDelete: true });

  // THEN
  const documents = Object.values<any>(JSON.parse(Testing.synth(stack)).resource.aws_secretsmanager_secret_policy).map(({ policy: text }) => text);
  const arn = `aws_secretsmanager_secret.${secret.resource.friendlyUniqueId}.arn`;
  const root = `arn:\${split(":", ${arn})[1]}:iam::\${split(":", ${arn})[4]}:root`;
  const deny = (principal: string) => ({
    Effect: 'Deny', Action: ['secretsmanager:DeleteSecret'], Resource: '*', Principal: { AWS: [principal] },
  });
  const [both, keep] = documents.sort((a, b) => b.length - a.length);
  expect(keep).toContain(`"Action":["secretsmanager:DeleteSecret"],"Effect":"Deny","Principal":{"AWS":["${root}"]},"Resource":"*"`);
  expect(JSON.parse(both).Statement).toEqual([
    expect.objectContaining({ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'] }), deny('arn:aws-cn:iam::444455556666:root'),
  ]);
  expect(() => policy.keyPolicyStatement).toThrow('the policy lets no role read, so that the key needs no statement');
});

test('fails for roles of other accounts without a customer key, and for a policy that says nothing', () => {
  const make = (props: object) => () => new SecretResourcePolicy(new TerraformStack(Testing.app(), 'stack'), 'Policy', { secretArn: SECRET, ...props });
  expect(make({ roleArns: [ROLE] })).toThrow('roles of other accounts can\'t use the AWS managed key');
  expect(make({})).toThrow('roleArns is empty');
});
