import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Emulator } from './emulator';
import { HAMADA_INFO } from '../../../examples/json-secret-references/main';

const VALUE = 'value-never-shown';

/**
 * Makes what the examples refer to and no apply makes.
 *
 * @returns what stands in an example, and what it is called here: AWS chooses ends of ARNs and ids of versions and keys; and the secret that RDS
 * manages for a database
 */
export async function makeForExamples(emulator: Emulator): Promise<{ others: [there: string, here: string][]; managedSecretArn: string }> {
  const [japan, germany] = ['ap-northeast-1', 'eu-central-1'].map((region) => emulator.in(region).admin);
  for (const Name of ['/example-deploy/api-tag', '/example-deploy/image-tag', '/found/LEVEL']) {
    await japan.ssm.send(new PutParameterCommand({ Name, Value: Name.endsWith('-tag') ? '1.0.0' : VALUE, Type: Name.endsWith('-tag') ? 'String' : 'SecureString' }));
  }
  const Tags = [{ Key: 'container-secrets', Value: 'TOKEN PASSWORD' }];
  await japan.secretsManager.send(new CreateSecretCommand({ Name: 'found', SecretString: JSON.stringify({ TOKEN: VALUE, PASSWORD: VALUE }), Tags }));
  const info = (age: string) => JSON.stringify({ age, gender: 'man', twitter: VALUE });
  const before = await japan.secretsManager.send(new CreateSecretCommand({ Name: 'hamadaInfo', SecretString: info('18') }));
  const current = await japan.secretsManager.send(new PutSecretValueCommand({ SecretId: 'hamadaInfo', SecretString: info('20') }));

  await germany.ssm.send(new PutParameterCommand({ Name: '/platform/cache-url', Value: VALUE, Type: 'SecureString' }));
  const { KeyMetadata: key } = await germany.kms.send(new CreateKeyCommand({}));
  const keys = JSON.stringify({ DB_USER: VALUE, DB_PASSWORD: VALUE, DB_ADMIN_PASSWORD: VALUE });
  const vault = await germany.secretsManager.send(new CreateSecretCommand({ Name: 'vault/shop/database', SecretString: keys, KmsKeyId: key!.Arn }));
  const prefix = `arn:aws:secretsmanager:eu-central-1:${emulator.account}:secret:`;
  const managed = await japan.secretsManager.send(new CreateSecretCommand({ Name: 'rds!cluster-11111111-2222', SecretString: JSON.stringify({ username: 'root', password: VALUE }) }));
  const others: [string, string][] = [
    [HAMADA_INFO.arn, before.ARN!],
    [HAMADA_INFO.arn.split(':')[4], emulator.account],
    [HAMADA_INFO.currentVersionId, current.VersionId!],
    [HAMADA_INFO.previousVersionId, before.VersionId!],
    [`${prefix}vault/shop/database-AbCdEf`, vault.ARN!],
    [`arn:aws:kms:eu-central-1:${emulator.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`, key!.Arn!],
  ];
  return { others, managedSecretArn: managed.ARN! };
}
