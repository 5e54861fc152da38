import { checkObject } from './environment-file';
import { KeyDirectory } from './key-directory';
import { checkParameters } from './parameters';
import { LocatedReference } from './reference';
import { SecretChecks } from './secrets';
import { ReadOptions, StoredFacts } from './stored-facts';
import { credentialsFindings, secretValueFindings } from './value-rules';
import { Stored } from '../../src/inventory/stored';
import { AwsApi } from '../aws/api';

type Checkable = LocatedReference & { readonly stored: Stored };

/**
 * Looks at everything that the references name, each thing once.
 */
export async function lookAt(
  api: AwsApi,
  keys: KeyDirectory,
  checkable: readonly Checkable[],
  options: ReadOptions,
): Promise<Map<LocatedReference, StoredFacts>> {
  const facts = new Map<LocatedReference, StoredFacts>();
  const of = (store: Stored['store']) => checkable.filter(({ stored }) => stored.store === store);
  const secrets = new SecretChecks(api, keys, options);
  const regions = [...new Set(of('ssm').map(({ stored }) => stored.region))];
  await Promise.all([
    ...regions.map(async (region) => {
      const ours = of('ssm').filter(({ stored }) => stored.region === region);
      const found = await checkParameters(api, keys, region, ours.map(({ stored }) => stored), options);
      ours.forEach((one) => facts.set(one, found.get(one.stored.arn)!));
    }),
    ...of('secretsmanager').map(async (one) => {
      const look = one.reference.field === 'repositoryCredentials' ? credentialsFindings : secretValueFindings;
      facts.set(one, await secrets.check(one.stored, (content) => look(one.stored, content)));
    }),
    ...of('s3').map(async (one) => {
      facts.set(
        one,
        await checkObject(api, keys, one.stored, options.values && one.reference.field === 'environmentFiles'),
      );
    }),
  ]);
  return facts;
}
