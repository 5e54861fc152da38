import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { ContainerSecret, ISecretSource, JsonSecret, ParameterMap, SecretValue, SecretValues } from '../../src';
import { RequiredAccess } from '../../src/access/required-access';
import { toStatement } from '../../src/access/statement';

const PARAMETER = 'arn:aws:ssm:eu-central-1:111122223333:parameter/db/user';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/k1';

describe('reading', () => {
  test('a parameter takes GetParameters alone', () => {
    expect(statementsOf(ContainerSecret.fromParameterArn('USER', PARAMETER))).toEqual([allow('ssm:GetParameters', PARAMETER)]);
  });

  test('a key of a secret takes GetSecretValue on the secret', () => {
    const source = ContainerSecret.fromSecretArn('USER', SECRET, { jsonKey: 'user', versionStage: 'AWSPREVIOUS' });
    expect(statementsOf(source)).toEqual([allow('secretsmanager:GetSecretValue', SECRET)]);
  });

  test('what a customer key encrypts takes Decrypt with both conditions, through each store\'s own service', () => {
    const sources = [
      ContainerSecret.fromParameterArn('USER', PARAMETER, { encryptionKeyArn: KEY }),
      ContainerSecret.fromSecretArn('PASSWORD', SECRET, { encryptionKeyArn: KEY }),
    ];
    expect(statementsOf(...sources)).toEqual([
      allow('kms:Decrypt', KEY, { 'kms:ViaService': 'secretsmanager.eu-central-1.SUFFIX', 'kms:EncryptionContext:SecretARN': [SECRET] }),
      allow('kms:Decrypt', KEY, { 'kms:ViaService': 'ssm.eu-central-1.SUFFIX', 'kms:EncryptionContext:PARAMETER_ARN': [PARAMETER] }),
      allow('secretsmanager:GetSecretValue', SECRET),
      allow('ssm:GetParameters', PARAMETER),
    ]);
  });

  test('a parameter that stands for a secret takes reading the secret as well', () => {
    // GIVEN
    const parameter = 'arn:aws:ssm:eu-central-1:111122223333:parameter/aws/reference/secretsmanager/app/db';
    const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:app/db-??????';

    // THEN
    expect(statementsOf(ContainerSecret.fromParameterArn('A', parameter)))
      .toEqual([allow('secretsmanager:GetSecretValue', secret), allow('ssm:GetParameters', parameter)]);
    const [decrypt] = statementsOf(ContainerSecret.fromParameterArn('A', parameter, { encryptionKeyArn: KEY }));
    expect(decrypt).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [KEY],
      Condition: {
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.SUFFIX' },
        StringLike: { 'kms:EncryptionContext:SecretARN': [secret] },
      },
    });
  });

  test('several keys take a statement each', () => {
    const keys = [KEY, `${KEY}2`].map((encryptionKeyArn, i) => ContainerSecret.fromParameterArn(`V${i}`, `${PARAMETER}${i}`, { encryptionKeyArn }));
    expect(statementsOf(...keys).filter(({ Action }) => Action[0] === 'kms:Decrypt').map(({ Resource }) => Resource)).toEqual([[KEY], [`${KEY}2`]]);
  });

  test('the same value twice takes one statement with one resource', () => {
    const sources = ['ONE', 'TWO'].map((name) => ContainerSecret.fromSecretArn(name, SECRET, { jsonKey: name }));
    expect(statementsOf(...sources)).toEqual([allow('secretsmanager:GetSecretValue', SECRET)]);
  });

  test('plaintext takes no Decrypt', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const map = new ParameterMap(stack, 'Map', {
      path: '/app',
      parameters: { PLAIN: SecretValue.plaintext('on'), SECRET: SecretValue.external() },
      encryptionKeyArn: KEY,
    });

    // THEN
    const decrypts = statementsIn(stack, map).filter(({ Action }) => Action[0] === 'kms:Decrypt');
    expect(decrypts.map(({ Condition }) => Condition.StringEquals['kms:EncryptionContext:PARAMETER_ARN'])).toEqual([[expect.stringContaining('"SECRET"')]]);
  });

  test('under a key that is only known at plan, the Region is the key\'s', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const key = new KmsKey(stack, 'Key');
    const secret = new JsonSecret(stack, 'Secret', { secretName: 'app', jsonSecret: SecretValues.external(['A']), encryptionKeyArn: key.arn });

    // THEN
    expect(statementsIn(stack, secret)[0].Condition.StringEquals['kms:ViaService']).toBe('secretsmanager.${split(":", aws_kms_key.Key.arn)[3]}.SUFFIX');
  });

  test('two values of the same name in two Regions both stay', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const regions = ['One', 'Two'].map((alias) => new AwsProvider(stack, `In${alias}`, { alias }));
    const maps = regions.map((provider) => new ParameterMap(stack, provider.alias!, { path: '/app', parameters: SecretValues.external(['A']), provider }));

    // THEN
    expect(statementsIn(stack, ...maps)).toEqual([
      allow('ssm:GetParameters', maps.map((map) => `\${aws_ssm_parameter.${map.resource.friendlyUniqueId}["A"].arn}`)),
    ]);
  });
});

function allow(action: string, resource: string | string[], condition?: { [key: string]: string | string[] }): object {
  return { Effect: 'Allow', Action: [action], Resource: [resource].flat(), ...(condition && { Condition: { StringEquals: condition } }) };
}

function statementsOf(...sources: ISecretSource[]): any[] {
  return statementsIn(new TerraformStack(Testing.app(), 'stack'), ...sources);
}

function statementsIn(stack: TerraformStack, ...sources: ISecretSource[]): any[] {
  const needs = new RequiredAccess(stack, () => 'SUFFIX');
  needs.addReads(sources);
  const text = JSON.stringify(needs.grants().map(toStatement), (_, value) => (value?.text === undefined ? value : needs.stable(value.text)));
  return JSON.parse(text);
}
